"""Ranks in thousands of draws at once.

A draw is a row of distances from the best possible score. Sorting numbers is several times as fast as sorting with
positions, so both steps of a ranking are made into sorts of whole numbers: the distance as 23 bits with the region's
number below it, sorted, gives the order of the regions; the region's number with its place below it, sorted, gives the
place of each region. Two regions nearer to each other than 2^-23 of the scale may change places in a draw.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

FARTHEST = float(2**23 - 1024)  # the distance of the worst possible score; what is left takes up rounding
THREADS = 2
DRAWS = 1250  # at once: with 200 regions they fill a megabyte, which stays in a processor's own cache

Distances = NDArray[np.float32]  # draws by regions
Places = NDArray[np.unsignedinteger]
Counts = NDArray[np.intp]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Widths:
    """How many bits a region's number takes, and numbers wide enough for distance, pair and place."""

    bits: int
    key: DTypeLike
    pair: DTypeLike
    place: DTypeLike


def places(distances: Distances, copies: Counts) -> Places:
    """The number of regions before each, regions by draws. `copies`: how many equal regions each of them stands for."""
    return np.concatenate(_in_blocks(lambda block: _places(block, copies), distances), axis=1)


def tally(distances: Distances, copies: Counts) -> Counts:
    """How often each region has each number of regions before it, regions by places."""
    return np.asarray(sum(_in_blocks(lambda block: _tally(_places(block, copies), int(copies.sum())), distances)))


def _in_blocks(work: Callable[[Distances], T], distances: Distances) -> list[T]:
    blocks = [distances[start : start + DRAWS] for start in range(0, len(distances), DRAWS)]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, blocks))


def _places(distances: Distances, copies: Counts) -> Places:
    few = int(copies.sum()) <= 256
    widths = _Widths(8, np.int32, np.uint16, np.uint8) if few else _Widths(16, np.int64, np.uint32, np.uint16)
    keys = distances.astype(widths.key)
    keys <<= widths.bits
    keys |= np.arange(len(copies), dtype=widths.key)
    keys.sort(axis=1)
    pairs = keys.astype(widths.pair)
    pairs <<= widths.bits
    pairs |= _before(pairs, copies, widths)
    pairs.sort(axis=1)
    found: Places = pairs.T.astype(widths.place, order="C")
    return found


def _before(pairs: NDArray[np.unsignedinteger], copies: Counts, widths: _Widths) -> NDArray[np.unsignedinteger]:
    """How many regions stand before each position: the same in every draw unless some stand for several."""
    if copies.max() == 1:
        return np.arange(len(copies), dtype=widths.pair)
    standing = copies[pairs >> widths.bits]
    return (standing.cumsum(axis=1) - standing).astype(widths.pair)


def _tally(found: Places, regions: int) -> Counts:
    return np.stack([np.bincount(row, minlength=regions) for row in found])
