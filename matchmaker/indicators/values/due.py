"""What its owner, or the ministry, has to enter or publish: values of the country whose period is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.indicators.models import COUNTRY, Direction, Indicator
from matchmaker.indicators.rules import kept_by, may_edit
from matchmaker.indicators.values.actions import take_value
from matchmaker.indicators.values.draft import Cell
from matchmaker.indicators.values.models import IndicatorValue
from matchmaker.indicators.values.periods import Period, last_period
from matchmaker.indicators.values.queries import last_published


@dataclass(frozen=True)
class Due:
    """A value that is missing, or a draft (with its id) that waits to be published."""

    indicator: Indicator
    period: Period
    draft_id: int | None
    is_late: bool


def due_values(actor: Actor, db: Session) -> list[Due]:
    """What waits for the actor, the longest due first. Two queries."""
    query = select(Indicator).join(Indicator.direction).where(kept_by(actor), Indicator.is_active)
    order = Direction.position, Direction.id, Indicator.position, Indicator.id
    kept = list(db.scalars(query.options(joinedload(Indicator.owner)).order_by(*order)))
    today = clock.today()
    values = _values(db, [one.id for one in kept], today)
    found = (_due(one, values.get(one.id, []), today) for one in kept)
    return sorted((one for one in found if one), key=lambda one: one.period.due_on)


def _values(db: Session, ids: list[int], today: date) -> dict[int, list[IndicatorValue]]:
    """Drafts and published values of this year and the last, by indicator."""
    query = select(IndicatorValue).where(IndicatorValue.indicator_id.in_(ids), IndicatorValue.place == COUNTRY)
    query = query.where(IndicatorValue.year >= today.year - 1, IndicatorValue.state != "withdrawn")
    found: dict[int, list[IndicatorValue]] = {}
    for one in db.scalars(query.order_by(IndicatorValue.version)):
        found.setdefault(one.indicator_id, []).append(one)
    return found


def _due(indicator: Indicator, values: Iterable[IndicatorValue], today: date) -> Due | None:
    period = last_period(indicator.frequency, today)
    made = [one for one in values if one.year == period.year and one.made_at.date() > period.ends_on]
    if any(one.state == "published" for one in made):
        return None
    draft = next((one.id for one in made if one.state == "draft"), None)
    return Due(indicator, period, draft, today > period.due_on)


def take_missing(actor: Actor, db: Session, *, is_demo: bool = False) -> list[IndicatorValue]:
    """Drafts of everything that is due and that the platform counts; what cannot be counted is left out."""
    require(may_edit(actor))
    made = []
    for one in due_values(actor, db):
        if one.indicator.query and one.draft_id is None:
            made += _taken(actor, db, one, is_demo)
    return made


def _taken(actor: Actor, db: Session, one: Due, is_demo: bool) -> list[IndicatorValue]:
    cell = Cell(COUNTRY, one.period.year)
    is_first = last_published(db, one.indicator.id, cell.place, cell.year) is None
    reason = "" if is_first else _("Counted anew after the end of the period.")
    try:
        return [take_value(actor, db, one.indicator, cell, reason, is_demo=is_demo)]
    except Invalid:  # a share of nothing
        return []
