"""Indicators as a workbook and as CSV: a line for each year of each, marked as demo where it is made up."""

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

from matchmaker.core.i18n import _, current_locale, worded
from matchmaker.indicators.numbers import typed
from matchmaker.indicators.places import Places
from matchmaker.indicators.values.overview import Line, Overview
from matchmaker.indicators.values.wording import better_words
from matchmaker.sessions.people.export import plain
from matchmaker.vocabularies import label
from matchmaker.web.sessions.report_files import sheet_title, widen

BOM = "\ufeff"  # without it spreadsheets read the file in a code page of old
HEADS: tuple[Callable[[], str], ...] = (
    lambda: _("Code"), lambda: _("Direction"), lambda: _("Indicator"), lambda: _("Unit"), lambda: _("Goal"), lambda: _("Place"),
    lambda: _("Year"), lambda: _("Target"), lambda: _("Value"), lambda: _("Status"), lambda: _("Version"), lambda: _("Published"),
    lambda: _("Origin"), lambda: _("Baseline"), lambda: _("Baseline year"), lambda: _("Critical level"), lambda: _("Formula"), lambda: _("Source"),
    lambda: _("Evidence"), lambda: _("SHA-256"), lambda: _("Plan is demo"), lambda: _("Value is demo"),
)  # fmt: skip


def rows_of(found: Overview, places: Places) -> list[list[Any]]:
    """The lines without the heads; numbers as numbers, none for what there is not."""
    return [_row(line, places, year) for line in found.lines for year in (*line.years, *([] if line.years else [None]))]


def _row(line: Line, places: Places, year: int | None) -> list[Any]:
    one, value = line.indicator, line.series.get(year or 0)
    target = line.targets.get(year or 0)
    return [
        one.code, one.direction.name, one.name, one.unit, better_words(one.better), places.name(line.place), year, target,
        value.value if value else None, label("standings", line.standing_in(year or 0)) if value else None,
        value.version if value else None, _day(value), _origin(value), line.baseline, one.baseline_year, line.critical,
        worded(one.formulas), worded(one.sources), value.evidence.filename if value and value.evidence else None,
        value.evidence.sha256 if value and value.evidence else None, _demo(one.is_demo), _demo(bool(value and value.is_demo)),
    ]  # fmt: skip


def _day(value: Any) -> str | None:
    return value.published_at.date().isoformat() if value else None


def _origin(value: Any) -> str | None:
    if value is None:
        return None
    return _("From the platform") if value.origin == "platform" else _("Entered with a document")


def _demo(is_demo: bool) -> str | None:
    return _("demo") if is_demo else None


def table(found: Overview, places: Places) -> bytes:
    """The CSV."""
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow([head() for head in HEADS])
    lines.writerows([_cell(one) for one in row] for row in rows_of(found, places))
    return (BOM + written.getvalue()).encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return typed(value) if isinstance(value, float) else plain(str(value))


def workbook(found: Overview, places: Places) -> bytes:
    """The workbook, with numbers as numbers."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    made = Workbook()
    made.properties.title, made.properties.language = _("Target indicators"), current_locale()
    sheet = made.worksheets[0]
    sheet.title = sheet_title(_("Target indicators"))
    sheet.append([head() for head in HEADS])
    for row in rows_of(found, places):
        sheet.append([plain(one) if isinstance(one, str) else one for one in row])
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "D2"
    widen(sheet)
    written = BytesIO()
    made.save(written)
    return written.getvalue()
