"""The engines of one process: one per encoder, all with one glossary. Encoder and glossary are loaded at first use."""

import threading
from functools import cache

from matchmaker.matching.encoder import SilentWhenUnusable, make_encoder
from matchmaker.matching.encoding import Encoder
from matchmaker.matching.engine import Engine
from matchmaker.matching.glossary import Glossary
from matchmaker.matching.glossary_file import read_glossary
from matchmaker.matching.index import Index
from matchmaker.matching.precision import AUTO
from matchmaker.paths import GLOSSARY


@cache
def _glossary() -> Glossary:
    return read_glossary(GLOSSARY)


class Engines:
    """Engines by the name of their encoder. `setting` is the encoder that this process was started with."""

    def __init__(self, setting: str, precision: str = AUTO) -> None:
        self.setting, self.precision = setting, precision
        self._encoders: dict[str, Encoder] = {}
        self._lock = threading.Lock()

    @property
    def glossary(self) -> Glossary:
        """The glossary, read once in a process: it takes a second."""
        return _glossary()

    def encoder(self, name: str) -> Encoder:
        """The encoder of this name."""
        with self._lock:
            if name not in self._encoders:
                self._encoders[name] = make_encoder(name, self.precision)
            return self._encoders[name]

    def reading(self, name: str) -> Engine:
        """The engine that reads postings; raises EncoderUnusable where its encoder cannot be used."""
        return Engine(self.encoder(name), self.glossary)

    def asked(self, name: str, index: Index) -> SilentWhenUnusable:
        """The encoder of questions to an index of its readings; silent, not failing, where it cannot be used."""
        return SilentWhenUnusable(self.encoder(name), lambda: index.vectors.dimension)

    def keep(self, *names: str) -> None:
        """Let go of every other encoder."""
        with self._lock:
            self._encoders = {name: made for name, made in self._encoders.items() if name in names}
