"""Answers to requests: yes, no with a reason, a counter-proposal and the answer to it, taking back, calling off.

Of several who may answer the first one does; whoever comes second gets a Conflict in words.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean, length_fault
from matchmaker.sessions.models import InnovationSession, SessionSlot
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.letters import people_behind, write_back
from matchmaker.sessions.requests.marks import forget_no
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.states import STATES
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.requests.walls import between, check_open, hold_people, hold_request
from matchmaker.vocabularies import check_codes

NOTE_MOST = 1000


def _step(
    voice: Voice, db: Session, session: InnovationSession, request: MeetingRequest, verb: str, note: str = ""
) -> None:
    """Hold the request, walk, and keep what was said with the answer."""
    check_open(session)
    said = clean(note)
    if fault := length_fault(said, 0, NOTE_MOST):
        raise Invalid({"note": fault})
    hold_request(db, request)
    walk(db, STATES, voice, request, verb, **({"note": said} if said else {}))
    request.answer, request.answered_at = said, clock.now()


def _speaker(voice: Voice, person: Registration) -> Registration:
    """Who answers for a side, as the letter names it: the actor himself, or the person an officer acts for."""
    own = voice.own
    return own if own and own.organisation_id == person.organisation_id else person


def accept(
    voice: Voice, db: Session, session: InnovationSession, request: MeetingRequest, note: str = ""
) -> MeetingRequest:
    """Yes."""
    _step(voice, db, session, request, "accept", note)
    speaker = _speaker(voice, request.asked)
    forget_no(db, speaker.id, request.from_id)
    write_back(db, session, request, "request_accepted", speaker, request.answer)
    return request


def decline(
    voice: Voice, db: Session, session: InnovationSession, request: MeetingRequest, reason: str, note: str = ""
) -> MeetingRequest:
    """No, with a reason from the list; the note is for the other side."""
    if not reason:
        raise Invalid({"reason": _("Choose why: the other side is told.")})
    check_codes("meeting_reasons", "reason", [reason])
    _step(voice, db, session, request, "decline", note)
    request.reason = reason
    write_back(db, session, request, "request_declined", _speaker(voice, request.asked), request.answer)
    return request


def counter(
    voice: Voice,
    db: Session,
    session: InnovationSession,
    request: MeetingRequest,
    person_id: int | None,
    slot_ids: Sequence[int],
    note: str = "",
) -> MeetingRequest:
    """Propose another representative of the asked organisation, or slots that suit, or both."""
    hold_people(db, request.from_id, request.to_id, person_id)
    _check_counter(db, request, person_id, slot_ids)
    _step(voice, db, session, request, "counter", note)
    request.counter_id, request.counter_slots = person_id, sorted(set(slot_ids))
    write_back(db, session, request, "request_countered", _speaker(voice, request.asked), request.answer)
    return request


def _check_counter(db: Session, request: MeetingRequest, person_id: int | None, slot_ids: Sequence[int]) -> None:
    if person_id is None and not slot_ids:
        raise Invalid({"counter": _("Name another person of your organisation, or choose times that suit you.")})
    colleagues = {one.id for one in people_behind(db, request.asked, for_any=True)} - {request.to_id}
    if person_id is not None and person_id not in colleagues:
        raise Invalid({"counter": _("Choose a confirmed participant of your organisation.")})
    if person_id is not None and between(db, request.from_id, person_id):
        raise Invalid({"counter": _("There is a request between these two people already.")})
    known = set(db.scalars(select(SessionSlot.id).where(SessionSlot.session_id == request.session_id)))
    if set(slot_ids) - known:
        raise Invalid({"slots": _("Choose times of this session.")})


def accept_counter(
    voice: Voice, db: Session, session: InnovationSession, request: MeetingRequest, note: str = ""
) -> MeetingRequest:
    """Yes to the counter-proposal: the named person takes the place of the asked one, the slots are agreed on."""
    hold_people(db, request.from_id, request.to_id, request.counter_id)
    _step(voice, db, session, request, "accept_counter", note)
    if request.counter_id:
        _put_in_place(db, request, request.counter_id)
    request.slots = list(request.counter_slots)
    db.flush()
    write_back(db, session, request, "request_accepted", _speaker(voice, request.asking), request.answer)
    return request


def _put_in_place(db: Session, request: MeetingRequest, person_id: int) -> None:
    other = db.get(Registration, person_id)
    if other is None or other.state != "confirmed" or between(db, request.from_id, person_id):
        raise Conflict(_("The proposed person is not free for this request any more. Decline, and ask anew."))
    request.to_id = person_id


def decline_counter(
    voice: Voice, db: Session, session: InnovationSession, request: MeetingRequest, note: str = ""
) -> MeetingRequest:
    """No to the counter-proposal, which ends the request."""
    _step(voice, db, session, request, "decline_counter", note)
    write_back(db, session, request, "request_declined", _speaker(voice, request.asking), request.answer)
    return request


def withdraw(
    voice: Voice, db: Session, session: InnovationSession, request: MeetingRequest, note: str = ""
) -> MeetingRequest:
    """Take one's own request back while it waits. No letter: there is nothing left to answer."""
    _step(voice, db, session, request, "withdraw", note)
    return request


def call_off(
    voice: Voice, db: Session, session: InnovationSession, request: MeetingRequest, note: str = ""
) -> MeetingRequest:
    """Call an agreed meeting off; the other side is told."""
    _step(voice, db, session, request, "call_off", note)
    is_asker = voice.own is not None and voice.own.organisation_id == request.asking.organisation_id
    by = _speaker(voice, request.asking if is_asker else request.asked)
    write_back(db, session, request, "request_called_off", by, request.answer)
    return request
