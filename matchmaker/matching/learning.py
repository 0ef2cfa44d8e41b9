"""Learning the fusion: non-negative weights from graded lists, and a calibration of the score.

Weights minimise the listwise cross-entropy of ListNet (Cao et al. 2007) with a ridge towards the present weights;
they are bounded below by zero, so the fusion stays monotone. The calibration is Platt's (1999), with his targets a
little off 0 and 1, so that few answers give no endless slope.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matchmaker.matching.measures import ndcg

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
    """The weights scaled so that a perfect fit in everything has 100 points; nothing stays nothing.

    Nothing comes out when the answers speak against every feature; such weights are not adopted (`Learned.is_better`).
    """
    return np.asarray(WHOLE * weights / max(float(weights.sum()), 1e-9))


def calibrate(scores: Floats, good: NDArray[np.bool_], weights: Floats) -> tuple[float, float]:
    """Slope (at least zero) and intercept of the logistic curve from a score to the chance of a good match."""

    yes = int(good.sum())
    wanted = np.where(good, (yes + 1) / (yes + 2), 1 / (len(good) - yes + 2))

    def aim(parameters: Floats) -> tuple[float, Floats]:
        line = np.clip(parameters[0] * scores + parameters[1], -30, 30)
        chance = 1 / (1 + np.exp(-line))
        loss = -(weights * (wanted * np.log(chance) + (1 - wanted) * np.log(1 - chance))).sum() / weights.sum()
        error = weights * (chance - wanted) / weights.sum()
        return float(loss), np.array([(error * scores).sum(), error.sum()])

    found = minimize(aim, np.array([0.1, -5.0]), jac=True, method="L-BFGS-B", bounds=[(0.0, None), (None, None)])
    return float(found.x[0]), float(found.x[1])


def quality(lists: Sequence[Graded], weights: Floats) -> float:
    """Mean nDCG@10 of the lists when these weights order them; 0 without a list."""
    found = []
    for one in lists:
        order = np.argsort(-(one.shares @ weights), kind="stable")
        grades = {str(n): float(grade) for n, grade in enumerate(one.grades) if grade > 0}
        found.append(ndcg([str(n) for n in order[:10]], grades))
    return float(np.mean(found)) if found else 0.0
