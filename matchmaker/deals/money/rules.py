"""Who may do what with the money of a deal, and when."""

from matchmaker.accounts.actor import Actor
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import OFFICER, other_side, side_of

SIGNED = ("signed", "performing")
REAL = (*SIGNED, "closed", "terminated")  # from signing on, receivables exist
OVER = ("closed", "lost", "terminated")


def is_real(deal: Deal) -> bool:
    """Whether the agreement was signed, so that its terms make money due; before that the schedule is a preview."""
    return deal.stage in REAL


def may_change_terms(actor: Actor, deal: Deal) -> bool:
    """Both sides while they talk; from signing on officers, who enter what both have agreed; nobody once it is over."""
    if deal.stage in OVER:
        return False
    return actor.is_officer if is_real(deal) else side_of(actor, deal) != ""


def may_report(actor: Actor, deal: Deal, payer: str) -> bool:
    """Sales are told by the side that pays for them, or by an officer."""
    return is_real(deal) and (actor.is_officer or side_of(actor, deal) == payer)


def may_enter_payments(actor: Actor, deal: Deal, payer: str) -> bool:
    """Payments are entered by the side that has received them, or by an officer: nobody confirms a payment of their own."""
    return actor.is_officer or side_of(actor, deal) in (OFFICER, other_side(payer))


def may_plan_funding(actor: Actor, deal: Deal) -> bool:
    """Officers and both sides, until it is over."""
    return deal.stage not in OVER and side_of(actor, deal) != ""
