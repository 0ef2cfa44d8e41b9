"""From scores of indicators up to the index, group by group: COINr's a_amean and a_gmean.

What a region lacks is left out and the weights of what it has are scaled up, in every group anew; a group of which a
region has nothing has no score there and is left out one floor up in the same way.
"""

import numpy as np

from matchmaker.potential.framework import Framework, Matrix, Vector
from matchmaker.potential.method import Aggregation
from matchmaker.potential.unusable import Unusable, Why


def aggregate(scores: Matrix, framework: Framework, how: Aggregation) -> Matrix:
    """Scores of the regions in every group, in the order of `framework.groups`."""
    scores = raised(scores, how)
    columns = {one.code: scores[:, place] for place, one in enumerate(framework.indicators)}
    for group in framework.upward:
        members = framework.members(group)
        weights = np.array([member.weight for member in members])
        columns[group.code] = _mean(np.stack([columns[member.code] for member in members], axis=1), weights)
    groups = np.stack([columns[group.code] for group in framework.groups], axis=1)
    return np.exp(groups) if how is Aggregation.GEOMETRIC else groups


def raised(scores: Matrix, how: Aggregation) -> Matrix:
    """Scores of which the arithmetic mean is to be taken: a geometric mean is that of the logarithms."""
    if how is Aggregation.ARITHMETIC:
        return scores
    if (scores <= 0).any():
        raise Unusable(Why.NOT_POSITIVE)
    return np.asarray(np.log(scores))


def _mean(members: Matrix, weights: Vector) -> Vector:
    """The weighted mean of what is there. Summed row by row, so equal rows give equal means to the last bit."""
    present = np.where(np.isnan(members), 0.0, weights)
    total = present.sum(axis=1)
    mean = (np.nan_to_num(members) * present).sum(axis=1)
    return np.asarray(np.divide(mean, total, out=np.full_like(mean, np.nan), where=total > 0))


def shares_of(scores: Matrix, framework: Framework) -> Matrix:
    """How much each indicator weighs in the index of each region, given what the region has: rows add up to 1."""
    present = {one.code: ~np.isnan(scores[:, place]) for place, one in enumerate(framework.indicators)}
    for group in framework.upward:
        present[group.code] = np.any([present[one.code] for one in framework.members(group) if one.weight], axis=0)
    share = {framework.index.code: np.ones(len(scores))}
    for group in reversed(framework.upward):
        weights = {one.code: one.weight * present[one.code] for one in framework.members(group)}
        total = np.maximum(sum(weights.values()), np.finfo(float).tiny)
        share |= {code: share[group.code] * weight / total for code, weight in weights.items()}
    return np.stack([share[one.code] for one in framework.indicators], axis=1)
