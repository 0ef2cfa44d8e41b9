"""The engine at 100,000 documents: a recommendation beside its parts, adding one posting, memory, explanations.

`python -m benchmarks.scale [--documents N]`. The documents are the seeds' texts with words drawn from all of them and
vectors moved at random. Request and parts alternate in one run; what is printed is the median of the ratios.
"""

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.stage import seed_forms
from matchmaker.config import Config
from matchmaker.matching.encoder import make_encoder
from matchmaker.matching.engine import PIECES, Analysis, Engine, sound_grams
from matchmaker.matching.fusion import shipped
from matchmaker.matching.glossary_file import read_glossary
from matchmaker.matching.index import Document, Index
from matchmaker.matching.ranking import rank
from matchmaker.paths import GLOSSARY

SEEDS, SEED, ROUNDS, SMALL, PAIRS = 266, 2026, 30, 1_000, 500
QUERY = "We look for a way to recover fine copper particles from flotation tailings at a concentrator, at least TRL 6."


def readings(engine: Engine) -> list[Analysis]:
    """The seeds' postings as the product reads them."""
    forms = seed_forms(SEEDS, "capability")
    heads = [f"{form['title']}. {form['summary']}. {form['keywords']}" for form in forms]
    return engine.read_many([(head, form["description"]) for head, form in zip(heads, forms, strict=True)])


def document(number: int, found: list[Analysis], random: np.random.Generator) -> Document:
    """A new document: two seeds' words mixed, the vector of one moved at random."""
    one, two = (found[int(random.integers(len(found)))] for _each in range(2))
    words = {word: count for own in (one, two) for word, count in own.words.items() if random.random() < 0.5}
    vectors = one.vectors + 0.03 * random.standard_normal(one.vectors.shape).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Document(number, Analysis(vectors.astype(np.float32), words, one.lang))


def timed(call: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def resident() -> int:
    """Bytes of memory that the process holds (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def fill(index: Index, size: int, found: list[Analysis], random: np.random.Generator) -> float:
    """Grow the index to `size` documents; returns bytes of memory gained per document."""
    before, start = resident(), len(index)
    for first in range(start, size, 500):
        index.put([document(number, found, random) for number in range(first, min(first + 500, size))])
    return (resident() - before) / max(size - start, 1)


def adding(index: Index, found: list[Analysis], random: np.random.Generator) -> float:
    """Median seconds of adding one posting; the postings are taken out again."""
    size = len(index)
    new = [document(size + 1 + number, found, random) for number in range(200)]
    seconds = [timed(partial(index.put, [one])) for one in new]
    index.remove([one.id for one in new])
    return float(np.median(seconds))


def ratio(engine: Engine, index: Index) -> tuple[float, dict[str, float]]:
    """Median of a recommendation's seconds over those of its parts: encode, exact search, both sparse searches."""
    everything, fusion = np.arange(0, len(index), 2), shipped()
    peers = np.arange(1, len(index), 2)
    query = engine.read(QUERY, "")
    places, is_open = everything * PIECES, index.texts.open_rows(everything)
    parts: dict[str, Callable[[], object]] = {
        "encode": lambda: engine.read(QUERY, ""),
        "search": lambda: index.vectors.search(query.vectors[0], 100, places),
        "sparse": lambda: [
            index.texts.scores(field, groups, is_open)
            for field, groups in (("words", query.words), ("sounds", sound_grams(query.words)))
        ],
    }

    def whole() -> object:
        return rank(engine.read(QUERY, ""), None, index, fusion, everything, 10, peers=peers)

    whole()
    ratios, seconds = [], dict.fromkeys((*parts, "whole"), 0.0)
    for _round in range(ROUNDS):
        own = {name: timed(call) for name, call in parts.items()}
        full = timed(whole)
        ratios.append(full / sum(own.values()))
        for name, value in (own | {"whole": full}).items():
            seconds[name] += value / ROUNDS
    return float(np.median(ratios)), seconds


def explanations(found: list[Analysis], random: np.random.Generator) -> tuple[float, int]:
    """For random pairs of the seeds: the largest gap between score and contributions, and how often the score fell
    when the bridging terms were taken from the document."""
    index, fusion, everything = Index(found[0].vectors.shape[1]), shipped(), np.arange(len(found))
    index.put([Document(number, reading) for number, reading in enumerate(found)])
    gap, fell, seen = 0.0, 0, 0
    while seen < PAIRS:
        query = found[int(random.integers(len(found)))]
        matches = [match for match in rank(query, None, index, fusion, everything, 100) if match.bridges]
        match = matches[int(random.integers(len(matches)))]
        gap = max(gap, abs(match.score - sum(match.contributions.values())))
        gap = max(gap, abs(match.contributions["words"] - sum(bridge.points for bridge in match.bridges)))
        fell += _without_bridges(index, found, query, match.id, {bridge.stem for bridge in match.bridges}) < match.fit
        seen += 1
    return gap, fell


def _without_bridges(index: Index, found: list[Analysis], query: Analysis, number: int, stems: set[str]) -> float:
    """The fit of a document from which the marked words were taken; the document is put back."""
    own = found[number]
    words = {group: count for group, count in own.words.items() if not stems & set(group.split(" "))}
    index.put([Document(number, Analysis(own.vectors, words, own.lang))])
    matches = rank(query, None, index, shipped(), np.arange(len(found)), len(found))
    index.put([Document(number, own)])
    return next((match.fit for match in matches if match.id == number), 0.0)


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    size = parser.parse_args().documents
    engine, random = Engine(make_encoder(Config().encoder), read_glossary(GLOSSARY)), np.random.default_rng(SEED)
    found = readings(engine)
    index = Index(engine.encoder.dimension)
    fill(index, SMALL, found, random)
    small = adding(index, found, random)
    memory = fill(index, size, found, random)
    large = adding(index, found, random)
    print(
        f"adding one posting: {small * 1e3:.2f} ms at {SMALL:,}, {large * 1e3:.2f} ms at {size:,}: {large / small:.2f} ×"
    )
    print(f"memory per posting at {size:,}: {memory / 1024:.1f} KiB")
    times, seconds = ratio(engine, index)
    print(
        f"recommendation at {size:,}: {times:.2f} × its parts; ms: { {n: round(s * 1e3, 1) for n, s in seconds.items()} }"
    )
    gap, fell = explanations(found, random)
    print(f"explanations: {PAIRS} pairs, largest gap {gap:.1e}; score fell without the marked terms in {fell}")


if __name__ == "__main__":
    main()
