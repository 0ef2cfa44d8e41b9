"""A territory with a facility, made directly, and what tests of bookings say again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.core.errors import DomainError
from matchmaker.notifications.models import Mail
from matchmaker.organisations.queries import actor_of
from matchmaker.territories.facilities.booking import book_facility, move_booking
from matchmaker.territories.facilities.booking_draft import BookingDraft
from matchmaker.territories.facilities.booking_queries import load_booking
from matchmaker.territories.facilities.models import BookedHour, Facility
from matchmaker.territories.facilities.queries import load_facility
from matchmaker.territories.facilities.week import monday_of
from matchmaker.territories.models import Territory
from matchmaker.territories.residents.models import Residency
from tests.cast import Cast
from tests.conftest import sign_in
from tests.territories.making import make_territory

DESCRIPTION = "Powder X-ray diffractometer: finds which crystalline phases an ore, a concentrate or a cement holds."
TEXTS: dict[str, object] = {
    "names": {"en": "X-ray diffractometer", "ru": "Рентгеновский дифрактометр"},
    "descriptions": {
        "en": DESCRIPTION,
        "ru": "Порошковый дифрактометр: определяет, из каких кристаллических фаз состоят руда, концентрат или цемент.",
    },
    "capacities": {"en": "Twelve samples a day"},
    "terms": {"en": "Samples are ground finer than 40 micrometres."},
}


def make_facility(db: Session, territory: Territory, **values: object) -> Facility:
    """An open piece of equipment of the managing company: every day, 9 to 18 in Almaty, bookings wait for an answer."""
    columns: dict[str, object] = {"kind": "equipment", "fields": ["2.5"], "weekdays": [1, 2, 3, 4, 5, 6, 7], **TEXTS}
    columns |= {"territory_id": territory.id, "organisation_id": territory.manager_id, "price_minor": 500000}
    made = Facility(**(columns | values))
    db.add(made)
    db.flush()
    return made


def admit(db: Session, territory_id: int, organisation_id: int, state: str = "admitted") -> None:
    """Let an organisation be a resident."""
    db.add(Residency(territory_id=territory_id, organisation_id=organisation_id, state=state, activity="Assays"))
    db.flush()


def monday_ahead() -> date:
    """A Monday that can be booked, at least a week off."""
    return monday_of(clock.today()) + timedelta(days=14)


@dataclass
class Hall:
    """An application with a facility, and its people."""

    app: Flask
    cast: Cast
    facility: int
    territory: int

    @property
    def database(self) -> Database:
        """The database of the application."""
        return self.app.extensions["database"]

    def browser(self, name: str) -> FlaskClient:
        """Signed in as somebody of the cast, or nobody, who reads English."""
        if name != "anonymous":
            return sign_in(self.app, f"{name}@example.org")
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    def actor(self, db: Session, name: str) -> Actor:
        """Somebody as they are now: the operator has joined the managing company since the cast was read."""
        return actor_of(db, db.scalars(select(User).where(User.email == f"{name}@example.org")).one())

    def book(self, name: str, day: date, first: int, last: int, **values: object) -> int:
        """Book through the action; the id."""
        with self.database.write() as db:
            actor = self.actor(db, name)
            draft = BookingDraft(next(iter(actor.organisations)), day, first, last, "Assays")
            return book_facility(actor, db, load_facility(actor, db, self.facility), draft, **values).id  # type: ignore[arg-type]

    def move(self, name: str, booking: int, verb: str, note: str = "") -> str:
        """A step of a booking; the state after it."""
        with self.database.write() as db:
            actor = self.actor(db, name)
            return move_booking(actor, db, load_booking(actor, db, booking), verb, note).state

    def change(self, **values: object) -> None:
        """Change columns of the facility past every rule."""
        with self.database.write() as db:
            facility = db.get_one(Facility, self.facility)
            for name, value in values.items():
                setattr(facility, name, value)

    def hours(self) -> dict[int, set[tuple[datetime, int]]]:
        """Hour and unit of every booking."""
        found: dict[int, set[tuple[datetime, int]]] = {}
        with self.database.read() as db:
            for one in db.scalars(select(BookedHour)):
                found.setdefault(one.booking_id, set()).add((one.hour, one.unit))
        return found

    def letters(self) -> list[tuple[str, str]]:
        """To whom and about what the letters since the last look are."""
        with self.database.write() as db:
            found = [(one.address.partition("@")[0], one.subject) for one in db.scalars(select(Mail).order_by(Mail.id))]
            db.execute(delete(Mail))
        return found

    def count(self, table: type) -> int:
        """How many rows a table has."""
        with self.database.read() as db:
            return db.scalar(select(func.count()).select_from(table)) or 0


def make_hall(app: Flask, cast: Cast, **values: object) -> Hall:
    """A territory of the operator with one facility; the columns of the facility are `values`."""
    with app.extensions["database"].write() as db:
        territory = make_territory(db, cast)
        return Hall(app, cast, make_facility(db, territory, **values).id, territory.id)


def words_of(deed: Callable[[], object]) -> dict[str, str] | str:
    """The faults of a deed by field, or the name and words of another fault, or nothing."""
    try:
        deed()
    except DomainError as fault:
        return getattr(fault, "errors", None) or f"{type(fault).__name__}: {fault.message}"
    return {}
