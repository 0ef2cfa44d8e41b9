"""Reading the form of a task."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from matchmaker.accounts.models import User
from matchmaker.core.i18n import _
from matchmaker.deals.models import Deal
from matchmaker.sessions.reading import FormReader, Values

TITLE_MOST = 300
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class TaskDraft:
    """What a form says about a task; the names are those of the columns."""

    title: str
    is_milestone: bool = False
    owner_id: int | None = None
    due_on: date | None = None


def read_task(values: Values, deal: Deal, people: Iterable[User]) -> TaskDraft:
    """Raises Invalid with each field that cannot be taken. people: who may own it."""
    reader = FormReader(values)
    title = reader.line("title", TITLE_MOST, 1)
    is_milestone = reader.is_ticked("is_milestone")
    owner = reader.choice("owner_id", [str(user.id) for user in people])
    due = reader.day("due_on")
    if due and due.year not in YEARS:
        reader.errors["due_on"] = _("Choose a day between 2000 and 2100.")
    elif due and is_milestone and (first := first_day(deal)) and due < first:
        reader.errors["due_on"] = _(
            "A milestone comes after the agreement, which holds from %(day)s. Choose that day or a later one.",
            day=first.isoformat(),
        )
    reader.finish()
    return TaskDraft(title, is_milestone, int(owner) if owner else None, due)


def first_day(deal: Deal) -> date | None:
    """The day from which the agreement holds, if there is one yet."""
    return deal.starts_on or (deal.signed_at.date() if deal.signed_at else None)
