"""What of indicators and of the annual report waits for somebody, counted for the home page: scalar selects."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.indicators.models import COUNTRY, Indicator
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission
from matchmaker.indicators.report.rules import FILLING
from matchmaker.indicators.rules import kept_by
from matchmaker.indicators.values.models import IndicatorValue
from matchmaker.indicators.values.periods import MONTHS, Period, last_period
from matchmaker.territories.rules import is_ministry


def waiting_reports(actor: Actor) -> dict[str, Select[Any]]:
    """How many values are due, submissions to write and to accept, and the first year that has some to accept (or 0)."""
    to_accept = _open().where(Submission.state == "submitted", true() if is_ministry(actor) else false())
    return {
        "due": _due(actor),
        "to_write": _to_write(actor),
        "to_accept": to_accept.with_only_columns(func.count()),
        "to_accept_year": to_accept.with_only_columns(func.coalesce(func.min(ReportCycle.year), 0)),
    }


def _open() -> Select[Any]:
    return select(ReportCycle.year).select_from(Submission).join(Submission.cycle).where(ReportCycle.state == "open")


def _to_write(actor: Actor) -> Select[Any]:
    query = _open().join(ReportingBody, ReportingBody.id == Submission.body_id)
    mine = ReportingBody.organisation_id.in_(sorted(actor.organisations)), Submission.state.in_(FILLING)
    return query.where(*mine).with_only_columns(func.count())


def _due(actor: Actor) -> Select[Any]:
    """As many as `due_values` finds."""
    today = clock.today()
    awaited = [and_(Indicator.frequency == one, ~_published(last_period(one, today))) for one in MONTHS]
    query = select(func.count()).select_from(Indicator).where(kept_by(actor), Indicator.is_active)
    return query.where(or_(*awaited))


def _published(period: Period) -> ColumnElement[bool]:
    """Whether the country has a value of the period that was made when it was over."""
    over = datetime.combine(period.ends_on + timedelta(days=1), time(), UTC)
    value = exists().where(IndicatorValue.indicator_id == Indicator.id, IndicatorValue.place == COUNTRY)
    return value.where(
        IndicatorValue.year == period.year, IndicatorValue.state == "published", IndicatorValue.made_at >= over
    )
