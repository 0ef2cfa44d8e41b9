"""Fair lists: no owner fills one, and how evenly lists expose what there is."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np

MOST, WITHIN = 3, 10  # postings of one owner among the first ten of a list
Item = TypeVar("Item")


def spread(ranked: Sequence[Item], owner: Callable[[Item], int], most: int = MOST, within: int = WITHIN) -> list[Item]:
    """The same list with at most `most` items of an owner among the first `within`; the others move behind these.

    Owner 0 stands for nobody in particular and is not counted. A list that has nothing else is left as it is.
    """
    seen: Counter[int] = Counter()
    first: list[int] = []
    for place, item in enumerate(ranked):
        if len(first) < within and (owner(item) == 0 or seen[owner(item)] < most):
            seen[owner(item)] += 1
            first.append(place)
    taken = set(first)
    return [ranked[place] for place in (*first, *(place for place in range(len(ranked)) if place not in taken))]


def gini(counts: Iterable[int]) -> float:
    """The Gini coefficient of exposure: 0 when everything is listed equally often, near 1 when one thing is everywhere."""
    ordered = np.sort(np.fromiter(counts, float))
    if not len(ordered) or not ordered.sum():
        return 0.0
    ranks = 2 * np.arange(1, len(ordered) + 1) - len(ordered) - 1
    return float(ranks @ ordered / (len(ordered) * ordered.sum()))
