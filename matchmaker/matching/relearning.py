"""Weights learned anew from answers, and the guard that decides whether they are fit for use.

Every own posting falls for good into the part that is learned from or into the part that is held back, so that what an
earlier fit has learned is never held back from a later one. The ridge weighs against the number of lists: few answers
move the present weights little.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from matchmaker.matching.fusion import CHANNELS, STRUCTURE, Fusion, shipped
from matchmaker.matching.learning import Floats, Graded, calibrate, fit_weights, quality, to_points

FEATURES = (*CHANNELS, *STRUCTURE)
LEAST_HELD_BACK = 20  # lists; fewer cannot tell better weights from luck
HELD_BACK = 0.3
SEED = 2026
RIDGE = 2.0  # of all lists together: as if each weight were known to within half a unit of log odds


@dataclass(frozen=True)
class Example:
    """The answers to one own posting: shares of shape (candidates, features), a grade of each candidate, and the
    feature that a declined one was declined for, or an empty string."""

    own: int
    shares: Floats
    grades: Floats
    blamed: tuple[str, ...]

    def as_given(self) -> Graded:
        """The list as it was recommended: what a ranking is measured by."""
        return Graded(self.shares, self.grades)

    def as_meant(self) -> Graded:
        """The list to learn from: a candidate declined for one feature differs from the accepted ones in that alone."""
        usual = self.shares[self.grades > 0].mean(axis=0)
        shares = self.shares.copy()
        for row, name in enumerate(self.blamed):
            if name:
                shares[row] = usual
                shares[row, FEATURES.index(name)] = self.shares[row, FEATURES.index(name)]
        return Graded(shares, self.grades)


@dataclass(frozen=True)
class Learned:
    """A candidate, the weights that it was to beat, and the figures of both on the held-back lists."""

    base: Fusion
    fusion: Fusion
    before: float
    after: float
    lists: int
    held_back: int
    answers: int

    @property
    def is_enough(self) -> bool:
        """Whether enough was held back to judge by."""
        return self.held_back >= LEAST_HELD_BACK

    @property
    def is_better(self) -> bool:
        """The guard: only better weights are adopted, on enough evidence, and never weights that are all zero."""
        return self.is_enough and self.after > self.before and any(self.fusion.points.values())


def is_held_back(own: int) -> bool:
    """Whether the answers to an own posting are kept to measure by: for ever the same, by a fixed seed."""
    digest = hashlib.sha256(f"{SEED} {own}".encode()).digest()
    return int.from_bytes(digest[:8]) < HELD_BACK * 2**64


def relearn(examples: Sequence[Example], base: Fusion) -> Learned | None:
    """Weights and calibration from the examples, near those in use; None when there is no list to learn from."""
    inside = [one for one in examples if not is_held_back(one.own)]
    held = [one.as_given() for one in examples if is_held_back(one.own)]
    if not inside:
        return None
    present = np.array([base.points[name] for name in FEATURES])
    meant = [one.as_meant() for one in inside]
    points = np.round(to_points(fit_weights(meant, present * shipped().slope, RIDGE / len(meant))), 2)
    slope, intercept = _calibrated([one.as_given() for one in inside], points)
    learned = dict(zip(FEATURES, points.tolist(), strict=True))
    fusion = replace(base, points=learned, slope=slope, intercept=intercept, source={})
    figures = round(quality(held, present), 4), round(quality(held, points), 4)
    return Learned(base, fusion, *figures, len(inside), len(held), sum(len(one.grades) for one in examples))


def _calibrated(lists: Sequence[Graded], points: Floats) -> tuple[float, float]:
    scores = np.concatenate([one.shares @ points for one in lists])
    good = np.concatenate([one.grades > 0 for one in lists])
    slope, intercept = calibrate(scores, good, np.ones(len(scores)))
    return round(slope, 4), round(intercept, 3)


def values_of(fusion: Fusion) -> dict[str, Any]:
    """The fusion as `fusion_of` reads it."""
    return {
        "version": fusion.version,
        "points": fusion.points,
        "brief": fusion.brief,
        "channels": {name: vars(channel) for name, channel in fusion.channels.items()},
        "calibration": {"slope": fusion.slope, "intercept": fusion.intercept},
        "source": fusion.source,
    }
