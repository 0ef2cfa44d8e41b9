"""BM25 that grows: a new document is found at once, a removed one is gone at once.

Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009); k1 1.2, b 0.75.
"""

from array import array
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75
Scores = NDArray[np.float32]
Ids = NDArray[np.int64]
NOWHERE = (array("i"), array("f"))


class LexicalIndex:
    """Term counts by id. Rows of removed documents stay as dead rows until half of all are dead."""

    def __init__(self) -> None:
        self.rows: dict[int, int] = {}
        self._clear()

    def _clear(self) -> None:
        self._documents: list[Mapping[str, int] | None] = []
        self._row_ids = array("q")
        self._lengths = array("f")
        self._lists: dict[str, tuple[array[int], array[float]]] = {}

    def put(self, document_id: int, terms: Mapping[str, int]) -> None:
        """Add a document's term counts, replacing an older version of it."""
        self.remove(document_id)
        row = len(self._documents)
        self.rows[document_id] = row
        self._documents.append(terms)
        self._row_ids.append(document_id)
        self._lengths.append(float(sum(terms.values())))
        for term, count in terms.items():
            rows, counts = self._lists.setdefault(term, (array("i"), array("f")))
            rows.append(row)
            counts.append(count)

    def remove(self, document_id: int) -> None:
        """Take a document out; an unknown id is fine."""
        row = self.rows.pop(document_id, None)
        if row is None:
            return
        self._documents[row] = None
        if len(self._documents) > 64 and len(self.rows) * 2 < len(self._documents):
            self._compact()

    def _compact(self) -> None:
        alive = {document_id: self._documents[row] for document_id, row in self.rows.items()}
        self.rows = {}
        self._clear()
        for document_id, terms in alive.items():
            self.put(document_id, terms or {})

    def _open_rows(self, permitted: Ids) -> NDArray[np.bool_]:
        """Which rows are alive and permitted."""
        ids = np.array(self._row_ids, np.int64)
        alive = np.zeros(len(ids), bool)
        alive[np.fromiter(self.rows.values(), np.int64)] = True
        allowed = np.zeros(max(int(ids.max(initial=0)), int(permitted.max(initial=0))) + 1, bool)
        allowed[permitted] = True
        return alive & allowed[ids]

    def scores(self, terms: Iterable[str], permitted: Ids) -> Scores:
        """BM25 of every permitted row for a query's terms, 0 elsewhere; read it at `rows[id]`.

        Frequencies and lengths are those of the permitted documents: others do not show through a score.
        """
        is_open = self._open_rows(permitted)
        lists = [self._lists[term] for term in terms if term in self._lists]
        number = int(is_open.sum())
        if not number or not lists:
            return np.zeros(len(self._documents), np.float32)
        rows, counts = (np.concatenate([np.array(one[part]) for one in lists]) for part in (0, 1))
        lengths = np.array(self._lengths, np.float64)
        norms = K1 * (1 - B + B * lengths / max(float(lengths[is_open].sum()) / number, 1e-9))
        weights = np.repeat(*_weights(is_open[rows], [len(one[0]) for one in lists], number))
        parts = weights * counts * (K1 + 1) / (counts + norms[rows])
        return np.where(is_open, np.bincount(rows, parts, len(self._documents)), 0).astype(np.float32)

    def at(self, scores: Scores, ids: Ids) -> Scores:
        """The scores of these ids, in their order; 0 for an unknown id."""
        rows = self.rows
        return np.array([scores[rows[i]] if i in rows else 0.0 for i in ids.tolist()], np.float32)

    def best(self, scores: Scores, k: int) -> Ids:
        """The ids of the k best scores above zero, best first, equal ones by id."""
        ids = np.array(self._row_ids, np.int64)
        rows = np.flatnonzero(scores > 0)
        if len(rows) > k:
            rows = rows[scores[rows] >= np.partition(scores[rows], -k)[-k]]
        return ids[rows[np.lexsort((ids[rows], -scores[rows]))[:k]]]


def _weights(is_open: NDArray[np.bool_], sizes: list[int], number: int) -> tuple[NDArray[np.float64], list[int]]:
    """The inverse document frequency of each term among `number` open documents, and how often to repeat it."""
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
    frequency = np.add.reduceat(is_open.astype(np.int64), starts)
    return np.log(1 + (number - frequency + 0.5) / (frequency + 0.5)), sizes
