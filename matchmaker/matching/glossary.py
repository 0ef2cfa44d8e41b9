"""Glosses: each Kazakh or Russian term replaced by its English one, longest match over stems.

The bundled encoder reads only English; a gloss per term is enough for it to place a text among others.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

from matchmaker.matching.language import CYRILLIC, words
from matchmaker.matching.stems import stem, transliterate

LONGEST = 4
Key = tuple[str, ...]


class Glossary:
    """English glosses of Kazakh and Russian terms, by the stems of their words."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        """`entries` are (language, term, English gloss); the first gloss of a term wins."""
        self.glosses: dict[str, dict[Key, str]] = {"kk": {}, "ru": {}}
        for lang, term, english in entries:
            key = tuple(stem(word, lang) for word in words(term))
            if 0 < len(key) <= LONGEST:
                self.glosses[lang].setdefault(key, english)

    def __len__(self) -> int:
        return sum(len(glosses) for glosses in self.glosses.values())

    def english(self, text: str, lang: str) -> str:
        """The text word by word in English; unknown words transliterated, Latin words as they are."""
        return " ".join(gloss for _words, gloss in self.pairs(text, lang))

    def pairs(self, text: str, lang: str) -> list[tuple[str, str]]:
        """The text cut into terms, each with its English gloss, in order."""
        if lang not in self.glosses or not CYRILLIC.search(text.lower()):
            return [(word, word) for word in words(text)]
        tokens = words(text)
        keys = [stem(token, lang) for token in tokens]
        found, at = [], 0
        while at < len(tokens):
            size, gloss = self._longest(keys, at, lang)
            found.append((" ".join(tokens[at : at + size]), gloss or transliterate(tokens[at])))
            at += size
        return found

    def _longest(self, keys: list[str], at: int, lang: str) -> tuple[int, str]:
        for size in range(min(LONGEST, len(keys) - at), 0, -1):
            gloss = self.glosses[lang].get(tuple(keys[at : at + size]))
            if gloss:
                return size, gloss
        return 1, ""


def read_glossary(folder: Path) -> Glossary:
    """The glossary of every TSV file in a folder: columns kk, ru, en hold synonyms parted by `|`."""
    entries = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                english = row["en"].split("|")[0].strip()
                entries += [(lang, term, english) for lang in ("kk", "ru") for term in row[lang].split("|")]
    return Glossary(entries)
