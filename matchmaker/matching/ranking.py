"""Ranking: the contributions of meaning, words and structure, which sum to the score (law 5).

Meaning is the cosine of the vectors. Words is BM25, scaled so that the best word match counts as much as the best
cosine: close to the mean of both channels min–max scaled, but on a scale that can be compared between queries.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.engine import Analysis
from matchmaker.matching.lexical import LexicalIndex
from matchmaker.matching.vectors import VectorIndex

LEAST = 0.1  # the best word match counts at least so much, even when nothing is near in meaning
POOL = 100  # candidates that each channel proposes
# Points of a perfect fit; together 100. Chosen by judgement, not fitted to any file.
POINTS = {"meaning": 40, "words": 40, "fields": 8, "sectors": 5, "cooperation": 3, "trl": 2, "region": 2}


@dataclass(frozen=True)
class Profile:
    """The structure of a posting, as far as ranking looks at it. Sets hold vocabulary codes."""

    kind: str = ""
    trl: int | None = None
    fields: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    cooperation: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    """One candidate with its itemised score, in points of 100."""

    id: int
    contributions: dict[str, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The sum of the contributions."""
        return sum(self.contributions.values())


def text_channels(
    query: Analysis, vectors: VectorIndex, lexical: LexicalIndex, permitted: NDArray[np.int64], pool: int = POOL
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
    """Candidates of both channels with their shares of meaning and words, each between 0 and 1."""
    near, _cosines = vectors.search(query.vector, pool, permitted)
    raw = lexical.scores(query.terms, permitted[np.isin(permitted, np.fromiter(vectors.ids, np.int64))])
    ids = np.union1d(near, lexical.best(raw, pool))
    if not len(ids):
        return ids, np.zeros(0, np.float32), np.zeros(0, np.float32)
    meaning = np.clip(vectors.vectors(ids) @ query.vector, 0, 1)
    bm25 = lexical.at(raw, ids)
    return ids, meaning, bm25 * (max(float(meaning.max()), LEAST) / max(float(bm25.max()), 1e-9))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the other holds; 0 when one is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def trl_fit(one: Profile, other: Profile) -> float:
    """1 when the capability is as ripe as the need asks, less by a quarter for each level that lacks."""
    need, capability = (one, other) if one.kind == "need" else (other, one)
    if need.trl is None or capability.trl is None:
        return 0.0
    return max(0.0, 1 - max(0, need.trl - capability.trl) / 4)


def structure(one: Profile, other: Profile) -> dict[str, float]:
    """Points of the structure: fields, sectors, cooperation, TRL, region (no region means the whole country)."""
    shares = {
        "fields": overlap(one.fields, other.fields),
        "sectors": overlap(one.sectors, other.sectors),
        "cooperation": 1.0 if one.cooperation & other.cooperation else 0.0,
        "trl": trl_fit(one, other),
        "region": 1.0 if not one.regions or not other.regions or one.regions & other.regions else 0.0,
    }
    return {name: POINTS[name] * share for name, share in shares.items()}


def rank(
    query: Analysis,
    profile: Profile | None,
    vectors: VectorIndex,
    lexical: LexicalIndex,
    profiles: dict[int, Profile],
    permitted: NDArray[np.int64],
    limit: int,
) -> list[Match]:
    """The best permitted candidates, itemised, best first; without a profile only the texts count."""
    ids, meaning, wording = text_channels(query, vectors, lexical, permitted, max(POOL, limit))
    matches = []
    for candidate, sense, words in zip(ids.tolist(), meaning.tolist(), wording.tolist(), strict=True):
        points = {"meaning": POINTS["meaning"] * sense, "words": POINTS["words"] * words}
        if profile is not None:
            points |= structure(profile, profiles[candidate])
        matches.append(Match(candidate, points))
    return sorted(matches, key=lambda match: (-round(match.score, 6), match.id))[:limit]
