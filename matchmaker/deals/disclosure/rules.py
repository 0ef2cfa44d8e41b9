"""Who may read what is confidential, and who accepts an NDA, on things that are loaded. The SQL twins stand in `queries`.

Whether an NDA opens anything is never stored: it follows from the NDA, the deal's stage and the deal's two organisations, so
that no step of a deal can forget to revoke it.
"""

from matchmaker.accounts.actor import Actor
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import (
    OFFICER,
    PARTIES,
    is_signatory,
    organisation_of,
    other_side,
    place_of,
    side_of,
)
from matchmaker.postings.models import Posting

ENDED = ("lost", "terminated", "closed")
EVERY_SIDE = frozenset({*PARTIES, OFFICER})


def named_side(actor: Actor, deal: Deal) -> str:
    """The side that the actor is named for, as long as they belong to its organisation; else nothing."""
    place = place_of(actor, deal)
    return place.side if place else ""


def signs_for(actor: Actor, deal: Deal) -> str:
    """The side that the actor signs for, or nothing."""
    return named_side(actor, deal) if is_signatory(actor, deal) else ""


def binds(nda: Nda, deal: Deal) -> bool:
    """Whether the NDA is between the organisations that stand on the two sides now."""
    return (nda.provider_id, nda.recipient_id) == (deal.provider_id, deal.recipient_id)


def is_in_force(deal: Deal, nda: Nda | None) -> bool:
    """Accepted by both sides of this deal, and not revoked by the deal's end."""
    if nda is None or nda.state != "in_force" or not binds(nda, deal):
        return False
    return not (nda.ends_with_deal and deal.stage in ENDED)


def sides_open_to(actor: Actor, deal: Deal, in_force: bool) -> frozenset[str]:
    """The sides whose confidential things the actor may read: one's own, and under the NDA for people named on the deal all."""
    if actor.is_officer or (in_force and named_side(actor, deal)):
        return EVERY_SIDE
    return frozenset({side_of(actor, deal)}) - {""}


def opens_posting(actor: Actor, deal: Deal, nda: Nda | None, posting: Posting) -> bool:
    """Whether the deal's NDA opens the confidential part of the other side's posting to the actor."""
    owner = {deal.capability_id: "provider", deal.need_id: "recipient"}.get(posting.id, "")
    if not owner or posting.organisation_id != organisation_of(deal, owner):
        return False  # nobody can open what is not of this deal's two sides
    return named_side(actor, deal) == other_side(owner) and is_in_force(deal, nda)
