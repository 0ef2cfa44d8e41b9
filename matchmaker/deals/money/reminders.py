"""Reminders of what is late: to the people of the side that pays, and to the officer; weekly until it is paid."""

from datetime import date, timedelta

from babel.dates import format_date
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.models import User
from matchmaker.deals.models import Deal
from matchmaker.deals.money.holding import hold_deal
from matchmaker.deals.money.models import Payment, Receivable
from matchmaker.deals.money.rules import REAL
from matchmaker.deals.money.standing import today
from matchmaker.deals.people import everybody
from matchmaker.notifications.actions import send_mail

PAUSE = timedelta(days=7)
AT_ONCE = 200  # what is left comes with the next sweep


def sweep_late(db: Session) -> int:
    """One part of the sweep of every minute; returns how many deals were written about. A payment is told of once a week."""
    found: dict[int, list[Receivable]] = {}
    for row in _late(db, today()):
        found.setdefault(row.deal_id, []).append(row)
    return sum(_remind(db, deal_id, rows) for deal_id, rows in found.items())


def _late(db: Session, on: date) -> list[Receivable]:
    paid = select(func.coalesce(func.sum(Payment.amount_minor), 0)).where(Payment.receivable_id == Receivable.id)
    query = (
        select(Receivable)
        .join(Deal, Deal.id == Receivable.deal_id)
        .where(Deal.stage.in_(REAL), Receivable.due_on < on, Receivable.amount_minor > 0)
        .where(or_(Receivable.reminded_on.is_(None), Receivable.reminded_on <= on - PAUSE))
        .where(Receivable.amount_minor > paid.scalar_subquery())
    )
    return list(db.scalars(query.options(joinedload(Receivable.term)).order_by(Receivable.id).limit(AT_ONCE)))


def _remind(db: Session, deal_id: int, rows: list[Receivable]) -> bool:
    """Write once about all of a deal, unless another sweep was faster."""
    deal = held_deal(db, deal_id)
    for row in rows:
        db.refresh(row, ["reminded_on"])
    rows = [row for row in rows if row.reminded_on is None or row.reminded_on <= today() - PAUSE]
    for row in rows:
        row.reminded_on = today()
    for side in {row.term.payer for row in rows}:
        own = [row for row in rows if row.term.payer == side]
        write_to_payers(db, deal, side, "payment_late", len(own), min(row.due_on for row in own if row.due_on))
    return bool(rows)


def held_deal(db: Session, deal_id: int) -> Deal:
    """A deal with its people, which nobody else changes until the transaction ends."""
    deal = db.scalars(select(Deal).where(Deal.id == deal_id).options(selectinload(Deal.people))).one()
    hold_deal(db, deal)
    return deal


def write_to_payers(db: Session, deal: Deal, side: str, kind: str, number: int, oldest: date) -> None:
    """A letter to the people of the side that pays, and to the officer who leads the deal.

    Neither amounts nor the words of a term go into a letter: whoever may see them opens the page.
    """
    sides = {one.user_id: one.side for one in deal.people}
    for user in everybody(db, deal):
        if sides.get(user.id) == side or user.id == deal.officer_id:
            send_mail(db, user, kind, **_values(deal, user, number, oldest))


def _values(deal: Deal, user: User, number: int, oldest: date) -> dict[str, str]:
    day = format_date(oldest, "long", locale=user.locale)
    return {"title": deal.title, "number": str(number), "day": day, "link": f"/deals/{deal.id}/money"}
