"""What the page about matching shows: the weights in use, what a score means, two texts as they are read, the figures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from matchmaker.matching.engine import Engine
from matchmaker.matching.fusion import CHANNELS, FULL, STRUCTURE, Fusion
from matchmaker.matching.glossary import Term
from matchmaker.paths import GOLD
from matchmaker.recommendations.wording import GOOD, STRONG, titles

EXAMPLE = {"kk": "Сарқынды суларды ауыр металдардан тазарту", "ru": "Очистка сточных вод от тяжёлых металлов"}
WHOLE = 100


@dataclass(frozen=True)
class Part:
    """One part of a score and the most points that it can bring."""

    name: str
    title: str
    points: float


@dataclass(frozen=True)
class Band:
    """What a word means: the scores that it is used for, and the chance of a good match at either end."""

    word: str
    low: int
    high: int
    least: float
    most: float


@dataclass(frozen=True)
class Reading:
    """A term of the example: its language, its place, its words as written, its dictionary forms, its glosses."""

    lang: str
    place: int
    written: str
    form: str
    glosses: tuple[str, ...]


@dataclass(frozen=True)
class Gold:
    """What `python -m benchmarks.gold --write` measured.

    pairs: nDCG@10 and the number of needs, by two languages. words: fitting pairs and all pairs, by the word of a score.
    """

    measured_on: date
    engine: str
    needs: int
    capabilities: int
    measures: dict[str, float]
    pairs: dict[tuple[str, str], tuple[float, int]]
    words: dict[str, tuple[int, int]]
    exposure: dict[str, float]


def parts(fusion: Fusion) -> dict[str, list[Part]]:
    """The parts of a score in the groups `texts` and `structure`, the weightiest first."""
    names = titles()
    groups = {"texts": CHANNELS, "structure": STRUCTURE}
    found = {group: [Part(name, names[name], fusion.points[name]) for name in own] for group, own in groups.items()}
    return {group: sorted(own, key=lambda part: -part.points) for group, own in found.items()}


def rises(fusion: Fusion, steps: int) -> list[tuple[float, dict[str, float]]]:
    """Deviations above the crowd, from none to the most that count, with the points of each text channel there."""
    places = np.linspace(0, FULL, steps + 1)
    curves = {name: fusion.points[name] * fusion.share(name, places) for name in CHANNELS}
    return [(float(z), {name: float(curves[name][at]) for name in CHANNELS}) for at, z in enumerate(places)]


def chances(fusion: Fusion, scores: Sequence[int] = range(0, WHOLE + 1, 2)) -> list[tuple[int, float]]:
    """Scores with the chance of a good match."""
    return [(score, fusion.chance(score)) for score in scores]


def bands(fusion: Fusion) -> list[Band]:
    """The three words, the best first."""
    bounds = (("strong", STRONG, WHOLE), ("good", GOOD, STRONG - 1), ("possible", 0, GOOD - 1))
    return [Band(word, low, high, fusion.chance(low), fusion.chance(high)) for word, low, high in bounds]


def example(engine: Engine) -> list[Reading]:
    """The terms of one title in Kazakh and in Russian, as the engine reads them."""
    return [
        _reading(lang, place, term)
        for lang, text in EXAMPLE.items()
        for place, (term, _lang) in enumerate(engine.cut(text))
    ]


def _reading(lang: str, place: int, term: Term) -> Reading:
    return Reading(lang, place, " ".join(term.words), " ".join(term.forms), term.glosses)


def meetings(found: Sequence[Reading]) -> list[tuple[str, list[Reading]]]:
    """English glosses with the terms of the example that meet in them, in the order in which they first appear."""
    nodes: dict[str, list[Reading]] = {}
    for one in found:
        meets = (node for node, own in nodes.items() if any(set(one.glosses) & set(other.glosses) for other in own))
        nodes.setdefault(next(meets, one.glosses[0] if one.glosses else one.written), []).append(one)
    return list(nodes.items())


@cache
def gold() -> Gold:
    """The figures of the graded set."""
    values = json.loads(GOLD.read_text(encoding="utf-8"))
    return Gold(
        date.fromisoformat(values["date"]),
        values["engine"],
        values["needs"],
        values["capabilities"],
        values["measures"],
        {(one["need"], one["capability"]): (one["ndcg@10"], one["needs"]) for one in values["pairs"]},
        {one["word"]: (one["fitting"], one["pairs"]) for one in values["words"]},
        values["exposure"],
    )
