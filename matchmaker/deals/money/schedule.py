"""Terms turned into dues: what falls due, when, and for which period.

Pure: plain values in, a list of dues out, the same for the same input whatever day it is; no database, no clock. Rules:

- An upfront payment falls due on its date, or `payment_days` after signing. A stage payment falls due on its date.
- A milestone payment falls due `payment_days` after its milestone is met, but not before the agreement is signed.
- A royalty falls due `payment_days` after its period's last day, once the sales of that period are reported.
- A year's royalties come to at least its minimum, in proportion of days for a year that is not whole; what is lacking falls
  due with the year's last period. Sales that nobody has reported count as none: the minimum is owed all the same.
- An agreement that ends early owes royalties up to that day (its last year and period are then broken), milestones met by
  then, stage payments due by then, and its upfront payment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from matchmaker.deals.money.periods import MONTHS, Span, spans
from matchmaker.deals.money.royalty import Tier, round_half_up, royalties


@dataclass(frozen=True)
class Agreement:
    """When the agreement was signed, and when it ended before its time."""

    signed_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class Fixed:
    """An upfront or a stage payment."""

    kind: str
    amount_minor: int
    due_on: date | None = None
    payment_days: int = 30


@dataclass(frozen=True)
class OnMilestone:
    """A payment for a milestone that is met, or expected."""

    amount_minor: int
    done_on: date | None = None
    expected_on: date | None = None
    payment_days: int = 30


@dataclass(frozen=True)
class Royalty:
    """A royalty; `sales` holds what is reported, by the first day of its period."""

    tiers: tuple[Tier, ...]
    period: str
    starts_on: date
    ends_on: date
    reckoning: str = "agreement"
    minimum_minor: int | None = None
    payment_days: int = 30
    sales: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Due:
    """Money that falls due. `key` names it within its term.

    due_on is empty while that depends on something to come (then `expected_on` may tell when); sales_minor is empty while a
    period's sales are not reported, and for everything that is no royalty.
    """

    key: str
    kind: str
    amount_minor: int
    due_on: date | None
    expected_on: date | None = None
    period_from: date | None = None
    period_to: date | None = None
    sales_minor: int | None = None


Clause = Fixed | OnMilestone | Royalty


def dues_of(clause: Clause, agreement: Agreement) -> list[Due]:
    """What one term makes due, in the order of time."""
    if isinstance(clause, Royalty):
        return _royalty_dues(clause, agreement)
    return _milestone_due(clause, agreement) if isinstance(clause, OnMilestone) else _fixed_due(clause, agreement)


def _fixed_due(clause: Fixed, agreement: Agreement) -> list[Due]:
    due_on = clause.due_on
    if due_on is None and agreement.signed_on:
        due_on = agreement.signed_on + timedelta(days=clause.payment_days)
    if clause.kind == "stage" and agreement.ended_on and due_on and due_on > agreement.ended_on:
        return []
    return [Due(clause.kind, clause.kind, clause.amount_minor, due_on)]


def _milestone_due(clause: OnMilestone, agreement: Agreement) -> list[Due]:
    done, ended = clause.done_on, agreement.ended_on
    if ended and (done is None or done > ended):
        return []
    pause = timedelta(days=clause.payment_days)
    due_on = max(done, agreement.signed_on) + pause if done and agreement.signed_on else None
    begins = done or clause.expected_on
    expected = begins + pause if begins and due_on is None else None
    return [Due("milestone", "milestone", clause.amount_minor, due_on, expected)]


def periods_of(clause: Royalty, agreement: Agreement = Agreement()) -> list[Span]:
    """The periods of a royalty, in order."""
    return [*spans(clause.starts_on, _end(clause, agreement), MONTHS[clause.period], clause.reckoning)]


def _end(clause: Royalty, agreement: Agreement) -> date:
    return min(clause.ends_on, agreement.ended_on or clause.ends_on)


def _royalty_dues(clause: Royalty, agreement: Agreement) -> list[Due]:
    periods = periods_of(clause, agreement)
    found: list[Due] = []
    for year in spans(clause.starts_on, _end(clause, agreement), MONTHS["year"], clause.reckoning):
        own = [period for period in periods if year.first <= period.first <= year.last]
        found += _year_dues(clause, year, own)
    return found


def _year_dues(clause: Royalty, year: Span, periods: list[Span]) -> list[Due]:
    """The dues of one year: a royalty for each period, and what is lacking to the minimum."""
    amounts = royalties(clause.tiers, [clause.sales.get(period.first, 0) for period in periods])
    found = [_period_due(clause, period, amount) for period, amount in zip(periods, amounts, strict=True)]
    lacking = round_half_up((clause.minimum_minor or 0) * year.share) - sum(amounts)
    if lacking > 0:
        due_on = _payable(clause, year)
        found.append(Due(f"min {year.first}", "minimum", lacking, due_on, None, year.first, year.last))
    return found


def _period_due(clause: Royalty, period: Span, amount: int) -> Due:
    sales = clause.sales.get(period.first)
    due_on = _payable(clause, period)
    if sales is None:  # nothing is owed before the report; the date is when it would be
        return Due(str(period.first), "royalty", 0, None, due_on, period.first, period.last)
    return Due(str(period.first), "royalty", amount, due_on, None, period.first, period.last, sales)


def _payable(clause: Royalty, span: Span) -> date:
    return span.last + timedelta(days=clause.payment_days)
