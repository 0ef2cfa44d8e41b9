"""Reads of requests; a loader returns a request only to someone who may see it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.postings import rules as posting_rules
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows, whole
from matchmaker.sessions.models import InnovationSession, SessionSlot
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests import rules
from matchmaker.sessions.requests.models import Mark, MeetingRequest
from matchmaker.sessions.requests.states import WAITING
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.requests.walls import PEOPLE


@dataclass
class Box:
    """The requests of one person and of his organisation, in groups: what waits for him comes first."""

    to_answer: list[MeetingRequest] = field(default_factory=list)
    waiting: list[MeetingRequest] = field(default_factory=list)
    agreed: list[MeetingRequest] = field(default_factory=list)
    ended: list[MeetingRequest] = field(default_factory=list)
    unwanted: list[MeetingRequest] = field(default_factory=list)


def load_request(actor: Actor, db: Session, session_id: int, request_id: int) -> MeetingRequest:
    """A request the actor may see. Raises NotFound otherwise."""
    query = select(MeetingRequest).where(MeetingRequest.id == request_id, MeetingRequest.session_id == session_id)
    found = db.scalar(query.where(rules.visible_to(actor)).options(*PEOPLE))
    if found is None:
        raise NotFound(_("There is no such request."))
    return found


def request_box(voice: Voice, db: Session, session_id: int) -> Box:
    """The actor's requests and those that his organisation shares: two queries. Who has no place has none."""
    box = Box()
    if voice.own is None:
        return box
    query = select(MeetingRequest, Mark.mark).where(MeetingRequest.session_id == session_id, _own(voice.own))
    mine = (Mark.registration_id == voice.own.id) & (Mark.other_id == MeetingRequest.from_id)
    query = query.outerjoin(Mark, mine).options(*PEOPLE).order_by(MeetingRequest.expires_at, MeetingRequest.id)
    for request, mark in db.execute(query):
        _group(voice, box, request, mark).append(request)
    return box


def _own(own: Registration) -> ColumnElement[bool]:
    side = aliased(Registration)
    sides = (MeetingRequest.from_id, MeetingRequest.to_id)
    organisations = select(side.organisation_id).where(side.id.in_(sides))
    shared = MeetingRequest.for_any & organisations.where(side.organisation_id == own.organisation_id).exists()
    return or_(MeetingRequest.from_id == own.id, MeetingRequest.to_id == own.id, shared)


def _group(voice: Voice, box: Box, request: MeetingRequest, mark: str | None) -> list[MeetingRequest]:
    if request.state == "accepted":
        return box.agreed
    if request.state not in WAITING:
        return box.ended
    if not waits_for(voice, request):
        return box.waiting
    return box.unwanted if mark == "no" and request.state == "open" else box.to_answer


def waits_for(voice: Voice, request: MeetingRequest) -> bool:
    """Whether the next word is the actor's own side's."""
    own = voice.own
    person = request.asked if request.state == "open" else request.asking
    if own is None or request.state not in WAITING:
        return False
    return own.id == person.id or (request.for_any and own.organisation_id == person.organisation_id)


def is_ours(voice: Voice, request: MeetingRequest) -> bool:
    """Whether the actor is of the side that asks; the other side is whom a page shows."""
    own = voice.own
    if own is None or own.id in (request.from_id, request.to_id):
        return own is None or own.id == request.from_id
    return own.organisation_id == request.asking.organisation_id


def waiting_counts(actor: Actor, db: Session) -> dict[str, int]:
    """How many requests wait for the actor's answer in open sessions, and in which session first. One query."""
    own, person, mark = aliased(Registration), aliased(Registration), aliased(Mark)
    query = select(func.count(), func.min(MeetingRequest.session_id)).select_from(MeetingRequest)
    query = query.join(InnovationSession, InnovationSession.id == MeetingRequest.session_id)
    mine = own.user_id == (actor.user_id or 0), own.state == "confirmed"
    query = query.join(own, (own.session_id == MeetingRequest.session_id) & mine[0] & mine[1])
    turn = ((MeetingRequest.state == "open") & (person.id == MeetingRequest.to_id)) | (
        (MeetingRequest.state == "countered") & (person.id == MeetingRequest.from_id)
    )
    query = query.join(person, turn)
    no = (mark.registration_id == own.id) & (mark.other_id == MeetingRequest.from_id) & (mark.mark == "no")
    query = query.outerjoin(mark, no & (MeetingRequest.state == "open")).where(mark.mark.is_(None))
    shared = MeetingRequest.for_any & (own.organisation_id == person.organisation_id)
    query = query.where(or_(own.id == person.id, shared), InnovationSession.state == "open")
    number, session_id = db.execute(query).one()
    return {"meetings_to_answer": number, "meetings_session": session_id or 0}


def colleagues_of(db: Session, person: Registration) -> list[Registration]:
    """The other confirmed representatives of a person's organisation."""
    query = select(Registration).where(
        Registration.session_id == person.session_id,
        Registration.organisation_id == person.organisation_id,
        Registration.state == "confirmed",
        Registration.id != person.id,
    )
    return list(db.scalars(query.options(joinedload(Registration.user)).order_by(Registration.id)))


def slots_of(db: Session, session_id: int) -> list[SessionSlot]:
    """The slots of a session in order of time."""
    query = select(SessionSlot).where(SessionSlot.session_id == session_id)
    return list(db.scalars(query.order_by(SessionSlot.starts_at)))


class Paired(Protocol):
    """What is about a need and a capability: a request, a meeting."""

    need_id: Any
    capability_id: Any


def postings_named(actor: Actor, db: Session, requests: Iterable[Paired]) -> dict[int, Posting]:
    """The postings that requests or meetings are about, as far as the actor may see them: one query, none for none."""
    ids = {one for request in requests for one in (request.need_id, request.capability_id) if one}
    if not ids:
        return {}
    query = whole().where(Posting.id.in_(ids), posting_rules.visible_to(actor))
    return {posting.id: posting for posting in rows(db, query)}
