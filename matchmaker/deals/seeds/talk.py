"""Deeds of everyday work: tasks and milestones, messages, and what people have read of them."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, select

from matchmaker.core import clock
from matchmaker.core.tables import Row
from matchmaker.deals.money.receivables import milestone_met
from matchmaker.deals.people import everybody
from matchmaker.deals.room.actions import mark_read, post_message
from matchmaker.deals.room.draft import MessageDraft
from matchmaker.deals.room.models import DealMessage
from matchmaker.deals.seeds.dates import day_from, needed_day
from matchmaker.deals.seeds.story import Deed, Story, named
from matchmaker.deals.work.actions import add_task, do_task
from matchmaker.deals.work.draft import TaskDraft

TASKS = ("deal", "on", "who", "key", "title", "milestone", "owner", "due", "done", "done_by")
MESSAGES = ("deal", "on", "who", "text", "mentions", "documents")
ADD, DO, SAY = 0, 7, 10
NEWS = timedelta(days=4)  # what was said since is unread


def task_deeds(row: Row) -> Iterator[Deed]:
    """A task or a milestone, and its end."""
    yield Deed(needed_day(row, "on"), ADD, row, _add)
    if done := day_from(row, "done"):
        yield Deed(done, DO, row, _do)


def _add(story: Story, row: Row) -> None:
    owner = named(story.cast.users, row, "owner").id if row["owner"] else None
    draft = TaskDraft(row["title"], row["milestone"] == "1", owner, day_from(row, "due"))
    story.tasks[row["key"]] = add_task(story.actor(row), story.db, story.deal, draft)


def _do(story: Story, row: Row) -> None:
    task = story.tasks[row["key"]]
    do_task(story.actor(row, "done_by"), story.db, story.deal, task.id, task.version, milestone_met)


def message_deeds(row: Row) -> Iterator[Deed]:
    """Something said; whoever says it has read what came before."""
    yield Deed(needed_day(row, "on"), SAY, row, _say)


def _say(story: Story, row: Row) -> None:
    mentions = [named(story.cast.users, row, "mentions", key).id for key in row.many("mentions")]
    documents = [named(story.documents, row, "documents", key).id for key in row.many("documents")]
    post_message(story.actor(row), story.db, story.deal, MessageDraft(row["text"], mentions, documents), seen=2**31 - 1)


def catch_up(story: Story) -> None:
    """Everybody has read everything but the news."""
    old = DealMessage.sent_at < clock.now() - NEWS
    last = story.db.scalar(select(func.max(DealMessage.id)).where(DealMessage.deal_id == story.deal.id, old))
    for user in everybody(story.db, story.deal) if last else ():
        mark_read(story.cast.of_user(story.db, user), story.db, story.deal, last or 0)
