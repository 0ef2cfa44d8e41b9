"""What of indicators and of the annual report waits for somebody, counted for the home page."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission
from matchmaker.indicators.report.rules import FILLING
from matchmaker.indicators.values.due import due_values
from matchmaker.territories.rules import is_ministry


def report_counts(actor: Actor, db: Session) -> dict[str, int]:
    """How many values are due, submissions to write and to accept, and the first year that has some to accept (or 0).

    Three queries, none for who keeps nothing.
    """
    counts = {"due": 0, "to_write": 0, "to_accept": 0, "to_accept_year": 0}
    if is_ministry(actor) or actor.organisations:
        counts |= {"due": len(due_values(actor, db)), "to_write": db.scalars(_to_write(actor)).one()}
    if is_ministry(actor):
        counts |= db.execute(_to_accept()).one()._mapping
    return counts


def _to_write(actor: Actor) -> Select[int]:
    query = select(func.count()).select_from(Submission).join(ReportingBody).join(Submission.cycle)
    mine = ReportingBody.organisation_id.in_(sorted(actor.organisations)), Submission.state.in_(FILLING)
    return query.where(ReportCycle.state == "open", *mine)


def _to_accept() -> Select[int, int]:
    year = func.coalesce(func.min(ReportCycle.year), 0).label("to_accept_year")
    query = select(func.count().label("to_accept"), year).select_from(Submission).join(Submission.cycle)
    return query.where(ReportCycle.state == "open", Submission.state == "submitted")
