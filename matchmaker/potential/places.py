"""Ranks in thousands of draws at once.

A draw is a row of distances from the best possible score. Sorting numbers is several times as fast as sorting with
positions, so a ranking is made into sorts of whole numbers: the distance as 23 bits with the region's number below it,
sorted, gives the order of the regions; the region's number with its place below it, sorted, gives the place of each
region. Two regions nearer to each other than 2^-23 of the scale may change places in a draw.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

FARTHEST = float(2**23 - 1024)  # the distance of the worst possible score; what is left takes up rounding
THREADS = 2
DRAWS = 1250  # at once: with 200 regions they fill a megabyte, which stays in a processor's own cache

Draws = NDArray[np.float32]  # of weights, draws by members of the framework
Distances = NDArray[np.float32]  # draws by regions
Away = Callable[[Draws], Distances]
T = TypeVar("T")
Places = NDArray[np.unsignedinteger]
Counts = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Widths:
    """How many bits a region's number takes, and numbers wide enough for key, pair and region."""

    bits: int
    key: type[np.signedinteger[Any]]
    pair: type[np.unsignedinteger[Any]]
    region: type[np.unsignedinteger[Any]]


FEW = _Widths(8, np.int32, np.uint16, np.uint8)  # up to 256 regions
MANY = _Widths(16, np.int64, np.uint32, np.uint16)


def places(draws: Draws, away: Away, copies: Counts) -> Places:
    """The number of regions before each, draws by regions.

    `away` gives the distances of a block of draws, `copies` how many equal regions each of the regions stands for.
    """
    widths = _widths(copies)
    return np.concatenate(_in_blocks(lambda block: _places(_order(away(block), widths), copies, widths), draws))


def tally(draws: Draws, away: Away, copies: Counts) -> Counts:
    """How often each region has each number of regions before it, regions by places."""
    widths, regions = _widths(copies), int(copies.sum())
    if len(copies) == regions:  # the order is enough: how often each region is first, second …
        return _sum(_in_blocks(lambda block: _counted(_order(away(block), widths), regions), draws)).T
    return _sum(
        _in_blocks(lambda block: _counted(_places(_order(away(block), widths), copies, widths), regions), draws)
    )


def _widths(copies: Counts) -> _Widths:
    return FEW if copies.sum() <= 256 else MANY


def _in_blocks(work: Callable[[Draws], T], draws: Draws) -> list[T]:
    blocks = [draws[start : start + DRAWS] for start in range(0, len(draws), DRAWS)]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, blocks))


def _order(distances: Distances, widths: _Widths) -> Places:
    """The regions of each draw from the nearest to the farthest."""
    keys = distances.astype(widths.key)
    keys <<= widths.bits
    keys |= np.arange(distances.shape[1], dtype=widths.key)
    keys.sort(axis=1)
    order: Places = keys.astype(widths.region)  # the lowest bits
    return order


def _places(order: Places, copies: Counts, widths: _Widths) -> Places:
    """Turn who stands where into where each stands."""
    standing = copies[order]
    pairs = order.astype(widths.pair)
    pairs <<= widths.bits
    pairs |= (standing.cumsum(axis=1) - standing).astype(widths.pair)
    pairs.sort(axis=1)
    found: Places = pairs.astype(widths.region)
    return found


def _counted(rows: Places, values: int) -> Counts:
    """How often each column has each value: one count for all of them, in which every column has numbers of its own."""
    columns = rows.shape[1]
    numbers = rows + np.arange(columns) * values
    return np.bincount(numbers.ravel(), minlength=columns * values).reshape(columns, values)


def _sum(counts: list[Counts]) -> Counts:
    return np.asarray(np.sum(counts, axis=0))
