"""Reading the forms of the report: a cycle, a body, what a body fills in. Every fault in words at once."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.deals.documents.actions import Sent, read_upload
from matchmaker.indicators.report.asked import Asked
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms

YEARS = range(2020, 2101)
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
NAME_MOST, NOTE_MOST, TEXT_MOST, PREFACE_MOST = 200, 2000, 20000, 10000
Files = Mapping[str, tuple[str, bytes]]


@dataclass(frozen=True)
class CycleDraft:
    """What the form says about a cycle; the names are those of the columns."""

    submit_by: date
    publish_by: date
    preface: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ItemDraft:
    """A figure as filled in. `sent`: a file that comes with the form; `evidence_id`: one that came before."""

    value: float | None = None
    note: str = ""
    evidence_id: int | None = None
    sent: Sent | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there."""
        return self == ItemDraft()


@dataclass(frozen=True)
class FillingDraft:
    """A submission as filled in; items by `Asked.key`."""

    text: str
    lang: str
    items: dict[str, ItemDraft]


def read_year(values: Values) -> int:
    """The year that a new report is on. Raises Invalid."""
    reader = FormReader(values)
    found = reader.number("year", YEARS.start, YEARS.stop - 1)
    if found is None and not reader.errors:
        reader.errors["year"] = _("Please fill this in.")
    reader.finish()
    return found or 0


def read_cycle(values: Values, year: int) -> CycleDraft:
    """Days and preface of the report on a year. Empty days are 1 April and 1 May of the next year. Raises Invalid."""
    reader = FormReader(values)
    submit_by = reader.day("submit_by") or date(year + 1, 4, 1)
    publish_by = reader.day("publish_by") or date(year + 1, 5, 1)
    if not reader.errors and not year <= submit_by.year <= year + 2:
        reader.errors["submit_by"] = _("Choose a day in the years %(least)s to %(most)s.", least=year, most=year + 2)
    elif not reader.errors and not submit_by <= publish_by:
        reader.errors["publish_by"] = _("The report is published after the submissions: choose a later day.")
    elif not reader.errors and publish_by.year > year + 3:
        reader.errors["publish_by"] = _("Choose a day in the years %(least)s to %(most)s.", least=year, most=year + 3)
    preface = reader.texts("preface", PREFACE_MOST)
    reader.finish()
    return CycleDraft(submit_by, publish_by, preface)


def read_number(reader: FormReader, name: str) -> float | None:
    """A number with a decimal point or comma, with or without spaces between thousands; or nothing."""
    raw = "".join(reader.raw(name).split()).replace("−", "-")
    if raw.count(",") == 1 and "." not in raw:
        raw = raw.replace(",", ".")
    if raw and not NUMBER.fullmatch(raw):
        reader.errors[name] = _("Write a number without words and units, for example 12.5 or 12,5.")
        return None
    return float(raw) if raw else None


def typed(value: float | None) -> str:
    """A number as a form shows it: digits and a point."""
    return "" if value is None else f"{Decimal(repr(value)).normalize():f}"


def read_filling(
    values: Values, files: Files, asked: Iterable[Asked], known: Collection[int], limit: int
) -> FillingDraft:
    """What a body fills in. files: name and content by field; known: evidence sent before. Raises Invalid."""
    reader = FormReader(values)
    text, lang = reader.text("text", TEXT_MOST), reader.choice("lang", LOCALES)
    items = {one.key: _read_item(reader, files, one.key, known, limit) for one in asked}
    reader.finish()
    return FillingDraft(text, lang, items)


def _read_item(reader: FormReader, files: Files, key: str, known: Collection[int], limit: int) -> ItemDraft:
    value, note = read_number(reader, f"value_{key}"), reader.text(f"note_{key}", NOTE_MOST)
    chosen = reader.choice(f"evidence_{key}", [str(number) for number in known])
    name, content = files.get(f"file_{key}", ("", b""))
    if not name:
        return ItemDraft(value, note, int(chosen) if chosen else None)
    try:
        return ItemDraft(value, note, None, read_upload(name, content, limit))
    except Invalid as fault:
        reader.errors[f"file_{key}"] = " ".join(fault.errors.values())
        return ItemDraft(value, note)


def read_body(values: Values, organisations: Collection[int]) -> dict[str, Any]:
    """The columns of a reporting body. Raises Invalid."""
    reader = FormReader(values)
    kind = reader.choice("kind", list(terms("body_kinds")), "central")
    region = reader.choice("region", list(terms("regions")))
    names = {lang: reader.line(f"name_{lang}", NAME_MOST, 1) for lang in LOCALES}
    organisation = reader.choice("organisation_id", [str(number) for number in organisations])
    if kind == "local" and not region and "region" not in reader.errors:
        reader.errors["region"] = _("A local body has a region: choose it.")
    reader.finish()
    columns = {"kind": kind, "region": region, "names": names, "is_active": reader.is_ticked("is_active")}
    return columns | {"organisation_id": int(organisation) if organisation else None}
