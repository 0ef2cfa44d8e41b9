"""A session whose first meeting has begun, in the world of the tests that visit every page."""

from datetime import timedelta

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.sessions.day.absences import count_absence
from matchmaker.sessions.day.models import FollowUp, SlotOffer
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.timetable.actions import add_meeting
from matchmaker.sessions.timetable.release import release
from tests.cast import Cast
from tests.sessions.making import make_person, make_session
from tests.sessions.world_requests import join

Ids = dict[str, int | str]


def begin_first(db: Session, session: InnovationSession) -> None:
    """Let the first slot have been an hour ago."""
    session.slots[0].starts_at = clock.now() - timedelta(hours=1)
    session.slots[0].ends_at = clock.now() - timedelta(minutes=40)
    db.flush()


def make_day_world(database: Database, cast: Cast, ids: Ids) -> Ids:
    """The author has met the company about two postings, is said to have missed it, has a task and an offer."""
    with database.write() as db:
        session = make_session(db, state="closed")
        author = join(db, cast, session, "author", cast.laboratory, int(ids["offer"]))
        company = join(db, cast, session, "company", cast.enterprise, int(ids["need"]))
        other = make_person(db, session, "dora", cast.enterprise)
        meeting = add_meeting(SYSTEM, db, session, (author, company), session.slots[0].id)
        meeting.need_id, meeting.capability_id = int(ids["need2"]), int(ids["offer2"])
        release(SYSTEM, db, session)
        begin_first(db, session)
        count_absence(db, meeting.id, author)
        task = FollowUp(meeting_id=meeting.id, registration_id=author, text="Send samples")
        offer = SlotOffer(session_id=session.id, one_id=author, two_id=other.id, slot_id=session.slots[1].id)
        offer.expires_at = clock.now() + timedelta(hours=1)
        db.add_all((task, offer))
        db.flush()
        return {
            "day": session.id, "day_meeting": meeting.id, "day_author": author, "day_company": company,
            "day_token": f"meet-{session.id}-author", "day_task": task.id, "day_offer": offer.id, "day_table": session.tables[2].id,
        }  # fmt: skip


def fill_day(database: Database, cast: Cast, rows: int) -> None:
    """A session in which the author has met so many people, has a task of each, and is offered as many."""
    with database.write() as db:
        session = make_session(db, slots=rows + 1, tables=rows, state="closed")
        author = join(db, cast, session, "author", cast.laboratory)
        people = [make_person(db, session, f"day{number}", cast.enterprise) for number in range(rows)]
        made = [
            add_meeting(SYSTEM, db, session, (author, other.id), slot.id)
            for other, slot in zip(people, session.slots, strict=False)
        ]
        release(SYSTEM, db, session)
        begin_first(db, session)
        for meeting, other in zip(made, people, strict=True):
            count_absence(db, meeting.id, author)
            db.add(FollowUp(meeting_id=meeting.id, registration_id=author, text="Send samples"))
            offer = SlotOffer(session_id=session.id, one_id=author, two_id=other.id, slot_id=session.slots[-1].id)
            offer.expires_at = clock.now() + timedelta(days=200)
            db.add(offer)
