"""Which language a text is in, its words and its sentences."""

import re
from functools import lru_cache

from matchmaker.matching.script import CYRILLIC, KAZAKH, is_latin_kazakh, normal

WORD = re.compile(r"[^\W_]+(?:[-–’'][^\W_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[\"«“(\[]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9])|\n+")
MARKUP = re.compile(r"^(?:\s*(?:[>*#\-•]+|\d+[.)])\s+)+|[*_`#]+", re.MULTILINE)  # a figure that begins a sentence stays
LANGUAGES = ("kk", "ru", "en")
OTHER = "other"  # a language that the engine does not know: only characters are compared
FOREIGN = re.compile(r"[^\W\d_a-zа-яёәғқңөұүһі]")
RUSSIAN_WORDS = frozenset(
    "и в на с по для из к от при или не что как это его их мы вы о об за до над под между также может быть нет "
    "есть который которые которая чтобы если но а так уже только можно требуется нужна нужен нужно ищем".split()
)
KAZAKH_WORDS = frozenset(
    "мен бен пен осы бул бар жок болып керек ушин немесе туралы кейин дейин жана жане сондай барлык казак бойынша "
    "аркылы кажет бир ретинде жасау дамыту".split()
)
ENGLISH_WORDS = frozenset(
    "the of and to in a is for on with as by at from that this are we our be an or it can which has have not was were "
    "need looking using based will new high low".split()
)
FEW = 6  # words from which a Latin text without an English word counts as another language


def words(text: str) -> list[str]:
    """The words of a text, normalised; hyphenated words stay whole, numbers count."""
    return WORD.findall(normal(text))


@lru_cache(maxsize=1024)  # one reading asks several times for the language of a text
def detect(text: str) -> str:
    """kk, ru, en, or `other`: by script, then by the letters and everyday words of each language."""
    tokens = words(text)
    lowered = " ".join(tokens)
    cyrillic = len(CYRILLIC.findall(lowered))
    latin = sum("a" <= letter <= "z" for letter in lowered)
    foreign = len(FOREIGN.findall(lowered))
    if is_latin_kazakh(lowered):
        return "kk"
    if foreign > cyrillic + latin or foreign * 12 > max(cyrillic, latin) > 0:
        return OTHER
    if cyrillic <= latin * 0.5:
        return OTHER if _is_strange(tokens) else "en"
    return _kazakh_or_russian(tokens, cyrillic)


def _is_strange(tokens: list[str]) -> bool:
    """A Latin text of some length without a single everyday English word, and with letters that English lacks."""
    latin = [token for token in tokens if token[0].isalpha()]
    known = sum(token in ENGLISH_WORDS for token in latin)
    return len(latin) >= FEW and known == 0 and any(not token.isascii() for token in latin)


def _kazakh_or_russian(tokens: list[str], cyrillic: int) -> str:
    """Kazakh letters in one word of six, or Kazakh everyday words, unless Russian everyday words outnumber them."""
    written = [token for token in tokens if CYRILLIC.search(token)]
    russian = sum(token in RUSSIAN_WORDS for token in written)
    kazakh = sum(not KAZAKH.isdisjoint(token) for token in written)
    everyday = sum(token in KAZAKH_WORDS for token in written)
    if kazakh and kazakh * 6 >= len(written) and kazakh > russian:
        return "kk" if len(written) < 3 or kazakh * 3 >= len(written) or not _ends_russian(written) else "ru"
    return "kk" if everyday > russian else "ru"


def _ends_russian(tokens: list[str]) -> bool:
    """Whether a word without Kazakh letters has an ending that only a Russian adjective or noun has."""
    endings = ("ый", "ий", "ая", "ое", "ые", "ого", "ому", "ых", "ие", "ия", "ии", "ов", "ть")
    return any(token.endswith(endings) and KAZAKH.isdisjoint(token) for token in tokens)


def parts(text: str) -> list[tuple[str, str]]:
    """The text's sentences and lines with the language of each; one too short to tell has the language of the whole."""
    whole = detect(text)
    pieces = [piece for piece in SENTENCE_END.split(text) if piece and piece.strip()]
    return [(piece, detect(piece) if len(words(piece)) > 3 else whole) for piece in pieces]


def sentences(text: str, least: int = 25, most: int = 24) -> list[str]:
    """The first `most` sentences of at least `least` characters, without Markdown signs."""
    pieces = (" ".join(MARKUP.sub(" ", part).split()) for part in SENTENCE_END.split(text))
    return [piece for piece in pieces if len(piece) >= least][:most]


def chunks(text: str, size: int = 110) -> list[str]:
    """Consecutive pieces of about `size` words, which the encoder reads without truncation; at least one."""
    tokens = text.split()
    return [" ".join(tokens[start : start + size]) for start in range(0, len(tokens), size)] or [text]
