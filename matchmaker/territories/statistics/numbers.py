"""Numbers as tables write them: decimal commas, spaces between thousands, signs for what is not known."""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time

MISSING = frozenset(
    {"", "-", "–", "—", "…", "...", "..", "x", "х", "н/д", "нет данных", "деректер жоқ", "n/a", "na", "nan"}
)
GREATEST = 1e15
PLAIN = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)
GROUPS = {sign: re.compile(rf"[+-]?\d{{1,3}}({re.escape(sign)}\d{{3}})+") for sign in " ,."}


class NotANumber(ValueError):
    """The cell holds something else."""


@dataclass(frozen=True, slots=True)
class Number:
    """A value, none when the cell says that it is not known; `notes`: how it was read, codes of `wording`."""

    value: float | None
    notes: tuple[str, ...] = ()


def read_number(cell: object) -> Number:
    """A number as typed or as a spreadsheet holds it. Raises NotANumber."""
    if cell is None:
        return Number(None)
    if isinstance(cell, bool | date | time):  # a spreadsheet's own types; a datetime is a date
        raise NotANumber
    if isinstance(cell, int | float):
        return Number(_bounded(float(cell)))
    return _typed(str(cell))


def _typed(text: str) -> Number:
    text = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("’", " ").replace("'", " ")
    text = " ".join(text.split())
    if text.casefold() in MISSING:
        return Number(None, ("missing",) if text else ())
    notes = []
    if text.endswith("%"):
        text, notes = text[:-1].strip(), ["percent"]
    return _parted(text, notes)


def _parted(text: str, notes: list[str]) -> Number:
    """Take out what parts thousands, turn the decimal sign into a point."""
    if "," in text and "." in text:
        decimal = max(",.", key=text.rindex)
        whole, _sign, rest = text.rpartition(decimal)
        text, notes = _without(whole, "." if decimal == "," else ",") + "." + rest, [*notes, "thousands"]
        return Number(_value(text), tuple(notes))
    sign = "," if "," in text else "."
    if text.count(sign) > 1:
        return Number(_value(_without(text, sign)), (*notes, "thousands"))
    whole, point, rest = text.partition(sign)
    if point == ",":
        notes = [*notes, "comma"]
    return Number(_value(_without(whole, " ") + ("." + rest if point else "")), tuple(notes))


def _without(whole: str, sign: str) -> str:
    """A whole number without what parts its thousands, which must part threes."""
    for one in {sign, " "}:
        if one in whole:
            if not GROUPS[one].fullmatch(whole):
                raise NotANumber
            whole = whole.replace(one, "")
    return whole


def _value(text: str) -> float:
    if not text.isascii() or not PLAIN.fullmatch(text):
        raise NotANumber
    return _bounded(float(text))


def _bounded(value: float) -> float:
    if not math.isfinite(value) or abs(value) > GREATEST:
        raise NotANumber
    return value
