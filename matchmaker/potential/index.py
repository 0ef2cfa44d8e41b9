"""The index of a method: the whole way from figures to scores and ranks."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.potential.aggregation import aggregate
from matchmaker.potential.figures import Figures, require_usable, require_variety
from matchmaker.potential.framework import Framework, Matrix, Vector
from matchmaker.potential.method import Method
from matchmaker.potential.normalisation import normalise
from matchmaker.potential.treatment import treat
from matchmaker.potential.unusable import Unusable, Why

DIGITS = 12  # scores that agree to so many digits of their spread are equal: sums in floating point differ further down


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """What a method makes of the figures: `scores` by indicator and `groups` by group, the index, and its ranks."""

    scores: Matrix
    groups: Matrix
    index: Vector
    ranks: NDArray[np.intp]


def reckon(framework: Framework, figures: Figures, method: Method) -> Index:
    """Check, treat, normalise, aggregate and rank."""
    scores = scores_of(framework, figures, method)
    groups = aggregate(scores, framework, method.aggregation)
    index = groups[:, framework.groups.index(framework.index)]
    if np.isnan(index).any():
        raise Unusable(Why.NO_SCORE, *np.array(figures.units)[np.isnan(index)])
    return Index(scores, groups, index, ranks(index))


def scores_of(framework: Framework, figures: Figures, method: Method) -> Matrix:
    """Treated and normalised figures: a score of every region and indicator, higher better."""
    require_usable(framework, figures)
    treated = treat(figures.values, method.treatment, method.treatments)
    require_variety([indicator.code for indicator in framework.indicators], treated)
    return normalise(treated, framework.directions, method)


def ranks(index: Vector) -> NDArray[np.intp]:
    """Competition ranks: one plus the number of regions with more, so that equal regions share a rank (1, 2, 2, 4)."""
    spread = np.ptp(index) or 1.0
    behind = np.round((index.max() - index) / spread, DIGITS)
    return np.asarray(np.searchsorted(np.sort(behind), behind) + 1)
