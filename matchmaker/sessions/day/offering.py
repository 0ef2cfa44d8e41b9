"""Freed slots are offered to the pairs who gain most; a slot becomes a meeting when both have confirmed.

An offer keeps nothing free: whoever confirms first has the slot, and for the others it is lost.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Forbidden, NotFound
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.scheduling.repair import Offer
from matchmaker.sessions.day.force import InForce
from matchmaker.sessions.day.models import SlotOffer
from matchmaker.sessions.day.rules import may_speak_for
from matchmaker.sessions.day.states import OFFERS
from matchmaker.sessions.models import InnovationSession, SessionSlot
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.timetable.actions import with_wish
from matchmaker.sessions.timetable.drafts import Place, hold_session, meeting_ids
from matchmaker.sessions.timetable.judging import judged
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.sessions.timetable.problem import Candidate, Posed, as_wish, to_check

LASTS = timedelta(hours=12)
COLUMNS = ("state", "one_confirmed_at", "two_confirmed_at", "expires_at")


def make_offers(db: Session, force: InForce, found: Iterable[Offer]) -> list[SlotOffer]:
    """Offer what fits, the most wanted first; a pair has one open offer at a time, and no slot that it has refused."""
    posed = force.posed
    old = {_key(one): one for one in db.scalars(select(SlotOffer).where(SlotOffer.session_id == posed.session.id))}
    busy = {key[:2] for key, one in old.items() if one.state == "open"}
    made = []
    for offer in found:
        candidate, slot = posed.candidates[offer.placed.meeting], posed.slots[offer.placed.slot]
        known = old.get((*candidate.pair, slot.id))
        if candidate.pair in busy or (known and known.state == "declined"):
            continue
        one = known or SlotOffer(one_id=candidate.pair[0], two_id=candidate.pair[1], slot_id=slot.id)
        _renew(db, posed, one, candidate, slot, offer)
        made.append(one)
    meeting_ids(db, posed.session.id, [posed.candidates[one.placed.meeting] for one in found])
    return made


def _key(offer: SlotOffer) -> tuple[int, int, int]:
    return offer.one_id, offer.two_id, offer.slot_id


def _renew(db: Session, posed: Posed, one: SlotOffer, candidate: Candidate, slot: SessionSlot, offer: Offer) -> None:
    table = offer.placed.table
    one.session_id, one.gain, one.state = posed.session.id, candidate.wish.value, "open"
    one.table_id = posed.tables[table].id if table is not None else None
    one.one_confirmed_at = one.two_confirmed_at = None
    one.made_at, one.expires_at = clock.now(), min(slot.starts_at, clock.now() + LASTS)
    db.add(one)


def withdraw_offers(db: Session, registration_id: int) -> None:
    """Nobody is offered a meeting with somebody who is not there."""
    sides = or_(SlotOffer.one_id == registration_id, SlotOffer.two_id == registration_id)
    for offer in db.scalars(select(SlotOffer).where(SlotOffer.state == "open", sides)):
        walk(db, OFFERS, Voice(SYSTEM), offer, "lose")


def expire_offers(db: Session) -> int:
    """End the offers whose time is over; returns how many."""
    query = select(SlotOffer).where(SlotOffer.state == "open", SlotOffer.expires_at <= clock.now())
    due = list(db.scalars(query.order_by(SlotOffer.id).with_for_update(skip_locked=True).limit(500)))
    for offer in due:
        walk(db, OFFERS, Voice(SYSTEM), offer, "expire")
    return len(due)


def answer_offer(
    voice: Voice, db: Session, session: InnovationSession, offer_id: int, side: Registration, verb: str
) -> SlotOffer:
    """Confirm or decline for one side. The offer's state says what came of it: `open` while the other has not answered,
    `confirmed`, `declined`, and `lost` when the slot was taken meanwhile. Raises Conflict when it is no longer open.
    """
    hold_session(db, session)
    offer = _load(db, session, offer_id)
    if side.id not in (offer.one_id, offer.two_id) or not may_speak_for(voice.actor, side):
        raise Forbidden(_("This offer is for others."))
    hold(db, offer, *COLUMNS)
    if offer.state != "open" or offer.expires_at <= clock.now() or session.state != "released":
        raise Conflict(_("This time is no longer offered: it was taken, declined or has passed."))
    if verb == "decline":
        walk(db, OFFERS, voice, offer, "decline")
        return offer
    setattr(offer, "one_confirmed_at" if side.id == offer.one_id else "two_confirmed_at", clock.now())
    if offer.one_confirmed_at and offer.two_confirmed_at:
        walk(db, OFFERS, voice, offer, "confirm" if _becomes_meeting(voice, db, session, offer) else "lose")
    return offer


def _load(db: Session, session: InnovationSession, offer_id: int) -> SlotOffer:
    found = db.get(SlotOffer, offer_id)
    if found is None or found.session_id != session.id:
        raise NotFound(_("There is no such offer."))
    return found


def _becomes_meeting(voice: Voice, db: Session, session: InnovationSession, offer: SlotOffer) -> bool:
    """Put the meeting into the next version; False when the checker, or the database, says that it no longer fits."""
    force, pair = InForce(db, session), (offer.one_id, offer.two_id)
    own = (Meeting.session_id == session.id, Meeting.one_id == pair[0], Meeting.two_id == pair[1])
    meeting = db.scalars(select(Meeting).where(*own)).one()
    posed = to_check(with_wish(force.known, as_wish(meeting)))
    slot = next(at for at, one in enumerate(posed.slots) if one.id == offer.slot_id)
    placed = posed.placed(force.known.placements)
    if pair not in posed.pairs or posed.pairs[pair] in {one.meeting for one in placed} or slot < force.begun:
        return False
    number = posed.pairs[pair]
    verdict = judged(posed, placed, number, slot, None)
    if verdict.faults:
        return False
    meeting.language = posed.problem.meetings[number].language or ""
    table = posed.tables[verdict.table].id if verdict.table is not None else None
    places = [*map(Place.of, force.known.placements), Place(meeting.id, offer.slot_id, table, True)]
    try:
        with db.begin_nested():
            force.put(voice.actor, places, _("a free time was taken"))
    except IntegrityError:  # the walls of the database have the last word
        return False
    return True
