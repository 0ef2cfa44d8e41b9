"""The product's own ranking on a retrieval file, beside BM25 and the bare encoder.

`python -m benchmarks.matching FILE.json[.gz] …`; the file holds
{"queries": [{"id", "title", "text", "lang"}], "documents": [same], "qrels": {query: {document: grade}}}.
The rankers get the texts only; the grades are read after all rankings are made.
"""

import gzip
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from matchmaker.config import Config
from matchmaker.matching.encoder import make_encoder
from matchmaker.matching.encoding import PASSAGE, QUERY, Role
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.fusion import shipped
from matchmaker.matching.glossary_file import read_glossary
from matchmaker.matching.index import Document, Index
from matchmaker.matching.language import words
from matchmaker.matching.measures import NAMES, evaluate
from matchmaker.matching.ranking import rank
from matchmaker.matching.stems import stem
from matchmaker.matching.stopwords import ENGLISH
from matchmaker.paths import GLOSSARY

DEPTH = 100
BLOCK = 256
Texts = list[dict[str, str]]
Runs = dict[str, list[str]]


def read_file(path: Path) -> dict[str, Any]:
    """The retrieval file, gzipped or not."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return dict(json.loads(data))


def whole(text: dict[str, str]) -> str:
    """Title and text as one."""
    return f"{text.get('title') or ''} {text['text']}".strip()


def progress(items: Texts, what: str) -> Iterator[Texts]:
    """Blocks of items, with a line on the error stream as they pass."""
    for start in range(0, len(items), BLOCK):
        print(f"\r{what}: {start}/{len(items)}", end="", file=sys.stderr, flush=True)
        yield items[start : start + BLOCK]
    print(f"\r{what}: {len(items)}/{len(items)}", file=sys.stderr)


def plain_terms(text: str) -> dict[str, int]:
    """Terms of the baseline: English stems, other words as they are."""
    counts: dict[str, int] = {}
    for word in words(text):
        if word not in ENGLISH:
            term = stem(word, "en") if word.isascii() else word
            counts[term] = counts.get(term, 0) + 1
    return counts


def run_bm25(queries: Texts, documents: Texts) -> Runs:
    """The baseline of words: BM25, k1 1.2, b 0.75, each word of the query counted once."""
    counts = [plain_terms(whole(document)) for document in documents]
    lengths = np.array([sum(own.values()) for own in counts], float)
    norms = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    lists: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, own in enumerate(counts):
        for term, count in own.items():
            lists[term].append((number, count))
    runs = {}
    for query in queries:
        scores = np.zeros(len(documents))
        for term in plain_terms(whole(query)):
            if found := lists.get(term):
                rows, held = np.array(found).T
                rarity = np.log(1 + (len(documents) - len(rows) + 0.5) / (len(rows) + 0.5))
                scores[rows] += rarity * held * 2.2 / (held + norms[rows])
        order = np.argsort(-scores, kind="stable")[:DEPTH]
        runs[query["id"]] = [documents[number]["id"] for number in order]
    return runs


def run_dense(engine: Engine, queries: Texts, documents: Texts) -> Runs:
    """The baseline of meaning: the encoder on the raw text, cosine."""

    def encode(texts: Texts, what: str, role: Role) -> Any:
        blocks = progress(texts, what)
        return np.concatenate([engine.encoder.encode([whole(t) for t in block], role) for block in blocks])

    matrix, asked = encode(documents, "dense documents", PASSAGE), encode(queries, "dense queries", QUERY)
    orders = np.argsort(-(asked @ matrix.T), axis=1, kind="stable")[:, :DEPTH]
    return {q["id"]: [documents[n]["id"] for n in order] for q, order in zip(queries, orders, strict=True)}


def run_product(engine: Engine, queries: Texts, documents: Texts) -> Runs:
    """The product: the engine's reading, both indexes, and its ranking without structure."""

    def read(texts: Texts, what: str, role: Role) -> list[Analysis]:
        pairs = ([(whole(text), "") for text in block] for block in progress(texts, what))
        return [analysis for block in pairs for analysis in engine.read_many(block, role)]

    index, fusion = Index(engine.encoder.dimension), shipped()
    readings = read(documents, "product documents", PASSAGE)
    index.put([Document(number, reading) for number, reading in enumerate(readings)])
    everything = np.arange(len(documents))
    return {
        query["id"]: [documents[m.id]["id"] for m in rank(asked, None, index, fusion, everything, DEPTH)]
        for query, asked in zip(queries, read(queries, "product queries", QUERY), strict=True)
    }


def measure(path: Path, engine: Engine) -> dict[str, Any]:
    """Every ranker on one file."""
    started = time.perf_counter()
    data = read_file(path)
    queries, documents = data["queries"], data["documents"]
    rankers: dict[str, Callable[[], Runs]] = {
        "bm25": lambda: run_bm25(queries, documents),
        "dense": lambda: run_dense(engine, queries, documents),
        "product": lambda: run_product(engine, queries, documents),
    }
    runs = {name: ranker() for name, ranker in rankers.items()}
    figures = {name: evaluate(run, data["qrels"]) for name, run in runs.items()}
    return {"file": path.name, **figures, "seconds": round(time.perf_counter() - started, 1)}


def main(arguments: list[str]) -> None:
    """Print a table and one JSON line per file."""
    engine = Engine(make_encoder(Config().encoder, Config().encoder_precision), read_glossary(GLOSSARY))
    for argument in arguments:
        result = measure(Path(argument), engine)
        print(f"\n{result['file']:32}" + "".join(f"{name:>12}" for name in NAMES))
        for name in ("bm25", "dense", "product"):
            print(f"{name:32}" + "".join(f"{result[name][measure]:12.3f}" for measure in NAMES))
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Usage: python -m benchmarks.matching FILE.json[.gz] …")
    main(sys.argv[1:])
