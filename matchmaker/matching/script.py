"""Scripts: what was typed brought to one spelling, and Cyrillic brought to Latin sounds.

Kazakh is written in Cyrillic, in Latin (the alphabets of 2018 and 2021), and on Russian keyboards without its nine own
letters; words are compared in Cyrillic, and where that fails, with the nine letters folded onto their neighbours.
"""

import re
import unicodedata

KAZAKH = frozenset("әғқңөұүһі")
CYRILLIC = re.compile(r"[а-яёәғқңөұүһі]")
_SIGNS = {ord("\u00ad"): None} | dict.fromkeys(map(ord, "№™℠"), " ")  # signs that would become letters: No, TM, SM
_DOTTED = re.compile("ё[\u0300-\u036f]*")
_MIXED = re.compile(r"[^\W\d_]+")
_TWINS = str.maketrans("aceopxyihk", "асеорхуіһк")  # Latin letters that look like Cyrillic ones
_FOLDED = str.maketrans("әғқңөұүһі", "агкноуухи")
_LATIN_KAZAKH = (
    ("sh", "ш"), ("ch", "ч"), ("ıa", "я"), ("iý", "ю"), ("ya", "я"), ("yu", "ю"), ("şş", "щ"),
    ("ä", "ә"), ("á", "ә"), ("ğ", "ғ"), ("ǵ", "ғ"), ("ñ", "ң"), ("ń", "ң"), ("ö", "ө"), ("ó", "ө"),
    ("ü", "ү"), ("ú", "ү"), ("ū", "ұ"), ("ý", "у"), ("ş", "ш"), ("ı", "ы"), ("q", "қ"),
    ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "і"),
    ("j", "ж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"),
    ("t", "т"), ("u", "ұ"), ("v", "в"), ("w", "у"), ("x", "х"), ("y", "ы"), ("z", "з"),
)  # fmt: skip
_LATIN_LETTERS = re.compile("[äğñöşūüıǵńáóúý]")
_ALPHABET = re.compile("[a-zäğñöşūüıǵńáóúý]+")
_TELLING = re.compile("ǵ|ń|q(?!u[aeioéíy])")  # what no other language of this alphabet writes
_LATIN_WORDS = frozenset(
    "jäne jáne üşin úshin men ben pen bul osy boiynşa boıynsha arqyly bolyp tabylady qajet kerek jañа jaña jańa qazaqstan "
    "zertteu zertteý ädis ádis óndiris öndiris jasau jasaý bizdiñ bizdiń".split()
)
_SOUNDS = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщыэюяәғқңөұүһі",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh sch y e yu ya a g k n o u u h i".split(),
        strict=True,
    )
) | {"ъ": "", "ь": ""}
_TO_LATIN = str.maketrans(_SOUNDS)
_SOUND_ALIKE = (
    ("sch", "sh"), ("tch", "ch"), ("ph", "f"), ("th", "t"), ("kh", "h"), ("gh", "g"), ("ck", "k"), ("qu", "kv"),
    ("tion", "tsi"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("ch", "h"), ("c", "k"), ("q", "k"), ("x", "ks"),
    ("w", "v"), ("y", "i"), ("j", "i"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ea", "e"),
)  # fmt: skip
_TWICE = re.compile(r"([a-z])\1")


def _untwin(match: re.Match[str]) -> str:
    word = match.group()
    cyrillic = len(CYRILLIC.findall(word))
    return word.translate(_TWINS) if 0 < cyrillic < len(word) and cyrillic * 2 >= len(word) else word


def normal(text: str) -> str:
    """Lower case, composed letters, ё as е, and Latin look-alikes inside Cyrillic words replaced."""
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFKC", text.translate(_SIGNS)).lower()
    plain = _DOTTED.sub("е", unicodedata.normalize("NFKC", composed))
    return unicodedata.normalize("NFKC", _MIXED.sub(_untwin, plain))


def is_latin_kazakh(text: str) -> bool:
    """Whether a normalised Latin text is Kazakh: two of its everyday words, or many of its letters and one that tells."""
    words = _MIXED.findall(text)
    known = sum(word in _LATIN_WORDS for word in words)
    special = sum(bool(_LATIN_LETTERS.search(word)) for word in words)
    telling = bool(_TELLING.search(text)) and all(_ALPHABET.fullmatch(word) for word in words)
    return (
        known >= 2
        or (known >= 1 and special * 4 >= len(words))
        or (special >= 2 and special * 3 >= len(words) and (known > 0 or telling))
    )


def from_latin(text: str) -> str:
    """Kazakh in Latin letters (2018 or 2021) in Cyrillic."""
    for latin, cyrillic in _LATIN_KAZAKH:
        text = text.replace(latin, cyrillic)
    return text


def folded(word: str) -> str:
    """Kazakh letters as a Russian keyboard has them."""
    return word.translate(_FOLDED)


def transliterate(text: str) -> str:
    """Cyrillic letters by their Latin sound, so that международные words meet international ones."""
    return text.lower().translate(_TO_LATIN)


def sounds(word: str) -> str:
    """A coarse spelling by sound, alike for полимер and polymer, физика and physics' stem."""
    latin = transliterate(word)
    for spelling, sound in _SOUND_ALIKE:
        latin = latin.replace(spelling, sound)
    return _TWICE.sub(r"\1", latin)
