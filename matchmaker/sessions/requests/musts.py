"""Must-meets that an officer sets between two people: a request that counts as agreed, whoever asked or not.

Both are told once, and of the end only if they were told of the beginning. Where one would rather not meet the other
nobody is: they are not placed, and why is not told.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.letters import write_to_both
from matchmaker.sessions.requests.marks import refuses
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.rules import may_require
from matchmaker.sessions.requests.states import STATES
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.requests.walls import between, check_two, hold_people, hold_request
from matchmaker.sessions.rules import may_run

SETTABLE = ("draft", "open", "closed")  # a released timetable is changed by hand


def require_meeting(
    voice: Voice, db: Session, session: InnovationSession, one_id: int | None, two_id: int | None
) -> MeetingRequest:
    """Set a must-meet. Both are told; time and table come with the timetable."""
    require(may_run(voice.actor, session))
    _check_settable(session)
    hold_people(db, one_id, two_id)
    query = select(Registration).where(Registration.id.in_([one_id or 0, two_id or 0]))
    parts = joinedload(Registration.user), joinedload(Registration.organisation)
    people = {person.id: person for person in db.scalars(query.options(*parts))}
    one, two = people.get(one_id or 0), people.get(two_id or 0)
    if one is None or two is None or {one.session_id, two.session_id} != {session.id}:
        raise Invalid({"one": _("Choose two people of this session.")})
    if {one.state, two.state} != {"confirmed"}:
        raise Invalid({"one": _("Both must be confirmed participants.")})
    check_two(one, two)
    request = _required(voice, db, session, one, two)
    if request.told_at is None and session.announced_at is not None and not refuses(db, request):
        request.told_at = clock.now()
        write_to_both(db, session, request, "must_set")
    return request


def _required(
    voice: Voice, db: Session, session: InnovationSession, one: Registration, two: Registration
) -> MeetingRequest:
    request = between(db, one.id, two.id)
    if request is None:
        request = MeetingRequest(session_id=session.id, from_id=one.id, to_id=two.id, expires_at=clock.now())
        request.state, request.asking, request.asked = "open", one, two
        db.add(request)
        db.flush()  # the walk reads it again
    hold_request(db, request)
    if request.state != "accepted":
        request.answered_at = None  # what was answered before does not agree to it
    walk(db, STATES, voice, request, "require")
    request.is_must = True
    return request


def release_must(voice: Voice, db: Session, session: InnovationSession, request: MeetingRequest) -> MeetingRequest:
    """Take a must-meet back: what the two had agreed on stays agreed, anything else is withdrawn."""
    _check_settable(session)
    hold_request(db, request)
    require(may_require(voice, request))
    if not request.is_must:
        raise Conflict(_("This is not a must-meet any more."))
    request.is_must = False
    if request.answered_at and request.state == "accepted":
        audit.record(db, voice.user_id, "release", "meetingrequest", request.id, {"is_must": True}, {"is_must": False})
    else:
        walk(db, STATES, voice, request, "release")
    if request.told_at is not None:
        request.told_at = None
        write_to_both(db, session, request, "must_released")
    return request


def is_settable(session: InnovationSession) -> bool:
    """Whether must-meets can be set now."""
    return session.state in SETTABLE


def _check_settable(session: InnovationSession) -> None:
    if not is_settable(session):
        raise Conflict(_("The timetable is released: place this meeting there by hand."))
