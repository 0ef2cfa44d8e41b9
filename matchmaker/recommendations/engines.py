"""The engines of one process: one per encoder, all with one glossary. Encoder and glossary are loaded at first use."""

import threading

from sqlalchemy.orm import Session

from matchmaker.core import changes
from matchmaker.matching.encoder import SilentWhenUnusable, make_encoder
from matchmaker.matching.encoding import Encoder
from matchmaker.matching.engine import Engine
from matchmaker.matching.glossary import Entry, Glossary
from matchmaker.matching.glossary_file import read_glossary
from matchmaker.matching.index import Index
from matchmaker.matching.precision import AUTO
from matchmaker.paths import GLOSSARY
from matchmaker.terminology.queries import entries_in_use


class Engines:
    """Engines by the name of their encoder. `setting` is the encoder that this process was started with."""

    def __init__(self, setting: str, precision: str = AUTO) -> None:
        self.setting, self.precision = setting, precision
        self.terms: tuple[Entry, ...] = ()  # what the database adds to the shipped glossary
        self.learnt = -1  # the change that they are of
        self._encoders: dict[str, Encoder] = {}
        self._glossary: Glossary | None = None
        self._lock = threading.Lock()

    @property
    def glossary(self) -> Glossary:
        """The shipped glossary with the terms of the database, read once until they change: it takes a second."""
        with self._lock:
            if self._glossary is None:
                self._glossary = read_glossary(GLOSSARY, self.terms)
            return self._glossary

    def learn(self, seen: int, terms: tuple[Entry, ...]) -> None:
        """Take over the terms of the database as they were at a change, unless later ones are known."""
        with self._lock:
            if seen > self.learnt:
                self._glossary = self._glossary if terms == self.terms else None
                self.terms, self.learnt = terms, seen

    def encoder(self, name: str) -> Encoder:
        """The encoder of this name."""
        with self._lock:
            if name not in self._encoders:
                self._encoders[name] = make_encoder(name, self.precision)
            return self._encoders[name]

    def reading(self, db: Session, name: str) -> Engine:
        """The engine that reads postings, with the present glossary; EncoderUnusable where its encoder cannot be used."""
        if changes.latest_of(db, changes.SETTINGS) > self.learnt:
            seen, _nothing, terms = entries_in_use(db)
            self.learn(seen, terms)
        return Engine(self.encoder(name), self.glossary)

    def asked(self, name: str, index: Index) -> SilentWhenUnusable:
        """The encoder of questions to an index of its readings; silent, not failing, where it cannot be used."""
        return SilentWhenUnusable(self.encoder(name), lambda: index.vectors.dimension)

    def keep(self, *names: str) -> None:
        """Let go of every other encoder."""
        with self._lock:
            self._encoders = {name: made for name, made in self._encoders.items() if name in names}
