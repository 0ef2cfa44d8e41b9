"""The best counterpart of each of many needs: for the officers' desk and for the radar of unmet demand.

A score is in whole points, as a page shows it; postings of one owner are no counterparts of each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.matching.profile import Profile
from matchmaker.postings import rules
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows, whole
from matchmaker.recommendations.content import entry_meaning
from matchmaker.recommendations.edition import Edition, Ids
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import IndexEntry

BLOCK = 100


@dataclass(frozen=True)
class Best:
    """A need, the score of its best counterpart in whole points of 100, and which that is; none found: None."""

    need_id: int
    score: int | None
    capability_id: int | None


class Market:
    """The live postings that an actor may find, by kind and owner."""

    def __init__(self, actor: Actor, db: Session, live: Edition) -> None:
        query = select(Posting.id, Posting.kind, Posting.organisation_id).where(rules.live(), rules.visible_to(actor))
        found = [row for row in db.execute(query.order_by(Posting.id)) if row.id in live.index]
        self.owners = {row.id: row.organisation_id for row in found}
        self.sides = {kind: [row for row in found if row.kind == kind] for kind in ("need", "capability")}
        self.pools = cache(self._pools)

    @property
    def needs(self) -> list[int]:
        """The needs that are read."""
        return [row.id for row in self.sides["need"]]

    def _pools(self, owner: int) -> tuple[Ids, Ids]:
        """The capabilities for an owner's needs, and the needs that they could choose instead: nobody's own."""
        pools = [_without(self.sides[kind], owner) for kind in ("capability", "need")]
        return pools[0], pools[1]


def _without(side: Sequence[Any], owner: int) -> Ids:
    return np.array([row.id for row in side if row.organisation_id != owner], np.int64)


def best_counterparts(db: Session, live: Edition, market: Market, needs: Sequence[int]) -> Iterator[Best]:
    """The best of each of these needs, as far as they are read; one query for a hundred of them."""
    for first in range(0, len(needs), BLOCK):
        asked = [one for one in needs[first : first + BLOCK] if one in market.owners]
        columns = (IndexEntry.posting_id, IndexEntry.vector, IndexEntry.pieces, IndexEntry.terms, IndexEntry.lang)
        query = select(*columns).where(IndexEntry.encoder == live.encoder_name, IndexEntry.posting_id.in_(asked))
        for row in db.execute(query.order_by(IndexEntry.posting_id)).all():
            profile = live.index.profiles.get(row.posting_id)
            if profile:  # else another request has just heard that it is live no more
                yield _best(live, market, row, profile)


def _best(live: Edition, market: Market, row: Any, profile: Profile) -> Best:
    capabilities, peers = market.pools(market.owners[row.posting_id])
    found = live.rank(entry_meaning(*row[1:5]), profile, capabilities, 1, peers) if len(capabilities) else []
    return Best(row.posting_id, *((round(found[0].score), found[0].id) if found else (None, None)))


def unmatched_needs(
    actor: Actor, db: Session, index: LiveIndex, below: int, limit: int = 200
) -> list[tuple[Posting, int]]:
    """Live needs, oldest first, whose best counterpart scores below a bound; the worst served first."""
    live = index.catch_up(db)
    query = whole().where(Posting.kind == "need", rules.live(), rules.visible_to(actor))
    needs = rows(db, query.order_by(Posting.published_at, Posting.id).limit(limit))
    by_id = {need.id: need for need in needs}
    found = [
        (by_id[one.need_id], one.score or 0) for one in best_counterparts(db, live, Market(actor, db, live), [*by_id])
    ]
    return sorted([pair for pair in found if pair[1] < below], key=lambda pair: (pair[1], pair[0].id))
