"""Choosing people of whom everyone has enough good counterparts in the set: iterative pruning, then trimming, then filling.

The people are the nodes of a graph, good pairs its edges. Pruning leaves the largest set in which everyone has at least
`wanted` neighbours (the k-core; Seidman 1983). When that is too many, the one leaves whose going harms the fewest others;
when it is too few, those come back who find the most neighbours there. Pure: plain data in and out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Graph = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Wish:
    """How many people are wanted, and how many good counterparts each of them should have."""

    number: int
    counterparts: int


def choose(fits: Mapping[str, float], graph: Graph, wish: Wish, fixed: frozenset[str] = frozenset()) -> list[str]:
    """The chosen, the best fit first. `fits`: how well each covers the theme; `fixed`: who is there already.

    Nobody is chosen who would have nobody to meet.
    """
    everyone = frozenset(fits) | fixed
    there = _core(fits, graph, wish.counterparts, set(everyone), fixed)
    there = _trim(fits, graph, wish, there, fixed)
    there = _fill(fits, graph, wish, there, everyone, fixed)
    there = _core(fits, graph, 1, there, fixed)
    return sorted(there - fixed, key=lambda one: (-fits[one], one))


def _core(fits: Mapping[str, float], graph: Graph, least: int, there: set[str], fixed: frozenset[str]) -> set[str]:
    """Those who are left when again and again the weakest of those with too few neighbours goes."""
    degrees = {one: len(graph[one] & there) for one in there}
    while weak := [one for one in there - fixed if degrees[one] < least]:
        _drop(min(weak, key=lambda one: (degrees[one], fits[one], one)), graph, there, degrees)
    return there


def _drop(gone: str, graph: Graph, there: set[str], degrees: dict[str, int]) -> None:
    there.discard(gone)
    for other in graph[gone] & there:
        degrees[other] -= 1


def _trim(fits: Mapping[str, float], graph: Graph, wish: Wish, there: set[str], fixed: frozenset[str]) -> set[str]:
    degrees = {one: len(graph[one] & there) for one in there}

    def harm(one: str) -> int:
        return sum(degrees[other] <= wish.counterparts for other in graph[one] & there)

    while len(there - fixed) > wish.number:
        _drop(min(there - fixed, key=lambda one: (harm(one), fits[one], one)), graph, there, degrees)
    return there


def _fill(
    fits: Mapping[str, float],
    graph: Graph,
    wish: Wish,
    there: set[str],
    everyone: frozenset[str],
    fixed: frozenset[str],
) -> set[str]:
    """Add whoever finds the most neighbours, up to what is wanted; the first, when nobody is there, has the most of all."""
    while len(there - fixed) < wish.number:
        pool = [one for one in everyone - there if graph[one] & there] or [
            one for one in everyone - there if graph[one] & (everyone - there)
        ]
        if not pool:
            break
        there.add(
            max(pool, key=lambda one: (min(len(graph[one] & (there or everyone)), wish.counterparts), fits[one], one))
        )
    return there
