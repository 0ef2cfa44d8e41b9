"""A theme and the postings that cover it, and how well many needs and capabilities fit each other: for sessions.

Scores are those that a need's own list of counterparts would show: every posting that may be found is the crowd.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from sqlalchemy.orm import Session, load_only

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.matching.encoding import QUERY
from matchmaker.matching.engine import Analysis
from matchmaker.matching.fusion import CHANNELS, STRUCTURE, bent
from matchmaker.matching.profile import Profile
from matchmaker.matching.ranking import Match
from matchmaker.matching.reasons import as_written
from matchmaker.postings import rules
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import whole
from matchmaker.postings.search import Filters, permitted
from matchmaker.recommendations.content import entry_meaning, head_of
from matchmaker.recommendations.edition import Edition, Floats, Ids
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import IndexEntry
from matchmaker.recommendations.queries import NEAR, OTHER_KIND
from matchmaker.recommendations.wording import GOOD

SHOWN_TO_ALL = ("public", "members")  # whoever posts anonymously or to a few must not be given away at a table
CLOSE = 0.3  # of the fit of the best: what covers a theme less only shares a word with it
WIDE = 2000  # up to so many counterparts all are scored at once, so that whoever joins a session is known already
Pair = tuple[int, int]


@dataclass(frozen=True)
class Theme:
    """What a session is about: its texts, one for each language, the branches and the region that it serves."""

    texts: tuple[str, ...]
    sectors: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()


def open_ids(actor: Actor, db: Session, index: LiveIndex) -> Ids:
    """Live postings that everyone who signs in may see with their owner."""
    key = ("sessions", "officer" if actor.is_officer else "member")
    query = permitted(actor, Filters()).where(Posting.visibility.in_(SHOWN_TO_ALL))
    return index.permitted(db, key, lambda: list(db.scalars(query)))


def covering(live: Edition, ids: Ids, theme: Theme, each: int = 60) -> dict[int, Match]:
    """The needs and the capabilities that cover a theme best, at most so many of each; of its languages the best counts."""
    readings = [live.engine.read(text, "", QUERY) for text in theme.texts if text.strip()]
    found: dict[int, Match] = {}
    for kind, other in OTHER_KIND.items():
        profile = Profile(other, sectors=theme.sectors, regions=theme.regions)
        own = ids[live.index.are(kind, ids)]
        matches = [
            match for reading in readings for match in live.rank(reading, profile, own, each) if _is_about(live, match)
        ]
        best = sorted(matches, key=lambda match: (-match.fit, match.id))
        best = [match for match in best if match.fit >= CLOSE * best[0].fit]
        for match in _first_of_each(best)[:each]:
            found[match.id] = match
    return found


def _is_about(live: Edition, match: Match) -> bool:
    """A common term, or near in meaning."""
    near = live.fusion.points["meaning"] * bent(np.array(NEAR), live.fusion.channels["meaning"].half)
    return bool(match.bridges or match.contributions["meaning"] > near)


def _first_of_each(matches: list[Match]) -> list[Match]:
    seen: dict[int, Match] = {}
    for match in matches:
        seen.setdefault(match.id, match)
    return list(seen.values())


def common_terms(live: Edition, match: Match, posting: Posting) -> list[str]:
    """The words of a posting that the theme has too, as they are written there."""
    return as_written(live.engine, match.bridges, head_of(posting.text(posting.lang)))


def with_readings(actor: Actor, db: Session, live: Edition, ids: Iterable[int]) -> dict[int, tuple[Posting, Analysis]]:
    """Those of these postings that are read and that the actor may see, with their readings: one query."""
    columns = load_only(IndexEntry.vector, IndexEntry.pieces, IndexEntry.terms, IndexEntry.lang)
    query = whole().add_columns(IndexEntry).join(IndexEntry, IndexEntry.posting_id == Posting.id).options(columns)
    query = query.where(IndexEntry.encoder == live.encoder_name, Posting.id.in_(set(ids)), rules.visible_to(actor))
    return {
        posting.id: (posting, entry_meaning(entry.vector, entry.pieces, entry.terms, entry.lang))
        for posting, entry in db.execute(query).unique()
    }


def pair_scores(live: Edition, ids: Ids, readings: Mapping[int, Analysis]) -> dict[Pair, float]:
    """The score of every (need, capability) among these postings, whoever owns them; `ids`: the crowd they stand in.

    Remembered by needs while nothing changes: the first answer takes some 20 ms for each need, the next none.
    """
    chosen = np.array(sorted(one for one in readings if one in live.index), np.int64)
    needs, candidates = (chosen[live.index.are(kind, chosen)] for kind in ("need", "capability"))
    crowd = np.union1d(ids, chosen)
    peers, counterparts = (crowd[live.index.are(kind, crowd)] for kind in ("need", "capability"))
    asked = counterparts if len(counterparts) <= WIDE else candidates
    places, key = np.searchsorted(asked, candidates), (crowd.tobytes(), asked.tobytes())
    found: dict[Pair, float] = {}
    for need in needs.tolist() if len(candidates) else ():
        find = partial(_scores, live, need, readings[need], counterparts, asked, peers)
        scores = live.remembered((need, *key), find)[places]
        found |= {(need, other): score for other, score in zip(candidates.tolist(), scores.tolist(), strict=True)}
    return found


def _scores(live: Edition, need: int, reading: Analysis, permitted: Ids, asked: Ids, peers: Ids) -> Floats:
    days = [clock.today().toordinal()] * len(asked)
    shares = live.features(reading, live.index.profiles[need], permitted, asked, days, peers)
    return np.minimum(shares @ _points(live, reading), 100.0)


def _points(live: Edition, own: Analysis) -> Floats:
    """The points of each column of features, for a question of so many words."""
    points = live.fusion.text_points(sum(own.words.values()))
    return np.array([*(points[name] for name in CHANNELS), *(live.fusion.points[name] for name in STRUCTURE)])


def good_pairs(scores: dict[Pair, float], owners: dict[int, int]) -> Iterable[Pair]:
    """The pairs that a page would call good or strong, of two different owners."""
    for (need, capability), score in scores.items():
        if round(score) >= GOOD and owners.get(need) != owners.get(capability):
            yield need, capability
