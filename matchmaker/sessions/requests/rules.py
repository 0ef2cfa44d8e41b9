"""Who may see and answer requests. Representatives of one organisation share what is asked of any of them.

A `for_any` request belongs to every confirmed representative of both organisations; any other one to the two people.
Officers act for everyone, as elsewhere in a session.
"""

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import aliased

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.rules import may_run


def takes_requests(session: InnovationSession) -> bool:
    """Whether people may mark, ask and answer now: while the session is open, until its last day for requests."""
    return session.state == "open" and (session.requests_until is None or clock.now() < session.requests_until)


def _speaks_for(voice: Voice, person: Registration, for_any: bool) -> bool:
    own = voice.own
    if own is None or own.session_id != person.session_id:
        return False
    return own.id == person.id or (for_any and voice.takes_part and own.organisation_id == person.organisation_id)


def is_asking(voice: Voice, request: MeetingRequest) -> bool:
    """The side that asks, or an officer for it."""
    return _speaks_for(voice, request.asking, request.for_any) or may_run(voice.actor)


def is_asked(voice: Voice, request: MeetingRequest) -> bool:
    """The side that is asked, or an officer for it."""
    return _speaks_for(voice, request.asked, request.for_any) or may_run(voice.actor)


def may_see(voice: Voice, request: MeetingRequest) -> bool:
    """Both sides, and officers."""
    return is_asking(voice, request) or is_asked(voice, request)


def may_call_off(voice: Voice, request: MeetingRequest) -> bool:
    """Either side, and officers; a must-meet only officers."""
    return may_run(voice.actor) or (may_see(voice, request) and not request.is_must)


def may_require(voice: Voice, request: MeetingRequest) -> bool:
    """Officers set must-meets."""
    return may_run(voice.actor)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if may_run(actor):
        return true()
    own, side = aliased(Registration), aliased(Registration)
    sides = (MeetingRequest.from_id, MeetingRequest.to_id)
    # by itself a select correlates with the one around it only: two levels up it must be said, else all requests count
    organisations = select(side.organisation_id).where(side.id.in_(sides)).correlate(MeetingRequest)
    shared = and_(MeetingRequest.for_any, own.state == "confirmed", own.organisation_id.in_(organisations))
    mine = own.session_id == MeetingRequest.session_id, own.user_id == (actor.user_id or 0)
    return exists(select(own.id).where(*mine, or_(own.id.in_(sides), shared)))
