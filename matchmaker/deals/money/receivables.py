"""Receivables kept in step with the terms: counted anew after each change, from signing on.

A row that nothing was paid on follows its term: its amount and date are mended, and it goes when nothing is due any more. A row
that somebody has paid on never changes: what the terms make of it differently is a row of its own, an adjustment (a credit
when it is negative), so that rows of one key always add up to what is due for that key.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.deals.models import Deal
from matchmaker.deals.money.holding import hold_deal
from matchmaker.deals.money.models import Receivable, Term
from matchmaker.deals.money.queries import carries_payment, receivables_of, terms_of
from matchmaker.deals.money.reading import dues_of_term
from matchmaker.deals.money.rules import is_real
from matchmaker.deals.money.schedule import Due
from matchmaker.deals.money.standing import today
from matchmaker.deals.work.models import DealTask

Family = list[Receivable]


def recompute(db: Session, deal: Deal) -> None:
    """Count the receivables of a held deal anew. Nothing happens before signing, nor when nothing differs."""
    if not is_real(deal):
        return
    db.flush()
    rows = receivables_of(db, deal.id)
    for term in terms_of(db, deal.id):
        _follow(db, term, deal, [row for row in rows if row.term_id == term.id])
    db.flush()


def milestone_met(db: Session, task: DealTask) -> None:
    """A milestone is met, or is not any more: its payments fall due, or do not. For the room of tasks, after its change.

    Raises Invalid when a milestone that a payment hangs on is met before the agreement is signed.
    """
    if not carries_payment(db, task.id):
        return
    deal = db.get_one(Deal, task.deal_id)
    hold_deal(db, deal)
    if task.done_at and not is_real(deal):
        words = _("A payment hangs on this milestone: it can be met only after the agreement is signed. Sign it first.")
        raise Invalid({"milestone": words})
    recompute(db, deal)


def _follow(db: Session, term: Term, deal: Deal, rows: Family) -> None:
    dues = dues_of_term(term, deal)
    _note_unreported(db, term, dues)
    wanted = {due.key: due for due in dues if due.due_on and due.amount_minor > 0}
    families: dict[str, Family] = {key: [] for key in wanted}
    for row in rows:
        families.setdefault(row.key.partition("+")[0], []).append(row)
    for key, family in families.items():
        _settle(db, term, key, family, wanted.get(key))


def _note_unreported(db: Session, term: Term, dues: Sequence[Due]) -> None:
    """Keep with a royalty until when its first period runs whose sales nobody has reported."""
    found = next((due.period_to for due in dues if due.kind == "royalty" and due.sales_minor is None), None)
    if term.unreported_to != found:
        db.execute(update(Term).where(Term.id == term.id).values(unreported_to=found))


def _settle(db: Session, term: Term, key: str, family: Family, due: Due | None) -> None:
    """Make the rows of one key add up to what is due."""
    paid_on = [row for row in family if row.payments]
    free = [row for row in family if not row.payments]
    rest = (due.amount_minor if due else 0) - sum(row.amount_minor for row in paid_on)
    for row in free[1:] if rest else free:
        db.delete(row)
    if not rest:
        return
    row = free[0] if free else _new_row(db, term, key, family)
    row.amount_minor, row.currency = rest, term.currency
    if due and not paid_on:
        row.kind, row.due_on, row.period_from, row.period_to = due.kind, due.due_on, due.period_from, due.period_to


def _new_row(db: Session, term: Term, key: str, family: Family) -> Receivable:
    """A row of a key, or an adjustment of the rows it has; an adjustment is paid as many days from now as the term gives."""
    row = Receivable(deal_id=term.deal_id, term_id=term.id, key=key, payments=[])
    if family:
        first = family[0]
        row.key = f"{key}+{1 + max(int(one.key.partition('+')[2] or 0) for one in family)}"
        row.kind, row.due_on = "adjustment", _in_days(term.payment_days)
        row.period_from, row.period_to = first.period_from, first.period_to
    db.add(row)
    return row


def _in_days(days: int) -> date:
    return today() + timedelta(days=days)
