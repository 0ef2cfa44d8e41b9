"""Shapes of indicators as JSON."""

from typing import Any

from pydantic import BaseModel

from matchmaker.indicators.values.models import IndicatorValue
from matchmaker.indicators.values.overview import Line


class DirectionShape(BaseModel):
    """A direction; names by language."""

    code: str
    names: dict[str, str]


class TargetShape(BaseModel):
    """What is to be reached in a year."""

    year: int
    value: float


class IndicatorValueShape(BaseModel):
    """The version in force of a year's value. origin: platform or entered. is_demo: made up. evidence_sha256: of the document."""

    year: int
    value: float
    version: int
    standing: str
    origin: str
    is_demo: bool
    published_at: str
    evidence_sha256: str | None


class IndicatorShape(BaseModel):
    """An indicator in a place. better: 1 when more is better, else -1. is_demo: its plan is made up. Texts by language."""

    id: int
    code: str
    direction: DirectionShape
    names: dict[str, str]
    units: dict[str, str]
    formulas: dict[str, str]
    sources: dict[str, str]
    frequency: str
    better: int
    place: str
    baseline_year: int | None
    baseline: float | None
    critical: float | None
    query: str
    owner: str | None
    is_demo: bool
    standing: str
    latest: IndicatorValueShape | None
    values: list[IndicatorValueShape]
    targets: list[TargetShape]


class IndicatorList(BaseModel):
    """Indicators by direction, and how many there are."""

    indicators: list[IndicatorShape]
    total: int


PLAIN = ("id", "code", "names", "units", "formulas", "sources", "frequency", "better", "query", "is_demo")


def indicator_shape(line: Line) -> IndicatorShape:
    """An indicator as JSON."""
    one = line.indicator
    given: dict[str, Any] = {name: getattr(one, name) for name in PLAIN}
    given["direction"] = DirectionShape(code=one.direction.code, names=one.direction.names)
    given |= {"place": line.place, "baseline": line.baseline, "critical": line.critical, "standing": line.standing}
    given["baseline_year"] = one.baseline_year if line.baseline is not None else None
    given["owner"] = one.owner.name if one.owner else None
    given["values"] = [_value(line, line.series[year]) for year in sorted(line.series)]
    given["latest"] = given["values"][-1] if given["values"] else None
    given["targets"] = [TargetShape(year=year, value=value) for year, value in sorted(line.targets.items())]
    return IndicatorShape(**given)


def _value(line: Line, value: IndicatorValue) -> IndicatorValueShape:
    given: dict[str, Any] = {name: getattr(value, name) for name in ("year", "value", "version", "origin", "is_demo")}
    given["published_at"] = value.published_at.isoformat() if value.published_at else ""
    given["evidence_sha256"] = value.evidence.sha256 if value.evidence else None
    return IndicatorValueShape(**given, standing=line.standing_in(value.year))
