"""Stems: Snowball for English and Russian, suffix stripping for Kazakh; and transliteration."""

import re
from functools import lru_cache

import snowballstemmer

from matchmaker.matching.language import CYRILLIC, KAZAKH

_english = snowballstemmer.stemmer("english")
_russian = snowballstemmer.stemmer("russian")

# Kazakh endings: person and case, possession, plural, derivation of participles. The longest one that leaves a stem of
# three letters goes, or of two for the nouns named. Endings bound to the sounds before them were tried: more forms of a
# word met, but retrieval became no better for it.
_ENDING = re.compile(
    "(су|ет|ұн|от|іс|үй|ел|ай|аң|.{3,}?)(?:"
    "(?:мын|мін|бын|бін|пын|пін|сың|сің|мыз|міз|быз|біз|пыз|піз)"
    "|(?:ның|нің|дың|дің|тың|тің|нан|нен|дан|ден|тан|тен|мен|бен|пен|менен)"
    "|(?:ға|ге|қа|ке|на|не|да|де|та|те|нда|нде|ны|ні|ды|ді|ты|ті)"
    "|(?:дағы|дегі|тағы|тегі|ндағы|ндегі)"
    "|(?:лар|лер|дар|дер|тар|тер)"
    "|(?:ымыз|іміз|ыңыз|іңіз|сы|сі|ы|і)"
    "|(?:ған|ген|қан|кен|атын|етін|йтын|йтін|у|ып|іп|ылған|ілген|ылатын|ілетін)"
    ")"
)

_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        "a b v g d e e zh z i i k l m n o p r s t u f h ts ch sh sch _ y _ e yu ya a g k n o u u h i".split(),
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
    return word
