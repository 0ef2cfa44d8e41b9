"""A session on its day, in the middle of its meetings, for tests of the day's room."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.notifications.models import Mail
from matchmaker.organisations.queries import actor_of
from matchmaker.sessions.day.models import SlotOffer
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.sessions.timetable.release import release
from tests.cast import Cast
from tests.sessions.timetables import Setting, make_setting, place

BEGINS = datetime(2027, 3, 18, 5, tzinfo=UTC)  # 10:00 in Almaty: slots of 20 minutes, a pause after the third
PLACES = (("ann-ben", 0), ("cat-dan", 1), ("ben-cat", 2))


def at(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    """So many minutes after the first meeting has begun."""
    moment = BEGINS + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: moment)


def released_day(
    database: Database, cast: Cast, places: tuple[tuple[str, int], ...] = PLACES, **values: object
) -> Setting:
    """Meetings at the first table, released as version 1; their letters are taken away."""
    with database.write() as db:
        setting = make_setting(db, cast, **values)
        for pair, slot in places:
            place(db, setting, pair, slot, 0)
        release(SYSTEM, db, db.get_one(InnovationSession, setting.session))
        db.query(Mail).delete()
    return setting


def session_of(db: Session, setting: Setting) -> InnovationSession:
    """The session."""
    return db.get_one(InnovationSession, setting.session)


def person(db: Session, setting: Setting, name: str) -> Registration:
    """Someone's place."""
    return db.get_one(Registration, setting.people[name])


def voice(db: Session, setting: Setting, name: str) -> Voice:
    """Someone who speaks for themself."""
    user = db.scalars(select(User).where(User.email == f"{name}@example.org")).one()
    return Voice(actor_of(db, user), person(db, setting, name))


def letters(database: Database) -> dict[str, str]:
    """What each was written since."""
    with database.read() as db:
        return {mail.address.split("@")[0]: mail.body for mail in db.scalars(select(Mail).order_by(Mail.id))}


def offers(database: Database, setting: Setting) -> dict[str, tuple[int, str]]:
    """Slot and state of each offer, by the pair."""
    names = {number: name for name, number in setting.people.items()}
    with database.read() as db:
        found = db.scalars(select(SlotOffer).order_by(SlotOffer.id))
        return {
            f"{names[one.one_id]}-{names[one.two_id]}": (setting.slots.index(one.slot_id), one.state) for one in found
        }


def meeting(db: Session, setting: Setting, pair: str) -> Meeting:
    """A meeting by its pair."""
    one, two = sorted(setting.people[name] for name in pair.split("-"))
    return db.scalars(select(Meeting).where(Meeting.one_id == one, Meeting.two_id == two)).one()
