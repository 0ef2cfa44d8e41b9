"""What one encoder has read of every live posting: its index, the engine that asks it, and the weights in use for it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.matching.encoder import SilentWhenUnusable
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.fusion import Fusion, shipped
from matchmaker.matching.index import Document, Index
from matchmaker.matching.profile import Profile
from matchmaker.matching.ranking import Match, features, items, place_of, rank
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules
from matchmaker.postings.models import Posting
from matchmaker.recommendations.content import PROFILE, entry_meaning, profile_of
from matchmaker.recommendations.engines import Engines
from matchmaker.recommendations.models import IndexEntry

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
BLOCK = 500
REMEMBERED = 2048  # needs whose scores with many capabilities are kept


class Edition:
    """Vectors, words and structure of every live posting as one encoder has read them."""

    def __init__(self, encoder_name: str, engines: Engines, lock: Any) -> None:
        self.encoder_name, self.engines, self.lock = encoder_name, engines, lock
        self.index = Index()
        self.encoder: SilentWhenUnusable = engines.asked(encoder_name, self.index)
        self.adopted: Fusion | None = None
        self.turn = 0  # grows with every change of a reading
        self._remembered: OrderedDict[Hashable, Floats] = OrderedDict()

    @property
    def engine(self) -> Engine:
        """The engine that reads questions to this edition, with the present glossary; without its encoder, by words only."""
        return Engine(self.encoder, self.engines.glossary)

    @property
    def fusion(self) -> Fusion:
        """The weights in use: the last adopted ones, else the shipped ones."""
        return self.adopted or shipped()

    def versions(self) -> dict[str, str]:
        """What scores are computed with now: the version of the weights, the encoder, the glossary's fingerprint."""
        fingerprint = self.engines.glossary.fingerprint
        return {"fusion": self.fusion.version, "encoder": self.encoder_name, "glossary": fingerprint}

    def load(self, db: Session, *which: ColumnElement[bool]) -> set[int]:
        """Put the readings of live postings into the index; returns their ids."""
        entry = (IndexEntry.posting_id, IndexEntry.vector, IndexEntry.pieces, IndexEntry.terms, IndexEntry.lang)
        query = select(*entry, *PROFILE).join(Posting, Posting.id == IndexEntry.posting_id)
        query = query.join(Organisation, Organisation.id == Posting.organisation_id)
        query = query.where(IndexEntry.encoder == self.encoder_name, rules.live(), *which)
        loaded: set[int] = set()
        for rows in db.execute(query.execution_options(yield_per=BLOCK)).partitions():
            self.index.put([Document(row[0], entry_meaning(*row[1:5]), profile_of(*row[5:])) for row in rows])
            loaded |= {row[0] for row in rows}
        return loaded

    def refresh(self, db: Session, stale: list[int]) -> None:
        """Read these postings again; those that are live no more are dropped."""
        self.turn += bool(stale)
        for first in range(0, len(stale), BLOCK):
            block = stale[first : first + BLOCK]
            self.index.remove(list(set(block) - self.load(db, Posting.id.in_(block))))

    def rank(
        self, query: Analysis, profile: Profile | None, permitted: Ids, limit: int, peers: Ids | None = None
    ) -> list[Match]:
        """The best permitted postings, itemised; `peers` as in `ranking.rank`."""
        today = clock.today().toordinal()
        with self.lock:
            return rank(query, profile, self.index, self.fusion, permitted, limit, today, peers)

    def place(
        self, query: Analysis, profile: Profile, permitted: Ids, posting_id: int, peers: Ids | None = None
    ) -> tuple[Match, int] | None:
        """One permitted posting, itemised, and its place in the ranking; None when there is no reading of it."""
        today = clock.today().toordinal()
        with self.lock:
            return place_of(query, profile, self.index, self.fusion, permitted, posting_id, today, peers)

    def items(
        self,
        query: Analysis,
        profile: Profile,
        permitted: Ids,
        candidates: Ids,
        peers: Ids | None = None,
        bridged: bool = False,
    ) -> list[Match]:
        """Just these permitted postings, itemised; see `ranking.items`."""
        today = clock.today().toordinal()
        with self.lock:
            return items(query, profile, self.index, self.fusion, permitted, candidates, today, peers, bridged)

    def holding(self, text: str, ids: Ids) -> set[int]:
        """Which of these postings hold a word of a text, in any of its languages."""
        words = self.engine.words(text)
        with self.lock:
            texts = self.index.texts
            scores, _most = texts.scores("words", words, texts.open_rows(ids))
            return set(texts.ids[scores > 0].tolist())

    def features(
        self,
        query: Analysis,
        profile: Profile,
        permitted: Ids,
        candidates: Ids,
        days: list[int],
        peers: Ids | None = None,
    ) -> Floats:
        """The shares of permitted candidates, as weights are learned from them."""
        with self.lock:
            return features(query, profile, self.index, self.fusion, permitted, candidates, days, peers)

    def remembered(self, key: Hashable, find: Callable[[], Floats]) -> Floats:
        """What `find` gives, kept until a reading, the weights or the day changes."""
        full = self.turn, self.fusion.version, clock.today(), key
        with self.lock:
            if (there := self._remembered.get(full)) is not None:
                return there
        found = find()
        with self.lock:
            self._remembered[full] = found
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return found

    def rarity(self, permitted: Ids) -> Callable[[str], float]:
        """How rare a word, given as the stems that it may meet, is in the permitted postings."""

        def rarity_of(group: str) -> float:
            with self.lock:
                texts = self.index.texts
                return texts.rarity("words", group, texts.open_rows(permitted))

        return rarity_of

    def neighbours(self, query: Analysis, permitted: Ids, number: int) -> list[tuple[Profile, float]]:
        """The structure of the permitted postings that a text is like, of whichever kind, with how much it is."""
        with self.lock:
            found = self.rank(query, None, permitted, number)
            return [(self.index.profiles[match.id], match.fit) for match in found]
