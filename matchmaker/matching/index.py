"""Everything that ranking looks at, of every document: pieces of meaning, words, sounds, language and structure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.engine import Analysis, sound_grams
from matchmaker.matching.lexical import LexicalIndex
from matchmaker.matching.profile import Profile
from matchmaker.matching.vectors import VectorIndex

PIECES = 64  # of one document at most, about 7,000 words
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
        """Add documents, replacing older versions of them."""
        self._drop_pieces([document.id for document in documents])
        ids: list[int] = []
        for document in documents:
            pieces = document.reading.vectors[:PIECES]
            self._pieces[document.id] = len(pieces)
            ids += piece_ids(document.id, len(pieces))
            words = document.reading.words
            self.texts.put(document.id, {"words": words, "sounds": sound_grams(words)}, document.reading.lang)
            self.profiles[document.id] = document.profile or Profile()
        if ids:
            self.vectors.put(ids, np.concatenate([document.reading.vectors[:PIECES] for document in documents]))

    def remove(self, ids: Sequence[int]) -> None:
        """Take documents out; unknown ids are fine."""
        self._drop_pieces(ids)
        for document_id in ids:
            self.texts.remove(document_id)
            self.profiles.pop(document_id, None)

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


def piece_ids(document_id: int, number: int) -> list[int]:
    """The vector ids of a document's pieces."""
    return list(range(document_id * PIECES, document_id * PIECES + number))
