"""Keywords of a text that states none: the terms of the glossary's subjects that are frequent here and rare elsewhere."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import sqrt

from matchmaker.matching.engine import groups
from matchmaker.matching.glossary import LONGEST, Glossary, Key, Term
from matchmaker.matching.language import WORD, parts, words
from matchmaker.matching.lexical import K1
from matchmaker.matching.script import from_latin, is_latin_kazakh, normal
from matchmaker.matching.stems import language_of
from matchmaker.vocabularies import terms

WANTED = 8
NOUNS = ("noun", "term", "abbr", "name")
BESIDES = ("health", "science")  # subjects of the glossary that are no sector of the platform
EVERYDAY = ("general", "nature")  # where materials stand beside words that say little: they count half
HALF = 0.5
Rarity = Callable[[str], float]  # of a word, given as the stems that it may meet, parted by spaces
Known = dict[Key, tuple[str, float]]


@lru_cache(maxsize=4)
def subject_terms(glossary: Glossary) -> dict[str, Known]:
    """The nouns of the glossary's subjects by language and dictionary forms: each as the glossary writes it, and its weight."""
    weights = dict.fromkeys((*terms("sectors"), *BESIDES), 1.0) | dict.fromkeys(EVERYDAY, HALF)
    found: dict[str, Known] = {"kk": {}, "ru": {}, "en": {}}
    entries = (entry for entry in glossary.entries if entry.domain in weights and entry.pos in NOUNS)
    for entry in sorted(entries, key=lambda one: -weights[one.domain]):
        for lang, known in found.items():
            for term in getattr(entry, lang):
                key = tuple(glossary.form(word, lang) for word in words(term))
                known.setdefault(key, (term, weights[entry.domain]))
    return found


def keywords_of(glossary: Glossary, text: str, lang: str, rarity: Rarity, wanted: int = WANTED) -> list[str]:
    """The best keywords in the text's language, best first."""
    counts: Counter[Key] = Counter(_found(glossary, text, lang))
    known, scored = subject_terms(glossary).get(lang, {}), {}
    for key, count in counts.items():
        glosses = glossary.glosses.get(lang, {}).get(key, ())
        rare = [rarity(group) for group in groups(Term(key, key, glosses))][: len(key)]
        scored[key] = known[key][1] * count * (K1 + 1) / (count + K1) * sum(rare) / sqrt(len(rare))
    best = sorted(scored, key=lambda key: (-scored[key], key))
    return list(dict.fromkeys(known[key][0] for key in best))[:wanted]


def _found(glossary: Glossary, text: str, lang: str) -> Iterator[Key]:
    """The subject terms of the text, the longest first, from the sentences in its own script."""
    known = subject_terms(glossary).get(lang, {})
    for piece, own in parts(text):
        if (own == "en") == (lang == "en"):
            yield from _terms(known, _forms(glossary, piece, lang))


def _forms(glossary: Glossary, piece: str, lang: str) -> list[str]:
    if lang == "kk" and is_latin_kazakh(normal(piece)):
        piece = from_latin(normal(piece))
    tokens = [normal(word) for word in WORD.findall(piece)]
    return [glossary.form(token, language_of(token, lang)) for token in tokens]


def _terms(known: Known, forms: list[str]) -> Iterator[Key]:
    at = 0
    while at < len(forms):
        sizes = range(min(LONGEST, len(forms) - at), 0, -1)
        size = next((size for size in sizes if tuple(forms[at : at + size]) in known), 0)
        if size:
            yield tuple(forms[at : at + size])
        at += size or 1
