"""The report as a workbook: one line for each figure with everything it rests on, numbers as numbers."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from matchmaker.core.i18n import _, current_locale, worded
from matchmaker.indicators.report.files.content import content_of, evidence_in, title_of
from matchmaker.indicators.report.snapshot import Data, figures_in
from matchmaker.sessions.people.export import plain
from matchmaker.vocabularies import label

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell = str | float | int | None
WIDE, NARROW = 40, 14


def workbook(data: Data) -> bytes:
    """In the language in force."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.worksheets[0])
    made.properties.title, made.properties.language = title_of(data), current_locale()
    for title, heads, rows in _tables(data):
        _fill(made.create_sheet(title), heads, rows)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def _tables(data: Data) -> Iterable[tuple[str, Sequence[str], list[list[Cell]]]]:
    content = content_of(data)
    about: list[list[Cell]] = [[line] for line in (content.title, content.under, *content.preface, *content.notes)]
    summary, (bodies, _register) = content.tables[0], content.ends
    counted: list[list[Cell]] = [[name, int(number)] for name, number in summary.rows]
    documents: list[list[Cell]] = [[one["name"], one["sha256"], one["size"]] for one in evidence_in(data)]
    yield _("Report"), [_("Annual report")], about
    yield _("How the indicators stand"), summary.heads, counted
    yield _("All figures"), [head() for head, _value in COLUMNS], [_line(*one) for one in figures_in(data)]
    yield _("Bodies"), bodies.heads, [list(row) for row in bodies.rows]
    yield _("Evidence"), [_("Document"), "SHA-256", _("Bytes")], documents


def _line(direction: Data, indicator: Data, figure: Data) -> list[Cell]:
    return [value(direction, indicator, figure) for _head, value in COLUMNS]


def _yes(is_so: bool) -> str:
    return _("yes") if is_so else ""


def _of_evidence(figure: Data, name: str) -> str:
    return str(figure["evidence"][name]) if figure["evidence"] else ""


def _given_by(figure: Data) -> str:
    return {"platform": _("the platform"), "entered": _("a body")}.get(figure["origin"], "")


# What stands in each column: its head, and a cell of (direction, indicator, figure).
COLUMNS: tuple[tuple[Callable[[], str], Callable[[Data, Data, Data], Any]], ...] = (
    (lambda: _("Direction"), lambda d, i, f: worded(d["names"])),
    (lambda: _("Code"), lambda d, i, f: i["code"]),
    (lambda: _("Indicator"), lambda d, i, f: worded(i["names"])),
    (lambda: _("Unit of measurement"), lambda d, i, f: worded(i["units"])),
    (lambda: _("Where it applies"), lambda d, i, f: worded(f["names"])),
    (lambda: _("Actual value"), lambda d, i, f: f["value"]),
    (lambda: _("Demo"), lambda d, i, f: _yes(f["is_demo"])),
    (lambda: _("Target"), lambda d, i, f: f["target"]),
    (lambda: _("Standing"), lambda d, i, f: label("standings", f["standing"])),
    (lambda: _("Critical level"), lambda d, i, f: i["critical"]),
    (lambda: _("Baseline"), lambda d, i, f: i["baseline"]),
    (lambda: _("Baseline year"), lambda d, i, f: i["baseline_year"]),
    (lambda: _("Target and baseline are demo"), lambda d, i, f: _yes(i["is_demo"])),
    (lambda: _("Version"), lambda d, i, f: f["version"]),
    (lambda: _("Given by"), lambda d, i, f: _given_by(f)),
    (lambda: _("Formula"), lambda d, i, f: worded(i["formulas"])),
    (lambda: _("Source of data"), lambda d, i, f: worded(i["sources"])),
    (lambda: _("Answers for it"), lambda d, i, f: worded(i["owner"])),
    (lambda: _("Explanation"), lambda d, i, f: f["note"]),
    (lambda: _("Evidence"), lambda d, i, f: _of_evidence(f, "name")),
    (lambda: "SHA-256", lambda d, i, f: _of_evidence(f, "sha256")),
)


def _fill(sheet: "Worksheet", heads: Sequence[str], rows: list[list[Cell]]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.append(list(heads))
    for row in rows:
        sheet.append([plain(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    for cells in sheet.iter_cols():
        longest = max(len(str(cell.value or "")) for cell in cells)
        sheet.column_dimensions[cells[0].column_letter].width = WIDE if longest > NARROW else NARROW
