"""Which language a text is in, its words and its sentences."""

import json
import re
from functools import cache, lru_cache
from pathlib import Path

from matchmaker.matching.script import CYRILLIC, KAZAKH, folded, is_latin_kazakh, normal

PAIRS = Path(__file__).with_name("pairs.json")  # learned by `python -m benchmarks.pairs`

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
FOREIGN_WORDS = frozenset(
    "und für der das wir ein eine zur von mit ist auf pour nous une les des est dans avec para una los las por con del "
    "che per della sono ve için bir ile dla oraz jest uchun bilan va kerak hamda yangi lar".split()
)
STRANGE_CYRILLIC = re.compile("[їєґўҳјљњћђџѓќѕҷӣӯ]")
ACCENTED = re.compile("[à-öø-ɏ]")
QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
LETTER = 6.0  # log-odds for a word with a Kazakh letter, which may be a name in a Russian text
SURE, SURER = 2.0, 5.0  # log-odds from which several words, or a single one, count as Kazakh
FEW = 6  # words from which a Latin text without an English word counts as another language


def words(text: str) -> list[str]:
    """The words of a text, normalised; hyphenated words stay whole, numbers count."""
    return WORD.findall(normal(text))


@lru_cache(maxsize=1024)  # one reading asks several times for the language of a text
def detect(text: str) -> str:
    """kk, ru, en, or `other`: by script, then by the letters and everyday words of each language.

    Names in quotation marks do not count where two Cyrillic words stand outside them.
    """
    outside = QUOTED.sub(" ", text)
    tokens = words(outside if sum(bool(CYRILLIC.search(word)) for word in words(outside)) > 1 else text)
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
    return _kazakh_or_russian([token for token in tokens if CYRILLIC.search(token)])


def _is_strange(tokens: list[str]) -> bool:
    """A Latin text with more everyday words of another language than English ones, or a longer one without any English
    ones and with letters that English lacks."""
    latin = [token for token in tokens if token[0].isalpha()]
    known = sum(token in ENGLISH_WORDS for token in latin)
    if sum(token in FOREIGN_WORDS for token in latin) > max(known, 1):
        return True
    return len(latin) >= FEW and known == 0 and any(ACCENTED.search(token) for token in latin)


def _kazakh_or_russian(tokens: list[str]) -> str:
    """By the everyday words of both, where there are any; else by the letters and what pairs of letters tell."""
    if sum(bool(STRANGE_CYRILLIC.search(token)) for token in tokens) * FEW >= len(tokens):
        return OTHER
    russian = sum(token in RUSSIAN_WORDS for token in tokens)
    everyday = sum(token in KAZAKH_WORDS for token in tokens)
    kazakh = sum(not KAZAKH.isdisjoint(token) for token in tokens)
    if russian or everyday:
        return "kk" if everyday > russian or (kazakh * 6 >= len(tokens) and kazakh > russian) else "ru"
    told = sum(likeness(token) for token in tokens) + LETTER * kazakh
    return "kk" if told > (SURE if len(tokens) > 1 else SURER) else "ru"


@cache
def _odds() -> dict[str, float]:
    return dict(json.loads(PAIRS.read_text(encoding="utf-8")))


def pairs(word: str) -> list[str]:
    """The neighbouring letters of a word in the spelling of a Russian keyboard, and those at its edges."""
    spelled = f" {folded(word)} "
    return [spelled[at : at + 2] for at in range(len(spelled) - 1)]


def likeness(word: str) -> float:
    """How much likelier the letters of a word are in Kazakh than in Russian (log-odds)."""
    odds = _odds()
    return sum(odds.get(pair, 0.0) for pair in pairs(word))


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
