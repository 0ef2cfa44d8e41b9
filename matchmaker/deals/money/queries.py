"""Reads of a deal's money. Each is asked for a deal that its reader may see."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Funding, Receivable, Term

READ = (joinedload(Term.milestone), joinedload(Term.sales))


def terms_of(db: Session, deal_id: int) -> list[Term]:
    """The terms of a deal with milestones and reported sales, the oldest first. As stored now, whatever was read before."""
    query = select(Term).where(Term.deal_id == deal_id).options(*READ).order_by(Term.id)
    return list(db.scalars(query.execution_options(populate_existing=True)).unique())


def receivables_of(db: Session, deal_id: int) -> list[Receivable]:
    """The receivables of a deal with their payments, in the order of due dates."""
    query = select(Receivable).where(Receivable.deal_id == deal_id).options(joinedload(Receivable.payments))
    query = query.order_by(Receivable.due_on, Receivable.id).execution_options(populate_existing=True)
    return list(db.scalars(query).unique())


def load_term(db: Session, deal: Deal, term_id: int) -> Term:
    """One term with milestone and sales. Raises NotFound."""
    found = next((term for term in terms_of(db, deal.id) if term.id == term_id), None)
    if found is None:
        raise NotFound(_("There is no such term: it may have been removed."))
    return found


def load_receivable(db: Session, deal: Deal, receivable_id: int) -> Receivable:
    """One receivable with its term and payments. Raises NotFound."""
    query = select(Receivable).where(Receivable.id == receivable_id, Receivable.deal_id == deal.id)
    query = query.options(joinedload(Receivable.payments), joinedload(Receivable.term))
    found = db.scalars(query.execution_options(populate_existing=True)).unique().one_or_none()
    if found is None:
        raise NotFound(_("There is no such payment: it may not be due any more."))
    return found


def funding_of(db: Session, deal_id: int) -> list[Funding]:
    """Who pays for the project."""
    return list(db.scalars(select(Funding).where(Funding.deal_id == deal_id).order_by(Funding.currency, Funding.id)))


def carries_payment(db: Session, task_id: int) -> bool:
    """Whether a milestone makes a payment due: then it is not to be removed."""
    return db.scalar(select(Term.id).where(Term.milestone_id == task_id).limit(1)) is not None
