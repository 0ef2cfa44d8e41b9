"""The schedule as people read it: what is due and what is to come, with what was paid, in the order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Receivable, Term
from matchmaker.deals.money.reading import dues_of_term
from matchmaker.deals.money.rules import is_real
from matchmaker.deals.money.schedule import Due
from matchmaker.deals.money.standing import Owed

FAR = date.max
PLANNED, AWAITED, REPORT, WAITING, NOTHING = "planned", "awaited", "report", "waiting", "none"


@dataclass(frozen=True)
class Line:
    """One line of the schedule.

    state: a standing of a receivable (paid, part, due, late, overpaid, credit), or planned (a preview before signing),
    awaited (a milestone not met yet), waiting (sales of a period that is not over), report (sales that should be told now),
    none (sales that bring no royalty).
    """

    term: Term
    kind: str
    currency: str
    amount_minor: int
    paid_minor: int
    on: date | None
    is_expected: bool
    state: str
    period_from: date | None = None
    period_to: date | None = None
    sales_minor: int | None = None
    receivable_id: int | None = None

    @property
    def open_minor(self) -> int:
        """What is still to pay."""
        return self.amount_minor - self.paid_minor


def lines_of(deal: Deal, terms: Sequence[Term], receivables: Sequence[Receivable], today: date) -> list[Line]:
    """Every line of a deal; terms and receivables as the queries load them."""
    found: list[Line] = []
    for term in terms:
        rows = [row for row in receivables if row.term_id == term.id]
        found += _term_lines(deal, term, rows, today)
    return sorted(found, key=lambda line: (line.on or FAR, line.term.id, line.receivable_id or 0))


def _term_lines(deal: Deal, term: Term, rows: list[Receivable], today: date) -> list[Line]:
    dues = dues_of_term(term, deal)
    if not is_real(deal):
        return [_coming(term, due, PLANNED) for due in dues]
    sold = {due.key: due.sales_minor for due in dues}
    real = [_real(term, row, sold.get(row.key), today) for row in rows]
    keys = {row.key for row in rows}
    coming = [_coming(term, due, _what(due, today)) for due in dues if due.key not in keys and _is_coming(due)]
    return real + coming


def _is_coming(due: Due) -> bool:
    """Whether there is something to wait for; a period whose sales brought nothing is told as well."""
    return due.due_on is None or due.kind == "royalty"


def _what(due: Due, today: date) -> str:
    if due.kind != "royalty":
        return AWAITED
    if due.sales_minor is not None:
        return NOTHING
    return REPORT if due.period_to and due.period_to < today else WAITING


def _coming(term: Term, due: Due, state: str) -> Line:
    on = due.due_on or due.expected_on
    return Line(
        term, due.kind, term.currency, due.amount_minor, 0, on, due.due_on is None, state, due.period_from, due.period_to,
        due.sales_minor,
    )  # fmt: skip


def _real(term: Term, row: Receivable, sales: int | None, today: date) -> Line:
    paid = sum(payment.amount_minor for payment in row.payments)
    state = Owed(term.payer, row.currency, row.amount_minor, paid, row.due_on).standing(today)
    return Line(
        term, row.kind, row.currency, row.amount_minor, paid, row.due_on, False, state, row.period_from, row.period_to, sales,
        row.id,
    )  # fmt: skip


def owed_lines(lines: Sequence[Line]) -> list[Owed]:
    """The lines that are owed, for totals; of a preview, everything that has an amount."""
    return [
        Owed(line.term.payer, line.currency, line.amount_minor, line.paid_minor, line.on)
        for line in lines
        if line.receivable_id or (line.state == PLANNED and line.amount_minor)
    ]
