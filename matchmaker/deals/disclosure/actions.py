"""Writes of staged disclosure: offering, accepting and ending an NDA, and opening what it protects."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Forbidden, NotFound
from matchmaker.core.i18n import _
from matchmaker.deals.actions import touch
from matchmaker.deals.disclosure import queries
from matchmaker.deals.disclosure.models import Acceptance, Nda, Opening
from matchmaker.deals.disclosure.rules import ENDED, binds, named_side, opens_posting, signs_for
from matchmaker.deals.disclosure.signing import Methods, Proof, Signed, sign
from matchmaker.deals.disclosure.text import check_offer, generated, hash_of, own_text, parties
from matchmaker.deals.models import Deal, DealPerson
from matchmaker.deals.rules import PARTIES, may_withdraw, may_work
from matchmaker.notifications.actions import send_mail
from matchmaker.postings.models import Posting
from matchmaker.postings.rules import is_own

HELD = ("stage", "provider_id", "recipient_id", "people")
ALIVE = ("offered", "in_force")


@dataclass(frozen=True)
class Offer:
    """An NDA as its form gives it; an empty text is generated from the deal."""

    lang: str
    years: int = 5
    ends_with_deal: bool = True
    text: str = ""


def text_of(actor: Actor, deal: Deal, offer: Offer) -> str:
    """The whole text that an offer comes to. Raises Invalid, naming the field."""
    check_offer(offer.lang, offer.years, offer.text)
    if offer.text.strip():
        return own_text(offer.text, offer.lang, offer.ends_with_deal)
    on = clock.now().astimezone(ZoneInfo(actor.timezone)).date()
    return generated(deal, offer.lang, offer.years, offer.ends_with_deal, on)


def offer_nda(actor: Actor, db: Session, deal: Deal, offer: Offer, seen: str) -> Nda:
    """Offer a text in place of the one whose hash the actor has seen (empty: none); acceptances of that one are void.

    Raises Invalid, Forbidden, or Conflict when another text has been offered meanwhile or the deal has ended.
    """
    require(may_work(actor, deal))
    text = text_of(actor, deal, offer)
    before = _held(db, deal)
    if before and before.state == "offered" and before.sha256 == hash_of(text):
        return before
    alive = before if before and before.state in ALIVE else None
    if (alive.sha256 if alive else "") != seen:
        raise _changed()
    if alive:
        _close(alive, "replaced")
    made = Nda(
        deal_id=deal.id, text=text, sha256=hash_of(text), lang=offer.lang, made_by=actor.user_id, **parties(deal)
    )
    made.years, made.ends_with_deal, made.acceptances = offer.years, offer.ends_with_deal, []
    db.add(made)
    _written(actor, db, deal, "nda_offer", {"sha256": made.sha256, "lang": made.lang})
    _tell(actor, db, deal, "nda_offered", lambda person: person.is_signatory)
    return made


def _held(db: Session, deal: Deal) -> Nda | None:
    """Hold the deal, and read its NDA as it is now. Raises Conflict when the deal has ended."""
    hold(db, deal, *HELD)
    if deal.stage in ENDED:
        raise Conflict(_("This deal has ended. Reopen it before you offer or accept an NDA."))
    return next(iter(queries.ndas_of(db, deal.id, most=1)), None)


def _changed() -> Conflict:
    return Conflict(_("The text of the NDA has changed meanwhile. Read the present text before you go on."))


def _as_seen(nda: Nda | None, seen: str) -> Nda:
    """The NDA, if it is the one whose hash the actor has seen. Raises Conflict."""
    if nda is None or nda.sha256 != seen:
        raise _changed()
    return nda


def _close(nda: Nda, state: str) -> None:
    nda.state, nda.ended_at = state, clock.now()


def _written(actor: Actor, db: Session, deal: Deal, verb: str, details: dict[str, object]) -> None:
    touch(deal)
    audit.record(db, actor.user_id, verb, "deal", deal.id, {}, details)


def _tell(actor: Actor, db: Session, deal: Deal, kind: str, whom: Callable[[DealPerson], bool]) -> None:
    """A letter to these people of the deal, but for who acts; it says where to look and nothing of what is there."""
    for person in deal.people:
        if whom(person) and person.user_id != actor.user_id:
            send_mail(db, db.get_one(User, person.user_id), kind, title=deal.title, link=f"/deals/{deal.id}/nda")


def accept_nda(actor: Actor, db: Session, deal: Deal, methods: Methods, seen: str, proof: Proof) -> Nda:
    """A signatory accepts, for their side, the text whose hash they have seen. Accepted by both sides, it is in force.

    Raises Forbidden with what to do for somebody who is no signatory, Invalid for a wrong proof, and Conflict when the text
    is another one meanwhile or the side has accepted already.
    """
    side = _signing_side(actor, db, deal)
    text = _as_seen(queries.current_nda(db, deal.id), seen).text.encode()
    signed = sign(actor, db, methods, getattr(deal, side), text, proof)  # it takes a while: before the deal is held
    nda = _as_seen(_held(db, deal), seen)
    side = _signing_side(actor, db, deal)  # once more: somebody may have been taken off the deal meanwhile
    _check_open(nda, deal, side)
    _accept(actor, db, nda, side, signed)
    _written(actor, db, deal, "nda_accept", {"sha256": nda.sha256, "side": side, "method": signed.method})
    if {one.side for one in nda.acceptances} == set(PARTIES):
        nda.state = "in_force"
        _written(actor, db, deal, "nda_in_force", {"sha256": nda.sha256})
        _tell(actor, db, deal, "nda_in_force", lambda person: True)
    return nda


def _signing_side(actor: Actor, db: Session, deal: Deal) -> str:
    """The side that the actor signs for. Raises Forbidden with what to do."""
    side = signs_for(actor, deal)
    if side:
        return side
    own = [one for one in deal.people if one.is_signatory and one.side == named_side(actor, deal)]
    names = ", ".join(db.get_one(User, one.user_id).name for one in own)
    if names:
        raise Forbidden(
            _("Only a person who signs for a side can accept the NDA. Ask %(names)s to accept it.", names=names)
        )
    raise Forbidden(
        _(
            "Only a person who signs for a side can accept the NDA. Let them be named as signatory on the deal's page first."
        )
    )


def _check_open(nda: Nda, deal: Deal, side: str) -> None:
    if not binds(nda, deal):
        raise Conflict(_("The sides of the deal have changed since this NDA was offered. Offer it anew."))
    if any(one.side == side for one in nda.acceptances):
        raise Conflict(_("Your side has accepted this NDA already. There is nothing more to do."))
    if nda.state != "offered":
        raise Conflict(_("This NDA has ended. Offer a new one."))


def _accept(actor: Actor, db: Session, nda: Nda, side: str, signed: Signed) -> None:
    made = Acceptance(nda_id=nda.id, side=side, user_id=actor.user_id, name=actor.name, sha256=nda.sha256)
    made.method, made.signer, made.signature = signed.method, signed.signer, signed.signature
    nda.acceptances.append(made)
    db.flush()


def end_nda(actor: Actor, db: Session, deal: Deal, seen: str) -> Nda:
    """Withdraw an offer, or end an NDA in force: what it opened is closed. Officers and signatories.

    Raises Forbidden, or Conflict when it has ended already or another text is there.
    """
    hold(db, deal, *HELD)
    if not may_withdraw(actor, deal):
        raise Forbidden(_("Only officers and the people who sign for a side can end an NDA."))
    nda = queries.current_nda(db, deal.id)
    if nda is None or nda.state not in ALIVE:
        raise Conflict(_("There is no NDA to end: it has ended already."))
    _as_seen(nda, seen)
    was_in_force = nda.state == "in_force"
    _close(nda, "ended")
    _written(actor, db, deal, "nda_end", {"sha256": nda.sha256})
    if was_in_force:
        _tell(actor, db, deal, "nda_ended", lambda person: True)
    return nda


def open_posting(actor: Actor, db: Session, deal: Deal, posting: Posting) -> None:
    """Open the confidential part of the other side's posting, and write it down unless that was done within a day.

    Owners and officers read without opening. Raises NotFound when the deal's NDA does not open it to the actor.
    """
    if is_own(actor, posting):
        return
    hold(db, deal, *HELD)
    is_let_in = opens_posting(actor, deal, queries.current_nda(db, deal.id), posting)
    if not is_let_in or not queries.holds_secrets(db, posting.id):
        raise NotFound(_("There is nothing to open: the NDA is not in force, or this is not part of the deal."))
    if queries.is_opened(actor, db, deal.id, "posting", posting.id):
        return
    made = Opening(deal_id=deal.id, what="posting", what_id=posting.id, user_id=actor.user_id)
    made.side = named_side(actor, deal)
    db.add(made)
    _written(actor, db, deal, "nda_open", {"what": made.what, "id": posting.id})
