"""The geometry of the pictures of an indicator: a chart with targets, values, baseline and critical level, and a sparkline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from matchmaker.indicators.values.overview import Line

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 84, 24, 16, 34
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 104, 30, 4


@dataclass(frozen=True)
class Point:
    """A mark: where it stands, and of which year and value it tells."""

    x: float
    y: float
    year: int
    value: float


@dataclass(frozen=True)
class Chart:
    """Everything that a picture draws. critical_y: the height of the critical level, if there is one."""

    width: int
    height: int
    targets: list[Point]
    values: list[Point]
    baseline: Point | None
    critical_y: float | None
    years: list[tuple[float, int]]
    ticks: list[tuple[float, float]]


@dataclass(frozen=True)
class _Frame:
    """A box with the years and values that lie in it."""

    left: float
    top: float
    width: float
    height: float
    years: tuple[int, int]
    range: tuple[float, float]

    def x(self, year: int) -> float:
        first, last = self.years
        return round(self.left + self.width * ((year - first) / (last - first) if last > first else 0.5), 1)

    def y(self, value: float) -> float:
        low, high = self.range
        return round(self.top + self.height * (1 - (value - low) / (high - low)), 1)

    def points(self, found: Iterable[tuple[int, float]]) -> list[Point]:
        return [Point(self.x(year), self.y(value), year, value) for year, value in sorted(found)]


def chart_of(line: Line) -> Chart | None:
    """The chart of a line; none when it tells nothing."""
    if not line.years:
        return None
    ticks = ticks_of(_numbers(line))
    frame = _Frame(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM, _span(line), (ticks[0], ticks[-1]))
    return _drawn(line, frame, WIDTH, HEIGHT, [(frame.y(one), one) for one in ticks])


def sparkline_of(line: Line) -> Chart | None:
    """The same, small and without words; none when no value is published."""
    if not line.series:
        return None
    numbers, edge = _numbers(line), SPARK_EDGE
    low, high = min(numbers), max(numbers)
    span = (low, high) if high > low else (low - 1, high + 1)
    frame = _Frame(edge, edge, SPARK_WIDTH - 2 * edge, SPARK_HEIGHT - 2 * edge, _span(line), span)
    return _drawn(line, frame, SPARK_WIDTH, SPARK_HEIGHT, [])


def _drawn(line: Line, frame: _Frame, width: int, height: int, ticks: list[tuple[float, float]]) -> Chart:
    baseline = [(line.indicator.baseline_year, line.baseline)] if line.baseline is not None else []
    marks = frame.points((year, value) for year, value in baseline if year is not None)
    return Chart(
        width, height, frame.points(line.targets.items()),
        frame.points((year, one.value) for year, one in line.series.items()), marks[0] if marks else None,
        None if line.critical is None else frame.y(line.critical),
        [(frame.x(year), year) for year in range(frame.years[0], frame.years[1] + 1)], ticks,
    )  # fmt: skip


def _span(line: Line) -> tuple[int, int]:
    return line.years[0], line.years[-1]


def _numbers(line: Line) -> list[float]:
    found = [*line.targets.values(), *(one.value for one in line.series.values())]
    return [*found, *(one for one in (line.baseline, line.critical) if one is not None)]


def ticks_of(numbers: Sequence[float], most: int = 6) -> list[float]:
    """Round values that reach around all numbers, at even steps of 1, 2 or 5 times a power of ten."""
    low, high = min(numbers), max(numbers)
    if 0 < low < (high - low) or low == high:
        low, high = min(low, 0.0), max(high, 0.0) if high else 1.0
    raw = (high - low) / (most - 1)
    power = 10.0 ** floor(log10(raw))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= raw * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(one * step, 9) for one in range(first, max(last, first + 1) + 1)]
