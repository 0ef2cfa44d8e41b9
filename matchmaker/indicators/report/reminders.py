"""Reminders of what a body still has to submit: 30, 7 and 1 days before the day, then weekly while it is late."""

from datetime import date, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from matchmaker.deals.money.standing import today
from matchmaker.indicators.report.letters import write_to_body
from matchmaker.indicators.report.models import ReportCycle, Submission
from matchmaker.indicators.report.rules import FILLING

STEPS = (30, 7, 1)  # days before
WEEK = timedelta(days=7)


def is_due(submit_by: date, on: date, reminded_on: date | None) -> bool:
    """Whether a body that was written to last on `reminded_on` has to be written to on this day."""
    begun = [day for days in STEPS if (day := submit_by - timedelta(days)) <= on]
    if not begun:
        return False
    if on > submit_by:
        return reminded_on is None or reminded_on <= submit_by or on - reminded_on >= WEEK
    return reminded_on is None or reminded_on < max(begun)


def remind_bodies(db: Session) -> int:
    """One part of the sweep of every minute; returns how many bodies were written to."""
    day = today()
    query = select(Submission).join(Submission.cycle).where(ReportCycle.state == "open")
    query = query.where(Submission.state.in_(FILLING), ReportCycle.submit_by <= day + timedelta(STEPS[0]))
    query = query.where(or_(Submission.reminded_on.is_(None), Submission.reminded_on < day)).order_by(Submission.id)
    query = query.options(joinedload(Submission.body), contains_eager(Submission.cycle))
    held = query.with_for_update(of=Submission, skip_locked=True)
    found = [one for one in db.scalars(held) if is_due(one.cycle.submit_by, day, one.reminded_on)]
    for submission in found:
        write_to_body(db, submission, "report_late" if day > submission.cycle.submit_by else "report_due")
    told = update(Submission).where(Submission.id.in_([one.id for one in found]))
    if found:
        db.execute(told.values(reminded_on=day))  # past the version: nobody who fills it in must hear of it
    return len(found)
