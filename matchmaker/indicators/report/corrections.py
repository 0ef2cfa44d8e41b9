"""What was corrected after a report was frozen. The report stays as it was; newer versions are named beside it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.indicators.report.models import ReportCycle
from matchmaker.indicators.report.snapshot import Data, figures_in
from matchmaker.indicators.values.models import IndicatorValue


@dataclass(frozen=True)
class Correction:
    """A figure of the report, and the version that is published now."""

    indicator: Data
    figure: Data
    value: float
    version: int
    reason: str
    published_at: datetime | None


def corrections_of(db: Session, cycle: ReportCycle) -> list[Correction]:
    """Figures of which a newer version is published, in the order of the report. One query."""
    query = select(IndicatorValue).where(IndicatorValue.year == cycle.year, IndicatorValue.state == "published")
    latest = {(one.indicator_id, one.place): one for one in db.scalars(query.order_by(IndicatorValue.version))}
    found = []
    for _direction, indicator, figure in figures_in(cycle.frozen):
        now = latest.get((indicator["id"], figure["place"]))
        if now is not None and now.version > (figure["version"] or 0):
            found.append(Correction(indicator, figure, now.value, now.version, now.reason, now.published_at))
    return found
