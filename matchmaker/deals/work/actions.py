"""Writes of tasks and milestones. Each holds the deal first, so that of many clicks at once one has an effect.

Work lies below money: what a met milestone makes due is told through `when_met`, which the entry point passes in.
"""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.deals.actions import touch
from matchmaker.deals.models import Deal
from matchmaker.deals.rules import may_work
from matchmaker.deals.work.draft import TaskDraft
from matchmaker.deals.work.models import DealTask
from matchmaker.deals.work.queries import load_task
from matchmaker.deals.work.rules import OVER, SIGNED

Told = Callable[[Session, DealTask], object]


def nobody_waits(db: Session, task: DealTask) -> None:
    """What a milestone sets off when nothing hangs on it."""


def add_task(actor: Actor, db: Session, deal: Deal, draft: TaskDraft, form_token: str | None = None) -> DealTask:
    """A new task or milestone. The same form sent twice gives the task that the first has made."""
    _begin(actor, db, deal)
    sent = select(DealTask).where(DealTask.form_token == form_token, DealTask.deal_id == deal.id)
    if form_token and (there := db.scalar(sent)):
        return there
    made = DealTask(deal_id=deal.id, form_token=form_token, **vars(draft))
    _tell_anew(actor, made)
    db.add(made)
    db.flush()  # the trail names it
    _written(actor, db, deal, made, "add_task", {})
    return made


def edit_task(actor: Actor, db: Session, deal: Deal, task_id: int, draft: TaskDraft, version: int) -> DealTask:
    """Change what the form holds. Raises Conflict when somebody else has saved since `version`."""
    task = _taken(actor, db, deal, task_id, version)
    if task.done_at and task.is_milestone != draft.is_milestone:
        raise Invalid({"is_milestone": _("It is done already: reopen it before you change what it is.")})
    before = {name: str(getattr(task, name)) for name, value in vars(draft).items() if getattr(task, name) != value}
    for name, value in vars(draft).items():
        setattr(task, name, value)
    if before.keys() & {"owner_id", "due_on"}:
        _tell_anew(actor, task)
    before.pop("title", None)  # words people type stay out of the trail
    _written(actor, db, deal, task, "edit_task", before)
    return task


def do_task(
    actor: Actor, db: Session, deal: Deal, task_id: int, version: int, when_met: Told = nobody_waits
) -> DealTask:
    """Tick it off; of a milestone `when_met(db, task)` is told. Raises Invalid for a milestone before the signing."""
    task = _taken(actor, db, deal, task_id, version)
    _agree(task.done_at is None)
    if task.is_milestone and deal.stage not in SIGNED:
        raise Invalid({"": _("A milestone is met after the agreement is signed: move the deal to “Signed” first.")})
    task.done_at, task.done_by = clock.now(), actor.user_id
    _written(actor, db, deal, task, "do_task", {})
    if task.is_milestone:
        db.flush()  # whoever is told reads the table
        when_met(db, task)
    return task


def undo_task(
    actor: Actor, db: Session, deal: Deal, task_id: int, version: int, when_undone: Told = nobody_waits
) -> DealTask:
    """Open it again; of a milestone `when_undone(db, task)` is told, and may refuse."""
    task = _taken(actor, db, deal, task_id, version)
    _agree(task.done_at is not None)
    task.done_at = task.done_by = None
    _tell_anew(actor, task)
    _written(actor, db, deal, task, "undo_task", {})
    if task.is_milestone:
        db.flush()  # whoever is told reads the table
        when_undone(db, task)
    return task


def remove_task(
    actor: Actor, db: Session, deal: Deal, task_id: int, version: int, when_removed: Told = nobody_waits
) -> DealTask:
    """Take it off; calendars learn that it is cancelled. `when_removed(db, task)` is told of a milestone, and may refuse."""
    task = _taken(actor, db, deal, task_id, version)
    task.removed_at = clock.now()
    _written(actor, db, deal, task, "remove_task", {})
    if task.is_milestone:
        db.flush()  # whoever is told reads the table
        when_removed(db, task)
    return task


def _begin(actor: Actor, db: Session, deal: Deal) -> None:
    require(may_work(actor, deal))
    hold(db, deal, "stage")
    if deal.stage in OVER:
        raise Conflict(_("The deal is over: its tasks stay as they are."))


def _taken(actor: Actor, db: Session, deal: Deal, task_id: int, version: int) -> DealTask:
    """The task, to be changed while the deal is held. Raises Conflict unless it is the version that the actor has seen."""
    _begin(actor, db, deal)
    task = load_task(db, deal.id, task_id)
    _agree(task.version == version)
    task.changed_at = clock.now()
    return task


def _agree(is_as_seen: bool) -> None:
    if not is_as_seen:
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))


def _tell_anew(actor: Actor, task: DealTask) -> None:
    """Reminders start over; whoever gives a task to themselves knows of it today."""
    task.reminded_on = clock.today() if task.owner_id == actor.user_id else None


def _written(actor: Actor, db: Session, deal: Deal, task: DealTask, verb: str, before: dict[str, str]) -> None:
    touch(deal)
    after = {name: str(getattr(task, name)) for name in before}
    what = {"milestone" if task.is_milestone else "task": task.id}
    audit.record(db, actor.user_id, verb, "deal", deal.id, before, what | after)
