"""Stems: Snowball for English and Russian, suffix stripping for Kazakh; and transliteration."""

import re
from functools import lru_cache

import snowballstemmer

from matchmaker.matching.language import CYRILLIC, KAZAKH

_english = snowballstemmer.stemmer("english")
_russian = snowballstemmer.stemmer("russian")

_ROOTS = "су|ет|ұн|от|іс|үй|ел|ай|аң"  # nouns of two letters; any other stem keeps three
_VOWEL, _POSSESSED = "(?<=[аәеёиоөуүұыіэюя])", "(?<=[ыі])"
_HARD, _SOFT = "(?<=[бвгдкқпстфхцчшщ])", "(?<![кқпстфхцчшщ])"

# Kazakh endings: case, plural, possession, person, derivation of participles; each only after the sounds it can follow,
# so that the т of зауыты and the с of әдісі stay with their stems.
_ENDING = re.compile(
    f"({_ROOTS}|.{{3,}}?)(?:"
    f"{_HARD}(?:т[ыі]ң|т[ае]н|т[ыіае]|тағы|тегі|т[ае]р|қа|ке|пен|п[ыі]з|қан|кен)"
    f"|{_SOFT}(?:д[ыі]ң|д[ае]н|д[ыіае]|дағы|дегі|д[ае]р|ға|ге|бен|б[ыі]з|ған|ген)"
    "|(?<=[аәеёиоөуүұыіэюярй])л[ае]р"
    "|(?<=[аәеёиоөуүұыіэюямнң])н[ыі]ң"
    f"|{_VOWEL}(?:н[ыі]|м[ыі]з)|(?<=[ыімнң])н[ае]н"
    f"|{_POSSESSED}(?:н[ае]|нд[ае]|ндағы|ндегі|н)"
    "|с[ыі]ң|мен|менен"
    "|(?:(?<=[аәеёиоөуүұэюя])|(?<=[ғгқкш][ыі]))с[ыі]"
    "|[ыі]м[ыі]з|[ыі]ң[ыі]з|ы|і"
    "|атын|етін|йтын|йтін|ады|еді|йды|йді|у|ып|іп|ылған|ілген|ылатын|ілетін"
    ")"
)
_HARDENED = {"ғ": "қ", "г": "к", "б": "п"}  # қалдық, қалдығы

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "h",
            "ts",
            "ch",
            "sh",
            "sch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
            "a",
            "g",
            "k",
            "n",
            "o",
            "u",
            "u",
            "h",
            "i",
        ],
        strict=True,
    )
) | {"ъ": "", "ь": ""}
_TABLE = str.maketrans(_LATIN)


def transliterate(text: str) -> str:
    """Cyrillic letters by their Latin sound, so that международные words meet international ones."""
    return text.lower().translate(_TABLE)


@lru_cache(maxsize=200_000)
def stem(word: str, lang: str) -> str:
    """The stem of a lower-case word. A Latin word is English wherever it stands."""
    word = word.replace("ё", "е")
    if not CYRILLIC.search(word):
        return str(_english.stemWord(word))
    if lang == "kk" or not KAZAKH.isdisjoint(word):
        return _strip_kazakh(word)
    return str(_russian.stemWord(word))


def _strip_kazakh(word: str) -> str:
    for _round in range(5):
        found = _ENDING.fullmatch(word)
        if found is None:
            break
        word = found.group(1)
    return word[:-1] + _HARDENED.get(word[-1], word[-1])
