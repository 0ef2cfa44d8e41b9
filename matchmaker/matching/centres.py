"""The mean vector of each language as an encoder reads it; subtracted, so that texts of one language are not near each
other for their language alone. Learned from seeds/training by `python -m benchmarks.learn`; an encoder without a file
has none, and only the standardisation of `fusion` evens out its languages.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def centres_path(encoder: str) -> Path:
    """Where the centres of a shipped encoder lie."""
    return Path(__file__).with_name(f"centres-{encoder}.npz")


@cache
def centres(encoder: str) -> dict[str, Vectors]:
    """The centre of each language, of shape (dimension,); empty for an encoder that none were learned for."""
    path = centres_path(encoder) if encoder.isidentifier() else None
    if path is None or not path.exists():
        return {}
    with np.load(path) as stored:
        return {lang: stored[lang].astype(np.float32) for lang in stored.files}


def centred(vectors: Vectors, langs: list[str], encoder: str) -> Vectors:
    """Unit vectors with the centre of each row's language taken off; rows of other languages, and of zeros, stay."""
    known = centres(encoder)
    if not known or not len(vectors):
        return vectors
    moved = vectors - np.stack([known.get(lang, np.zeros_like(vectors[0])) for lang in langs])
    moved *= vectors.any(axis=1, keepdims=True)
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True).clip(1e-9), np.float32)
