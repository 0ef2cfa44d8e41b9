"""Letters before a task falls due: seven days, one day, and once when it is late."""

from datetime import date, timedelta

from babel.dates import format_date
from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.deals.models import Deal
from matchmaker.deals.people import on_the_deal
from matchmaker.deals.work.models import DealTask
from matchmaker.deals.work.rules import going_on
from matchmaker.notifications.actions import send_mail

WEEK, EVE = 7, 1  # days before
AT_ONCE = 500  # what is left comes with the next sweep


def remind_owners(db: Session) -> int:
    """One part of the sweep: write to owners about what has come near or is late. Returns how many letters."""
    today = clock.today()
    query = select(DealTask, User, Deal.title).join(Deal, Deal.id == DealTask.deal_id)
    query = query.join(User, User.id == DealTask.owner_id).where(on_the_deal(), going_on())
    query = query.where(DealTask.done_at.is_(None), DealTask.removed_at.is_(None), _is_due(today))
    held = query.order_by(DealTask.id).limit(AT_ONCE).with_for_update(of=DealTask, skip_locked=True)
    found = list(db.execute(held))
    for task, owner, title in found:
        _write(db, task, owner, title, today)
    told = update(DealTask).where(DealTask.id.in_([task.id for task, _owner, _title in found]))
    db.execute(told.values(reminded_on=today))  # past the version: nobody who edits the task must hear of it
    return len(found)


def _is_due(today: date) -> ColumnElement[bool]:
    """Whether a step has come that the owner has not been written to about."""
    untold = DealTask.reminded_on.is_(None)
    late = and_(DealTask.due_on < today, untold | (DealTask.reminded_on <= DealTask.due_on))
    return or_(late, *(_is_near(today, days) for days in range(WEEK + 1)))


def _is_near(today: date, days: int) -> ColumnElement[bool]:
    """Due in so many days, and not written about since the step before that began."""
    due = today + timedelta(days)
    began = due - timedelta(EVE if days <= EVE else WEEK)
    untold = DealTask.reminded_on.is_(None) | (DealTask.reminded_on < began)
    return and_(DealTask.due_on == due, untold)


def _write(db: Session, task: DealTask, owner: User, title: str, today: date) -> None:
    assert task.due_on is not None  # what has no day never is due
    kind = "task_late" if task.due_on < today else "task_due"
    day = format_date(task.due_on, "long", locale=owner.locale)
    send_mail(db, owner, kind, task=task.title, title=title, day=day, link=f"/deals/{task.deal_id}/work")
