"""The figures of deals as words on a page, as a workbook and as a CSV."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from matchmaker.core.i18n import _, current_locale
from matchmaker.deals.figures.sections import Days, Money, Section, Share, Value
from matchmaker.sessions.people.export import plain
from matchmaker.web.formats import fixed, money, number, percent
from matchmaker.web.sessions.report_files import sheet_title, widen

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

BOM = "\ufeff"  # without it spreadsheets read the file in a code page of old


def shown(value: Value) -> str:
    """A value in the reader's way of writing; a dash for what cannot be told."""
    if isinstance(value, Money):
        return money(value.minor, value.currency)
    if isinstance(value, Share):
        return percent(value.of_one)
    if isinstance(value, Days):
        return fixed(value.days, 1)
    return "–" if value is None else number(value)


def bare(value: Value) -> tuple[Decimal | float | int | None, str]:
    """A value as a number, and its unit: a currency, days, a share, or nothing for a count."""
    if isinstance(value, Money):
        return Decimal(value.minor).scaleb(-2), value.currency
    if isinstance(value, Share):
        return value.of_one, "share"
    if isinstance(value, Days):
        return value.days, "days"
    return value, ""


def table(sections: Sequence[Section]) -> bytes:
    """One line for each number: section, row, column, value, unit."""
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow([_("Section"), _("Row"), _("Column"), _("Value"), _("Unit")])
    for section in sections:
        for row in section.rows:
            for head, value in zip(section.heads[1:], row.values, strict=True):
                found, unit = bare(value)
                lines.writerow([section.title, plain(row.title), head, "" if found is None else found, unit])
    return (BOM + written.getvalue()).encode()


def workbook(sections: Sequence[Section]) -> bytes:
    """A sheet for each table, with numbers as numbers."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.worksheets[0])
    made.properties.title, made.properties.language = _("Figures of deals"), current_locale()
    for section in sections:
        _fill(made.create_sheet(sheet_title(section.title)), section)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def _fill(sheet: "Worksheet", section: Section) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.append([plain(head) for head in section.heads])
    for line, row in enumerate(section.rows, start=2):
        sheet.cell(line, 1, plain(row.title))
        for place, value in enumerate(row.values, start=2):
            _put(sheet.cell(line, place), value)
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    widen(sheet)
    if section.note:
        sheet.append([])
        sheet.append([section.note])


def _put(cell: "Cell", value: Value) -> None:
    found, unit = bare(value)
    formats = {"share": "0%", "days": "0.0", "": "#,##0"}
    cell.value, cell.number_format = found, formats.get(unit, f'#,##0.00 "{unit}"')
