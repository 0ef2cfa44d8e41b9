"""Who has submitted and who is late: one row for each body of a cycle. Four queries."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager

from matchmaker.accounts.models import User
from matchmaker.deals.money.standing import today
from matchmaker.indicators.report.asked import counts_asked
from matchmaker.indicators.report.models import (
    ReportCycle,
    ReportingBody,
    Submission,
    SubmissionComment,
    SubmissionItem,
)
from matchmaker.indicators.report.rules import FILLING
from matchmaker.organisations.models import Membership

SHOWN = ("late", "awaited", "returned", "submitted", "accepted")  # the order of the picture


@dataclass(frozen=True)
class Row:
    """A body's submission. days_late: 0 when it is in time, or in. people: who can be written to."""

    submission: Submission
    asked: int
    filled: int
    comments: int
    people: int
    days_late: int

    @property
    def standing(self) -> str:
        """The state; late when nothing has come yet and the day is over."""
        return "late" if self.days_late and self.submission.state == "awaited" else self.submission.state


def board_of(db: Session, cycle: ReportCycle) -> list[Row]:
    """Local bodies by region after central ones, in the order they were listed."""
    filled = _count(SubmissionItem.submission_id, Submission.id)
    comments = _count(SubmissionComment.submission_id, Submission.id)
    people = select(func.count()).select_from(Membership).join(User, User.id == Membership.user_id)
    people = people.where(Membership.organisation_id == ReportingBody.organisation_id)
    people = people.where(Membership.state == "active", User.is_active)
    query = select(Submission, filled, comments, people.correlate(ReportingBody).scalar_subquery())
    query = query.join(Submission.body).options(contains_eager(Submission.body)).where(Submission.cycle_id == cycle.id)
    rows = db.execute(query.order_by(ReportingBody.kind, ReportingBody.id)).all()
    asked = counts_asked(db, [one.body for one, *_counts in rows])
    return [
        Row(one, asked[one.body_id], items, said, heads, days_late(one, cycle, today()))
        for one, items, said, heads in rows
    ]


def _count(column: InstrumentedAttribute[int], owner: InstrumentedAttribute[int]) -> ScalarSelect[int]:
    return select(func.count()).where(column == owner).correlate(Submission).scalar_subquery()


def days_late(submission: Submission, cycle: ReportCycle, on: date) -> int:
    """How many days the body is over the day, while it has still to submit."""
    if submission.state not in FILLING or cycle.state != "open":
        return 0
    return max(0, (on - cycle.submit_by).days)


def counts_of(rows: list[Row]) -> dict[str, int]:
    """How many bodies stand how."""
    return {code: sum(row.standing == code for row in rows) for code in SHOWN}
