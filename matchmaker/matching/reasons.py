"""Why two texts match: the sentence pair nearest in meaning, and the terms that they share."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matchmaker.matching.engine import Analysis
from matchmaker.matching.language import words
from matchmaker.matching.stems import stem


@dataclass(frozen=True)
class SentencePair:
    """One sentence of each side with their cosine."""

    own: str
    other: str
    cosine: float


def best_pair(own: Analysis, other: Analysis) -> SentencePair | None:
    """The nearest pair of sentences, or None when a side has none."""
    if not own.sentences or not other.sentences:
        return None
    cosines = own.sentence_vectors @ other.sentence_vectors.T
    row, column = np.unravel_index(int(cosines.argmax()), cosines.shape)
    return SentencePair(own.sentences[row], other.sentences[column], float(cosines[row, column]))


def shared_terms(own: Mapping[str, int], other: Mapping[str, int], limit: int = 8) -> list[str]:
    """The stems that both hold, those that both use most first, then the longest."""
    shared = [term for term in own if term in other and not term.isdigit() and len(term) > 2]
    return sorted(shared, key=lambda term: (-min(own[term], other[term]), -len(term), term))[:limit]


def as_written(stems: list[str], text: str, lang: str) -> list[str]:
    """The words of a text that have these stems, as they are written there, in the stems' order."""
    by_stem: dict[str, str] = {}
    for word in words(text):
        by_stem.setdefault(stem(word, lang), word)
    return [by_stem[one] for one in stems if one in by_stem]
