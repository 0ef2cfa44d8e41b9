"""Russian lemmas (pymorphy3 with the OpenCorpora dictionary), and Snowball stems of what stays apart."""

from functools import cache, lru_cache
from typing import Any

from matchmaker.matching.snowball import snowball

LIKELY = 0.05


@cache
def _analyser() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=200_000)
def lemmas(word: str) -> tuple[str, ...]:
    """The dictionary forms that a lower-case word may belong to, the likeliest first; participles also as adjectives."""
    readings = _analyser().parse(word)
    forms = [reading.normal_form.replace("ё", "е") for reading in readings if reading.score >= LIKELY]
    whole = [part for reading in readings[:1] if reading.tag.POS in ("PRTF", "PRTS") for part in _masculine(reading)]
    return tuple(dict.fromkeys([*forms, *whole, word]))


def _masculine(participle: Any) -> list[str]:
    found = participle.inflect({"PRTF", "sing", "masc", "nomn"})
    return [found.word.replace("ё", "е")] if found else []


@lru_cache(maxsize=200_000)
def bare(word: str) -> str:
    """The Snowball stem of the likeliest dictionary form."""
    return snowball(lemmas(word)[0], "russian")
