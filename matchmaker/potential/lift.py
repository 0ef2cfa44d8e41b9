"""What would lift a region: for each indicator the smallest improvement that gains a place, all else as it is.

The figure is improved towards the best that any region has: what nobody reaches is no advice. Everything that depends on
the figure (treatment, the ends of min–max, mean and deviation) is reckoned anew, so the answer is what the index itself
would say on that day.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matchmaker.potential.aggregation import raised, shares_of
from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework
from matchmaker.potential.index import Index, ranks, reckon
from matchmaker.potential.method import PLAIN, Method
from matchmaker.potential.normalisation import normalise
from matchmaker.potential.treatment import treat

STEPS = 16  # looked at first: a z-score or a treatment need not answer evenly to an improvement
HALVINGS = 40  # of the step in which the place is gained


@dataclass(frozen=True, slots=True)
class Lift:
    """Raising (or lowering, where less is better) one figure to `figure` gains `places`."""

    code: str
    figure: float
    change: float
    places: int


def lift(framework: Framework, figures: Figures, unit: str, method: Method = PLAIN) -> tuple[Lift, ...]:
    """One for each indicator that can gain the region a place, the least part of the indicator's range first."""
    found = reckon(framework, figures, method)
    row = figures.units.index(unit)
    if found.ranks[row] == 1:
        return ()
    lifts = (_lift(framework, figures, method, found, row, column) for column in range(figures.values.shape[1]))
    ranges = dict(zip((one.code for one in framework.indicators), _ranges(figures), strict=True))
    return tuple(sorted((one for one in lifts if one), key=lambda one: abs(one.change) / ranges[one.code]))


def _ranges(figures: Figures) -> list[float]:
    return [float(one) for one in np.nanmax(figures.values, axis=0) - np.nanmin(figures.values, axis=0)]


def _lift(framework: Framework, figures: Figures, method: Method, found: Index, row: int, column: int) -> Lift | None:
    """The smallest improvement of one figure that gains a place, if the best figure there is gains one."""
    values, before = figures.values[:, column], figures.values[row, column]
    best = np.nanmax(values) if framework.indicators[column].direction == 1 else np.nanmin(values)
    if np.isnan(before) or before == best:
        return None
    rank_at = _rank_with(framework, figures, method, found, row, column)
    figure = _least(lambda part: rank_at(before + (best - before) * part) < found.ranks[row])
    if figure is None:
        return None
    after = float(before + (best - before) * figure)
    code = framework.indicators[column].code
    return Lift(code, after, float(after - before), int(found.ranks[row]) - rank_at(after))


def _least(gains: Callable[[float], bool]) -> float | None:
    """The least part of the way, from 0 to 1, that gains, to within 2^-40 of the first step that does."""
    step = next((step for step in range(1, STEPS + 1) if gains(step / STEPS)), None)
    if step is None:
        return None
    short, far = (step - 1) / STEPS, step / STEPS
    for _ in range(HALVINGS):
        middle = (short + far) / 2
        short, far = (short, middle) if gains(middle) else (middle, far)
    return far


def _rank_with(
    framework: Framework, figures: Figures, method: Method, found: Index, row: int, column: int
) -> Callable[[float], int]:
    """The region's rank as a function of one of its figures. Only that indicator's scores change, so only they are reckoned."""
    shares = shares_of(found.scores, framework)[:, column]
    index = raised(found.index, method.aggregation)
    before = raised(found.scores[:, column], method.aggregation)

    def rank(figure: float) -> int:
        values = figures.values[:, [column]].copy()
        values[row] = figure
        if np.nanmin(values) == np.nanmax(values):  # the indicator would tell regions apart no longer
            return int(found.ranks[row])
        scores = normalise(treat(values, method.of_column(column).treatment), framework.directions[[column]], method)[
            :, 0
        ]
        change = np.nan_to_num(raised(scores, method.aggregation) - before)
        return int(ranks(index + shares * change)[row])

    return rank
