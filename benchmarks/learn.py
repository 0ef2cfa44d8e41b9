"""Learns what the engine ships with from seeds/training: the centres of the languages and the fusion of the channels.

`python -m benchmarks.learn` writes matchmaker/matching/centres-bundled.npz and fusion.json, and prints how the weights
rank lists of families that they were not learned from.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import product

import numpy as np

from benchmarks.training import SEED, Pool, pools
from matchmaker.config import Config
from matchmaker.matching.centres import centres, centres_path
from matchmaker.matching.encoder import make_encoder
from matchmaker.matching.engine import Analysis, Engine
from matchmaker.matching.fusion import CHANNELS, SHIPPED, STRUCTURE, Channel, Fusion, bent, brevity, shipped
from matchmaker.matching.glossary_file import read_glossary
from matchmaker.matching.index import Document, Index
from matchmaker.matching.language import LANGUAGES
from matchmaker.matching.learning import Floats, Graded, calibrate, fit_weights, quality, to_points
from matchmaker.matching.profile import Profile, shares
from matchmaker.matching.ranking import Channels
from matchmaker.paths import GLOSSARY

HALVES = (3.0, 9.0, 27.0)
RIDGE = 0.001
FOLDS = 4
JUDGED = {
    "partner": 2.0,
    "budget": 1.0,
    "deadline": 1.0,
}  # points by judgement: the training texts say nothing of these
LEARNED = tuple(name for name in STRUCTURE if name not in JUDGED)
NAMES = (*CHANNELS, *LEARNED)
Row = tuple[Floats, Floats, Floats, float]  # z of the channels, shares of the structure, grades, brevity of the query


def read_all(engine: Engine, found: list[Pool]) -> dict[str, Analysis]:
    """Every text's reading."""
    texts = sorted({text for pool in found for text in (*pool.queries, *pool.documents)})
    readings: dict[str, Analysis] = {}
    for start in range(0, len(texts), 128):
        print(f"\rreading {start}/{len(texts)}", end="", file=sys.stderr, flush=True)
        block = texts[start : start + 128]
        readings |= dict(zip(block, engine.read_many([(text, "") for text in block]), strict=True))
    print(file=sys.stderr)
    return readings


def learn_centres(engine: Engine, found: list[Pool]) -> None:
    """Mean vector of each language over all training texts, as the encoder gives them."""
    path = centres_path("bundled")
    path.unlink(missing_ok=True)
    centres.cache_clear()
    by_lang = defaultdict(list)
    for reading in read_all(engine, found).values():
        by_lang[reading.lang].append(reading.vectors.mean(axis=0))
    np.savez(path, **{lang: np.mean(by_lang[lang], axis=0).astype(np.float32) for lang in LANGUAGES})
    centres.cache_clear()


def rows_of(pool: Pool, readings: dict[str, Analysis], fusion: Fusion, crowd: dict[str, list[Floats]]) -> list[Row]:
    """Every query of a pool against all of its documents."""
    index = Index(384)
    profiles: Sequence[Profile | None] = pool.document_profiles or [None] * len(pool.documents)
    index.put(
        [
            Document(n, readings[text], profile)
            for n, (text, profile) in enumerate(zip(pool.documents, profiles, strict=True))
        ]
    )
    everything, rows = np.arange(len(pool.documents)), []
    for number, text in enumerate(pool.queries):
        channels = Channels(readings[text], index, fusion, everything)
        z = np.stack([channels.meaning(everything), *(channels.standard[name] for name in CHANNELS[1:])], axis=1)
        structure = np.zeros((len(everything), len(LEARNED)))
        if pool.query_profiles:
            own = pool.query_profiles[number]
            fits = [shares(own, profile, 0) for profile in pool.document_profiles]
            structure = np.array([[fit[name] for name in LEARNED] for fit in fits])
        grades = np.array([float(pool.grades[number].get(one, 0)) for one in range(len(everything))])
        rows.append((z, structure, grades, brevity(sum(readings[text].words.values()))))
        for name, raw in channels.raw(everything).items():
            crowd[name].append(raw)
    return rows


def lists_of(rows: list[tuple[str, int, Row]], halves: tuple[float, ...], weights: dict[str, float]) -> list[Graded]:
    """Shares of every row under these halves."""
    found = []
    for genre, _number, (z, structure, grades, brief) in rows:
        texts = bent(z, np.array(halves))
        shared = np.concatenate([(1 - brief) * texts, brief * texts, structure], axis=1)
        found.append(Graded(shared, grades, weights[genre]))
    return found


