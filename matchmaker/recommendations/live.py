"""The index of one process: a disposable reading of the database that follows the change sequence (law 3).

What one encoder has read is an edition. When another encoder takes over, the next `catch_up` opens its edition; a
request goes on with the one that it began with, so question and readings are always by the same encoder.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from matchmaker.core import changes, clock
from matchmaker.matching.encoder import SilentWhenUnusable
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.fusion import Fusion, shipped
from matchmaker.matching.index import Document, Index
from matchmaker.matching.precision import AUTO
from matchmaker.matching.profile import Profile
from matchmaker.matching.ranking import Match, rank
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules
from matchmaker.postings.models import Posting
from matchmaker.recommendations.content import PROFILE, entry_meaning, profile_of
from matchmaker.recommendations.encoder_state import start
from matchmaker.recommendations.engines import Engines
from matchmaker.recommendations.models import IndexEntry

Ids = NDArray[np.int64]
REMEMBERED = 256
BLOCK = 500


class Edition:
    """Vectors, words and structure of every live posting as one encoder has read them."""

    def __init__(self, encoder_name: str, engines: Engines, lock: Any) -> None:
        self.encoder_name, self.engines, self.lock = encoder_name, engines, lock
        self.index = Index()
        self.encoder: SilentWhenUnusable = engines.asked(encoder_name, self.index)

    @cached_property
    def engine(self) -> Engine:
        """The engine that reads questions to this edition; without its encoder, by words only."""
        return Engine(self.encoder, self.engines.glossary)

    @property
    def fusion(self) -> Fusion:
        """The weights in use."""
        return shipped()

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
        for first in range(0, len(stale), BLOCK):
            block = stale[first : first + BLOCK]
            self.index.remove(list(set(block) - self.load(db, Posting.id.in_(block))))

    def rank(self, query: Analysis, profile: Profile | None, permitted: Ids, limit: int) -> list[Match]:
        """The best permitted postings, itemised."""
        with self.lock:
            return rank(query, profile, self.index, self.fusion, permitted, limit, clock.today().toordinal())


class LiveIndex:
    """The edition that serves. Call `catch_up` in the transaction that will use it, and use what it returns."""

    def __init__(self, encoder_name: str, precision: str = AUTO) -> None:
        self.engines = Engines(encoder_name, precision)
        self.lock = threading.RLock()
        self.seq = -1
        self.edition = Edition(encoder_name, self.engines, self.lock)
        self._permitted: OrderedDict[Hashable, Ids] = OrderedDict()

    @property
    def encoder_name(self) -> str:
        """The encoder whose readings this process serves."""
        return self.edition.encoder_name

    @property
    def engine(self) -> Engine:
        """The engine that reads questions."""
        return self.edition.engine

    @property
    def index(self) -> Index:
        """Meaning, words and structure of every live posting."""
        return self.edition.index

    def catch_up(self, db: Session) -> Edition:
        """Apply what changed since the last call: one query when nothing did. Returns the edition to go on with."""
        with self.lock:
            seen, stale = changes.since(db, self.seq) if self.seq >= 0 else (0, [changes.EVERYTHING])
            if changes.EVERYTHING in stale:
                seen = self._open(db)
            elif stale:
                self.edition.refresh(db, stale)
            self.seq = max(self.seq, seen)  # last: after a fault on the way, the next call does it again
            db.info["seq"] = seen
            return self.edition

    def _open(self, db: Session) -> int:
        """Load the edition that serves now, and let go of the encoder of the one before; what it knows, as a number."""
        seen, chosen = start(db, self.engines.setting)
        edition = Edition(chosen.serving, self.engines, self.lock)
        edition.load(db)
        self.engines.keep(*chosen.names)
        self.edition = edition
        return seen

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

    def rank(self, query: Analysis, profile: Profile | None, permitted: Ids, limit: int) -> list[Match]:
        """The best permitted postings of the edition that serves, itemised."""
        return self.edition.rank(query, profile, permitted, limit)
