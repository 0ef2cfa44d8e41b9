"""Indicators with the values in force and how they stand: what the list, its files and the interface show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.indicators import standing as rule
from matchmaker.indicators.models import COUNTRY, Indicator
from matchmaker.indicators.queries import list_indicators, targets_of
from matchmaker.indicators.values.models import IndicatorValue
from matchmaker.indicators.values.queries import Series, latest, published_series
from matchmaker.vocabularies import terms


@dataclass(frozen=True)
class Asked:
    """What a reader narrows the list to; empty means everything."""

    direction: str = ""
    standing: str = ""
    place: str = COUNTRY


@dataclass(frozen=True)
class Line:
    """An indicator in a place: what is in force by year, what is planned, and how the last value stands."""

    indicator: Indicator
    place: str
    series: Series
    targets: dict[int, float]

    @property
    def baseline(self) -> float | None:
        """The baseline; it is the country's."""
        return self.indicator.baseline if self.place == COUNTRY else None

    @property
    def critical(self) -> float | None:
        """The critical level; it is the country's."""
        return self.indicator.critical if self.place == COUNTRY else None

    @property
    def value(self) -> IndicatorValue | None:
        """The value of the last year that has one."""
        return latest(self.series)

    @property
    def is_demo(self) -> bool:
        """Whether the plan or the last value is made up."""
        return self.indicator.is_demo or bool(self.value and self.value.is_demo)

    def expected(self, year: int) -> float | None:
        """What the plan asks for in a year."""
        return rule.expected(year, self.targets, self.indicator.baseline_year, self.baseline)

    def standing_in(self, year: int) -> str:
        """How the value of a year stands."""
        value = self.series[year].value if year in self.series else None
        return rule.standing(value, self.expected(year), self.indicator.better, self.baseline, self.critical)

    @property
    def standing(self) -> str:
        """How the last value stands."""
        return self.standing_in(self.value.year) if self.value else "no_value"

    @property
    def years(self) -> list[int]:
        """Every year that the indicator tells something of."""
        own = {self.indicator.baseline_year} if self.baseline is not None and self.indicator.baseline_year else set()
        return sorted({*self.series, *self.targets, *own})


@dataclass(frozen=True)
class Overview:
    """The lines that fit what was asked, and how all of them stand (before narrowing to one standing)."""

    lines: list[Line]
    counts: dict[str, int]

    def by_direction(self) -> dict[int, list[Line]]:
        """The lines by the id of their direction, in order."""
        found: dict[int, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.indicator.direction_id, []).append(line)
        return found


def line_of(indicator: Indicator, place: str, series: Series) -> Line:
    """One line; the indicator is loaded with its targets."""
    return Line(indicator, place, series, targets_of(indicator, place))


def overview(actor: Actor, db: Session, asked: Asked) -> Overview:
    """Every indicator that fits. Three queries."""
    series = published_series(actor, db, asked.place)
    lines = [line_of(one, asked.place, series.get(one.id, {})) for one in list_indicators(actor, db)]
    lines = [one for one in lines if asked.direction in ("", one.indicator.direction.code)]
    return Overview([one for one in lines if asked.standing in ("", one.standing)], _counts(lines))


def _counts(lines: Iterable[Line]) -> dict[str, int]:
    found = Counter(one.standing for one in lines)
    return {code: found[code] for code in terms("standings")}
