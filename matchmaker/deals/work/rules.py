"""Who may work on tasks, and while which stages of the deal."""

from sqlalchemy import ColumnElement

from matchmaker.accounts.actor import Actor
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import may_work

OVER = ("closed", "lost", "terminated")  # nothing is left to do on such a deal
SIGNED = ("signed", "performing", "closed")


def may_plan(actor: Actor, deal: Deal) -> bool:
    """Officers and both sides, while the deal goes on."""
    return may_work(actor, deal) and deal.stage not in OVER


def going_on() -> ColumnElement[bool]:
    """The SQL twin of the second half: the deal is not over."""
    return Deal.stage.not_in(OVER)
