"""Rows of the database as the values that the schedule counts with, and what it makes of them."""

from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Term
from matchmaker.deals.money.royalty import Tier
from matchmaker.deals.money.schedule import Agreement, Clause, Due, Fixed, OnMilestone, Royalty, dues_of
from matchmaker.deals.money.standing import day_of


def agreement_of(deal: Deal) -> Agreement:
    """When the deal's agreement was signed, and when it was terminated."""
    ended = day_of(deal.moved_at) if deal.stage == "terminated" else None
    return Agreement(day_of(deal.signed_at) if deal.signed_at else None, ended)


def clause_of(term: Term) -> Clause | None:
    """A term, loaded with its milestone and sales, as the engine takes it; equity makes nothing due."""
    if term.kind == "equity":
        return None
    if term.kind == "royalty":
        return royalty_of(term)
    if term.kind == "milestone":
        return _milestone_of(term)
    return Fixed(term.kind, term.amount_minor or 0, term.due_on, term.payment_days)


def royalty_of(term: Term) -> Royalty:
    """A royalty term."""
    assert term.starts_on and term.ends_on, "a royalty has its days"
    return Royalty(
        tiers=tuple(Tier(**tier) for tier in term.tiers),
        period=term.period,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        reckoning=term.reckoning,
        minimum_minor=term.minimum_minor,
        payment_days=term.payment_days,
        sales={report.period_from: report.sales_minor for report in term.sales},
    )


def _milestone_of(term: Term) -> OnMilestone:
    task = term.milestone
    done = day_of(task.done_at) if task and task.done_at else None
    return OnMilestone(term.amount_minor or 0, done, task.due_on if task else None, term.payment_days)


def dues_of_term(term: Term, deal: Deal) -> list[Due]:
    """What a term makes due."""
    clause = clause_of(term)
    return dues_of(clause, agreement_of(deal)) if clause else []
