"""The demo's facilities and bookings, once: what is there stays.

Bookings are told by week and weekday from today, so that the demo always has some behind and some ahead; nobody is written to.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.tables import Placed, Row, read_table
from matchmaker.organisations.models import Organisation
from matchmaker.territories.facilities.booking import take_hours
from matchmaker.territories.facilities.capability import publish_capability
from matchmaker.territories.facilities.draft import TEXTS, read_facility
from matchmaker.territories.facilities.hours import local_day, moment_of
from matchmaker.territories.facilities.models import Booking, Facility
from matchmaker.territories.facilities.rules import TAKEN
from matchmaker.territories.facilities.week import monday_of
from matchmaker.territories.models import Territory
from matchmaker.territories.seeds.values import fault_at, key_of

FACILITIES = (
    "key", "territory", "organisation", "kind", *(f"{name}_{lang}" for name, _most in TEXTS.values() for lang in LOCALES),
    "fields", "units", "price", "open_to", "opens", "closes", "weekdays", "needs_approval",
)  # fmt: skip
BOOKINGS = (
    "key", "facility", "organisation", "week", "weekday", "first", "last", "state", "purpose", "note"
)  # fmt: skip


@dataclass(frozen=True)
class RowValues:
    """A row of the file as the values of the form."""

    row: Row
    owner: int | None

    def get(self, key: str, default: str) -> str:
        """One value."""
        return str(self.owner or "") if key == "organisation_id" else self.row.cells.get(key, default)

    def getlist(self, key: str) -> list[str]:
        """Several values."""
        return self.row.many(key)


def load_facilities(db: Session, folder: Path) -> int:
    """Load what is not there yet from `folder`/territories, if there is one; returns how many facilities were made."""
    path = folder / "territories" / "facilities.csv"
    if not path.exists():
        return 0
    territories = {one.seed_key: one for one in db.scalars(select(Territory).where(Territory.seed_key.is_not(None)))}
    known = set(db.scalars(select(Facility.seed_key)))
    companies = dict(db.execute(select(Organisation.seed_key, Organisation.id)).all())
    rows = [row for row in read_table(path, FACILITIES) if row["key"] not in known]
    for row in rows:
        territory = key_of(territories, row, "territory")
        owner = key_of(companies, row, "organisation") if row["organisation"] else territory.manager_id
        _load_facility(db, row, territory, owner)
    _load_bookings(db, folder / "territories" / "bookings.csv", companies)
    return len(rows)


def _load_facility(db: Session, row: Row, territory: Territory, owner: int | None) -> None:
    try:
        draft = read_facility(RowValues(row, owner), [], [owner] if owner else [])
        made = Facility(territory_id=territory.id, is_demo=True, seed_key=row["key"], **draft.columns)
        made.territory = territory
        db.add(made)
        db.flush()  # what it says as a capability is written after it
        publish_capability(SYSTEM, db, made)
    except Placed:
        raise
    except Invalid as fault:
        raise fault_at(row, fault) from fault


def _load_bookings(db: Session, path: Path, companies: dict[str | None, int]) -> None:
    query = select(Facility).where(Facility.seed_key.is_not(None)).options(joinedload(Facility.territory))
    facilities = {one.seed_key: one for one in db.scalars(query)}
    known = set(db.scalars(select(Booking.seed_key)))
    for row in read_table(path, BOOKINGS):
        if row["key"] not in known:
            facility, organisation = key_of(facilities, row, "facility"), key_of(companies, row, "organisation")
            _load_booking(db, row, facility, organisation)


def _load_booking(db: Session, row: Row, facility: Facility, organisation: int) -> None:
    week, weekday, first, last = (_number(row, name) for name in ("week", "weekday", "first", "last"))
    day = monday_of(local_day(facility, clock.now())) + timedelta(days=7 * week + weekday - 1)
    made = Booking(
        facility_id=facility.id, organisation_id=organisation, state=row["state"], seed_key=row["key"],
        starts_at=moment_of(facility, day, first), ends_at=moment_of(facility, day, last), purpose=row["purpose"],
        note=row["note"], currency=facility.currency, price_minor=(facility.price_minor or 0) * (last - first),
    )  # fmt: skip
    if row["state"] not in TAKEN:
        db.add(made)
        return
    try:
        take_hours(db, facility, made)
    except Invalid as fault:
        raise fault_at(row, Invalid({"first": next(iter(fault.errors.values()))})) from fault


def _number(row: Row, column: str) -> int:
    found = row.number(column)
    if found is None:
        raise row.fault(column, _("The cell is missing."))
    return found
