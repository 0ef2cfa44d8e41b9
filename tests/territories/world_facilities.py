"""Facilities with bookings, in the world of the tests that visit every page."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.db import Database
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import actor_of
from matchmaker.territories.facilities.actions import open_facility
from matchmaker.territories.facilities.booking import book_facility, move_booking
from matchmaker.territories.facilities.booking_draft import BookingDraft
from matchmaker.territories.facilities.booking_queries import load_booking
from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.facilities.queries import load_facility
from matchmaker.territories.models import Territory
from matchmaker.territories.structure.models import Site
from tests.cast import Cast
from tests.territories.making import make_manager, make_territory
from tests.territories.making_facilities import admit, make_facility, monday_ahead

Ids = dict[str, int | str]
FIRST = 6000  # ids after `fill_part`
PAGES = (
    ("anonymous", f"/territories/{FIRST}/facilities"),
    ("operator", f"/territories/{FIRST}/facilities"),
    ("operator", f"/territories/{FIRST}/facilities/new"),
    ("anonymous", f"/facilities/{FIRST}"),
    ("author", f"/facilities/{FIRST}"),
    ("operator", f"/facilities/{FIRST}"),
    ("operator", f"/facilities/{FIRST}/edit"),
    ("author", "/bookings/"),
    ("operator", "/bookings/waiting"),
)


def make_part(database: Database, cast: Cast, ids: Ids) -> Ids:
    """A territory with an open facility, which is a capability as well, and one that is not open; two bookings."""
    with database.write() as db:
        territory = make_territory(db, cast, is_demo=True)
        _verify(db, territory)
        facility = make_facility(db, territory, is_open=False, is_demo=True, units=2)
        new = make_facility(db, territory, is_open=False, names={"en": "Sorter"})
        make_manager(db, cast, 2)  # the operator books for more than one organisation
        operator = _operator(db, cast)
        open_facility(operator, db, load_facility(operator, db, facility.id))
        asked, confirmed = (
            _book(db, cast, who, facility.id, 0, hour) for who, hour in (("author", 9), ("company", 11))
        )
        move_booking(operator, db, load_booking(operator, db, confirmed), "approve")
        db.flush()
        return {
            "facility": facility.id, "new_facility": new.id, "facility_territory": territory.id, "booking": asked,
            "facility_owner": facility.organisation_id, "facility_version": facility.version,
            "confirmed_booking": confirmed, "facility_day": monday_ahead().isoformat(),
        }  # fmt: skip


def _verify(db: Session, territory: Territory) -> None:
    manager = db.get_one(Organisation, territory.manager_id)
    manager.verified_at = manager.created_at
    db.flush()


def _operator(db: Session, cast: Cast) -> Actor:
    return actor_of(db, db.scalars(select(User).where(User.id == cast["operator"].user_id)).one())


def _book(db: Session, cast: Cast, who: str, facility_id: int, days: int, hour: int) -> int:
    organisation = cast.laboratory if who == "author" else cast.enterprise
    draft = BookingDraft(organisation, monday_ahead() + timedelta(days=days), hour, hour + 1, "Assays of concentrate")
    return book_facility(cast[who], db, load_facility(cast[who], db, facility_id), draft).id


def fill_part(database: Database, cast: Cast, rows: int) -> None:
    """So many facilities and sites in a territory, and so many bookings of the author, half of them confirmed."""
    with database.write() as db:
        territory = make_territory(db, cast, id=FIRST)
        _verify(db, territory)
        admit(db, FIRST, cast.laboratory)
        operator = _operator(db, cast)
        for number in range(rows):
            db.add(Site(id=FIRST + number, territory_id=FIRST, kind="laboratory", names={"en": f"Hall {number}"}))
            db.flush()
            make_facility(db, territory, id=FIRST + number, site_id=FIRST + number, organisation_id=cast.laboratory)
            booked = _book(db, cast, "author", FIRST, number // 8, 9 + number % 8)
            if number % 2:
                move_booking(operator, db, load_booking(operator, db, booked), "approve")
        assert db.get_one(Facility, FIRST).territory_id == FIRST
