"""A session's report to take away: the data of the paper, and the workbook."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from matchmaker.core.i18n import _, current_locale
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.export import plain
from matchmaker.sessions.report.sections import Number, Section
from matchmaker.sessions.times import day_words
from matchmaker.vocabularies import label
from matchmaker.web.formats import number, percent

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WHOLE, SHARE = "#,##0", "0%"
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def shown(value: Number, is_share: bool) -> str:
    """A number in the reader's way of writing; a dash for what is not told."""
    if value is None:
        return "–"
    return percent(value) if is_share else number(value)


def facts(session: InnovationSession) -> list[tuple[str, str]]:
    """What the report is about."""
    place = session.venue or label("session_modes", session.mode)
    organiser = session.organiser.name if session.organiser else ""
    found = [(_("Session"), session.title), (_("Day"), day_words(session)), (_("Place"), place)]
    return [*found, *([(_("Organiser"), organiser)] if organiser else [])]


def report_data(session: InnovationSession, sections: Sequence[Section]) -> dict[str, Any]:
    """The data of the paper."""
    under = " · ".join(value for _name, value in facts(session)[1:])
    return {
        "title": session.title, "heading": _("Report of the session"), "under": under,
        "figures": [{"name": row.title, "value": shown(row.numbers[0], False)} for row in sections[0].rows],
        "sections": [_section(one) for one in sections],
    }  # fmt: skip


def _section(one: Section) -> dict[str, Any]:
    rows = [
        {
            "title": row.title,
            "numbers": [shown(value, place in one.shares) for place, value in enumerate(row.numbers)],
            "length": row.length,
        }
        for row in one.rows
    ]
    return {"title": one.title, "note": one.note, "heads": one.heads, "rows": rows, "wide": len(one.heads) > 6}


def workbook(session: InnovationSession, sections: Sequence[Section]) -> bytes:
    """The workbook: what it is about, then a sheet for each table, with numbers as numbers."""
    from openpyxl import Workbook

    made = Workbook()
    first = made.worksheets[0]
    first.title = sheet_title(_("Report"))
    made.properties.title, made.properties.language = session.title, current_locale()
    for name, value in facts(session):
        first.append([name, plain(value)])
    widen(first)
    for section in sections:
        _fill(made.create_sheet(sheet_title(section.title)), section)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def sheet_title(title: str) -> str:
    """A title that a workbook takes: at most 31 characters, none of those that name places in it."""
    return title.translate(FORBIDDEN)[:31].strip()


def _fill(sheet: "Worksheet", section: Section) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.append(section.heads)
    for row in section.rows:
        sheet.append([plain(row.title), *row.numbers])
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for place in range(len(section.heads) - 1):
        for (cell,) in sheet.iter_rows(min_row=2, min_col=place + 2, max_col=place + 2):
            cell.number_format = SHARE if place in section.shares else WHOLE
    sheet.freeze_panes = "B2"
    widen(sheet)
    if section.note:
        sheet.append([])
        sheet.append([section.note])


def widen(sheet: "Worksheet") -> None:
    """Make columns as wide as what stands in them asks for."""
    for cells in sheet.iter_cols():
        longest = max(len(str(cell.value or "")) for cell in cells)
        letter = cells[0].column_letter
        sheet.column_dimensions[letter].width = min(60, max(12, longest + 2)) if letter == "A" else 16
