"""The three sessions that a crowd acts in, made directly: one where people ask, one with a draft, one on its day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actions import create_users
from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.core.models import Audit
from matchmaker.organisations.actions import add_member, create_organisation, verify_organisation
from matchmaker.organisations.models import Organisation
from matchmaker.recommendations.live import LiveIndex
from matchmaker.sessions.models import InnovationSession, SessionSlot, SessionTable
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.timetable.making import make_timetable
from matchmaker.sessions.timetable.release import release
from matchmaker.sessions.timetable.runs import begin_run

PASSWORD, OFFICERS, TOGETHER, SLOT = "long enough", 3, 3, timedelta(minutes=20)


@dataclass
class Room:
    """One session: its people by account, its slots and tables, as ids."""

    id: int
    people: dict[int, int] = field(default_factory=dict)
    slots: list[int] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)


@dataclass
class Stage:
    """Accounts (address → id), the organisation of each who takes part, the three sessions, the last line of the trail."""

    officers: dict[str, int]
    people: dict[str, int]
    homes: dict[int, int]
    asking: Room
    drafting: Room
    day: Room
    since: int


def build(database: Database, index: LiveIndex, people: int, seconds: int, random: Random) -> Stage:
    """Fill a new database; each of the two timetables may take the engine so many seconds."""
    with database.write() as db:
        accounts = _accounts(db, people)
        homes = [_organisation(db, number) for number in range(people // TOGETHER)]
        members = {email: homes[user_id % len(homes)] for email, user_id in accounts.items() if email[0] == "p"}
        for email, home in members.items():
            add_member(SYSTEM, db, home, email, "member")
        of_person = {accounts[email]: home.id for email, home in members.items()}
        now = clock.now()
        asking = _room(db, "open", now + timedelta(days=9), 6, 8, capacity=people - 2)
        drafting = _room(db, "closed", now + timedelta(days=2), 10, people // 4, capacity=None)
        day = _room(db, "closed", now - timedelta(minutes=50), 10, people // 4, capacity=None)
        for room in (asking, drafting, day):
            _register(db, room, of_person, random)
        for room, state, each in ((asking, "open", 2), (drafting, "accepted", 4), (day, "accepted", 4)):
            _ask(db, room, state, each, random)
    for room in (drafting, day):
        _make(database, index, room, seconds)
    officers, people_ids = ({email: one for email, one in accounts.items() if email[0] == letter} for letter in "op")
    with database.read() as db:
        since = db.scalar(select(func.max(Audit.id))) or 0
    return Stage(officers, people_ids, of_person, asking, drafting, day, since)


def _accounts(db: Session, people: int) -> dict[str, int]:
    roles = [("o", "officer", OFFICERS), ("p", "company", people)]
    rows = [
        {"email": f"{letter}{number}@example.org", "name": f"{role} {number}".title(), "role": role, "locale": "en"}
        for letter, role, count in roles
        for number in range(count)
    ]
    create_users(SYSTEM, db, rows, PASSWORD)
    query = select(User.email, User.id).where(User.email.in_([row["email"] for row in rows])).order_by(User.id)
    return dict(db.execute(query).all())


def _organisation(db: Session, number: int) -> Organisation:
    kind = ("laboratory", "enterprise")[number % 2]
    made = create_organisation(SYSTEM, db, {"kind": kind, "name_en": f"House {number}", "region": "KZ-35"})
    verify_organisation(SYSTEM, db, made)
    return made


def _room(db: Session, state: str, begins: datetime, slots: int, tables: int, capacity: int | None) -> Room:
    texts = {"titles": {"en": f"Session {state} {begins:%d}"}, "themes": {"en": "Copper"}, "venues": {"en": "Hall"}}
    made = InnovationSession(state=state, starts_on=begins.date(), announced_at=clock.now(), region="KZ-35", **texts)
    made.capacity, made.needs_approval, made.floor = capacity, False, 1
    made.slots = [SessionSlot(starts_at=begins + SLOT * at, ends_at=begins + SLOT * (at + 1)) for at in range(slots)]
    made.tables = [SessionTable(number=number + 1, room="Hall") for number in range(tables)]
    db.add(made)
    db.flush()
    return Room(made.id, {}, [one.id for one in made.slots], [one.id for one in made.tables])


def _register(db: Session, room: Room, people: dict[int, int], random: Random) -> None:
    """Everybody has a place, as far as there are places; some are away for a while."""
    capacity = db.get_one(InnovationSession, room.id).capacity or len(people)
    for number, (user_id, home) in enumerate(people.items()):
        user = db.get_one(User, user_id)
        made = Registration(session_id=room.id, user_id=user_id, organisation_id=home, languages=["en"])
        made.name, made.email, made.token = user.name, user.email, f"{room.id}-{user_id}"
        made.state = "confirmed" if number < capacity else "waiting"
        made.absent = random.sample(room.slots[5:], 1) if random.random() < 0.2 else []
        db.add(made)
        db.flush()
        room.people[user_id] = made.id


def _ask(db: Session, room: Room, state: str, each: int, random: Random) -> None:
    """Requests between people of two organisations, so many of each person."""
    query = select(Registration.id, Registration.organisation_id).where(Registration.session_id == room.id)
    for one, other in _pairs(dict(db.execute(query.order_by(Registration.id)).all()), each, random):
        request = MeetingRequest(session_id=room.id, from_id=one, to_id=other, state=state)
        request.for_any = state == "open" and random.random() < 0.3
        request.expires_at = clock.now() + timedelta(days=5)
        db.add(request)


def _pairs(homes: dict[int, int], each: int, random: Random) -> Iterator[tuple[int, int]]:
    seen: set[frozenset[int]] = set()
    for one in homes:
        for other in random.sample(sorted(homes), min(each + 1, len(homes))):
            if homes[one] != homes[other] and frozenset((one, other)) not in seen:
                seen.add(frozenset((one, other)))
                yield one, other


def _make(database: Database, index: LiveIndex, room: Room, seconds: int) -> None:
    """A timetable by the engine, released as version 1."""
    with database.write() as db:
        run = begin_run(SYSTEM, db, db.get_one(InnovationSession, room.id), seconds)
    make_timetable(database, index, run.id)
    with database.write() as db:
        release(SYSTEM, db, db.get_one(InnovationSession, room.id))
