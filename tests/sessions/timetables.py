"""A closed session with people who have asked for each other, for tests of its timetable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.timetable.actions import add_meeting
from matchmaker.sessions.timetable.making import make_timetable
from matchmaker.sessions.timetable.models import Meeting, Placement, TimetableVersion
from matchmaker.sessions.timetable.runs import begin_run
from tests.cast import Cast
from tests.sessions.making import make_person, make_session

NAMES = ("ann", "ben", "cat", "dan")


@dataclass(frozen=True)
class Setting:
    """A session and its people by name, as ids."""

    session: int
    people: dict[str, int]
    slots: list[int]
    tables: list[int]


def ask(db: Session, one: Registration, other: Registration, state: str = "accepted", **values: object) -> None:
    """A meeting request with its answer."""
    columns = {"expires_at": clock.now() + timedelta(days=3), "session_id": one.session_id} | values
    db.add(MeetingRequest(from_id=one.id, to_id=other.id, state=state, **columns))


def make_setting(
    db: Session, cast: Cast, pairs: Sequence[str] = ("ann-ben", "cat-dan", "ben-cat"), **values: object
) -> Setting:
    """Ann and Cat of the laboratory, Ben and Dan of the enterprise, and accepted requests between `pairs`."""
    session = make_session(db, **{"state": "closed", **values})
    homes = (cast.laboratory, cast.enterprise) * 2
    people = {name: make_person(db, session, name, home) for name, home in zip(NAMES, homes, strict=True)}
    for pair in pairs:
        one, other = pair.split("-")
        ask(db, people[one], people[other])
    db.flush()
    ids = {name: person.id for name, person in people.items()}
    return Setting(session.id, ids, [one.id for one in session.slots], [one.id for one in session.tables])


def run(database: Database, session_id: int, seconds: int = 1) -> int:
    """Make a timetable as the command does; returns the run."""
    with database.write() as db:
        made = begin_run(SYSTEM, db, db.get_one(InnovationSession, session_id), seconds)
    make_timetable(database, None, made.id)  # without an index wishes lack their scores
    return made.id


def place(db: Session, setting: Setting, pair: str, slot: int, table: int | None = 0) -> int:
    """Put a meeting into the draft by hand; returns the meeting."""
    one, two = sorted(setting.people[name] for name in pair.split("-"))
    session = db.get_one(InnovationSession, setting.session)
    table_id = setting.tables[table] if table is not None else None
    return add_meeting(SYSTEM, db, session, (one, two), setting.slots[slot], table_id).id


def placed(db: Session, setting: Setting, number: int = 0) -> dict[str, tuple[int, int | None]]:
    """Where each pair meets in a version: positions of slot and table."""
    names = {registration_id: name for name, registration_id in setting.people.items()}
    query = select(Placement, Meeting).join(Meeting, Meeting.id == Placement.meeting_id)
    query = query.join(TimetableVersion, TimetableVersion.id == Placement.version_id)
    query = query.where(TimetableVersion.session_id == setting.session, TimetableVersion.number == number)
    return {
        f"{names[meeting.one_id]}-{names[meeting.two_id]}": (
            setting.slots.index(one.slot_id), setting.tables.index(one.table_id) if one.table_id else None,
        )
        for one, meeting in db.execute(query)
    }  # fmt: skip
