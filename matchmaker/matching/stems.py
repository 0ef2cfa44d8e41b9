"""Stems of single words in the language that their letters tell; what dictionaries add is in `glossary`."""

import re
from functools import lru_cache

from matchmaker.matching import kazakh, russian
from matchmaker.matching.script import CYRILLIC, KAZAKH
from matchmaker.matching.snowball import snowball

_DERIVED = re.compile(  # what Russian word formation adds to a root, after Snowball took the inflection off
    "(.{3,}?)(?:ионн|онн|енн|янн|ичн|ивн|льн|еск|ическ|ательн|ительн|ован|ирован|ирова|ова|ива|ыва|ящ|ющ|ущ|вш|тель|"
    "ност|ств|ник|щик|чик|ств|ен|ан|ик|ск|ов|ев|он|ок|ек|н|к|т|л|а|и)?"
)


def language_of(word: str, lang: str) -> str:
    """A Latin word is English wherever it stands; a word with Kazakh letters is Kazakh; else the text's language tells."""
    if not CYRILLIC.search(word):
        return "en"
    return "kk" if lang == "kk" or not KAZAKH.isdisjoint(word) else "ru"


@lru_cache(maxsize=200_000)
def stem(word: str, lang: str) -> str:
    """The stem of a normalised word."""
    own = language_of(word, lang)
    if own == "en":
        return snowball(word, "english")
    return kazakh.bare(word) if own == "kk" else russian.bare(word)


def dictionary_forms(word: str, lang: str) -> tuple[str, ...]:
    """What to look a word up as, the likeliest first."""
    own = language_of(word, lang)
    if own == "en":
        return (word,)
    return kazakh.stems(word) if own == "kk" else russian.lemmas(word)


@lru_cache(maxsize=100_000)
def root(word: str, lang: str) -> str:
    """What related words share: the stem without the endings of word formation (флотационный, флотация: флотац)."""
    own, found = language_of(word, lang), stem(word, lang)
    match = _DERIVED.fullmatch(found) if own == "ru" else None
    return match.group(1) if match else found
