"""Asking for a meeting. Asked by both at the same time, it is agreed at once."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import ANONYMOUS
from matchmaker.core import audit, clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean, length_fault
from matchmaker.postings.models import Posting
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.answering import accept
from matchmaker.sessions.requests.letters import write_asked
from matchmaker.sessions.requests.marks import forget_no
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.rules import is_asked
from matchmaker.sessions.requests.states import STATES, WAITING
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.requests.walls import (
    PEOPLE,
    between,
    check_open,
    hold_own,
    hold_request,
    partner,
)

OPEN_MOST = 30
MESSAGE_MOST = 1000


@dataclass(frozen=True)
class Question:
    """What a request says: a message, the two postings it is about, and whether any representative will do."""

    message: str = ""
    need_id: int | None = None
    capability_id: int | None = None
    for_any: bool = False


def ask(voice: Voice, db: Session, session: InnovationSession, other_id: int, question: Question) -> MeetingRequest:
    """Ask for a meeting. Where the other side waits for an answer already, this is the yes to it.

    Raises Conflict when the two have agreed, one waits, or the other has declined; Invalid beyond OPEN_MOST.
    """
    check_open(session)
    own = hold_own(db, voice, other_id)
    other = partner(db, own, other_id)
    question = _checked(db, own, other, question)
    waiting = _waiting_from(db, own, other)
    if waiting:
        return accept(voice, db, session, waiting, question.message)
    _check_number(db, own)
    forget_no(db, own.id, other.id)
    request = _opened(voice, db, own, other)
    _fill(request, session, question)
    db.flush()
    write_asked(db, session, request, "request_asked")
    return request


def _checked(db: Session, own: Registration, other: Registration, question: Question) -> Question:
    message = clean(question.message)
    if fault := length_fault(message, 0, MESSAGE_MOST):
        raise Invalid({"message": fault})
    if question.need_id or question.capability_id:
        _check_pair(db, own, other, question)
    return Question(message, question.need_id, question.capability_id, question.for_any)


def _check_pair(db: Session, own: Registration, other: Registration, question: Question) -> None:
    """One posting of each side, a need and a capability."""
    ids = (question.need_id, question.capability_id)
    kinds = dict(db.execute(select(Posting.id, Posting.kind).where(Posting.id.in_(ids))).all())
    is_pair = [kinds.get(one or 0) for one in ids] == ["need", "capability"]
    sides = [{*own.posting_ids}, {*other.posting_ids}]
    if not is_pair or not any(ids[0] in one and ids[1] in two for one, two in (sides, sides[::-1])):
        raise Invalid({"pair": _("Choose one of the proposed pairs of postings, or none.")})


def _waiting_from(db: Session, own: Registration, other: Registration) -> MeetingRequest | None:
    """A request of the other's that waits for this person: to himself, or to any of his organisation."""
    query = select(MeetingRequest).where(MeetingRequest.from_id == other.id, MeetingRequest.state == "open")
    found = list(db.scalars(query.options(*PEOPLE).order_by(MeetingRequest.id)))
    mine = [request for request in found if is_asked(Voice(ANONYMOUS, own), request)]
    return next((request for request in mine if request.to_id == own.id), mine[0] if mine else None)


def _check_number(db: Session, own: Registration) -> None:
    query = select(func.count()).where(MeetingRequest.from_id == own.id, MeetingRequest.state.in_(WAITING))
    if (db.scalar(query) or 0) >= OPEN_MOST:
        text = _(
            "You have %(most)s requests that wait for an answer. Wait for answers, or withdraw one, before you ask more.",
            most=OPEN_MOST,
        )
        raise Invalid({"message": text})


def _opened(voice: Voice, db: Session, own: Registration, other: Registration) -> MeetingRequest:
    """A new request, or the ended one of the two opened again and turned towards the other."""
    request = between(db, own.id, other.id)
    if request is None:
        request = MeetingRequest(session_id=own.session_id, from_id=own.id, to_id=other.id, expires_at=clock.now())
        request.asking, request.asked = own, other
        db.add(request)
        db.flush()  # the trail needs the id
        audit.record(db, voice.user_id, "ask", "meetingrequest", request.id, {}, {"from": own.id, "to": other.id})
        return request
    hold_request(db, request)
    _check_ended(own, request)
    walk(db, STATES, voice, request, "ask_again", by=own.id)
    request.from_id, request.to_id = own.id, other.id
    request.asking, request.asked = own, other
    return request


def _check_ended(own: Registration, request: MeetingRequest) -> None:
    texts = {
        "open": _("You have asked already. The answer is waited for."),
        "countered": _("A counter-proposal waits for its answer. Open the request."),
        "accepted": _("You have agreed to meet already."),
    }
    if request.state in texts:
        raise Conflict(texts[request.state])
    if request.state == "declined" and request.from_id == own.id:
        raise Conflict(_("Your request was declined. If they change their mind, they can ask you."))


def _fill(request: MeetingRequest, session: InnovationSession, question: Question) -> None:
    """What is asked now; nothing of an earlier answer stays."""
    request.message, request.for_any = question.message, question.for_any
    request.need_id, request.capability_id = question.need_id, question.capability_id
    request.reason = request.answer = ""
    request.counter_id, request.counter_slots, request.slots = None, [], []
    request.answered_at = request.reminded_at = None
    ends = clock.now() + timedelta(days=session.request_days)
    request.expires_at = min(ends, session.requests_until) if session.requests_until else ends
