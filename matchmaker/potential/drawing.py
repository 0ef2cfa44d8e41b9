"""Weights drawn at random, and the distance of every region from the best possible score under each draw.

Exponential numbers divided by their sum are spread evenly over all weights that add up to 1 (Dirichlet with parameters
of 1): drawn once for all members of a framework, they give an even simplex in every group.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from matchmaker.potential.framework import Framework, Group, Indicator, Matrix
from matchmaker.potential.places import FARTHEST, THREADS, Distances, Draws

STREAMS = 2  # of random numbers: as many on every machine, so that a seed gives the same figures everywhere
LEAST = np.float32(1e-8)  # keeps a weight from being exactly zero, the only one a region has figures for
BATCH = 25  # draws in one product of matrices: so small that it is made in the thread that asks for it


def exponentials(count: int, members: int, seed: int) -> Draws:
    """Negative exponential numbers, the weights of each draw before they are divided by their sum."""
    numbers = np.empty((count, members), np.float32)
    sources = np.random.SeedSequence(seed).spawn(STREAMS)
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(_fill, sources, np.array_split(numbers, STREAMS)))
    return numbers


def _fill(source: np.random.SeedSequence, numbers: Draws) -> None:
    np.random.Generator(np.random.SFC64(source)).random(out=numbers, dtype=np.float32)
    np.subtract(1, numbers, out=numbers)
    np.log(numbers, out=numbers)
    numbers -= LEAST


def members_of(framework: Framework) -> tuple[Indicator | Group, ...]:
    """Everything that has a weight, group after group: what the columns of the draws stand for."""
    return tuple(member for group in framework.upward for member in framework.members(group))


def distances(scores: Matrix, framework: Framework, draws: Draws) -> Distances:
    """How far each region is from the best possible score, from 0 to FARTHEST.

    A weighted mean of distances is the distance of the weighted mean, so the scores are turned round before they are
    put together. The rule for what is missing is that of `aggregation.py`; members of weight zero stay out.
    """
    best, worst = np.nanmax(scores), np.nanmin(scores)
    away = ((best - scores) * (FARTHEST / (best - worst))).astype(np.float32)
    known = {one.code: away[:, place] for place, one in enumerate(framework.indicators)}
    start = 0
    for group in framework.upward:
        members = framework.members(group)
        weights = draws[:, start : start + len(members)]
        if idle := [place for place, one in enumerate(members) if not one.weight]:
            weights = np.array(weights)
            weights[:, idle] = 0
        known[group.code] = _mean(weights, [known[one.code] for one in members])
        start += len(members)
    return known[framework.index.code]


def _mean(weights: Draws, members: list[Distances]) -> Distances:
    """The weighted mean of the members in every draw, of what is there. Indicators are rows, groups draws by regions."""
    plain = sum(member.ndim == 1 for member in members)
    rows = np.stack(members[:plain]) if plain else np.empty((0, members[0].shape[-1]), np.float32)
    gaps = bool(np.isnan(rows).any()) or any(np.isnan(member[0]).any() for member in members[plain:])
    if not gaps:
        total = weights.sum(axis=1, keepdims=True)
        return _weighted(weights / total, rows, members[plain:])
    present = _weighted(weights, (~np.isnan(rows)).astype(np.float32), [~np.isnan(one[:1]) for one in members[plain:]])
    filled = [np.nan_to_num(member) for member in members[plain:]]
    found = _weighted(weights, np.nan_to_num(rows), filled)
    return np.divide(found, present, out=np.full_like(found, np.nan), where=present != 0)


def _weighted(weights: Draws, rows: Distances, groups: list[Distances]) -> Distances:
    """The sum of the members times their weights: indicators in one product, groups one after the other."""
    total = _product(weights[:, : len(rows)], rows)
    for place, group in enumerate(groups, start=len(rows)):
        total += weights[:, place, None] * group
    return np.asarray(total)


def _product(weights: Draws, rows: Distances) -> Distances:
    """The product of matrices, by batches. For the whole, the library would wake threads of its own, which then keep a
    processor busy for milliseconds in wait of more.
    """
    whole = len(weights) // BATCH * BATCH
    product = np.empty((len(weights), rows.shape[1]), np.float32)
    batches = weights[:whole].reshape(whole // BATCH, BATCH, len(rows))
    np.matmul(batches, rows, out=product[:whole].reshape(whole // BATCH, BATCH, rows.shape[1]))
    np.matmul(weights[whole:], rows, out=product[whole:])
    return product
