"""The encoders: the one that a setting names, a stand-in for tests, and one that keeps silent where a model is missing."""

import hashlib
from collections.abc import Callable

import numpy as np

from matchmaker.matching.encoding import PASSAGE, REACH, Encoder, EncoderUnusable, Role, Vectors, unit
from matchmaker.matching.precision import AUTO
from matchmaker.matching.transformer import BUNDLED, SentenceTransformerEncoder, location

__all__ = ["BUNDLED", "Encoder", "HashingEncoder", "SilentWhenUnusable", "Vectors", "make_encoder"]


class HashingEncoder:
    """A stand-in that loads at once: the sum of a fixed random vector per word. For tests that need no meaning."""

    name = "hashing"
    dimension = 64
    reach = REACH

    def reads(self, lang: str) -> bool:
        """English, like the bundled one."""
        return lang == "en"

    def encode(self, texts: list[str], role: Role = PASSAGE) -> Vectors:
        """Unit vectors of shape (len(texts), dimension)."""
        found = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split() or [""]:
                seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
                found[row] += np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
        return unit(found)


class SilentWhenUnusable:
    """Stands between questions and an encoder that may be gone, or may no longer fit the stored readings.

    Then every vector is zero, which is near to nothing: words, spelling and structure still rank. `fault` says why.
    """

    def __init__(self, encoder: Encoder, stored_dimension: Callable[[], int | None]) -> None:
        self._encoder, self._stored = encoder, stored_dimension
        self.name = encoder.name
        self.fault: EncoderUnusable | None = None

    @property
    def dimension(self) -> int:
        """Length of the vectors: that of the stored readings, if there are any."""
        return self._stored() or self._encoder.dimension

    @property
    def reach(self) -> int:
        """How many words are read at once."""
        try:
            return self._encoder.reach
        except EncoderUnusable:
            return REACH

    def reads(self, lang: str) -> bool:
        """Whether the encoder reads this language itself."""
        try:
            return self._encoder.reads(lang)
        except EncoderUnusable:
            return lang == "en"

    def encode(self, texts: list[str], role: Role = PASSAGE) -> Vectors:
        """The encoder's vectors, or zeros."""
        try:
            check_dimension(self._encoder, self._stored())
            found, self.fault = self._encoder.encode(texts, role), None
        except EncoderUnusable as fault:
            self.fault = fault
            return np.zeros((len(texts), self._stored() or 1), np.float32)
        return found


def check_dimension(encoder: Encoder, stored: int | None) -> None:
    """Raise EncoderUnusable when an encoder's vectors cannot stand beside the stored ones."""
    found = encoder.dimension
    if stored and found != stored:
        raise EncoderUnusable("dimension", name=encoder.name, found=str(found), stored=str(stored))


def check_place(name: str) -> None:
    """Raise EncoderUnusable when a setting names a folder that is not there; loads nothing."""
    if name not in (HashingEncoder.name, BUNDLED):
        location(name)


def make_encoder(name: str, precision: str = AUTO) -> Encoder:
    """The encoder of a setting: `bundled`, `hashing`, or a sentence-transformers name or folder. Loads at first use."""
    return HashingEncoder() if name == HashingEncoder.name else SentenceTransformerEncoder(name, precision)
