"""From the panel and settings to the engine: what can be reckoned with, and what is left out and why.

A statistic without figures, with the same figure everywhere or without weight is left out, and so is a region of which
nothing is known; the page says so in words and reckons with the rest.
"""

from dataclasses import dataclass

import numpy as np

from matchmaker.potential.aggregation import shares_of
from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework, Group, Indicator, Matrix
from matchmaker.potential.index import Index, reckon
from matchmaker.potential.method import Aggregation, Method, Treatment, variants
from matchmaker.potential.unusable import Unusable, Why
from matchmaker.territories.statistics.models import Statistic
from matchmaker.territories.statistics.panel import Panel
from matchmaker.territories.statistics.settings import OWN, Settings, check_shares
from matchmaker.vocabularies import terms

TOP = "index"


@dataclass(frozen=True)
class Problem:
    """What the engine gets. `left`: codes of statistics left out, by reason; `empty`: regions of which nothing is known."""

    panel: Panel
    settings: Settings
    framework: Framework
    figures: Figures
    method: Method
    left: dict[str, Why]
    empty: list[str]

    @property
    def codes(self) -> list[str]:
        """The statistics in the order of the columns."""
        return [one.code for one in self.framework.indicators]

    @property
    def methods(self) -> tuple[Method, ...]:
        """The ways that the draws choose among: all combinations, and each with the statistics' own treatments."""
        own = self.method.treatments
        more = {(one.normalisation, one.aggregation) for one in variants()} if any_treated(own) else set()
        return (*variants(), *(Method(*pair, treatments=own) for pair in sorted(more)))


def any_treated(own: tuple[Treatment, ...]) -> bool:
    """Whether a statistic has a treatment of its own."""
    return any(one is not Treatment.NONE for one in own)


def pose(panel: Panel, settings: Settings) -> Problem:
    """Put the figures into the engine's hands. Raises Invalid for shares that do not add up, Unusable when nothing is left."""
    weights = _weights(panel, settings)
    left = {one.code: Why.NO_WEIGHT for one in panel.used if not weights[one.code] * weights[one.dimension_code]}
    kept, regions = _usable([one for one in panel.used if one.code not in left], panel, left)
    if not kept:
        raise Unusable(Why.TOO_FEW)
    values = _matrix(kept, panel, regions)
    method = _method(settings, kept)
    empty = [region for region in terms("regions") if region not in regions]
    return Problem(
        panel, settings, _framework(panel, kept, weights), Figures(tuple(regions), values), method, left, empty
    )


def _weights(panel: Panel, settings: Settings) -> dict[str, float]:
    """The weight of every dimension and statistic."""
    given = {one.code: one.weight for one in panel.dimensions} | {one.code: one.weight for one in panel.used}
    if settings.weights != OWN:
        return given if settings.weights == "given" else dict.fromkeys(given, 1.0)
    groups = {one.code: [member.code for member in panel.members(one.code)] for one in panel.dimensions}
    filled = {TOP: [code for code, members in groups.items() if members]}
    check_shares(settings.shares, filled | groups, panel.names)
    return {code: settings.shares.get(code, 0.0) for code in given}


def _usable(statistics: list[Statistic], panel: Panel, left: dict[str, Why]) -> tuple[list[Statistic], list[str]]:
    """Take out what cannot be reckoned with until nothing changes any more."""
    regions = list(terms("regions"))
    while True:
        told = {
            one.code: {panel.cells[one.code, of].value for of in regions if (one.code, of) in panel.cells}
            for one in statistics
        }
        left |= {code: Why.CONSTANT if values else Why.NO_DATA for code, values in told.items() if len(values) < 2}
        kept = [one for one in statistics if one.code not in left]
        known = [of for of in regions if any((one.code, of) in panel.cells for one in kept)]
        if len(kept) == len(statistics) and len(known) == len(regions):
            return kept, known
        statistics, regions = kept, known


def _matrix(statistics: list[Statistic], panel: Panel, regions: list[str]) -> Matrix:
    cells = panel.cells
    rows = [[cells[one.code, of].value if (one.code, of) in cells else np.nan for one in statistics] for of in regions]
    return np.array(rows, dtype=float)


def _framework(panel: Panel, kept: list[Statistic], weights: dict[str, float]) -> Framework:
    filled = {one.dimension_code for one in kept}
    groups = [Group(one.code, TOP, weights[one.code]) for one in panel.dimensions if one.code in filled]
    indicators = [Indicator(one.code, one.dimension_code, weights[one.code], one.direction) for one in kept]
    return Framework(tuple(indicators), (Group(TOP), *groups))


def _method(settings: Settings, kept: list[Statistic]) -> Method:
    if settings.treat == OWN:
        each = tuple(Treatment(one.treatment) for one in kept)
        return Method(settings.normalise, settings.aggregate, treatments=each)
    return Method(settings.normalise, settings.aggregate, Treatment(settings.treat))


def index_of(problem: Problem) -> Index:
    """The index as it stands. Raises Unusable."""
    return reckon(problem.framework, problem.figures, problem.method)


def effective_shares(problem: Problem, index: Index) -> Matrix:
    """How much each statistic weighs in the index of each region, given what is known of it."""
    return shares_of(index.scores, problem.framework)


def gains(problem: Problem, index: Index) -> Matrix:
    """Points of the index that each statistic brings a region beside an average region: what would go if it were average.

    Of an arithmetic mean they add up to the distance from the average region, if nothing is missing.
    """
    shares = effective_shares(problem, index)
    if problem.method.aggregation is Aggregation.ARITHMETIC:
        return np.asarray(shares * (index.scores - np.nanmean(index.scores, axis=0)))
    logs = np.log(index.scores)
    away = np.nanmean(logs, axis=0) - logs
    return np.asarray(index.index[:, None] * (1 - np.exp(shares * away)))
