"""Text as people type it, made fit to store: no invisible characters, no mixed-script look-alikes slipping by."""

import re
import unicodedata

from matchmaker.core.i18n import _

INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LATIN_IN_CYRILLIC = str.maketrans("ABCEHKMOPTXYaceopxyi", "АВСЕНКМОРТХУасеорхуі")
CYRILLIC_IN_LATIN = str.maketrans("АВСЕНКМОРТХУасеорхуі", "ABCEHKMOPTXYaceopxyi")
WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")  # with its accents
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
IN_ORDER = {ord(letter): 0xE000 + place for place, letter in enumerate(KAZAKH)}  # after every other letter
LATIN = re.compile(r"[A-Za-z]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def clean(text: str) -> str:
    """NFC, without zero-width and control characters, line ends as \\n, look-alikes mended, ends trimmed."""
    text = CONTROL.sub("", INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    text = WORD.sub(lambda found: _mend_script(found.group()), unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """`clean`, and all white space folded to single spaces."""
    return " ".join(clean(text).split())


def _mend_script(word: str) -> str:
    """A word of two scripts, rewritten in the script of most of its letters when look-alikes suffice."""
    latin, cyrillic = len(LATIN.findall(word)), len(CYRILLIC.findall(word))
    if not latin or not cyrillic:
        return word
    mended = word.translate(CYRILLIC_IN_LATIN if latin > cyrillic else LATIN_IN_CYRILLIC)
    other = CYRILLIC if latin > cyrillic else LATIN
    return word if other.search(mended) else mended


def name_key(name: str) -> str:
    """What names are put in order by: the Kazakh alphabet, which holds the Russian one; Latin names come first."""
    return name.casefold().translate(IN_ORDER)


def length_fault(text: str, least: int, most: int) -> str | None:
    """What is wrong with the length of a text, in words, or None."""
    if not text and least:
        return _("Please fill this in.")
    if len(text) < least:
        return _("Too short: %(number)s characters. Write at least %(least)s.", number=len(text), least=least)
    if len(text) > most:
        return _("Too long: %(number)s characters. Keep to %(most)s.", number=len(text), most=most)
    return None
