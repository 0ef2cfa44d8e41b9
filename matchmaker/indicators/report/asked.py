"""Which figures a body is asked for: of the country what its organisation owns, of its region what has targets there.

What the platform counts itself (`query`) nobody is asked for.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.indicators.models import COUNTRY, Direction, Indicator, IndicatorTarget
from matchmaker.indicators.report.models import ReportingBody

Placed = Collection[tuple[int, str]]


@dataclass(frozen=True)
class Asked:
    """An indicator and a place that a body has to report, with the target of the year."""

    indicator: Indicator
    place: str
    target: float | None = None

    @property
    def key(self) -> str:
        """How its fields are called in the form."""
        return f"{self.indicator.id}-{self.place}"


def places_of(body: ReportingBody, indicator: Indicator, placed: Placed) -> list[str]:
    """Where the body answers for the indicator. placed: the indicators and places that have targets."""
    is_owner = body.organisation_id is not None and indicator.owner_id == body.organisation_id
    is_regional = body.kind == "local" and (indicator.id, body.region) in placed
    return [COUNTRY] * is_owner + [body.region] * is_regional


def reportable(db: Session) -> list[Indicator]:
    """The indicators whose figures bodies report, in the order of the report, with directions. One query."""
    query = select(Indicator).join(Direction).where(Indicator.is_active, Indicator.query == "")
    ordered = query.order_by(Direction.position, Direction.id, Indicator.position, Indicator.id)
    return list(db.scalars(ordered.options(joinedload(Indicator.direction))))


def asked_of(db: Session, body: ReportingBody, year: int) -> list[Asked]:
    """Everything that a body has to report on a year. Two queries."""
    query = select(IndicatorTarget).where(IndicatorTarget.place.in_([COUNTRY, body.region]))
    targets = {(one.indicator_id, one.place, one.year): one.value for one in db.scalars(query)}
    placed = {(indicator_id, place) for indicator_id, place, _year in targets}
    return [
        Asked(indicator, place, targets.get((indicator.id, place, year)))
        for indicator in reportable(db)
        for place in places_of(body, indicator, placed)
    ]


def counts_asked(db: Session, bodies: Iterable[ReportingBody]) -> dict[int, int]:
    """How many figures each body has to report, by the body's id. Two queries."""
    query = select(IndicatorTarget.indicator_id, IndicatorTarget.place).where(IndicatorTarget.place != COUNTRY)
    placed = {(indicator_id, place) for indicator_id, place in db.execute(query.distinct())}
    indicators = reportable(db)
    return {body.id: sum(len(places_of(body, one, placed)) for one in indicators) for body in bodies}
