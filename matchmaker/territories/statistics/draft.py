"""Reading the forms of dimensions, statistics and single values."""

import re
from dataclasses import dataclass
from typing import Any

from matchmaker.core import clock
from matchmaker.core.i18n import LOCALES, _
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.territories.statistics.numbers import NotANumber, read_number
from matchmaker.territories.statistics.platform import QUERIES
from matchmaker.vocabularies import terms

CODE = re.compile(r"[a-z][a-z0-9_]{1,28}[a-z0-9]")
FIRST_YEAR = 1991
WEIGHT_MOST = 1000.0
DECIMALS_MOST = 6


@dataclass(frozen=True)
class DimensionDraft:
    """A dimension as its form gives it; `code` only of a new one."""

    code: str
    names: dict[str, str]
    weight: float
    position: int


@dataclass(frozen=True)
class StatisticDraft:
    """A statistic as its form gives it; `code` only of a new one."""

    code: str
    dimension_code: str
    names: dict[str, str]
    units: dict[str, str]
    direction: int
    weight: float
    treatment: str
    decimals: int
    query: str
    position: int
    is_used: bool

    def columns(self) -> dict[str, Any]:
        """What is stored, without the code."""
        return {name: value for name, value in vars(self).items() if name != "code"}


@dataclass(frozen=True)
class ValueDraft:
    """One value of a region and year; `value` none takes it away."""

    region: str
    year: int
    value: float | None
    source: str
    is_demo: bool


def read_dimension(values: Values, is_new: bool) -> DimensionDraft:
    """A dimension. Raises Invalid."""
    reader = FormReader(values)
    found = DimensionDraft(
        _code(reader) if is_new else "", _names(reader, "names", 120), _weight(reader), _position(reader)
    )
    reader.finish()
    return found


def read_statistic(values: Values, dimensions: list[str], is_new: bool) -> StatisticDraft:
    """A statistic. Raises Invalid."""
    reader = FormReader(values)
    found = StatisticDraft(
        code=_code(reader) if is_new else "",
        dimension_code=_wanted(reader, "dimension_code", dimensions),
        names=_names(reader, "names", 200),
        units=reader.texts("units", 80),
        direction=-1 if reader.choice("direction", ("1", "-1"), "1") == "-1" else 1,
        weight=_weight(reader),
        treatment=reader.choice("treatment", terms("treatments"), "none"),
        decimals=reader.wanted_number("decimals", 0, DECIMALS_MOST, 1),
        query=reader.choice("query", QUERIES),
        position=_position(reader),
        is_used=reader.is_ticked("is_used"),
    )
    reader.finish()
    return found


def read_value(values: Values) -> ValueDraft:
    """A single value. Raises Invalid."""
    reader = FormReader(values)
    region = _wanted(reader, "region", list(terms("regions")))
    year = reader.number("year", FIRST_YEAR, clock.today().year)
    if year is None and "year" not in reader.errors:
        reader.errors["year"] = _("Please fill this in.")
    value, source = _value(reader), reader.line("source", 300)
    if value is not None and not source and "source" not in reader.errors:
        reader.errors["source"] = _("Name the source: the publication, or who reckoned it.")
    reader.finish()
    return ValueDraft(region, year or 0, value, source, reader.is_ticked("is_demo"))


def _value(reader: FormReader) -> float | None:
    try:
        return read_number(reader.raw("value")).value
    except NotANumber:
        reader.errors["value"] = _("Write a number, for example 12.5.")
        return None


def _wanted(reader: FormReader, name: str, among: list[str]) -> str:
    found = reader.choice(name, among)
    if not found and name not in reader.errors:
        reader.errors[name] = _("Choose from the list.")
    return found


def _code(reader: FormReader) -> str:
    found = reader.raw("code")
    if not CODE.fullmatch(found):
        reader.errors["code"] = _("Write a short name of 3 to 30 small Latin letters, figures and underscores.")
    return found


def _names(reader: FormReader, name: str, most: int) -> dict[str, str]:
    """Names in three languages; all are shown, so all are asked for."""
    found = reader.texts(name, most)
    for lang in LOCALES:
        if lang not in found and f"{name}_{lang}" not in reader.errors:
            reader.errors[f"{name}_{lang}"] = _("Please fill this in.")
    return found


def _weight(reader: FormReader) -> float:
    try:
        found = read_number(reader.raw("weight")).value
    except NotANumber:
        found = -1.0
    if found is None or not 0 <= found <= WEIGHT_MOST:
        reader.errors["weight"] = _("Write a number from 0 to 1000; weights count beside those of the same group.")
        return 0.0
    return found


def _position(reader: FormReader) -> int:
    return reader.wanted_number("position", 0, 999, 0)
