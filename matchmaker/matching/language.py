"""Which language a text is in, its words and its sentences."""

import re

WORD = re.compile(r"[^\W_]+(?:[-–’'][^\W_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\"«“(\[]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9])|\n+")
KAZAKH = frozenset("әғқңөұүһі")
CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]")
MARKUP = re.compile(r"^(?:\s*(?:[>*#\-•]+|\d+[.)])\s+)+|[*_`#]+", re.MULTILINE)  # a figure that begins a sentence stays


def words(text: str) -> list[str]:
    """The words of a text in lower case; hyphenated words stay whole, numbers count."""
    return WORD.findall(text.lower())


def detect(text: str) -> str:
    """kk, ru or en by letters: at least one specific Kazakh letter in 60 Cyrillic ones makes a text Kazakh."""
    lowered = text.lower()
    cyrillic = len(CYRILLIC.findall(lowered))
    latin = sum("a" <= letter <= "z" for letter in lowered)
    if cyrillic <= latin * 0.5:
        return "en"
    kazakh = sum(letter in KAZAKH for letter in lowered)
    return "kk" if kazakh * 60 >= cyrillic else "ru"


def sentences(text: str, least: int = 25, most: int = 24) -> list[str]:
    """The first `most` sentences of at least `least` characters, without Markdown signs."""
    parts = (" ".join(MARKUP.sub(" ", part).split()) for part in SENTENCE_END.split(text))
    return [part for part in parts if len(part) >= least][:most]


def chunks(text: str, size: int = 110) -> list[str]:
    """Consecutive pieces of about `size` words, which the encoder reads without truncation; at least one."""
    tokens = text.split()
    return [" ".join(tokens[start : start + size]) for start in range(0, len(tokens), size)] or [text]
