"""Learning the fusion: non-negative weights from graded lists, and a calibration of the score.

Weights minimise the listwise cross-entropy of ListNet (Cao et al. 2007) with a ridge towards the present weights;
they are bounded below by zero, so the fusion stays monotone. The calibration is Platt's (1999).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
WHOLE = 100.0  # points of all features together


@dataclass(frozen=True)
class Graded:
    """One list: shares of shape (candidates, features), a grade of each candidate, and how much the list counts."""

    shares: Floats
    grades: Floats
    weight: float = 1.0


def listwise_loss(weights: Floats, lists: Sequence[Graded]) -> tuple[float, Floats]:
    """The weighted mean cross-entropy of the softmax of the scores with that of the grades, and its gradient."""
    loss, slope, whole = 0.0, np.zeros_like(weights), sum(one.weight for one in lists)
    for one in lists:
        scores = one.shares @ weights
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        wanted = one.grades / one.grades.sum()
        loss -= one.weight * float(wanted @ np.log(chances + 1e-12))
        slope += one.weight * (one.shares.T @ (chances - wanted))
    return loss / whole, slope / whole


def fit_weights(lists: Sequence[Graded], start: Floats, ridge: float) -> Floats:
    """Weights of at least zero that rank the lists best, kept near `start` by the ridge; not scaled to points."""

    def aim(weights: Floats) -> tuple[float, Floats]:
        loss, slope = listwise_loss(weights, lists)
        away = weights - start
        return loss + ridge * float(away @ away), slope + 2 * ridge * away

    found = minimize(aim, start, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(start))
    return np.asarray(found.x)


def to_points(weights: Floats) -> Floats:
    """The weights scaled so that a perfect fit in everything has 100 points."""
    return np.asarray(WHOLE * weights / max(float(weights.sum()), 1e-9))


def calibrate(scores: Floats, good: NDArray[np.bool_], weights: Floats) -> tuple[float, float]:
    """Slope (at least zero) and intercept of the logistic curve from a score to the chance of a good match."""

    def aim(parameters: Floats) -> tuple[float, Floats]:
        line = np.clip(parameters[0] * scores + parameters[1], -30, 30)
        chance = 1 / (1 + np.exp(-line))
        loss = -(weights * np.where(good, np.log(chance), np.log(1 - chance))).sum() / weights.sum()
        error = weights * (chance - good) / weights.sum()
        return float(loss), np.array([(error * scores).sum(), error.sum()])

    found = minimize(aim, np.array([0.1, -5.0]), jac=True, method="L-BFGS-B", bounds=[(0.0, None), (None, None)])
    return float(found.x[0]), float(found.x[1])
