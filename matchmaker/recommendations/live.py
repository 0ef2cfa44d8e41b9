"""The index of one process: a disposable reading of the database that follows the change sequence (law 3)."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from matchmaker.core import changes, clock
from matchmaker.matching.encoder import make_encoder
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.fusion import Fusion, shipped
from matchmaker.matching.glossary import Entry
from matchmaker.matching.glossary_file import read_glossary
from matchmaker.matching.index import Document, Index
from matchmaker.matching.profile import Profile
from matchmaker.matching.ranking import Match, features, place_of, rank
from matchmaker.organisations.models import Organisation
from matchmaker.paths import GLOSSARY
from matchmaker.postings import rules
from matchmaker.postings.models import Posting
from matchmaker.recommendations.content import PROFILE, entry_meaning, profile_of
from matchmaker.recommendations.models import IndexEntry
from matchmaker.recommendations.weights.values import usable, values_in_use
from matchmaker.terminology.queries import entries_in_use

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]
REMEMBERED = 256
BLOCK = 500


class LiveIndex:
    """Vectors, words and structure of every live posting. Call `catch_up` in the transaction that will use it."""

    def __init__(self, encoder_name: str) -> None:
        self.encoder_name = encoder_name
        self.lock = threading.RLock()
        self.seq = -1
        self._fusion: Fusion | None = None
        self.terms: tuple[Entry, ...] = ()  # what the database adds to the shipped glossary
        self.learnt = -1  # the change that they are of
        self._permitted: OrderedDict[Hashable, Ids] = OrderedDict()

    @cached_property
    def engine(self) -> Engine:
        """The encoder and the glossary, loaded at first use."""
        return Engine(make_encoder(self.encoder_name), read_glossary(GLOSSARY, self.terms))

    def engine_for(self, db: Session) -> Engine:
        """The engine with the present glossary, for jobs and commands, which need no index."""
        with self.lock:
            if changes.latest_of(db, changes.SETTINGS) > self.learnt:
                self._learn(db)
            return self.engine

    def _learn(self, db: Session) -> tuple[int, dict[str, Any] | None]:
        """Take over the terms of the database, unless later ones are known; returns the last change they are of, and
        the stored weights in use."""
        seen, values, terms = entries_in_use(db, values_in_use(self.encoder_name))
        if seen > self.learnt:
            if terms != self.terms and "engine" in vars(self):
                self.engine = Engine(self.engine.encoder, read_glossary(GLOSSARY, terms))
            self.terms, self.learnt = terms, seen
        return seen, values

    @cached_property
    def index(self) -> Index:
        """Meaning, words and structure of every live posting."""
        return Index(self.engine.encoder.dimension)

    @property
    def fusion(self) -> Fusion:
        """The weights in use: the last adopted ones, else the shipped ones."""
        return self._fusion or shipped()

    def versions(self) -> dict[str, str]:
        """What scores are computed with now: the version of the weights, the encoder, the glossary's fingerprint."""
        engine = self.engine
        return {
            "fusion": self.fusion.version,
            "encoder": engine.encoder.name,
            "glossary": engine.glossary.fingerprint,
        }

    def catch_up(self, db: Session) -> None:
        """Apply what changed since the last call: one query when nothing did."""
        stale: list[int] = []
        with self.lock:
            if self.seq < 0:
                seen, values = self._learn(db)
                self._fusion = usable(values)
                self._load(db, select(Posting.id).where(rules.live()))
            else:
                seen, stale = changes.since(db, self.seq)
            if changes.SETTINGS in stale:
                stale.remove(changes.SETTINGS)
                self._fusion = usable(self._learn(db)[1])
            for start in range(0, len(stale), BLOCK):
                block = stale[start : start + BLOCK]
                self._drop(set(block) - self._load(db, select(Posting.id).where(Posting.id.in_(block), rules.live())))
            self.seq = max(self.seq, seen)  # last: after a fault on the way, the next call does it again
            db.info["seq"] = seen

    def _load(self, db: Session, ids: Select[int]) -> set[int]:
        entry = (IndexEntry.posting_id, IndexEntry.vector, IndexEntry.pieces, IndexEntry.terms, IndexEntry.lang)
        query = select(*entry, *PROFILE).join(Posting, Posting.id == IndexEntry.posting_id)
        query = query.join(Organisation, Organisation.id == Posting.organisation_id)
        query = query.where(IndexEntry.encoder == self.encoder_name, IndexEntry.posting_id.in_(ids))
        loaded: set[int] = set()
        for rows in db.execute(query.execution_options(yield_per=BLOCK)).partitions():
            self.index.put([Document(row[0], entry_meaning(*row[1:5]), profile_of(*row[5:])) for row in rows])
            loaded |= {row[0] for row in rows}
        return loaded

    def _drop(self, ids: set[int]) -> None:
        self.index.remove(list(ids))

    def permitted(self, db: Session, key: Hashable, read: Callable[[], list[int]]) -> Ids:
        """The ids a reader may find, remembered until anything changes or a minute has passed."""
        with self.lock:
            if db.info.get("seq") != self.seq:  # an older snapshot: what it reads must not be remembered for others
                return np.array(sorted(read()), np.int64)
            full = (self.seq, int(clock.now().timestamp() // 60), key)
            if full not in self._permitted:
                self._permitted[full] = np.array(sorted(read()), np.int64)
                while len(self._permitted) > REMEMBERED:
                    self._permitted.popitem(last=False)
            return self._permitted[full]

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
