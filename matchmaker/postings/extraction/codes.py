"""Codes that a text may deserve: the nearest labels of a vocabulary, by meaning and by the words they share.

The English labels are compared, whatever the language of the text: the engine reads every language as English, and on
the demo's 266 postings the first field of science was right in 51 of 100 cases that way, in 46 with labels in the
text's own language. Postings that are like the text tell more; `recommendations.cold_start` asks them first.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

import numpy as np

from matchmaker.matching.encoder import Vectors
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.postings.fields import CODES
from matchmaker.vocabularies import terms

SHARED = 0.05  # what a shared word of full rarity is worth beside a cosine
LEAST = 0.15
BEHIND = 0.05  # a second code is proposed when it is as near as that to the first
MOST = 2
Groups = list[list[str]]


@dataclass(frozen=True)
class Labels:
    """The most special codes of a vocabulary: vectors of shape (codes, dimension), each label's words as groups of stems."""

    codes: list[str]
    vectors: Vectors
    words: list[Groups]
    holders: Counter[str]


@lru_cache(maxsize=16)
def labels_of(engine: Engine, vocabulary: str) -> Labels:
    """The labels of a vocabulary as the engine reads them."""
    known = terms(vocabulary)
    parents = {term.parent for term in known.values()}
    kept = [term for term in known.values() if term.code not in parents]
    texts = [term.labels["en"] for term in kept]
    found: list[Groups] = [[group.split(" ") for group in engine.words(text)] for text in texts]
    holders = Counter(stem for own in found for stem in {stem for group in own for stem in group})
    return Labels([term.code for term in kept], engine.encode(texts, ["en"] * len(texts)), found, holders)


def codes_by_label(engine: Engine, reading: Analysis, name: str) -> list[str]:
    """Codes of one field whose labels are near to a text; forms of cooperation only when the text names them."""
    held = Counter(stem for group, count in reading.words.items() for stem in group.split(" ") for _one in range(count))
    labels = labels_of(engine, CODES[name])
    return _named(labels, held) if name == "cooperation" else _near(labels, reading, held)


def _near(labels: Labels, reading: Analysis, held: Counter[str]) -> list[str]:
    scores = (labels.vectors @ reading.vectors.T).max(1) + SHARED * np.array(
        [_shared(labels, own, held) for own in labels.words]
    )
    order = np.argsort(-scores, kind="stable")[:MOST]
    return [labels.codes[place] for place in order if scores[place] >= max(LEAST, scores[order[0]] - BEHIND)]


def _shared(labels: Labels, own: Groups, held: Counter[str]) -> float:
    """The rarity of the label's words that the text has, among the labels."""
    number = len(labels.codes)
    parts = (
        max(held[stem] / (held[stem] + 1) * log(1 + number / labels.holders[stem]) for stem in group) for group in own
    )
    return sum(parts) / sqrt(max(len(own), 1))


def _named(labels: Labels, held: Counter[str]) -> list[str]:
    """Codes of which the text has every word that no other label has."""
    found = []
    for code, own in zip(labels.codes, labels.words, strict=True):
        special = [group for group in own if any(labels.holders[stem] == 1 for stem in group)]
        if special and all(any(held[stem] for stem in group if labels.holders[stem] == 1) for group in special):
            found.append(code)
    return found[:MOST]
