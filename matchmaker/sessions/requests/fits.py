"""How well two people of a session fit: the score of the best pair of their postings, a need and a capability.

Everything is computed from the index in memory, in one pass per posting; only what is shown is put in words. A posting
whose owner stays anonymous is left out on both sides: a name beside it would tell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.matching.engine import Analysis
from matchmaker.matching.ranking import Match
from matchmaker.postings.models import Posting
from matchmaker.postings.search import Filters
from matchmaker.recommendations.content import posting_profile
from matchmaker.recommendations.edition import Edition, Ids
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.pairs import pair_scores
from matchmaker.recommendations.queries import OTHER_KIND, of_kind, permitted_ids, readings_of
from matchmaker.recommendations.wording import GOOD, Recommendation, explain, word_of
from matchmaker.sessions.people.models import Registration

Reading = tuple[Posting, Analysis]
Key = TypeVar("Key")
PAIRS = 5  # proposed for one request


@dataclass(frozen=True)
class Fit:
    """The best pair of postings of two people; `own_id` is the posting that it was ranked for, `points` are of 100."""

    own_id: int
    other_id: int
    own_kind: str
    points: float

    @property
    def score(self) -> int:
        """Points of 100."""
        return round(self.points)

    @property
    def is_good(self) -> bool:
        """Whether the score counts as good or better."""
        return self.score >= GOOD

    @property
    def strength(self) -> str:
        """strong, good or possible."""
        return word_of(self.score)

    @property
    def need_id(self) -> int:
        """The need of the pair."""
        return self.own_id if self.own_kind == "need" else self.other_id

    @property
    def capability_id(self) -> int:
        """The capability of the pair."""
        return self.other_id if self.own_kind == "need" else self.own_id


Fits = dict[tuple[int, int], Fit]


class Fitting:
    """The fits of one person of a session with the others, for a reader who may find what he may find anywhere."""

    def __init__(self, actor: Actor, db: Session, index: LiveIndex, own: Registration) -> None:
        self.actor, self.db = actor, db
        self.live = index.catch_up(db)
        self.ids = permitted_ids(actor, db, index, Filters(), actor.organisations | {own.organisation_id})
        found = readings_of(actor, db, self.live, own.posting_ids) if own.posting_ids else {}
        self.own = {one: found[one] for one in own.posting_ids if one in found and is_named(self.live, one)}

    def fits(self, people: Sequence[Registration]) -> dict[int, Fit]:
        """The best pair with each of these people, by registration; none where no pair of a need and a capability is."""
        best: dict[int, Fit] = {}
        for fit in self._all([one for person in people for one in person.posting_ids]):
            _keep_better(best, fit.other_id, fit)
        return best_of_people(best, people)

    def pairs(self, person: Registration) -> list[Fit]:
        """The best pairs of postings with one person, the best first."""
        return sorted(self._all(person.posting_ids), key=lambda fit: (-fit.points, fit.own_id, fit.other_id))[:PAIRS]

    def _all(self, theirs: Iterable[int]) -> list[Fit]:
        named = _ids([one for one in theirs if is_named(self.live, one)])
        return [
            Fit(reading[0].id, match.id, reading[0].kind, match.score)
            for reading in self.own.values()
            for match in _items(self.live, reading, self.ids, named)
        ]

    def explained(self, fits: Iterable[Fit]) -> dict[tuple[int, int], Recommendation]:
        """The reasons of these fits by own and other posting: one query for all, one pass for each own posting."""
        wanted: dict[int, list[int]] = {}
        for fit in fits:
            wanted.setdefault(fit.own_id, []).append(fit.other_id)
        others = readings_of(self.actor, self.db, self.live, {one for ids in wanted.values() for one in ids})
        return {
            (own_id, match.id): self._worded(self.own[own_id], others[match.id], match)
            for own_id, ids in wanted.items()
            for match in _items(self.live, self.own[own_id], self.ids, _ids(ids), bridged=True)
            if match.id in others
        }

    def _worded(self, own: Reading, other: Reading, match: Match) -> Recommendation:
        return explain(self.live.engine, self.live.fusion, match, own[1], own[0], *other)

    def holding(self, text: str, people: Sequence[Registration]) -> set[int]:
        """Whose postings hold a word of a text, in any of its languages."""
        held = {one for one in self.live.holding(text, self.ids) if is_named(self.live, one)}
        return {person.id for person in people if held & set(person.posting_ids)}

    def sectors(self, person: Registration) -> set[str]:
        """The sectors of a person's postings that the reader may find."""
        shown = np.intersect1d(_ids(person.posting_ids), self.ids).tolist()
        profiles = self.live.index.profiles
        return {code for one in shown if is_named(self.live, one) for code in profiles[one].sectors}


def is_named(live: Edition, posting_id: int) -> bool:
    """Whether a live posting shows its owner."""
    profile = live.index.profiles.get(posting_id)
    return profile is not None and profile.owner >= 0


def _ids(ids: Iterable[int]) -> Ids:
    return np.array(sorted(set(ids)), np.int64)


def _items(live: Edition, own: Reading, permitted: Ids, theirs: Ids, bridged: bool = False) -> list[Match]:
    """The pairs of one posting with those of the other kind, scored as its own page of recommendations scores them."""
    posting, reading = own
    counterparts, peers = (of_kind(live, permitted, kind) for kind in (OTHER_KIND[posting.kind], posting.kind))
    return live.items(reading, posting_profile(posting), counterparts, theirs, peers, bridged)


def _keep_better(best: dict[Key, Fit], key: Key, fit: Fit) -> None:
    if key not in best or fit.points > best[key].points:
        best[key] = fit


def best_of_people(best: Mapping[int, Fit], people: Sequence[Registration]) -> dict[int, Fit]:
    """From the best fit of each posting to the best one of each person."""
    found: dict[int, Fit] = {}
    for person in people:
        for one in person.posting_ids:
            if one in best:
                _keep_better(found, person.id, best[one])
    return found


def fits_of_all(db: Session, index: LiveIndex, people: Sequence[Registration]) -> Fits:
    """The fit of every two people of two organisations, the smaller id first; needs are ranked, so a pair has one score.

    Of P people with some postings each it takes seconds for P = 500 when it is asked first: `pairs.pair_scores`.
    """
    live = index.catch_up(db)
    brought = {one for person in people for one in person.posting_ids if is_named(live, one)}
    holders: dict[int, list[Registration]] = {}
    for person in people:
        for one in set(person.posting_ids) & brought:
            holders.setdefault(one, []).append(person)
    readings = {one: reading for one, (_posting, reading) in readings_of(SYSTEM, db, live, brought).items()}
    scores = pair_scores(live, permitted_ids(SYSTEM, db, index, Filters()), readings)
    best: Fits = {}
    for (need, capability), points in sorted(scores.items(), key=lambda one: (-one[1], one[0])):
        for pair in _pairs(holders[need], holders[capability]):
            best.setdefault(pair, Fit(need, capability, "need", points))
    return best


def _pairs(ours: list[Registration], theirs: list[Registration]) -> list[tuple[int, int]]:
    return [
        (min(one.id, two.id), max(one.id, two.id))
        for one in ours
        for two in theirs
        if one.organisation_id != two.organisation_id
    ]
