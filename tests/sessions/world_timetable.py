"""A session with a released timetable and a draft beyond it, in the world of the tests that visit every page."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.core.db import Database
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.actions import add_meeting
from matchmaker.sessions.timetable.drafts import Place, write
from matchmaker.sessions.timetable.models import DraftStep, Meeting, TimetableVersion
from matchmaker.sessions.timetable.release import release
from tests.cast import Cast
from tests.sessions.making import make_session
from tests.sessions.timetables import ask


def make_timetable_world(database: Database, cast: Cast) -> dict[str, int | str]:
    """The author and the company meet by version 1; the author and the company's second in the draft; a third waits."""
    with database.write() as db:
        session = make_session(db, state="closed")
        author, company = (
            _registered(db, session.id, name, home)
            for name, home in (("author", cast.laboratory), ("company", cast.enterprise))
        )
        second, third = (_walk_in(db, session.id, name, cast.enterprise) for name in ("Second", "Third"))
        ask(db, author, third)
        slots = [slot.id for slot in session.slots]
        meeting = add_meeting(SYSTEM, db, session, (author.id, company.id), slots[0])
        release(SYSTEM, db, session)
        add_meeting(SYSTEM, db, session, (author.id, second.id), slots[1])
        step = db.scalars(select(DraftStep.id).order_by(DraftStep.id.desc())).first()
        return {
            "tt_session": session.id, "tt_meeting": meeting.id, "tt_person": company.id, "tt_token": company.calendar_token,
            "tt_one": author.id, "tt_two": third.id, "tt_slot": slots[2], "tt_step": step or 0,
        }  # fmt: skip


def fill_timetable(database: Database, cast: Cast, rows: int) -> None:
    """A released session in which the author meets so many people, one a slot, and so many wait."""
    with database.write() as db:
        session = make_session(db, slots=rows, tables=1, state="closed")
        author = _registered(db, session.id, "author", cast.laboratory)
        draft = TimetableVersion(session_id=session.id)
        db.add(draft)
        db.flush()
        for number in range(rows):
            others = [_walk_in(db, session.id, f"{name}{number}", cast.enterprise) for name in ("Met", "Waits")]
            ask(db, author, others[1])
            meeting = Meeting(session_id=session.id, one_id=author.id, two_id=others[0].id, source="officer")
            db.add(meeting)
            db.flush()
            write(db, draft, [Place(meeting.id, session.slots[number].id, session.tables[0].id)])
        release(SYSTEM, db, session)


def _registered(db: Session, session_id: int, name: str, organisation_id: int) -> Registration:
    user = db.scalars(select(User).where(User.email == f"{name}@example.org")).one()
    return _add(db, session_id, user.name, organisation_id, user_id=user.id)


def _walk_in(db: Session, session_id: int, name: str, organisation_id: int) -> Registration:
    return _add(db, session_id, name, organisation_id, email=f"{name}@example.org".lower())


def _add(db: Session, session_id: int, name: str, organisation_id: int, **values: object) -> Registration:
    columns = {"state": "confirmed", "languages": ["en"], "token": f"badge-{name}"} | values
    made = Registration(session_id=session_id, organisation_id=organisation_id, name=name, **columns)
    db.add(made)
    db.flush()
    return made
