"""How what a body reported becomes published values: new versions, none of those that are there changes."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.core.db import hold
from matchmaker.core.i18n import _
from matchmaker.indicators.report.models import Submission, SubmissionItem
from matchmaker.indicators.values.models import IndicatorValue

Slot = tuple[int, str]


def publish_reported(actor: Actor, db: Session, submission: Submission) -> int:
    """Publish the figures of an accepted submission; returns how many were new. The submission is loaded with its cycle.

    A figure that is published already, with the same note and evidence, is left alone.
    """
    query = select(SubmissionItem).where(SubmissionItem.submission_id == submission.id)
    items = db.scalars(query.options(joinedload(SubmissionItem.indicator)).order_by(SubmissionItem.indicator_id))
    wanted = [one for one in items if one.value is not None and one.indicator.is_active and not one.indicator.query]
    for item in wanted:
        hold(db, item.indicator, "code")  # of many at once each figure gets its versions one after another
    versions = _versions(db, submission.cycle.year, wanted)
    made = [_value(actor, submission, item, versions.get((item.indicator_id, item.place), [])) for item in wanted]
    added = [one for one in made if one is not None]
    db.add_all(added)
    db.flush()
    return len(added)


def _versions(db: Session, year: int, items: list[SubmissionItem]) -> dict[Slot, list[IndicatorValue]]:
    """Every version there is of these figures, the oldest first."""
    ids = sorted({one.indicator_id for one in items})
    query = select(IndicatorValue).where(IndicatorValue.year == year, IndicatorValue.indicator_id.in_(ids))
    found: dict[Slot, list[IndicatorValue]] = {}
    for one in db.scalars(query.order_by(IndicatorValue.version)):
        found.setdefault((one.indicator_id, one.place), []).append(one)
    return found


def _value(
    actor: Actor, submission: Submission, item: SubmissionItem, there: list[IndicatorValue]
) -> IndicatorValue | None:
    said = {"value": item.value, "note": item.note, "evidence_id": item.evidence_id, "is_demo": submission.is_demo}
    published = [one for one in there if one.state == "published"]
    if published and all(getattr(published[-1], name) == value for name, value in said.items()):
        return None
    for one in there:
        one.state = "withdrawn" if one.state == "draft" else one.state  # what was accepted takes its place
    columns: dict[str, Any] = said | {
        "indicator_id": item.indicator_id, "place": item.place, "year": submission.cycle.year,
        "version": there[-1].version + 1 if there else 1, "state": "published", "origin": "entered",
        "reason": _("Annual report on %(year)s", year=submission.cycle.year), "user_id": submission.user_id,
        "published_at": clock.now(), "published_by": actor.user_id,
    }  # fmt: skip
    return IndicatorValue(**columns)
