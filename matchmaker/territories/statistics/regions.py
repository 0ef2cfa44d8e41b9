"""Regions as tables name them: codes of ISO 3166-2 before and after 2022, KATO, names in three languages, abbreviations.

ISO 3166-2:KZ had letters until its edition of November 2022, figures since; the figures are the first two of KATO, the national
classification of territories. Three regions were parted in 2022 and one in 2018: their old codes meant more than today's.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from matchmaker.core.text import clean_line
from matchmaker.vocabularies import terms

OLD_ISO = {
    "AKM": "KZ-11", "AKT": "KZ-15", "ALA": "KZ-75", "ALM": "KZ-19", "AST": "KZ-71", "ATY": "KZ-23", "KAR": "KZ-35",
    "KUS": "KZ-39", "KZY": "KZ-43", "MAN": "KZ-47", "PAV": "KZ-55", "SEV": "KZ-59", "SHY": "KZ-79", "VOS": "KZ-63",
    "YUZ": "KZ-61", "ZAP": "KZ-27", "ZHA": "KZ-31",
}  # fmt: skip
LARGER = frozenset({"ALM", "KAR", "VOS", "YUZ", "51"})  # with Jetisu, Ulytau, Abai, Shymkent
KATO_BEFORE = {"51": "KZ-61"}
CODE = re.compile(r"KZ[-–_ ]?(\d{2}|[A-Z]{3})", re.IGNORECASE)
KATO = re.compile(r"(\d{2})(\d{7})")
CITY = frozenset("г гор город каласы кала калалары city қаласы қала".split())
AREA = frozenset("область обл области облысы обл region oblast province область".split())
COUNTRY = frozenset(
    {"республика казахстан", "казахстан республикасы", "казахстан", "kazakhstan", "republic of kazakhstan"}
)
WORDS = {
    "KZ-10": "abay абаи", "KZ-11": "akmola aqmola", "KZ-15": "aktobe aqtobe aktyubinsk", "KZ-19": "алматинская",
    "KZ-23": "atyrau", "KZ-27": "зко бко wko", "KZ-31": "zhambyl jambyl", "KZ-33": "zhetisu zhetysu jetysu zhetisy жетысу",
    "KZ-35": "karagandy qaraghandy qaragandy", "KZ-39": "kostanai qostanay qostanai", "KZ-43": "qyzylorda kyzyl-orda",
    "KZ-47": "mangistau mangghystau мангыстауская", "KZ-55": "pavlodar", "KZ-59": "ско nko", "KZ-61": "turkestan туркистан юко",
    "KZ-62": "ulitau улытауская", "KZ-63": "вко шко eko", "KZ-71": "нур-султан nur-sultan nursultan нурсултан",
    "KZ-79": "shimkent",
}  # fmt: skip
ALMATY = ("KZ-75", "KZ-19")
FOLD = str.maketrans("әғқңөұүһіёй", "агкноуухиеи")


@dataclass(frozen=True, slots=True)
class Found:
    """What a cell names: a region by code, the whole country, or one of several; `notes`: codes of `wording`."""

    code: str = ""
    notes: tuple[str, ...] = ()
    is_country: bool = False
    among: tuple[str, ...] = ()


def read_region(cell: object) -> Found | None:
    """The region that a cell names, None when it names none."""
    text = clean_line(str(cell)) if cell is not None else ""
    if match := CODE.fullmatch(text):
        return _by_iso(match[1].upper())
    if match := KATO.fullmatch(text.removesuffix(".0")):
        return _by_kato(match[1], match[2])
    return _by_name(text)


def _by_iso(part: str) -> Found | None:
    if f"KZ-{part}" in terms("regions"):
        return Found(f"KZ-{part}")
    if part not in OLD_ISO:
        return None
    return Found(OLD_ISO[part], ("old_code", *(["larger"] if part in LARGER else [])))


def _by_kato(region: str, rest: str) -> Found | None:
    """Nine figures of KATO; those of a district do not end in seven zeros."""
    code = KATO_BEFORE.get(region, f"KZ-{region}")
    if rest != "0000000" or code not in terms("regions"):
        return None
    return Found(code, ("kato", *(["larger"] if region in LARGER else [])))


def _by_name(text: str) -> Found | None:
    folded = fold(text)
    if folded in COUNTRY:
        return Found(is_country=True)
    words = folded.replace(".", " ").strip("*").split()
    kinds = set(words)
    name = " ".join(word for word in words if word not in CITY and word not in AREA)
    if name in ("алматы", "almaty"):
        return _almaty(kinds)
    code = _names().get(name)
    return Found(code) if code else None


def _almaty(kinds: set[str]) -> Found:
    """The city and the region around it have one name; only the word beside it tells."""
    if kinds & CITY:
        return Found("KZ-75")
    return Found("KZ-19") if kinds & AREA else Found(among=ALMATY)


def fold(text: str) -> str:
    """A name as it is compared: small letters, Kazakh ones like their Russian neighbours."""
    return " ".join(text.casefold().translate(FOLD).split())


@lru_cache
def _names() -> dict[str, str]:
    """Names without the words for region and city, and their spellings."""
    found: dict[str, str] = {}
    for term in terms("regions").values():
        for label in term.labels.values():
            words = (word for word in fold(label).split() if word not in CITY and word not in AREA)
            found[" ".join(words)] = term.code
    for code, words_of in WORDS.items():
        found |= {fold(word): code for word in words_of.split()}
    return {name: code for name, code in found.items() if name not in ("алматы", "almaty")}
