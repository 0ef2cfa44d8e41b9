"""Residents and applications of the demo, each as it stands today, with its way in the audit trail."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.models import Audit
from matchmaker.core.tables import Row, read_table
from matchmaker.territories.models import Territory
from matchmaker.territories.residents.draft import read_application
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.seeds.values import RowValues, fault_at, key_of
from matchmaker.vocabularies import terms

RESIDENTS = (
    "key", "territory", "organisation", "state", "sector", "activity", "jobs", "currency", "investment", "days", "reason",
    "note",
)  # fmt: skip
VERBS = {"admitted": "admit", "returned": "return", "refused": "refuse", "withdrawn": "withdraw", "ended": "end"}
DECIDED_AFTER = timedelta(days=4)


def seed_residents(
    db: Session, path: Path, territories: dict[str | None, Territory], organisations: dict[str, int]
) -> None:
    """Load what is not there yet."""
    known = set(db.scalars(select(Residency.seed_key)))
    for row in read_table(path, RESIDENTS):
        if row["key"] not in known:
            made = _residency(row, key_of(territories, row, "territory"), key_of(organisations, row, "organisation"))
            db.add(made)
            db.flush()  # the trail names it
            db.add_all(_trail(made))


def _residency(row: Row, territory: Territory, organisation_id: int) -> Residency:
    if row["state"] not in terms("residency_states"):
        raise row.fault("state", _("“%(code)s” is not in the list. Choose from the list.", code=row["state"]))
    try:
        said = read_application(RowValues(row, {}))
    except Invalid as fault:
        raise fault_at(row, fault) from fault
    applied = clock.now() - timedelta(days=row.number("days") or 0, hours=2)
    moved = applied if row["state"] == "applied" else min(applied + DECIDED_AFTER, clock.now())
    return Residency(
        territory_id=territory.id, organisation_id=organisation_id, state=row["state"], **vars(said), reason=row["reason"],
        note=row["note"], seed_key=row["key"], applied_at=applied, moved_at=moved,
        admitted_on=moved.date() if row["state"] == "admitted" else None,
    )  # fmt: skip


def _trail(made: Residency) -> Iterator[Audit]:
    yield _line(made, "apply", made.applied_at, {"state": "applied"})
    if verb := VERBS.get(made.state):
        said = {name: text for name, text in (("reason", made.reason), ("note", made.note)) if text}
        yield _line(made, verb, made.moved_at, {"state": made.state} | said)


def _line(made: Residency, verb: str, at: datetime, after: dict[str, str]) -> Audit:
    return Audit(verb=verb, subject="residency", subject_id=made.id, at=at, before={}, after=after)
