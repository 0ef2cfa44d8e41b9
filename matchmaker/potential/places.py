"""Ranks in thousands of draws at once.

A draw is a row of distances from the best possible score. Sorting numbers is several times as fast as sorting with
positions, so a ranking is made into sorts of whole numbers: the distance as 23 bits with the region's number below it,
sorted, gives the order of the regions; the region's number with its place below it, sorted, gives the place of each
region. Two regions nearer to each other than 2^-23 of the scale may change places in a draw.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FARTHEST = float(2**23 - 1024)  # the distance of the worst possible score; what is left takes up rounding
THREADS = 2
DRAWS = 5000  # at once: smaller blocks fit a cache better, but threads then wait for each other more often

Distances = NDArray[np.float32]  # draws by regions
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


def places(distances: Distances, copies: Counts) -> Places:
    """The number of regions before each, regions by draws. `copies`: how many equal regions each of them stands for."""
    widths = _widths(copies)
    return _in_blocks(lambda block: _places(_sorted(block, widths), copies, widths), distances)


def tally(distances: Distances, copies: Counts) -> Counts:
    """How often each region has each number of regions before it, regions by places."""
    regions = int(copies.sum())
    if len(copies) < regions:
        return _counted(places(distances, copies), regions)
    widths = _widths(copies)  # without equal regions the order is enough: which region, how often, at each place
    order = _in_blocks(lambda block: _sorted(block, widths).astype(widths.region).T, distances)
    return _counted(order, regions).T


def _widths(copies: Counts) -> _Widths:
    return FEW if copies.sum() <= 256 else MANY


def _in_blocks(work: Callable[[Distances], Places], distances: Distances) -> Places:
    """The results side by side; sorting lets other threads run."""
    blocks = [distances[start : start + DRAWS] for start in range(0, len(distances), DRAWS)]
    with ThreadPoolExecutor(THREADS) as pool:
        return np.concatenate(list(pool.map(work, blocks)), axis=1)


def _sorted(distances: Distances, widths: _Widths) -> NDArray[np.signedinteger]:
    """The regions of each draw from the nearest to the farthest: their numbers are the lowest bits."""
    keys = distances.astype(widths.key)
    keys <<= widths.bits
    keys |= np.arange(distances.shape[1], dtype=widths.key)
    keys.sort(axis=1)
    return keys


def _places(keys: NDArray[np.signedinteger], copies: Counts, widths: _Widths) -> Places:
    """Turn who stands where into where each stands."""
    pairs = keys.astype(widths.pair)
    pairs <<= widths.bits
    standing = copies[pairs >> widths.bits]
    pairs |= (standing.cumsum(axis=1) - standing).astype(widths.pair)
    pairs.sort(axis=1)
    return pairs.astype(widths.region).T


def _counted(rows: Places, regions: int) -> Counts:
    return np.stack([np.bincount(row, minlength=regions) for row in rows])
