"""Reading the forms of directions, indicators and targets: every fault in words at once."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from matchmaker.core.i18n import _, current_locale
from matchmaker.indicators.numbers import read_number
from matchmaker.indicators.platform import QUERIES
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms

YEARS = range(2026, 2036)  # of the Concept
TEXTS = {"names": ("name", 300), "units": ("unit", 60), "formulas": ("formula", 2000), "sources": ("source", 1000)}
CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,29}")
BETTER = {"more": 1, "less": -1}
DECIMALS_MOST = 6


@dataclass(frozen=True)
class DirectionDraft:
    """What a form says of a direction; the names are those of the columns."""

    code: str
    names: dict[str, str]
    position: int


@dataclass(frozen=True)
class IndicatorDraft:
    """What a form says of an indicator; the names are those of the columns."""

    code: str
    direction_id: int
    names: dict[str, str]
    units: dict[str, str]
    formulas: dict[str, str]
    sources: dict[str, str]
    frequency: str
    better: int
    decimals: int
    baseline_year: int | None
    baseline: float | None
    critical: float | None
    query: str
    owner_id: int | None
    is_demo: bool
    is_active: bool
    position: int


def read_direction(values: Values) -> DirectionDraft:
    """Raises Invalid with each field that cannot be taken."""
    reader = FormReader(values)
    names = _names(reader)
    found = DirectionDraft(_code(reader), names, reader.wanted_number("position", 0, 9999, 0))
    reader.finish()
    return found


def read_indicator(values: Values, directions: Collection[int], owners: Collection[int]) -> IndicatorDraft:
    """Raises Invalid with each field that cannot be taken. directions, owners: the ids to choose from."""
    reader = FormReader(values)
    decimals = reader.wanted_number("decimals", 0, DECIMALS_MOST, 0)
    names, query = _names(reader), reader.choice("query", QUERIES)
    texts = {column: reader.texts(*TEXTS[column]) for column in ("units", "formulas", "sources")}
    direction = _id(reader, "direction_id", directions)
    if direction is None:
        reader.errors.setdefault("direction_id", _("Choose the direction."))
    found = IndicatorDraft(
        _code(reader), direction or 0, names, **texts, query=query, decimals=decimals,
        frequency=reader.choice("frequency", terms("frequencies"), "year"),
        better=BETTER[reader.choice("better", BETTER, "more")],
        baseline_year=reader.number("baseline_year", 2000, 2100),
        baseline=number(reader, "baseline", decimals), critical=number(reader, "critical", decimals),
        owner_id=_id(reader, "owner_id", owners), position=reader.wanted_number("position", 0, 9999, 0),
        is_demo=reader.is_ticked("is_demo"), is_active=reader.is_ticked("is_active"),
    )  # fmt: skip
    _check_together(found, reader.errors)
    reader.finish()
    return found


def read_targets(values: Values, places: Iterable[str], decimals: int) -> dict[tuple[str, int], float]:
    """The table of targets by place and year; an empty cell is no target. Raises Invalid with each wrong cell."""
    reader = FormReader(values)
    cells = {(place, year): number(reader, f"target_{place}_{year}", decimals) for place in places for year in YEARS}
    reader.finish()
    return {cell: value for cell, value in cells.items() if value is not None}


def number(reader: FormReader, name: str, decimals: int) -> float | None:
    """A number of an indicator, or nothing; a fault goes to the reader's errors."""
    value, fault = read_number(reader.raw(name), decimals)
    if fault:
        reader.errors[name] = fault
    return value


def _names(reader: FormReader) -> dict[str, str]:
    names = reader.texts(*TEXTS["names"])
    if not names:
        reader.errors.setdefault(f"name_{current_locale()}", _("Give the name in at least one language."))
    return names


def _code(reader: FormReader) -> str:
    code = reader.raw("code").lower()
    if not CODE.fullmatch(code):
        words = _("Write a short code of Latin letters, digits, points and dashes, for example int-01.")
        reader.errors["code"] = words
    return code


def _id(reader: FormReader, name: str, among: Collection[int]) -> int | None:
    chosen = reader.choice(name, [str(one) for one in among])
    return int(chosen) if chosen else None


def _check_together(found: IndicatorDraft, errors: dict[str, str]) -> None:
    if (found.baseline is None) != (found.baseline_year is None) and not errors.keys() & {"baseline", "baseline_year"}:
        name = "baseline" if found.baseline is None else "baseline_year"
        errors[name] = _("A baseline is a value and its year: write both, or neither.")
    if found.baseline_year and found.baseline_year > YEARS[-1]:
        errors["baseline_year"] = _("The baseline comes before the targets: %(last)s at the latest.", last=YEARS[-1])
