"""Who may see and do what with deals. `may_see` and `visible_to` are one rule in two readings (law 2).

A side's people are those named on the deal and the managers of its organisation; other colleagues do not see it.
"""

from sqlalchemy import ColumnElement, exists, or_, select, true

from matchmaker.accounts.actor import Actor
from matchmaker.deals.models import Deal, DealPerson

PARTIES = ("provider", "recipient")
OFFICER = "officer"


def other_side(side: str) -> str:
    """The side across the table."""
    return PARTIES[1 - PARTIES.index(side)]


def side_of(actor: Actor, deal: Deal) -> str:
    """provider, recipient, officer, or nothing for an outsider. Whoever is named on the deal speaks for that side."""
    named = next((one.side for one in deal.people if one.user_id == actor.user_id), "")
    if named or actor.is_officer:
        return named or OFFICER
    managed = {deal.provider_id: "provider", deal.recipient_id: "recipient"}
    return next((side for organisation_id, side in managed.items() if organisation_id in actor.managed), "")


def is_signatory(actor: Actor, deal: Deal) -> bool:
    """Whether the actor signs for a side."""
    return any(one.user_id == actor.user_id and one.is_signatory for one in deal.people)


def may_see(actor: Actor, deal: Deal) -> bool:
    """Officers and the people of either side."""
    return side_of(actor, deal) != ""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if actor.is_officer:
        return true()
    named = exists(select(DealPerson.deal_id).where(DealPerson.deal_id == Deal.id, DealPerson.user_id == actor.user_id))
    return or_(named, Deal.provider_id.in_(actor.managed), Deal.recipient_id.in_(actor.managed))


def may_open(actor: Actor) -> bool:
    """Officers and people of an organisation, for a deal of theirs."""
    return actor.is_officer or bool(actor.organisations)


def may_run(actor: Actor, deal: Deal) -> bool:
    """Officers: the steps that bind both sides."""
    return actor.is_officer


def may_work(actor: Actor, deal: Deal) -> bool:
    """Officers and both sides: the steps of the talks."""
    return may_see(actor, deal)


def may_withdraw(actor: Actor, deal: Deal) -> bool:
    """Officers, and whoever signs for a side."""
    return actor.is_officer or is_signatory(actor, deal)


def may_name_people(actor: Actor, deal: Deal, side: str) -> bool:
    """Officers for both sides; a side's people for their own."""
    return actor.is_officer or side_of(actor, deal) == side
