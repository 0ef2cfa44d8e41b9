"""Exact vector search with FAISS, filtered inside the search (law 4)."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Ids = NDArray[np.int64]
MARGIN = 16  # candidates beyond k that are ranked again, so that equal scores fall in the order of ids
TIE = 2e-6  # scores nearer than this may be equal to six decimals


def by_score_then_id(ids: Ids, scores: NDArray[np.float64], k: int) -> tuple[Ids, Vector]:
    """The k best; scores that agree to six decimals are ordered by id."""
    order = np.lexsort((ids, -np.round(scores, 6)))[:k]
    return ids[order], scores[order].astype(np.float32)


def cosines(matrix: Vector, query: Vector) -> NDArray[np.float64]:
    """In double precision: in single, equal cosines of different vectors can round to different sixth decimals."""
    return matrix.astype(np.float64) @ query.astype(np.float64)


def exact_search(all_ids: Ids, matrix: Vector, query: Vector, k: int, permitted: Ids) -> tuple[Ids, Vector]:
    """The same search in NumPy: the yardstick of tests and benchmarks."""
    rows = np.flatnonzero(np.isin(all_ids, permitted))
    return by_score_then_id(all_ids[rows], cosines(matrix[rows], query), k)


class VectorIndex:
    """Unit vectors by id; a flat index, so the answers are exact whatever the filter.

    An HNSW graph with a selective filter loses recall without a sign; flat search over 100,000 takes milliseconds.
    """

    def __init__(self, dimension: int | None = None) -> None:
        self.dimension = dimension  # without one, that of the first vectors
        self.ids: set[int] = set()

    @cached_property
    def _index(self) -> Any:
        import faiss

        faiss.omp_set_num_threads(1)
        return faiss.IndexIDMap2(faiss.IndexFlatIP(self.dimension or 0))

    @property
    def total(self) -> int:
        """How many vectors are held; more than there are ids would mean that one is there twice."""
        return int(self._index.ntotal) if self.dimension else 0

    def put(self, ids: Sequence[int], vectors: Vector) -> None:
        """Add vectors of shape (len(ids), dimension), replacing those with the same ids."""
        if not ids:
            return
        self.remove(ids)
        self.dimension = self.dimension or vectors.shape[1]
        self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.asarray(ids, np.int64))
        self.ids.update(ids)

    def remove(self, ids: Sequence[int]) -> None:
        """Take vectors out; unknown ids are fine."""
        gone = self.ids.intersection(ids)
        if gone:
            self._index.remove_ids(np.fromiter(gone, np.int64))
            self.ids -= gone

    def vectors(self, ids: Ids) -> Vector:
        """The stored vectors of these ids, of shape (len(ids), dimension)."""
        return self._index.reconstruct_batch(ids) if len(ids) else np.zeros((0, self.dimension or 0), np.float32)

    def search(self, query: Vector, k: int, permitted: Ids) -> tuple[Ids, Vector]:
        """The k permitted ids nearest to a unit vector with their cosines, best first; fewer when fewer are permitted."""
        import faiss

        if not len(permitted) or not self.ids:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        bits = np.zeros(int(permitted.max()) + 1, bool)
        bits[permitted] = True
        selector: Any = faiss.IDSelectorBitmap
        search_parameters: Any = faiss.SearchParameters  # the library's annotations tell of its C++ side
        parameters = search_parameters(sel=selector(np.packbits(bits, bitorder="little")))
        wanted = k + MARGIN
        while True:
            found = self._index.search(query[None, :], min(wanted, len(self.ids)), params=parameters)[1][0]
            ids = found[found >= 0]
            scores = cosines(self.vectors(ids), query)
            if len(ids) < wanted or np.sort(scores)[-k] > scores.min() + TIE:
                return by_score_then_id(ids, scores, k)
            wanted *= 4
