"""The encoder alone: texts per second in float32 and bfloat16, and what is left of them when the product reads in bulk.

`python -m benchmarks.encoder`; the texts are those of the seeds. Whatever is compared takes turns in one run, and what
is printed is the median of the ratios round by round, since a shared machine is now quicker and now slower.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from matchmaker.config import Config
from matchmaker.matching.encoder import make_encoder
from matchmaker.matching.encoding import Vectors
from matchmaker.matching.engine import Engine
from matchmaker.matching.glossary_file import read_glossary
from matchmaker.matching.precision import AUTO, BFLOAT16, FLOAT32, is_made_for_bfloat16
from matchmaker.matching.transformer import SentenceTransformerEncoder
from matchmaker.paths import GLOSSARY, SEEDS
from matchmaker.seeding import posting_rows

ROUNDS = 5
HEAD, BODY = ("title", "summary", "keywords"), ("description", "advantages", "expectations", "equipment")
Texts = list[str]


def seed_texts() -> tuple[Texts, Texts, Texts]:
    """Heads in every language, English heads, English whole texts."""
    rows = list(posting_rows(SEEDS))
    heads = [". ".join(row[name] for name in HEAD if row[name]) for row in rows]
    english = [number for number, row in enumerate(rows) if row["lang"] == "en"]
    wholes = ["\n".join([heads[number], *(rows[number][name] for name in BODY)]) for number in english]
    return heads, [heads[number] for number in english], wholes


def seconds(call: Callable[[], Any]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def in_turns(*calls: Callable[[], Any]) -> np.ndarray:
    """Seconds of each call in each round, after one round to warm up."""
    for call in calls:
        call()
    return np.array([[seconds(call) for call in calls] for _round in range(ROUNDS)])


def precisions(name: str, texts: Texts) -> None:
    """Print texts per second in both precisions, and how far their vectors agree."""
    encoders = [make_encoder(name, precision) for precision in (FLOAT32, BFLOAT16)]
    exact, light = (encoder.encode(texts) for encoder in encoders)
    times = in_turns(*(lambda encoder=encoder: encoder.encode(texts) for encoder in encoders))
    rates = len(texts) / np.median(times, axis=0)
    cosines = (exact * light).sum(axis=1)
    print(f"{name}, {len(texts)} texts: float32 {rates[0]:.1f}/s, bfloat16 {rates[1]:.1f}/s", end=", ")
    print(f"{np.median(times[:, 0] / times[:, 1]):.2f} times as many; ", end="")
    print(f"cosine between them: smallest {cosines.min():.5f}, mean {cosines.mean():.5f}", flush=True)


def bulk(name: str, what: str, texts: Texts) -> None:
    """Print what the product reads in a second beside the encoder alone, and beside the model as its library runs it."""
    encoder = SentenceTransformerEncoder(name, AUTO)
    engine, model = Engine(encoder, read_glossary(GLOSSARY)), SentenceTransformerEncoder(name, FLOAT32).loaded.model

    def bare() -> Vectors:
        return np.asarray(model.encode(texts, show_progress_bar=False), np.float32)

    pairs, pieces = [(text, "") for text in texts], [piece for text in texts for piece in engine.pieces(text)]
    times = in_turns(lambda: engine.read_many(pairs), lambda: encoder.encode(pieces), bare)
    read, same, plain = len(texts) / np.median(times, axis=0)
    print(f"{what}, {len(texts)} texts in {len(pieces)} pieces: read_many {read:.1f}/s; ", end="")
    print(f"encoder alone on the pieces {same:.1f}/s, ratio {np.median(times[:, 1] / times[:, 0]):.2f}; ", end="")
    print(
        f"library in float32 on the texts {plain:.1f}/s, ratio {np.median(times[:, 2] / times[:, 0]):.2f}", flush=True
    )


def main() -> None:
    """Both tables for the encoder of the setting."""
    name = Config().encoder
    heads, english, wholes = seed_texts()
    print(f"processor made for bfloat16: {'yes' if is_made_for_bfloat16() else 'no'}")
    engine = Engine(make_encoder(name), read_glossary(GLOSSARY))
    precisions(name, [engine.as_read(head) for head in heads])
    bulk(name, "English titles with summaries", english)
    bulk(name, "English whole texts, of which the library reads the beginning only", wholes)


if __name__ == "__main__":
    main()
