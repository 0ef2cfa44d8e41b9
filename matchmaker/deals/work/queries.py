"""Reads of tasks. What was taken off is left out, except in calendars."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import visible_to
from matchmaker.deals.work.models import DealTask
from matchmaker.deals.work.rules import going_on

OWNER = joinedload(DealTask.owner)
PAGE = 30


@dataclass(frozen=True)
class OwnTask:
    """A task with the title of its deal, for lists over several deals."""

    task: DealTask
    deal_id: int
    deal_title: str


def _in_order() -> tuple[ColumnElement[Any], ...]:
    """What is to be done first comes first: by day, then those without a day, then what is done."""
    undated = case((DealTask.due_on.is_(None), 1), else_=0)
    done = case((DealTask.done_at.is_(None), 0), else_=1)
    return done, undated, DealTask.due_on.expression, DealTask.id.expression


def _of_deal(deal_id: int) -> Select[DealTask]:
    return select(DealTask).where(DealTask.deal_id == deal_id, DealTask.removed_at.is_(None)).options(OWNER)


def open_tasks(db: Session, deal_id: int) -> list[DealTask]:
    """What is left to do on a deal, with owners, by day."""
    return list(db.scalars(_of_deal(deal_id).where(DealTask.done_at.is_(None)).order_by(*_in_order())))


def done_tasks(db: Session, deal_id: int, page: int = 1) -> tuple[list[DealTask], int]:
    """One page of what is done, the last done first, and how many tasks are done in all. One query."""
    query = _of_deal(deal_id).where(DealTask.done_at.is_not(None)).add_columns(func.count().over())
    query = query.order_by(DealTask.done_at.desc(), DealTask.id.desc()).offset((page - 1) * PAGE).limit(PAGE)
    rows = db.execute(query).all()
    return [task for task, _total in rows], rows[0][1] if rows else 0


def milestones_of(db: Session, deal_id: int) -> list[DealTask]:
    """The milestones of a deal that a payment may hang on, open ones first, by day."""
    return list(db.scalars(_of_deal(deal_id).where(DealTask.is_milestone).order_by(*_in_order())))


def load_task(db: Session, deal_id: int, task_id: int) -> DealTask:
    """A task of this deal, read anew. Raises NotFound."""
    query = select(DealTask).where(DealTask.id == task_id, DealTask.deal_id == deal_id, DealTask.removed_at.is_(None))
    found = db.scalar(query.options(OWNER).execution_options(populate_existing=True))
    if found is None:
        raise NotFound(_("There is no such task. It may have been removed."))
    return found


def own_tasks(actor: Actor, db: Session, limit: int | None = None) -> list[OwnTask]:
    """What the actor has to do on deals that go on, the most urgent first. One query."""
    query = _owned(actor).where(DealTask.removed_at.is_(None), DealTask.done_at.is_(None), going_on())
    return [OwnTask(*row) for row in db.execute(query.order_by(*_in_order()).limit(limit))]


def calendar_tasks(actor: Actor, db: Session) -> list[OwnTask]:
    """Everything with a day that the actor has or had to do, with what was done and what was taken off."""
    dated = _owned(actor).where(DealTask.due_on.is_not(None))
    open_ones = going_on() | DealTask.done_at.is_not(None) | DealTask.removed_at.is_not(None)
    return [OwnTask(*row) for row in db.execute(dated.where(open_ones).order_by(DealTask.due_on, DealTask.id))]


def _owned(actor: Actor) -> Select[DealTask, int, str]:
    query = select(DealTask, Deal.id, Deal.title).join(Deal, Deal.id == DealTask.deal_id)
    return query.where(DealTask.owner_id == actor.user_id, visible_to(actor))
