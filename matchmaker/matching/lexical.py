"""BM25 that grows: a new document is found at once, a removed one is gone at once.

Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009); k1 1.2, b 0.75.
"""

from array import array
from collections.abc import Mapping
from math import log

import numpy as np
from numpy.typing import NDArray

K1, B = 1.2, 0.75
Scores = NDArray[np.float32]


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
        self._frequency: dict[str, int] = {}
        self._total = 0.0

    def put(self, document_id: int, terms: Mapping[str, int]) -> None:
        """Add a document's term counts, replacing an older version of it."""
        self.remove(document_id)
        row = len(self._documents)
        self.rows[document_id] = row
        self._documents.append(terms)
        self._row_ids.append(document_id)
        length = float(sum(terms.values()))
        self._lengths.append(length)
        self._total += length
        for term, count in terms.items():
            rows, counts = self._lists.setdefault(term, (array("i"), array("f")))
            rows.append(row)
            counts.append(count)
            self._frequency[term] = self._frequency.get(term, 0) + 1

    def remove(self, document_id: int) -> None:
        """Take a document out; an unknown id is fine."""
        row = self.rows.pop(document_id, None)
        if row is None:
            return
        for term in self._documents[row] or ():
            self._frequency[term] -= 1
        self._total -= self._lengths[row]
        self._documents[row] = None
        if len(self._documents) > 64 and len(self.rows) * 2 < len(self._documents):
            self._compact()

    def _compact(self) -> None:
        alive = {document_id: self._documents[row] for document_id, row in self.rows.items()}
        self.rows = {}
        self._clear()
        for document_id, terms in alive.items():
            self.put(document_id, terms or {})

    def weight(self, term: str) -> float:
        """The inverse document frequency of a term; 0 for one that no document holds."""
        frequency = self._frequency.get(term, 0)
        return log(1 + (len(self.rows) - frequency + 0.5) / (frequency + 0.5)) if frequency else 0.0

    def scores(self, terms: Mapping[str, int]) -> Scores:
        """BM25 of every row for a query's terms; read it at `rows[id]`. Dead rows hold meaningless values."""
        found = np.zeros(len(self._documents), np.float32)
        if not self.rows:
            return found
        norms = K1 * (1 - B + B * np.array(self._lengths, np.float32) / max(self._total / len(self.rows), 1e-9))
        for term in terms:
            weight = self.weight(term)
            if weight:
                rows, counts = (np.array(part) for part in self._lists[term])
                found[rows] += weight * counts * (K1 + 1) / (counts + norms[rows])
        return found

    def at(self, scores: Scores, ids: NDArray[np.int64]) -> Scores:
        """The scores of these ids, in their order; 0 for an unknown id."""
        rows = self.rows
        return np.array([scores[rows[i]] if i in rows else 0.0 for i in ids.tolist()], np.float32)

    def best(self, scores: Scores, k: int, permitted: NDArray[np.int64]) -> NDArray[np.int64]:
        """The k best permitted ids with a score above zero, best first, equal ones by id."""
        ids = np.array(self._row_ids, np.int64)
        alive = np.zeros(len(ids), bool)
        alive[np.fromiter(self.rows.values(), np.int64)] = True
        allowed = np.zeros(max(int(ids.max(initial=0)), int(permitted.max(initial=0))) + 1, bool)
        allowed[permitted] = True
        masked = np.where(alive & allowed[ids], scores, 0)
        rows = np.flatnonzero(masked > 0)
        if len(rows) > k:
            rows = rows[masked[rows] >= np.partition(masked[rows], -k)[-k]]
        return ids[rows[np.lexsort((ids[rows], -masked[rows]))[:k]]]
