"""The index of one process: a disposable reading of the database that follows the change sequence (law 3).

What one encoder has read is an edition. When another encoder takes over, the next `catch_up` opens its edition; a
request goes on with the one that it began with, so question and readings are always by the same encoder.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import numpy as np
from sqlalchemy.orm import Session

from matchmaker.core import changes, clock
from matchmaker.matching.engine import Engine
from matchmaker.matching.fusion import Fusion
from matchmaker.matching.index import Index
from matchmaker.matching.precision import AUTO
from matchmaker.recommendations.edition import Edition, Ids
from matchmaker.recommendations.encoder_state import names_in_use
from matchmaker.recommendations.engines import Engines
from matchmaker.recommendations.weights.values import usable, values_in_use
from matchmaker.terminology.queries import entries_in_use

REMEMBERED = 256


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

    @property
    def fusion(self) -> Fusion:
        """The weights in use."""
        return self.edition.fusion

    def versions(self) -> dict[str, str]:
        """What scores are computed with now."""
        return self.edition.versions()

    def catch_up(self, db: Session) -> Edition:
        """Apply what changed since the last call: one query when nothing did. Returns the edition to go on with."""
        with self.lock:
            if self.seq < 0:
                seen, stale = self._settle(db), list[int]()
            else:
                seen, stale = changes.since(db, self.seq)
            if changes.SETTINGS in stale:
                stale.remove(changes.SETTINGS)
                self._settle(db)
            self.edition.refresh(db, stale)
            self.seq = max(self.seq, seen)  # last: after a fault on the way, the next call does it again
            db.info["seq"] = seen
            return self.edition

    def _settle(self, db: Session) -> int:
        """Take over the glossary, the encoder that serves and its weights; returns the last change they are of.

        One query, and those of a new edition: it counts among the few of the first page that a process shows.
        """
        names = names_in_use(self.engines.setting)
        seen, (serving, wanted, values), terms = entries_in_use(db, *names, values_in_use(names[0]))
        self.engines.learn(seen, terms)
        if self.seq < 0 or serving != self.encoder_name:
            edition = Edition(serving, self.engines, self.lock)
            edition.load(db)
            self.engines.keep(serving, wanted)
            self.edition = edition
        self.edition.adopted = usable(values)
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
