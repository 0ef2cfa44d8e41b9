"""Which indicators make a region's rank what it is: what changes without each, and what weighing it more would do."""

from dataclasses import dataclass

import numpy as np

from matchmaker.potential.aggregation import aggregate
from matchmaker.potential.drawing import exponentials, members_of
from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework, Matrix, Vector
from matchmaker.potential.index import ranks, reckon
from matchmaker.potential.method import PLAIN, Method
from matchmaker.potential.spread import DRAWS, places_drawn


@dataclass(frozen=True, slots=True, eq=False)
class Influence:
    """Regions by indicators.

    `places_kept`: places that a region would lose without the indicator (below zero: win), NaN if no index were left.
    `pull`: the correlation, over draws of weights, of the indicator's weight with places won: above zero where more
    weight lifts the region.
    """

    places_kept: Matrix
    pull: Matrix

    @property
    def share(self) -> Matrix:
        """The part of the variance of a region's rank that goes with each weight. Weights depend on each other, so no sum."""
        return np.asarray(self.pull**2)


def influence(
    framework: Framework, figures: Figures, method: Method = PLAIN, count: int = DRAWS, seed: int = 0
) -> Influence:
    """Leave each indicator out in turn, and draw weights over all indicators."""
    return Influence(_places_kept(framework, figures, method), _pull(framework, figures, method, count, seed))


def _places_kept(framework: Framework, figures: Figures, method: Method) -> Matrix:
    found = reckon(framework, figures, method)
    place = framework.groups.index(framework.index)
    kept = np.empty_like(found.scores)
    for column in range(kept.shape[1]):
        scores = found.scores.copy()
        scores[:, column] = np.nan
        kept[:, column] = _ranks_of_some(aggregate(scores, framework, method.aggregation)[:, place]) - found.ranks
    return kept


def _ranks_of_some(index: Vector) -> Vector:
    """Ranks of the regions that have an index, NaN for the others."""
    found = np.full(len(index), np.nan)
    known = ~np.isnan(index)
    found[known] = ranks(index[known]) if known.any() else np.nan
    return found


def _pull(framework: Framework, figures: Figures, method: Method, count: int, seed: int) -> Matrix:
    tree = framework.flattened()
    drawn = exponentials(count, len(members_of(tree)), seed)
    weights = _standardised(drawn / drawn.sum(axis=1, keepdims=True))
    won = _standardised(-places_drawn(tree, figures, method, drawn).astype(float))
    return np.asarray(won.T @ weights / count)


def _standardised(columns: Matrix) -> Matrix:
    """Columns of mean 0 and deviation 1; a rank that never changes stays 0, for nothing moves it."""
    away = columns - columns.mean(axis=0)
    deviation = away.std(axis=0)
    return np.asarray(away / np.where(deviation > 0, deviation, 1.0))
