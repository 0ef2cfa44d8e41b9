"""What the engine asks of an encoder, and how one says that it cannot be used."""

from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Role = Literal["query", "passage"]
QUERY: Role = "query"
PASSAGE: Role = "passage"
REACH = 110  # words of a piece at most: longer ones blur what they say


class EncoderUnusable(Exception):
    """The encoder of a setting cannot be used. `code` tells why, `values` what the sentence about it needs."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values


class Encoder(Protocol):
    """What the engine needs of an encoder. Whatever touches the model may raise EncoderUnusable."""

    @property
    def name(self) -> str:
        """What the setting calls it; stored with every vector."""
        ...

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        ...

    @property
    def reach(self) -> int:
        """How many words it reads at once without cutting the text off."""
        ...

    def reads(self, lang: str) -> bool:
        """Whether it reads texts in this language itself: they are not glossed for it."""
        ...

    def encode(self, texts: list[str], role: Role = PASSAGE) -> Vectors:
        """Unit vectors, float32, of shape (len(texts), dimension). A question is a query, what is searched a passage."""
        ...


def unit(vectors: Vectors) -> Vectors:
    """Rows of length one; a row of zeros stays."""
    found = np.asarray(vectors, np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True).clip(1e-9), np.float32)
