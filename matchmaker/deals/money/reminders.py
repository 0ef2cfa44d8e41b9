"""Reminders of what is late: to the people of the side that pays, and to the officer; weekly until it is paid."""

from datetime import date, timedelta

from babel.dates import format_date
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.models import User
from matchmaker.core.db import hold
from matchmaker.deals.models import Deal, DealPerson
from matchmaker.deals.money.models import Payment, Receivable
from matchmaker.deals.money.rules import REAL
from matchmaker.deals.money.standing import today
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
    people = selectinload(Deal.people).joinedload(DealPerson.user)
    deal = db.scalars(select(Deal).where(Deal.id == deal_id).options(people, joinedload(Deal.officer))).one()
    hold(db, deal, "stage")
    for row in rows:
        db.refresh(row, ["reminded_on"])
    rows = [row for row in rows if row.reminded_on is None or row.reminded_on <= today() - PAUSE]
    for row in rows:
        row.reminded_on = today()
    for side in {row.term.payer for row in rows}:
        _write(db, deal, side, [row for row in rows if row.term.payer == side])
    return bool(rows)


def _write(db: Session, deal: Deal, side: str, rows: list[Receivable]) -> None:
    """Neither amounts nor the words of a term go into a letter: whoever may see them opens the page."""
    oldest = min(row.due_on for row in rows if row.due_on)
    people = {one.user_id: one.user for one in deal.people if one.side == side}
    if deal.officer:
        people[deal.officer.id] = deal.officer
    for user in people.values():
        send_mail(db, user, "payment_late", **_values(deal, user, len(rows), oldest))


def _values(deal: Deal, user: User, number: int, oldest: date) -> dict[str, str]:
    day = format_date(oldest, "long", locale=user.locale)
    return {"title": deal.title, "number": str(number), "day": day, "link": f"/deals/{deal.id}/money"}
