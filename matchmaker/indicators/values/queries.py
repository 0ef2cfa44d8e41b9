"""Reads of values: what is in force, every version, and the documents behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, undefer

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.indicators.models import COUNTRY
from matchmaker.indicators.values.models import Evidence, IndicatorValue
from matchmaker.indicators.values.rules import visible_to

Series = dict[int, IndicatorValue]  # by year: the version in force


@dataclass(frozen=True)
class Version:
    """One version with the names of who entered and who published it."""

    value: IndicatorValue
    entered_by: str
    published_by: str


def _visible(actor: Actor) -> Select[IndicatorValue]:
    query = select(IndicatorValue).join(IndicatorValue.indicator).where(visible_to(actor))
    return query.options(contains_eager(IndicatorValue.indicator), joinedload(IndicatorValue.evidence))


def in_force(values: Iterable[IndicatorValue]) -> Series:
    """The last published version of each year; the values are of one indicator and place."""
    published = (one for one in values if one.state == "published")
    return {one.year: one for one in sorted(published, key=lambda one: (one.year, one.version))}


def published_series(actor: Actor, db: Session, place: str = COUNTRY) -> dict[int, Series]:
    """What is in force in a place, by indicator and year. One query."""
    query = _visible(actor).where(IndicatorValue.place == place, IndicatorValue.state == "published")
    found: dict[int, list[IndicatorValue]] = {}
    for one in db.scalars(query):
        found.setdefault(one.indicator_id, []).append(one)
    return {indicator_id: in_force(values) for indicator_id, values in found.items()}


def versions_of(actor: Actor, db: Session, indicator_id: int) -> list[Version]:
    """Every version of every place and year that the actor may see, the latest year and version first. One query."""
    one, other = aliased(User), aliased(User)
    query = _visible(actor).where(IndicatorValue.indicator_id == indicator_id).add_columns(one.name, other.name)
    query = query.outerjoin(one, one.id == IndicatorValue.user_id).outerjoin(
        other, other.id == IndicatorValue.published_by
    )
    order = IndicatorValue.year.desc(), IndicatorValue.place, IndicatorValue.version.desc()
    return [Version(value, who or "", by or "") for value, who, by in db.execute(query.order_by(*order))]


def load_value(actor: Actor, db: Session, indicator_id: int, value_id: int) -> IndicatorValue:
    """One version. Raises NotFound."""
    query = _visible(actor).where(IndicatorValue.id == value_id, IndicatorValue.indicator_id == indicator_id)
    if (found := db.scalar(query.execution_options(populate_existing=True))) is None:
        raise NotFound(_("There is no such value."))
    return found


def latest_of(db: Session, indicator_id: int, place: str, year: int) -> IndicatorValue | None:
    """The last version of a place and year, whatever its state."""
    where = IndicatorValue.indicator_id == indicator_id, IndicatorValue.place == place, IndicatorValue.year == year
    query = select(IndicatorValue).where(*where)
    query = query.options(joinedload(IndicatorValue.evidence), joinedload(IndicatorValue.indicator))
    return db.scalar(query.order_by(IndicatorValue.version.desc()).limit(1))


def last_published(db: Session, indicator_id: int, place: str, year: int) -> IndicatorValue | None:
    """The version in force of a place and year."""
    where = IndicatorValue.indicator_id == indicator_id, IndicatorValue.place == place, IndicatorValue.year == year
    query = select(IndicatorValue).where(*where, IndicatorValue.state == "published")
    return db.scalar(query.order_by(IndicatorValue.version.desc()).limit(1))


def load_evidence(actor: Actor, db: Session, evidence_id: int) -> Evidence:
    """A document behind a value that the actor may see, with its bytes. Raises NotFound."""
    value = select(IndicatorValue.id).join(IndicatorValue.indicator)
    value = value.where(IndicatorValue.evidence_id == Evidence.id, visible_to(actor))
    query = select(Evidence).where(Evidence.id == evidence_id, exists(value)).options(undefer(Evidence.content))
    if (found := db.scalar(query)) is None:
        raise NotFound(_("There is no such document."))
    return found


def latest(series: Mapping[int, IndicatorValue]) -> IndicatorValue | None:
    """The value of the last year."""
    return series[max(series)] if series else None
