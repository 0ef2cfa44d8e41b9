"""What stands before every write of this room: a session that takes requests, confirmed people, rows that are held."""

from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.rules import takes_requests
from matchmaker.sessions.requests.voice import Voice

PEOPLE = [
    joinedload(side).joinedload(part)
    for side in (MeetingRequest.asking, MeetingRequest.asked)
    for part in (Registration.user, Registration.organisation)
]


def check_open(session: InnovationSession) -> None:
    """Raises Conflict when the session takes no requests: then everything here can only be read."""
    if not takes_requests(session):
        raise Conflict(
            _("Requests are closed in this session: what was agreed stays, nothing can be changed any more.")
        )


def own_place(voice: Voice) -> Registration:
    """The actor's confirmed place. Raises Forbidden without one."""
    if voice.own is None or not voice.takes_part:
        raise Forbidden(_("This is for confirmed participants. Register for the session, or wait for the officer."))
    return voice.own


def partner(db: Session, own: Registration, other_id: int) -> Registration:
    """The person one may mark and ask: confirmed, in the same session, of another organisation."""
    parts = joinedload(Registration.user), joinedload(Registration.organisation)
    found = db.scalar(select(Registration).where(Registration.id == other_id).options(*parts))
    if found is None or found.session_id != own.session_id or found.state != "confirmed":
        raise NotFound(_("This person does not take part in the session."))
    check_two(own, found)
    return found


def check_two(one: Registration, two: Registration) -> None:
    """Raises Invalid for oneself and for colleagues."""
    if one.id == two.id:
        raise Invalid({"other": _("That is you. Choose somebody else.")})
    if one.organisation_id == two.organisation_id:
        raise Invalid({"other": _("You are of one organisation: meetings are for people of two.")})


def hold_people(db: Session, *ids: int | None) -> None:
    """Whoever else asks or marks for these people waits here; always in the order of ids, so that nobody waits in a ring."""
    these = Registration.id.in_([one for one in ids if one])
    db.execute(select(Registration.id).where(these).order_by(Registration.id).with_for_update(key_share=True))


def hold_own(db: Session, voice: Voice, *others: int) -> Registration:
    """The actor's confirmed place, held with those of others. Raises Forbidden without one, also when it was just left."""
    own = own_place(voice)
    hold_people(db, own.id, *others)
    db.refresh(own, ["state", "version"])
    return own_place(voice)


def between(db: Session, one_id: int, two_id: int) -> MeetingRequest | None:
    """The request of two people, whoever asked."""
    there = (MeetingRequest.from_id == one_id) & (MeetingRequest.to_id == two_id)
    back = (MeetingRequest.from_id == two_id) & (MeetingRequest.to_id == one_id)
    return db.scalar(select(MeetingRequest).where(or_(there, back)).options(*PEOPLE))


def hold_request(db: Session, request: MeetingRequest) -> None:
    """Let nobody else change the request, and read it again. Raises Conflict when other people are behind it now."""
    known = request.from_id, request.to_id
    hold(db, request, *(column.key for column in inspect(MeetingRequest).column_attrs))
    if (request.from_id, request.to_id) != known:
        raise Conflict(_("Somebody has changed this meanwhile: the step is no longer possible. Look at it again."))
