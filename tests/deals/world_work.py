"""A deal with tasks and messages, in the world of the tests that visit every page."""

from datetime import timedelta

from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.queries import load_deal
from matchmaker.deals.room.actions import post_message
from matchmaker.deals.room.draft import MessageDraft
from matchmaker.deals.work.actions import add_task, do_task
from matchmaker.deals.work.calendars import make_calendar
from matchmaker.deals.work.draft import TaskDraft
from matchmaker.deals.work.models import TaskCalendar
from tests.cast import Cast
from tests.deals.making import make_deal

Ids = dict[str, int | str]


def make_work_world(database: Database, cast: Cast) -> Ids:
    """A deal in force; the author has a task that is late and a milestone to meet, and is asked by name."""
    due = clock.today() - timedelta(days=2)
    with database.write() as db:
        made = make_deal(db, cast, stage="performing")
        deal, author, company = load_deal(cast["officer"], db, made.id), cast["author"], cast["company"]
        task = add_task(author, db, deal, TaskDraft("Send the samples", False, author.user_id, due))
        milestone = add_task(company, db, deal, TaskDraft("Pilot line runs", True, author.user_id))
        done = add_task(company, db, deal, TaskDraft("Order tanks", False, company.user_id, due))
        do_task(company, db, deal, done.id, done.version)
        document = DealDocument(deal_id=deal.id, kind="other", name="Test plan", side="provider", is_confidential=False)
        db.add(document)
        db.flush()
        said = MessageDraft("When will the samples come?", [int(author.user_id or 0)], [document.id])
        message = post_message(company, db, deal, said)
        make_calendar(author, db)
        token = db.query(TaskCalendar.token).filter(TaskCalendar.user_id == author.user_id).scalar()
        return {
            "work_deal": deal.id, "work_task": task.id, "work_version": task.version, "work_milestone": milestone.id,
            "work_message": message.id, "work_token": token, "work_author": int(author.user_id or 0),
        }  # fmt: skip


def fill_work(database: Database, cast: Cast, rows: int) -> None:
    """So many tasks of the author and messages of others, and as many documents, on one deal; the author has read none."""
    with database.write() as db:
        deal = load_deal(cast["officer"], db, make_deal(db, cast, stage="performing").id)
        author, officer = int(cast["author"].user_id or 0), cast["officer"]
        for number in range(rows):
            document = DealDocument(deal_id=deal.id, kind="other", name=f"Plan {number}", side="provider")
            db.add(document)
            db.flush()
            add_task(officer, db, deal, TaskDraft(f"Task {number}", False, author, clock.today()))
            post_message(officer, db, deal, MessageDraft(f"Message {number}", [author], [document.id]))
        make_calendar(cast["author"], db)
