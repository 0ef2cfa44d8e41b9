"""Asking for sales that nobody has reported when their royalty would be due: weekly, those who are told of late payments."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Term
from matchmaker.deals.money.queries import terms_of
from matchmaker.deals.money.reading import dues_of_term
from matchmaker.deals.money.reminders import AT_ONCE, PAUSE, held_deal, write_to_payers
from matchmaker.deals.money.rules import REAL
from matchmaker.deals.money.schedule import Due
from matchmaker.deals.money.standing import today


def ask_for_sales(db: Session) -> int:
    """One part of the sweep of every minute; returns how many deals were written about. A royalty is asked for once a week."""
    return sum(_ask(db, deal_id) for deal_id in _silent_deals(db, today()))


def _silent_deals(db: Session, on: date) -> Sequence[int]:
    """The deals with a royalty whose first unreported period is past the day on which it would be due."""
    query = select(Term.deal_id, Term.unreported_to, Term.payment_days).join(Deal, Deal.id == Term.deal_id)
    query = query.where(Deal.stage.in_(REAL), Term.unreported_to < on)
    query = query.where(or_(Term.reminded_on.is_(None), Term.reminded_on <= on - PAUSE))
    rows = db.execute(query).all()
    return sorted({row.deal_id for row in rows if row.unreported_to + timedelta(days=row.payment_days) < on})[:AT_ONCE]


def _ask(db: Session, deal_id: int) -> bool:
    """Write once about all of a deal, unless the sales have come meanwhile or another sweep was faster."""
    deal, on = held_deal(db, deal_id), today()
    unasked = [term for term in terms_of(db, deal_id) if term.reminded_on is None or term.reminded_on <= on - PAUSE]
    missing = {term.id: found for term in unasked if (found := _missing(term, deal, on))}
    asked = [term for term in unasked if term.id in missing]
    for side in sorted({term.payer for term in asked}):
        dues = [due for term in asked if term.payer == side for due in missing[term.id]]
        write_to_payers(
            db, deal, side, "sales_unreported", len(dues), min(due.period_to for due in dues if due.period_to)
        )
    db.execute(
        update(Term).where(Term.id.in_(missing)).values(reminded_on=on)
    )  # past the version: a form that is open stays good
    return bool(missing)


def _missing(term: Term, deal: Deal, on: date) -> list[Due]:
    """The periods whose sales nobody has reported by the day on which their royalty would be due."""
    return [due for due in dues_of_term(term, deal) if _is_missing(due, on)]


def _is_missing(due: Due, on: date) -> bool:
    return due.kind == "royalty" and due.sales_minor is None and due.expected_on is not None and due.expected_on < on
