"""Graded pairs written for learning the engine's weights (seeds/training); no benchmark's figure is measured on them.

Themes: a need and the capability that meets it, each in three languages, four neighbouring themes to a family. News:
eight sentences in three languages; odd against even ones. Questions: Kazakh questions and the passage that answers.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from matchmaker.matching.language import LANGUAGES
from matchmaker.matching.profile import Profile
from matchmaker.paths import SEEDS

FOLDER = SEEDS / "training"
SEED = 2026
Grades = list[dict[int, int]]


@dataclass(frozen=True)
class Pool:
    """Queries against documents, with the grades of the right documents by number; profiles where the texts have them."""

    name: str
    queries: list[str]
    documents: list[str]
    grades: Grades
    query_profiles: list[Profile] = field(default_factory=list)
    document_profiles: list[Profile] = field(default_factory=list)


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def drawn(count: int, name: str) -> list[str]:
    """A language at random for each of so many texts."""
    return random.Random(f"{SEED} {name}").choices(LANGUAGES, k=count)


def pairings(count: int, mixed: int) -> Iterator[tuple[str, list[str], list[str]]]:
    """The nine pairs of languages, and pools in which every text has a language of its own."""
    for one, other in product(LANGUAGES, repeat=2):
        yield f"{one}-{other}", [one] * count, [other] * count
    for number in range(mixed):
        yield f"mixed{number}", drawn(count, f"q{number}"), drawn(count, f"d{number}")


def profile(kind: str, values: dict[str, Any]) -> Profile:
    """The structure of one side of a theme."""
    sets: dict[str, Any] = {name: frozenset(values[name]) for name in ("fields", "sectors", "cooperation", "regions")}
    return Profile(kind=kind, trl=values["trl"], **sets)


def themes() -> Iterator[Pool]:
    """Needs against capabilities, with their structure."""
    found = lines(FOLDER / "themes.jsonl")
    grades = [{number: 3} for number in range(len(found))]
    sides = {kind: [profile(kind, one["structure"][kind]) for one in found] for kind in ("need", "capability")}
    for name, asked, held in pairings(len(found), 9):
        needs = [one["need"][lang] for one, lang in zip(found, asked, strict=True)]
        capabilities = [one["capability"][lang] for one, lang in zip(found, held, strict=True)]
        yield Pool(f"themes {name}", needs, capabilities, grades, sides["need"], sides["capability"])
        if name.startswith("mixed"):
            yield Pool(f"themes back {name}", capabilities, needs, grades, sides["capability"], sides["need"])


def news() -> Iterator[Pool]:
    """The odd sentences of an item against the even ones: one subject, no translation."""
    found = lines(FOLDER / "news.jsonl")
    grades = [{number: 3} for number in range(len(found))]
    for name, asked, held in pairings(len(found), 9):
        odd = [" ".join(one[lang][0::2]) for one, lang in zip(found, asked, strict=True)]
        even = [" ".join(one[lang][1::2]) for one, lang in zip(found, held, strict=True)]
        yield Pool(f"news {name}", odd, even, grades)


def questions() -> Iterator[Pool]:
    """Kazakh questions against Kazakh passages."""
    found = lines(FOLDER / "questions.jsonl")
    asked = [(question, number) for number, one in enumerate(found) for question in one["questions"]]
    passages = [one["passage"] for one in found]
    yield Pool("questions", [one for one, _number in asked], passages, [{number: 3} for _one, number in asked])


def pools() -> list[Pool]:
    """Every pool."""
    return [*themes(), *news(), *questions()]
