"""Ranking: candidates of every channel, each with the contributions that sum to its score (law 5).

Meaning is late interaction of the pieces' vectors, words is BM25 over stems and glosses, sounds is BM25 over pieces of
transliterated words; structure compares the profiles. Method and sources: docs/matching.md.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.engine import Analysis, sound_grams
from matchmaker.matching.fairness import spread
from matchmaker.matching.fusion import CHANNELS, STRUCTURE, Fusion
from matchmaker.matching.index import Index
from matchmaker.matching.profile import Profile, shares

POOL = 100  # candidates that each channel proposes
CROWD = 256  # documents of each language that the meaning of a query is compared with, to tell near from usual
Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bridge:
    """A stem by which two texts meet, and the points of `words` that it brings."""

    stem: str
    points: float


@dataclass(frozen=True)
class Match:
    """One candidate with its itemised score, in points of 100.

    fit: what candidates are ordered by. It is the score, and more where a near copy would have over 100 points.
    """

    id: int
    contributions: dict[str, float] = field(default_factory=dict)
    fit: float = 0.0
    bridges: tuple[Bridge, ...] = ()

    @property
    def score(self) -> float:
        """The sum of the contributions."""
        return sum(self.contributions.values())


def match_of(candidate: int, points: dict[str, float]) -> Match:
    """A match whose contributions are scaled down together where they would sum to over 100."""
    fit = sum(points.values())
    scale = min(1.0, 100.0 / fit) if fit else 1.0
    return Match(candidate, {name: value * scale for name, value in points.items()}, fit)


class Channels:
    """The text channels of one query over the permitted documents of an index."""

    def __init__(self, query: Analysis, index: Index, fusion: Fusion, permitted: Ids, peers: Ids | None = None) -> None:
        """`peers` are permitted documents of the query's own kind; with them the other side's view counts too."""
        self.query, self.index, self.fusion = query, index, fusion
        texts = index.texts
        self.is_open = texts.open_rows(permitted)
        self.by_lang = texts.languages(self.is_open)
        self.row_ids = texts.ids
        self.peers = self._crowd_of_peers(texts.open_rows(peers)) if peers is not None else np.zeros(0, np.int64)
        self.lexical: dict[str, Floats] = {}
        self.standard = {
            "words": self._lexical("words", query.words),
            "sounds": self._lexical("sounds", sound_grams(query.words)),
        }

    def _lexical(self, name: str, groups: dict[str, int]) -> Floats:
        """Standardised scores of every row; those of closed rows are −∞."""
        raw, most = self.index.texts.scores(name, groups, self.is_open)
        self.lexical[name] = raw = raw / most
        found = np.full(len(raw), -np.inf)
        for rows in self.by_lang.values():
            found[rows] = self.fusion.standard(name, raw[rows], raw[rows])
        return found

    def candidates(self, pool: int) -> Ids:
        """Rows that any channel proposes; the nearest of every language, so that none crowds out the others."""
        nearest = [self.index.near(self.query.vectors, pool, self.row_ids[own]) for own in self.by_lang.values()]
        near = [self.index.texts.rows_of(ids) for ids in nearest]
        tops = [top_rows(scores, self.row_ids, pool) for scores in self.standard.values()]
        return np.unique(np.concatenate([*near, *tops])).astype(np.int64)

    def meaning(self, rows: Ids) -> Floats:
        """Standardised meaning of these rows: how they stand out for the query, and the query for them."""
        ahead = self._ahead(rows)
        return (ahead + self._back(rows)) / 2 if len(self.peers) else ahead

    def _crowd_of_peers(self, is_open: Mask) -> Ids:
        """Peers in the query's own language, else in any."""
        by_lang = self.index.texts.languages(is_open)
        rows = by_lang.get(self.query.lang, np.flatnonzero(is_open))
        return self.row_ids[self._crowd(rows)]

    def _back(self, rows: Ids) -> Floats:
        """The cosine of each row with the query beside those with the query's peers, as the other side compares."""
        theirs = self.index.mean_vectors(self.row_ids[rows])
        own = self.query.vectors.mean(axis=0, dtype=np.float64)
        raw = theirs @ (own / max(float(np.linalg.norm(own)), 1e-9))
        return self.fusion.standard("meaning", raw, theirs @ self.index.mean_vectors(self.peers).T)

    def _ahead(self, rows: Ids) -> Floats:
        """Late interaction of each row with the query, beside a crowd of the row's language."""
        found = np.zeros(len(rows))
        for own in self.by_lang.values():
            here = np.isin(rows, own)
            if here.any():
                crowd = self._crowd(own)
                raw = self.index.meaning(self.query.vectors, self.row_ids[np.concatenate([rows[here], crowd])])
                number = int(here.sum())
                found[here] = self.fusion.standard("meaning", raw[:number], raw[number:])
        return found

    def _crowd(self, own: Ids) -> Ids:
        """At most CROWD of these rows, evenly by id, so that an index that grew has the crowd of a fresh one."""
        if len(own) <= CROWD:
            return own
        by_id = own[np.argsort(self.row_ids[own])]
        return by_id[np.linspace(0, len(own) - 1, CROWD).astype(np.int64)]

    def raw(self, rows: Ids) -> dict[str, Floats]:
        """The scores of each text channel before they are standardised."""
        meaning = self.index.meaning(self.query.vectors, self.row_ids[rows])
        return {"meaning": meaning} | {name: scores[rows] for name, scores in self.lexical.items()}

    def shares(self, rows: Ids) -> dict[str, Floats]:
        """The share of each text channel's points for these rows."""
        z = {"meaning": self.meaning(rows)} | {name: scores[rows] for name, scores in self.standard.items()}
        return {name: self.fusion.share(name, z[name]) for name in CHANNELS}

    def points(self, rows: Ids) -> dict[str, Floats]:
        """The points of each text channel for these rows."""
        whole = self.fusion.text_points(sum(self.query.words.values()))
        return {name: whole[name] * share for name, share in self.shares(rows).items()}

    def bridges(self, match: Match) -> tuple[Bridge, ...]:
        """The stems that bring a match its points of `words`, which they share out by what each adds, the best first."""
        own = match.contributions["words"]
        parts = self.index.texts.parts("words", self.query.words, self.is_open, match.id)
        whole = sum(parts.values())
        points = {stem: own * part / whole for stem, part in parts.items()}  # 0 where everyone has the stem
        return tuple(Bridge(stem, value) for stem, value in sorted(points.items(), key=lambda one: (-one[1], one[0])))


