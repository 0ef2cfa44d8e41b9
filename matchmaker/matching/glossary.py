"""Glosses: each Kazakh or Russian term replaced by its English ones, longest match over dictionary forms.

The bundled encoder reads only English; a gloss per term is enough for it to place a text among others, and the other
glosses of the term meet the words of other texts.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from matchmaker.matching.language import words
from matchmaker.matching.script import KAZAKH, folded, from_latin, is_latin_kazakh, normal, sounds
from matchmaker.matching.stems import dictionary_forms, language_of, root, stem

LONGEST = 4
GLOSSES = 6  # of one term
KIN = 5  # letters that an unknown word's root shares at least with that of the word whose gloss it borrows
SHORTEST_ROOT = 3
Key = tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One concept: its terms in three languages, the commonest first."""

    concept: str
    kk: tuple[str, ...]
    ru: tuple[str, ...]
    en: tuple[str, ...]
    domain: str = ""
    pos: str = ""


@dataclass(frozen=True)
class Term:
    """One term found in a text: its words as written, their dictionary forms, its glosses (none when unknown)."""

    words: Key
    forms: Key
    glosses: tuple[str, ...]


class Lexicon:
    """The dictionary's single words of one language, by every form that a text may show."""

    def __init__(self, lang: str, terms: Iterable[str]) -> None:
        self.lang = lang
        self.forms: dict[str, str] = {}
        self.folded: dict[str, str] = {}
        for term in terms:
            self.forms.setdefault(term, term)
        if lang == "kk":
            for form, term in self.forms.items():
                self.folded.setdefault(folded(form), term)

    @cached_property
    def lemmas(self) -> dict[str, str]:
        """The words whose own dictionary form is not in the dictionary: отходы by отход, отбеленный by отбелить."""
        found: dict[str, str] = {}
        for term in self.forms if self.lang == "ru" else ():
            form = dictionary_forms(term, self.lang)[0]
            if form not in self.forms:
                found.setdefault(form, term)
        return found

    @cached_property
    def kin(self) -> dict[str, str]:
        """The shortest word of each root, and of each beginning of a root."""
        found: dict[str, str] = {}
        by_length = sorted(set(self.forms.values()), key=lambda one: (len(one), one))
        for term in by_length:
            found.setdefault(root(term, self.lang), term)
        for term in by_length:
            own = root(term, self.lang)
            for size in range(KIN, len(own) + 1):
                found.setdefault(own[:size], term)
        return found

    def find(self, word: str) -> str:
        """The dictionary's word that a text's word is a form of, or an empty string."""
        if word in self.forms:
            return self.forms[word]
        forms = dictionary_forms(word, self.lang)
        found = next((self.forms[form] for form in forms if form in self.forms), "")
        if not found and self.folded and KAZAKH.isdisjoint(word):  # one Kazakh letter tells a Kazakh keyboard
            found = next((self.folded[folded(form)] for form in forms if folded(form) in self.folded), "")
        return found or next((self.lemmas[form] for form in forms if form in self.lemmas), "")

    def relative(self, word: str) -> str:
        """The shortest dictionary word of an unknown one's root, or that shares at least two thirds of the root."""
        own = root(word, self.lang)
        if len(own) < SHORTEST_ROOT:
            return ""
        least = max(KIN, -(-2 * len(own) // 3))
        beginnings = (own, *(own[:size] for size in range(len(own) - 1, least - 1, -1)))
        return next((self.kin[beginning] for beginning in beginnings if beginning in self.kin), "")


@lru_cache(maxsize=100_000)
def _spelt(term: str) -> Key:
    """The words of a dictionary's term: remembered, because a glossary is built anew when one term joins it."""
    return tuple(words(term))


class Glossary:
    """English glosses of Kazakh and Russian terms."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Where several concepts share a term, the concept that names it earliest in its cell comes first."""
        self.entries = list(entries)
        self.lexicons = {lang: Lexicon(lang, self._single(lang)) for lang in ("kk", "ru")}
        self.glosses: dict[str, dict[Key, tuple[str, ...]]] = {lang: self._glosses(lang) for lang in ("kk", "ru")}

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that tell this glossary from every other."""
        return hashlib.sha256(repr(self.entries).encode()).hexdigest()[:12]

    def _single(self, lang: str) -> list[str]:
        ranked = [
            (place, number, normal(term))
            for number, entry in enumerate(self.entries)
            for place, term in enumerate(getattr(entry, lang))
            if len(_spelt(term)) == 1
        ]
        return [term for _place, _number, term in sorted(ranked)]

    def _glosses(self, lang: str) -> dict[Key, tuple[str, ...]]:
        found: dict[Key, list[tuple[int, int, int, str]]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            for place, term in enumerate(getattr(entry, lang)):
                key = tuple(self.form(word, lang) for word in _spelt(term))
                if 0 < len(key) <= LONGEST:
                    found[key] += [(place + later, number, later, gloss) for later, gloss in enumerate(entry.en)]
        ordered = {key: dict.fromkeys(gloss for *_rank, gloss in sorted(ranked)) for key, ranked in found.items()}
        return {key: tuple(glosses)[:GLOSSES] for key, glosses in ordered.items()}

    def form(self, word: str, lang: str) -> str:
        """The dictionary form of a word, or its stem when the dictionary does not have it."""
        lang = language_of(word, lang)
        found = self.lexicons[lang].find(word) if lang in self.lexicons else ""
        return found or stem(word, lang)

    def terms(self, text: str, lang: str) -> list[Term]:
        """The text cut into terms, the longest that the dictionary has."""
        return self.terms_of(words(text), lang)

    def terms_of(self, written: list[str], lang: str) -> list[Term]:
        """The same of a text that is cut into words."""
        tokens = [normal(word) for word in written]
        if lang == "kk" and is_latin_kazakh(" ".join(tokens)):
            tokens = [from_latin(token) for token in tokens]
        forms = [self.form(token, lang) for token in tokens]
        found, at = [], 0
        while at < len(tokens):
            size, glosses = self._longest(tokens, forms, at, lang)
            found.append(Term(tuple(tokens[at : at + size]), tuple(forms[at : at + size]), glosses))
            at += size
        return found

    def _longest(self, tokens: list[str], forms: list[str], at: int, lang: str) -> tuple[int, tuple[str, ...]]:
        own = language_of(tokens[at], lang)
        if own not in self.glosses:
            return 1, ()
        for size in range(min(LONGEST, len(forms) - at), 0, -1):
            glosses = self.glosses[own].get(tuple(forms[at : at + size]))
            if glosses:
                return size, glosses
        return 1, self._borrowed(tokens[at], own)

    def _borrowed(self, word: str, lang: str) -> tuple[str, ...]:
        """The gloss of the parts of a hyphenated word, or of the nearest relative of an unknown one."""
        if "-" in word:
            known = [self.glosses[lang].get((self.form(part, lang),), ())[:1] for part in word.split("-")]
            return (" ".join(gloss for glosses in known for gloss in glosses),) if any(known) else ()
        relative = self.lexicons[lang].relative(word)
        return self.glosses[lang].get((relative,), ()) if relative else ()

    def english(self, text: str, lang: str) -> str:
        """The text word by word in English; unknown words by their sound, Latin words as they are."""
        return " ".join(english_of(term, lang) for term in self.terms(text, lang))


def english_of(term: Term, lang: str) -> str:
    """The first gloss of a term, or its sound."""
    if term.glosses:
        return term.glosses[0]
    return " ".join(word if language_of(word, lang) == "en" else sounds(word) for word in term.words)
