"""Who may read what is confidential, and who accepts an NDA, on things that are loaded. The SQL twins stand in `queries`.

Whether an NDA opens anything is never stored: it follows from the NDA, the deal's stage and the deal's two organisations, so
that no step of a deal can forget to revoke it.
"""

from typing import Protocol

from matchmaker.accounts.actor import Actor
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import OFFICER, PARTIES, other_side, side_of
from matchmaker.postings.models import Posting

ENDED = ("lost", "terminated", "closed")
EVERY_SIDE = frozenset({*PARTIES, OFFICER})


class Guarded(Protocol):
    """What belongs to a side of a deal and may be confidential: a document."""

    deal_id: int
    side: str
    is_confidential: bool


def organisation_of(deal: Deal, side: str) -> int:
    """The organisation that stands on a side."""
    return deal.provider_id if side == "provider" else deal.recipient_id


def named_side(actor: Actor, deal: Deal) -> str:
    """The side that the actor is named for, as long as they belong to its organisation; else nothing."""
    sides = (one.side for one in deal.people if one.user_id == actor.user_id)
    return next((side for side in sides if organisation_of(deal, side) in actor.organisations), "")


def signs_for(actor: Actor, deal: Deal) -> str:
    """The side that the actor signs for, or nothing."""
    signs = any(one.user_id == actor.user_id and one.is_signatory for one in deal.people)
    return named_side(actor, deal) if signs else ""


def binds(nda: Nda, deal: Deal) -> bool:
    """Whether the NDA is between the organisations that stand on the two sides now."""
    return (nda.provider_id, nda.recipient_id) == (deal.provider_id, deal.recipient_id)


def is_in_force(deal: Deal, nda: Nda | None) -> bool:
    """Accepted by both sides of this deal, and not revoked by the deal's end."""
    if nda is None or nda.state != "in_force" or not binds(nda, deal):
        return False
    return not (nda.ends_with_deal and deal.stage in ENDED)


def sides_open_to(actor: Actor, deal: Deal, nda: Nda | None) -> frozenset[str]:
    """The sides whose confidential things the actor may read; everybody on a deal reads their own side's."""
    if actor.is_officer or (named_side(actor, deal) and is_in_force(deal, nda)):
        return EVERY_SIDE
    return frozenset({side_of(actor, deal)}) - {""}


def opens_posting(actor: Actor, deal: Deal, nda: Nda | None, posting: Posting) -> bool:
    """Whether the deal's NDA opens the confidential part of the other side's posting to the actor."""
    owner = {deal.capability_id: "provider", deal.need_id: "recipient"}.get(posting.id, "")
    if not owner or posting.organisation_id != organisation_of(deal, owner):
        return False  # nobody can open what is not of this deal's two sides
    return named_side(actor, deal) == other_side(owner) and is_in_force(deal, nda)


def opens_document(actor: Actor, deal: Deal, nda: Nda | None, document: Guarded) -> bool:
    """Whether the actor may read a document of the deal."""
    if document.deal_id != deal.id or side_of(actor, deal) == "":
        return False
    return not document.is_confidential or document.side in sides_open_to(actor, deal, nda)


def needs_opening(actor: Actor, deal: Deal, document: Guarded) -> bool:
    """Whether reading this document is written down: a confidential one that is not the reader's own side's."""
    return document.is_confidential and not actor.is_officer and document.side != side_of(actor, deal)