def top_rows(scores: Floats, ids: Ids, k: int) -> Ids:
    """The rows of the k best scores above the crowd, equal ones by id."""
    rows = np.flatnonzero(scores > 0)
    if len(rows) > k:
        rows = rows[scores[rows] >= np.partition(scores[rows], -k)[-k]]
    return rows[np.lexsort((ids[rows], -scores[rows]))[:k]]


def structure(fusion: Fusion, one: Profile, other: Profile, today: int) -> dict[str, float]:
    """The points of the structure."""
    return {name: fusion.points[name] * share for name, share in shares(one, other, today).items()}


def rank(
    query: Analysis,
    profile: Profile | None,
    index: Index,
    fusion: Fusion,
    permitted: Ids,
    limit: int,
    today: int = 0,
    peers: Ids | None = None,
) -> list[Match]:
    """The best permitted candidates, itemised, best first; without a profile only the texts count.

    `peers`: permitted documents of the query's own kind; a candidate that fits all of them alike counts less.

    Scores that agree to a tenth of a point are equal: the fresher and more complete posting goes first then.
    """
    channels = Channels(query, index, fusion, permitted, peers)
    best = _ordered(channels, channels.candidates(max(POOL, limit)), profile, today)[:limit]
    return [replace(match, bridges=channels.bridges(match)) for match in best]


def place_of(
    query: Analysis,
    profile: Profile | None,
    index: Index,
    fusion: Fusion,
    permitted: Ids,
    candidate: int,
    today: int,
    peers: Ids | None = None,
) -> tuple[Match, int] | None:
    """One permitted candidate, itemised as `rank` does, with its place from 1; None when the index does not hold it."""
    channels = Channels(query, index, fusion, permitted, peers)
    own = index.texts.rows_of(np.array([candidate], np.int64))
    ordered = _ordered(channels, np.union1d(channels.candidates(POOL), own), profile, today)
    places = {match.id: place for place, match in enumerate(ordered)}
    if candidate not in places:
        return None
    match = ordered[places[candidate]]
    return replace(match, bridges=channels.bridges(match)), places[candidate] + 1


def items(
    query: Analysis,
    profile: Profile | None,
    index: Index,
    fusion: Fusion,
    permitted: Ids,
    candidates: Ids,
    today: int,
    peers: Ids | None = None,
    bridged: bool = False,
) -> list[Match]:
    """Just these candidates, as far as they are permitted and read, itemised as `rank` does; `bridged`: with bridges too.

    For many candidates at once: bridges cost far more than points.
    """
    rows = index.texts.rows_of(np.intersect1d(candidates, permitted)).astype(np.int64)
    if not len(rows):
        return []
    channels = Channels(query, index, fusion, permitted, peers)
    found = _matches(channels, rows, profile, today)
    return [replace(match, bridges=channels.bridges(match)) for match in found] if bridged else found


def features(
    query: Analysis,
    profile: Profile,
    index: Index,
    fusion: Fusion,
    permitted: Ids,
    candidates: Ids,
    days: list[int],
    peers: Ids | None = None,
) -> Floats:
    """The shares of permitted candidates, one row each, in the order of CHANNELS and STRUCTURE: what weights are learned from.

    days: the day number on which each candidate was judged.
    """
    channels = Channels(query, index, fusion, permitted, peers)
    texts = channels.shares(index.texts.rows_of(candidates).astype(np.int64))
    pairs = zip(candidates.tolist(), days, strict=True)
    parts = [shares(profile, index.profiles[candidate], day) for candidate, day in pairs]
    columns = [texts[name] for name in CHANNELS] + [np.array([part[name] for part in parts]) for name in STRUCTURE]
    return np.stack(columns, axis=1)


def _matches(channels: Channels, rows: Ids, profile: Profile | None, today: int) -> list[Match]:
    """These rows as matches."""
    points, profiles, matches = channels.points(rows), channels.index.profiles, []
    for place, candidate in enumerate(channels.row_ids[rows].tolist()):
        own = {name: float(points[name][place]) for name in CHANNELS}
        if profile is not None:
            own |= structure(channels.fusion, profile, profiles[candidate], today)
        matches.append(match_of(candidate, own))
    return matches


def _ordered(channels: Channels, rows: Ids, profile: Profile | None, today: int) -> list[Match]:
    """These rows as matches, best first, no owner filling the first ten."""
    profiles, matches = channels.index.profiles, _matches(channels, rows, profile, today)
    ordered = sorted(matches, key=lambda match: _order(match, profiles[match.id], profile is None))
    return spread(ordered, lambda match: profiles[match.id].owner)


def _order(match: Match, profile: Profile, texts_only: bool) -> tuple[float, float, int, int]:
    digits = 6 if texts_only else 1
    return -round(match.fit, digits), -profile.completeness, -profile.renewed, match.id
