"""Who may see and do what with deals. `may_see` and `visible_to` are one rule in two readings (law 2).

A side's people are those named on the deal, as long as they belong to its organisation, and its managers; other colleagues
do not see it.
"""

from sqlalchemy import ColumnElement, Select, and_, case, exists, or_, select, true

from matchmaker.accounts.actor import Actor
from matchmaker.deals.models import Deal, DealPerson

PARTIES = ("provider", "recipient")
OFFICER = "officer"
HOMES = {"provider": Deal.provider_id, "recipient": Deal.recipient_id}


def other_side(side: str) -> str:
    """The side across the table."""
    return PARTIES[1 - PARTIES.index(side)]


def organisation_of(deal: Deal, side: str) -> int:
    """The organisation that a side of the deal is."""
    return deal.provider_id if side == "provider" else deal.recipient_id


def place_of(actor: Actor, deal: Deal) -> DealPerson | None:
    """The actor's own place on the deal; who has left the organisation has left the deal."""
    own = next((one for one in deal.people if one.user_id == actor.user_id), None)
    return own if own and organisation_of(deal, own.side) in actor.organisations else None


def side_of(actor: Actor, deal: Deal) -> str:
    """provider, recipient, officer, or nothing for an outsider. Whoever is named on the deal speaks for that side."""
    named = place_of(actor, deal)
    if named or actor.is_officer:
        return named.side if named else OFFICER
    managed = {deal.provider_id: "provider", deal.recipient_id: "recipient"}
    return next((side for organisation_id, side in managed.items() if organisation_id in actor.managed), "")


def is_signatory(actor: Actor, deal: Deal) -> bool:
    """Whether the actor signs for a side."""
    own = place_of(actor, deal)
    return own is not None and own.is_signatory


def may_see(actor: Actor, deal: Deal) -> bool:
    """Officers and the people of either side."""
    return side_of(actor, deal) != ""


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if actor.is_officer:
        return true()
    return or_(exists(_own_place(actor)), *(home.in_(actor.managed) for home in HOMES.values()))


def _own_place(actor: Actor) -> Select[int]:
    """The SQL twin of `place_of`, for a query over deals."""
    there = or_(*(and_(DealPerson.side == side, home.in_(actor.organisations)) for side, home in HOMES.items()))
    return select(DealPerson.deal_id).where(DealPerson.deal_id == Deal.id, DealPerson.user_id == actor.user_id, there)


def speaks_for(actor: Actor, side: ColumnElement[str]) -> ColumnElement[bool]:
    """The SQL twin of `side_of(actor, deal) == side`, where the column names a party."""
    named = exists(_own_place(actor).where(DealPerson.side == side))
    if actor.is_officer:
        return named
    managed = case(*((home.in_(actor.managed), name) for name, home in HOMES.items()), else_="")
    return or_(named, and_(~exists(_own_place(actor)), managed == side))


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
