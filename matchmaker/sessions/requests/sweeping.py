"""What the clock does to requests: a reminder a day before one expires, then the end; also when someone has left."""

from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.machine import walk
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.letters import write_asked, write_back
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.states import STATES, WAITING
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.requests.walls import PEOPLE, hold_request

AHEAD = timedelta(days=1)
OVER = ("finished", "cancelled")
AT_ONCE = 500  # what is left comes with the next sweep


def sweep_requests(db: Session) -> None:
    """One part of the sweep of every minute."""
    expire_requests(db)
    remind(db)


def _waiting(db: Session, *which: ColumnElement[bool]) -> list[tuple[MeetingRequest, InnovationSession]]:
    query = select(MeetingRequest, InnovationSession).options(*PEOPLE)
    query = query.join(InnovationSession, InnovationSession.id == MeetingRequest.session_id)
    query = query.where(MeetingRequest.state.in_(WAITING), *which).order_by(MeetingRequest.id).limit(AT_ONCE)
    return [(request, session) for request, session in db.execute(query)]


def expire_requests(db: Session) -> int:
    """End what nobody answered in time, what a session that is over left waiting, and what someone left behind.

    A closed session ends nothing by itself: what waits then is still a wish for the timetable.
    """
    person = aliased(Registration)
    sides = person.id.in_((MeetingRequest.from_id, MeetingRequest.to_id))
    somebody_left = select(person.id).where(sides, person.state != "confirmed").exists()
    late = or_(MeetingRequest.expires_at <= clock.now(), InnovationSession.requests_until <= clock.now())
    found = _waiting(db, or_(late, InnovationSession.state.in_(OVER), somebody_left))
    for request, session in found:
        hold_request(db, request)
        if request.state in WAITING:  # else an answer came while we waited
            _expire(db, request, session)
    return len(found)


def _expire(db: Session, request: MeetingRequest, session: InnovationSession) -> None:
    was_open = request.state == "open"
    walk(db, STATES, Voice(SYSTEM), request, "expire")
    if session.state not in OVER:
        write_back(db, session, request, "request_expired", request.asked if was_open else request.asking)


def remind(db: Session) -> int:
    """Remind those who are asked, once, a day before a request expires; of a short-lived one there is no reminder."""
    soon = MeetingRequest.expires_at <= clock.now() + AHEAD
    young = MeetingRequest.created_at > clock.now() - AHEAD
    due = _waiting(db, MeetingRequest.state == "open", soon, ~young, MeetingRequest.reminded_at.is_(None))
    for request, session in due:
        request.reminded_at = clock.now()
        write_asked(db, session, request, "request_reminder")
    return len(due)
