"""How sure a rank is: its spread under thousands of draws of weights and methods."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matchmaker.potential.aggregation import raised
from matchmaker.potential.drawing import distances, exponentials, members_of
from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework, Matrix, Vector
from matchmaker.potential.index import reckon
from matchmaker.potential.method import PLAIN, Method
from matchmaker.potential.places import Counts, Draws, places, tally
from matchmaker.potential.unusable import Unusable, Why

DRAWS = 10_000


class Over(StrEnum):
    """What is drawn: weights of all indicators at once, weights within every group, or no weights, only methods."""

    INDICATORS = "indicators"
    GROUPS = "groups"
    METHODS = "methods"


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """`counts[unit, rank - 1]` says in how many draws a region has a rank."""

    counts: Counts

    @property
    def mean(self) -> Vector:
        """The mean rank of each region."""
        ranks = np.arange(1, self.counts.shape[1] + 1)
        return np.asarray(self.counts @ ranks / self.counts.sum(axis=1))

    def quantile(self, part: float) -> Vector:
        """The rank that so great a part of the draws does not exceed, between two ranks where it falls there (R: type 7)."""
        place = (self.counts[0].sum() - 1) * part
        reached = self.counts.cumsum(axis=1)
        below, above = ((reached <= one).sum(axis=1) + 1 for one in (np.floor(place), np.ceil(place)))
        return np.asarray(below + (above - below) * (place % 1))


def draws(
    framework: Framework,
    figures: Figures,
    methods: Sequence[Method] = (PLAIN,),
    over: Over = Over.INDICATORS,
    count: int = DRAWS,
    seed: int = 0,
) -> Spread:
    """The spread of ranks when every draw takes one of the methods, all equally likely, and weights from the simplex.

    Weights drawn over all indicators pass the groups over: each indicator then weighs as much as any other on average.
    The same seed gives the same figures.
    """
    if count < 1 or not methods:
        raise Unusable(Why.TOO_FEW)
    times = np.random.default_rng(seed).multinomial(count, np.full(len(methods), 1 / len(methods)))
    if over is Over.METHODS:
        return _together(_fixed(framework, figures, *one) for one in zip(methods, times.tolist(), strict=True))
    tree = framework.flattened() if over is Over.INDICATORS else framework
    weights = np.split(exponentials(count, len(members_of(tree)), seed), np.cumsum(times)[:-1])
    parts = zip(methods, weights, strict=True)
    return _together(_drawn(tree, figures, method, part) for method, part in parts if len(part))


def _together(counts: Iterable[Counts]) -> Spread:
    return Spread(np.sum(list(counts), axis=0))


def usable(framework: Framework, figures: Figures, methods: Sequence[Method]) -> tuple[Method, ...]:
    """Those methods that the figures allow: a geometric mean, say, needs scores above zero."""
    return tuple(method for method in methods if _allows(framework, figures, method))


def _allows(framework: Framework, figures: Figures, method: Method) -> bool:
    try:
        reckon(framework, figures, method)
    except Unusable:
        return False
    return True


def _fixed(framework: Framework, figures: Figures, method: Method, times: int) -> Counts:
    found = reckon(framework, figures, method).ranks
    return np.asarray((found[:, None] == np.arange(1, len(found) + 1)) * times)


def _drawn(tree: Framework, figures: Figures, method: Method, weights: Draws) -> Counts:
    scores, twin, copies = distinct(tree, figures, method)
    return np.asarray(tally(weights, lambda block: distances(scores, tree, block), copies)[twin])


def distinct(tree: Framework, figures: Figures, method: Method) -> tuple[Matrix, Counts, Counts]:
    """Scores to take arithmetic means of, equal regions once: with where each region is found, and how many are there.

    Equal regions share their rank in every draw, whatever rounding does.
    """
    scores = raised(reckon(tree, figures, method).scores, method.aggregation)
    number: dict[bytes, int] = {}
    twin = np.array([number.setdefault(row.tobytes(), len(number)) for row in scores])
    first = np.zeros(len(number), np.intp)
    first[twin[::-1]] = np.arange(len(twin))[::-1]
    return scores[first], twin, np.bincount(twin)


def places_drawn(tree: Framework, figures: Figures, method: Method, weights: Draws) -> NDArray[np.unsignedinteger]:
    """The number of regions before each region in every draw, draws by regions."""
    scores, twin, copies = distinct(tree, figures, method)
    return places(weights, lambda block: distances(scores, tree, block), copies)[:, twin]
