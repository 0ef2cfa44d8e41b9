"""Everything that ranking looks at, of every document: pieces of meaning, words, sounds, language and structure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.engine import PIECES, Analysis, sound_grams
from matchmaker.matching.lexical import LexicalIndex
from matchmaker.matching.profile import Profile
from matchmaker.matching.vectors import VectorIndex

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Document:
    """One document to put into the index."""

    id: int
    reading: Analysis
    profile: Profile | None = None


class Index:
    """The vectors, words and structure of documents by id; grows and shrinks by single documents."""

    def __init__(self, dimension: int | None = None) -> None:
        self.vectors = VectorIndex(dimension)
        self.texts = LexicalIndex(("words", "sounds"))
        self.profiles: dict[int, Profile] = {}
        self._pieces: dict[int, int] = {}
        self._kinds: list[str] = [""]
        self._kind_of = np.zeros(1024, np.int8)  # by id: a place in `_kinds`

    def __len__(self) -> int:
        return len(self.texts.rows)

    def __contains__(self, document_id: int) -> bool:
        return document_id in self.texts.rows

    def is_sound(self) -> bool:
        """Whether every part holds the same documents, each piece once."""
        held = set(self.texts.rows)
        pieces = sum(self._pieces.values())
        return held == set(self.profiles) == set(self._pieces) and pieces == len(self.vectors.ids) == self.vectors.total

    def put(self, documents: Sequence[Document]) -> None:
        """Add documents, replacing older versions of them; of one that comes twice the last counts."""
        documents = list({document.id: document for document in documents}.values())
        self._drop_pieces([document.id for document in documents])
        pieces = [document.reading.vectors[:PIECES] for document in documents]
        ids = [piece for one, own in zip(documents, pieces, strict=True) for piece in piece_ids(one.id, len(own))]
        if ids:
            self.vectors.put(ids, np.concatenate(pieces))  # first: a fault here leaves no half document
        for document, own in zip(documents, pieces, strict=True):
            words = document.reading.words
            self._pieces[document.id] = len(own)
            self.texts.put(document.id, {"words": words, "sounds": sound_grams(words)}, document.reading.lang)
            self.profiles[document.id] = document.profile or Profile()
            self._note_kind(document.id, self.profiles[document.id].kind)

    def remove(self, ids: Sequence[int]) -> None:
        """Take documents out; unknown ids are fine."""
        self._drop_pieces(ids)
        for document_id in ids:
            self.texts.remove(document_id)
            if self.profiles.pop(document_id, None):
                self._kind_of[document_id] = 0

    def _note_kind(self, document_id: int, kind: str) -> None:
        if kind not in self._kinds:
            self._kinds.append(kind)
        if document_id >= len(self._kind_of):
            self._kind_of = np.concatenate([self._kind_of, np.zeros(document_id + 1, np.int8)])
        self._kind_of[document_id] = self._kinds.index(kind)

    def are(self, kind: str, ids: Ids) -> NDArray[np.bool_]:
        """Which of these ids are documents of a kind."""
        known = ids < len(self._kind_of)
        codes = self._kind_of[np.where(known, ids, 0)]
        found: NDArray[np.bool_] = known & (codes == self._kinds.index(kind)) if kind in self._kinds else known & False
        return found

    def _drop_pieces(self, ids: Sequence[int]) -> None:
        gone = [(one, self._pieces.pop(one)) for one in ids if one in self._pieces]
        self.vectors.remove([piece for one, number in gone for piece in piece_ids(one, number)])

    def near(self, query: Vectors, k: int, permitted: Ids) -> Ids:
        """The ids of permitted documents with a piece among the k nearest to a piece of the query."""
        places = (permitted[:, None] * PIECES + np.arange(max(self._pieces.values(), default=1))).ravel()
        found = [self.vectors.search(piece, k, places)[0] // PIECES for piece in query]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def meaning(self, query: Vectors, ids: Ids) -> NDArray[np.float64]:
        """Late interaction: the mean over the query's pieces of the cosine with each document's nearest piece."""
        numbers = [self._pieces[one] for one in ids.tolist()]
        places = [piece for one, number in zip(ids.tolist(), numbers, strict=True) for piece in piece_ids(one, number)]
        if not places:
            return np.zeros(0)
        cosines = query.astype(np.float64) @ self.vectors.vectors(np.array(places, np.int64)).T.astype(np.float64)
        starts = np.concatenate(([0], np.cumsum(numbers)[:-1])).astype(np.int64)
        found: NDArray[np.float64] = np.maximum.reduceat(cosines, starts, axis=1).mean(axis=0)
        return found

    def mean_vectors(self, ids: Ids) -> NDArray[np.float64]:
        """The unit vector of the mean of each document's pieces, shape (len(ids), dimension)."""
        if not len(ids):
            return np.zeros((0, self.vectors.dimension or 0))
        numbers = np.array([self._pieces[one] for one in ids.tolist()], np.int64)
        places = [
            piece
            for one, number in zip(ids.tolist(), numbers.tolist(), strict=True)
            for piece in piece_ids(one, number)
        ]
        vectors = self.vectors.vectors(np.array(places, np.int64)).astype(np.float64)
        sums = np.add.reduceat(vectors, np.concatenate(([0], np.cumsum(numbers)[:-1])).astype(np.int64), axis=0)
        return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True).clip(1e-9))


def piece_ids(document_id: int, number: int) -> list[int]:
    """The vector ids of a document's pieces."""
    return list(range(document_id * PIECES, document_id * PIECES + number))
