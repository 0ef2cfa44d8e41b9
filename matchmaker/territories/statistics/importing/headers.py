"""What a heading says: which statistic it names, of which year, or which other thing a column holds."""

import re
from dataclasses import dataclass, field

from matchmaker.core.i18n import LOCALES
from matchmaker.core.text import clean_line
from matchmaker.territories.statistics.models import Statistic
from matchmaker.territories.statistics.regions import fold

YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?:\.0)?(?!\d)")
YEAR_WORDS = re.compile(r"\b(год|году|года|г|жыл|жылы|жылгы|year)\b\.?")
CODE = re.compile(r"[\[(]([a-z][a-z0-9_]*)[\])]\s*$")
EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
ROLES = {
    "region": "region регион регионы область аимак онир регион/область region/city территория region_code код код_региона",
    "statistic": "statistic показатель statistic_code корсеткиш indicator код_показателя",
    "year": "year год жыл период",
    "value": "value значение мани",
    "source": "source источник дереккоз",
    "demo": "demo is_demo демо",
    "label": "region_name statistic_name unit единица бирлик",
}
BY_WORD = {word: role for role, words in ROLES.items() for word in words.split()}
REGION_HEADS = frozenset({"код региона", "название региона", "аимак коды", "region code"})


@dataclass(frozen=True)
class Heading:
    """The statistic and year that the cells above a column name; `said`: what stands there."""

    said: str
    code: str = ""
    year: int | None = None
    role: str = ""


@dataclass
class Names:
    """How statistics may be named: by code, by name in any language, with or without the unit."""

    by_name: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(statistics: list[Statistic]) -> "Names":
        """Every name of every statistic; one that two share names none."""
        found: dict[str, set[str]] = {}
        for one in statistics:
            for name in _spellings(one):
                found.setdefault(fold(name), set()).add(one.code)
        return Names({name: min(codes) for name, codes in found.items() if len(codes) == 1})

    def code_of(self, text: str) -> str:
        """The statistic that a text names, or nothing."""
        if (match := CODE.search(text.casefold())) and match[1] in self.by_name:
            return self.by_name[match[1]]
        return self.by_name.get(fold(text.strip(" ,;:")), "")


def _spellings(one: Statistic) -> list[str]:
    names = [(one.names.get(lang, ""), one.units.get(lang, "")) for lang in LOCALES]
    with_units = [form.format(name, unit) for name, unit in names if unit for form in ("{}, {}", "{} ({})", "{} {}")]
    return [one.code, *(name for name, _unit in names if name), *with_units]


def read_heading(cells: list[object], names: Names) -> Heading:
    """What the heading cells of a column say, from the top down: a name may stand above a year."""
    texts = [clean_line(str(cell)) for cell in cells if cell is not None and str(cell).strip()]
    code, year, role = "", None, ""
    for text in reversed(list(dict.fromkeys(texts))):
        year = year or _year_in(text)
        code = code or names.code_of(text) or names.code_of(without_year(text))
        role = role or role_of(text)
    return Heading(" / ".join(dict.fromkeys(texts)), code, year, "" if code else role)


def role_of(text: str) -> str:
    """What else a column holds: region, statistic, year, value, source, demo; label for what only helps people."""
    folded = fold(text)
    if folded in REGION_HEADS:
        return "region"
    return BY_WORD.get(folded.replace(" ", "_"), BY_WORD.get(folded, ""))


def _year_in(text: str) -> int | None:
    found = YEAR.findall(text)
    return int(found[0]) if len(set(found)) == 1 else None


def without_year(text: str) -> str:
    """The rest of a heading that holds a year."""
    rest = YEAR_WORDS.sub(" ", YEAR.sub(" ", fold(text)))
    return " ".join(EMPTY_BRACKETS.sub(" ", rest).split()).strip(" ,;:-–—.")
