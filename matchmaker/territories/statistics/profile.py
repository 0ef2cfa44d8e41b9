"""What a page tells of the regions: places, how sure they are, and what makes them so."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from matchmaker.potential.index import Index
from matchmaker.potential.spread import Spread
from matchmaker.territories.statistics.models import Statistic
from matchmaker.territories.statistics.panel import Cell
from matchmaker.territories.statistics.reckoning import TOP, Problem, effective_shares, gains, index_of
from matchmaker.territories.statistics.runs import Result

PART = 0.9  # of the draws that the range of ranks holds
CLEAR = 0.1  # a correlation below it is not told as something that moves a rank


@dataclass(frozen=True)
class Place:
    """A region's standing. `low`..`high` hold its rank in 90 % of the draws; none without draws."""

    region: str
    rank: int
    score: float
    dimensions: dict[str, float | None]
    known: int
    low: int | None = None
    high: int | None = None
    median: float | None = None
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Part:
    """One statistic of a region: its figure, score and weight, what it brings, and what hangs on it."""

    statistic: Statistic
    cell: Cell | None
    score: float | None
    share: float
    gain: float | None
    place: int | None
    kept: int | None
    pull: float


@dataclass(frozen=True)
class Standing:
    """The places of all regions, the best first, and the parts behind them."""

    problem: Problem
    index: Index
    result: Result | None
    places: list[Place]

    @property
    def by_region(self) -> dict[str, Place]:
        """Places by region."""
        return {one.region: one for one in self.places}

    @property
    def span(self) -> tuple[float, float]:
        """The lowest and the highest score of any region and statistic: the ends of bars."""
        return float(np.nanmin(self.index.scores)), float(np.nanmax(self.index.scores))


def stand(problem: Problem, result: Result | None) -> Standing:
    """Reckon the index and put the draws beside it. Raises Unusable."""
    index = index_of(problem)
    places = [_place(problem, index, result, row) for row in range(len(problem.figures.units))]
    return Standing(problem, index, result, sorted(places, key=lambda one: (one.rank, one.region)))


def _place(problem: Problem, index: Index, result: Result | None, row: int) -> Place:
    groups = [(group.code, float(index.groups[row, at])) for at, group in enumerate(problem.framework.groups)]
    dimensions = {code: None if np.isnan(score) else score for code, score in groups if code != TOP}
    known = int((~np.isnan(problem.figures.values[row])).sum())
    region, rank, score = problem.figures.units[row], int(index.ranks[row]), float(index.index[row])
    return Place(region, rank, score, dimensions, known, **_sureness(result, row))


def _sureness(result: Result | None, row: int) -> dict[str, Any]:
    if not result:
        return {}
    spread = Spread(np.array([result["counts"][row]]))
    low, median, high = (float(spread.quantile(part)[0]) for part in ((1 - PART) / 2, 0.5, (1 + PART) / 2))
    return {"low": int(low), "high": int(np.ceil(high)), "median": median, "counts": tuple(result["counts"][row])}


def parts_of(standing: Standing, region: str, moved: Result | None = None) -> list[Part]:
    """Every statistic that is reckoned with, what brings most first, what is missing last. `moved`: of `runs.find_moved`."""
    problem, index = standing.problem, standing.index
    row = problem.figures.units.index(region)
    shares, brought = effective_shares(problem, index)[row], gains(problem, index)[row]
    parts = [
        _part(standing, region, row, column, float(shares[column]), float(brought[column]), moved)
        for column in range(len(problem.codes))
    ]
    return sorted(parts, key=lambda one: (one.gain is None, -(one.gain or 0.0)))


def _part(
    standing: Standing, region: str, row: int, column: int, share: float, gain: float, moved: Result | None
) -> Part:
    problem, scores = standing.problem, standing.index.scores
    code = problem.codes[column]
    score = float(scores[row, column])
    is_known = not np.isnan(score)
    kept = moved["kept"][row][column] if moved else None
    return Part(
        problem.panel.by_code[code],
        problem.panel.cells.get((code, region)),
        score if is_known else None,
        share,
        gain if is_known else None,
        int((scores[:, column] > score).sum()) + 1 if is_known else None,
        None if kept is None else int(kept),
        float(moved["pull"][row][column] or 0.0) if moved else 0.0,
    )


def movers(parts: list[Part]) -> list[Part]:
    """What moves the rank: statistics whose weight or absence changes it, the strongest first."""
    found = [one for one in parts if one.kept or abs(one.pull) >= CLEAR]
    return sorted(found, key=lambda one: (-abs(one.pull), -abs(one.kept or 0)))
