"""What waits for somebody on deals, counted for the home page: messages, money that is late, sales to report."""

from sqlalchemy import ColumnElement, Select, Subquery, func, select, true
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Payment, Receivable, Term
from matchmaker.deals.money.rules import REAL
from matchmaker.deals.money.standing import today
from matchmaker.deals.room.queries import unread_by_deal
from matchmaker.deals.rules import speaks_for


def deal_counts(actor: Actor, db: Session) -> dict[str, int]:
    """How many messages, late payments and royalties with unreported sales: one query.

    With each its number of deals (`_deals`) and one of them (`_deal`). Money counts for the side that pays it, and for the
    officer who leads the deal.
    """
    parts = [_counted(name, rows) for name, rows in (("messages", unread_by_deal(actor)), *_money(actor).items())]
    query = select(*(column for part in parts for column in part.c)).select_from(parts[0])
    for part in parts[1:]:
        query = query.join(part, true())  # each is one row
    return dict(db.execute(query).one()._mapping)


def _counted(name: str, rows: Select[int, int]) -> Subquery:
    """One row of rows (deal, number)."""
    found = rows.subquery()
    deals, number = found.c.deal_id, func.coalesce(func.sum(found.c.number), 0)
    columns = {name: number, f"{name}_deals": func.count(deals), f"{name}_deal": func.coalesce(func.min(deals), 0)}
    return select(*(column.label(title) for title, column in columns.items())).subquery()


def _money(actor: Actor) -> dict[str, Select[int, int]]:
    paid = select(func.coalesce(func.sum(Payment.amount_minor), 0)).where(Payment.receivable_id == Receivable.id)
    late = select(Receivable.deal_id, func.count().label("number")).join(Term, Term.id == Receivable.term_id)
    late = late.where(Receivable.amount_minor > paid.scalar_subquery(), Receivable.due_on < today())
    silent = select(Term.deal_id, func.count().label("number")).where(Term.unreported_to < today())
    return {
        "late": _concerns(actor, late.where(Receivable.amount_minor > 0), Receivable.deal_id.expression),
        "unreported": _concerns(actor, silent, Term.deal_id.expression),
    }


def _concerns(actor: Actor, rows: Select[int, int], deal_id: ColumnElement[int]) -> Select[int, int]:
    """Of rows of terms, by deal, those that the actor is to see to."""
    own = speaks_for(actor, Term.payer.expression)
    if actor.is_officer:
        own = own | (Deal.officer_id == actor.user_id)
    return rows.join(Deal, Deal.id == deal_id).where(Deal.stage.in_(REAL), own).group_by(deal_id)