def main() -> None:
    """Centres, then the crowd's reference, then halves and weights, then the calibration."""
    found = pools()
    engine = Engine(make_encoder(Config().encoder), read_glossary(GLOSSARY))
    learn_centres(engine, found)
    readings = read_all(engine, found)
    crowd: dict[str, list[Floats]] = defaultdict(list)
    rows = [
        (pool.name.split()[0], number, row)
        for pool in found
        for number, row in enumerate(rows_of(pool, readings, shipped(), crowd))
    ]
    counts: dict[str, int] = defaultdict(int)
    for genre, _number, _row in rows:
        counts[genre] += 1
    even = {genre: 1 / count for genre, count in counts.items()}
    start = np.full(len(NAMES) + len(CHANNELS), 1.0)
    tried = {
        halves: lists_of(rows, halves, even) for halves in ((own, text, text) for own, text in product(HALVES, HALVES))
    }
    scored = {}
    for halves, lists in tried.items():
        learned = _cross(rows, lists, start)
        scored[halves] = learned
        print(halves, {genre: round(value, 4) for genre, value in learned.items()}, flush=True)
    best = max(scored, key=lambda halves: np.mean(list(scored[halves].values())))
    weights = fit_weights(tried[best], start, RIDGE)
    points, brief = scaled(weights)
    scores = np.concatenate([one.shares @ np.concatenate([points[:3], brief, points[3:]]) for one in tried[best]])
    good = np.concatenate([one.grades > 0 for one in tried[best]])
    each = np.concatenate([np.full(len(one.grades), one.weight) for one in tried[best]])
    calibration = calibrate(scores, good, each)
    channels = {
        name: Channel(half, *(round(float(value(np.concatenate(crowd[name]))), 4) for value in (np.mean, np.std)))
        for name, half in zip(CHANNELS, best, strict=True)
    }
    write(points, brief, channels, calibration, scored[best], counts)


def _cross(rows: list[tuple[str, int, Row]], lists: list[Graded], start: Floats) -> dict[str, float]:
    """nDCG@10 by genre, on folds of items that the weights were not learned from."""
    values = defaultdict(list)
    for fold in range(FOLDS):
        inside = [one for one, row in zip(lists, rows, strict=True) if row[1] // 4 % FOLDS != fold]
        weights = fit_weights(inside, start, RIDGE)
        for genre in {row[0] for row in rows}:
            held = [
                one for one, row in zip(lists, rows, strict=True) if row[1] // 4 % FOLDS == fold and row[0] == genre
            ]
            values[genre].append(quality(held, weights))
    return {genre: float(np.mean(found)) for genre, found in sorted(values.items())}


def scaled(weights: Floats) -> tuple[Floats, Floats]:
    """Points that sum to 100, and those of the text channels for brief queries, which share out the same sum."""
    rest = 1 - sum(JUDGED.values()) / 100
    points = rest * to_points(np.concatenate([weights[:3], weights[6:]]))
    return points, weights[3:6] * points[:3].sum() / weights[3:6].sum()


def write(
    points: Floats,
    brief: Floats,
    channels: dict[str, Channel],
    calibration: tuple[float, float],
    held: dict[str, float],
    counts: dict[str, int],
) -> None:
    """The readable file. calibration: slope and intercept; held: nDCG@10 by genre; counts: lists by genre."""
    slope, intercept = calibration
    values = {
        "version": f"{date.today():%Y-%m-%d}",
        "points": {name: round(float(value), 2) for name, value in zip(NAMES, points, strict=True)} | JUDGED,
        "brief": {name: round(float(value), 2) for name, value in zip(CHANNELS, brief, strict=True)},
        "channels": {name: vars(channel) for name, channel in channels.items()},
        "calibration": {"slope": round(slope, 4), "intercept": round(intercept, 3)},
        "source": {
            "learned by": "python -m benchmarks.learn",
            "from": "seeds/training, lists by genre; points of partner, budget and deadline by judgement",
            "lists": dict(counts),
            "seed": SEED,
            "ndcg@10 on items left out": {genre: round(value, 4) for genre, value in held.items()},
        },
    }
    SHIPPED.write_text(json.dumps(values, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(values, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
