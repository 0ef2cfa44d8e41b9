"""A session with a released timetable, for the browser tests: the researcher and the company's person meet, a third waits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.organisations.models import Membership
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.actions import add_meeting
from matchmaker.sessions.timetable.release import release
from tests.sessions.making import make_person, make_session
from tests.sessions.timetables import ask


def _registered(db: Session, session_id: int, role: str, posting_id: int) -> Registration:
    email = f"{role}@demo.example"
    query = select(User, Membership.organisation_id).join(Membership).where(User.email == email)
    user, organisation_id = db.execute(query).first()
    columns = {"state": "confirmed", "languages": ["ru"], "token": f"badge-{role}", "posting_ids": [posting_id]}
    made = Registration(
        session_id=session_id, user_id=user.id, organisation_id=organisation_id, name=user.name, email=email, **columns
    )
    db.add(made)
    db.flush()
    return made


def hold_session(db: Session, capability_id: int, need_id: int) -> None:
    """Version 1 is in force, the draft has one meeting more, and one of two requests is not answered."""
    session = make_session(db, state="closed", venues={"en": "Karaganda"})
    researcher = _registered(db, session.id, "researcher", capability_id)
    company = _registered(db, session.id, "company", need_id)
    third = make_person(db, session, "third", company.organisation_id)
    ask(db, third, researcher, "open")
    slots = [slot.id for slot in session.slots]
    add_meeting(SYSTEM, db, session, (researcher.id, company.id), slots[0])
    release(SYSTEM, db, session)
    add_meeting(SYSTEM, db, session, (researcher.id, third.id), slots[1])
