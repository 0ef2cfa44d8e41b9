"""The projects of a territory to take away: as CSV and as a workbook, numbers as numbers, sums by currency on their own sheet."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from matchmaker.core.i18n import _, current_locale
from matchmaker.deals.money.currencies import digits
from matchmaker.sessions.people.export import plain
from matchmaker.territories.models import Territory
from matchmaker.territories.projects.mix import Mix, Total, mix_of
from matchmaker.territories.projects.models import Project
from matchmaker.vocabularies import label, terms
from matchmaker.web.sessions.report_files import sheet_title, widen

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"  # without it spreadsheets read the file in a code page of old
Cell = str | Decimal | date | None


def heads(*, sees_all: bool) -> list[str]:
    """The heads of the columns; what is committed by source is for those who see all."""
    found = [
        _("Project"), _("Kind"), _("Project stage"), _("Sector"), _("Begins on"), _("Ends on"), _("Shown to investors"),
        _("Currency"), _("Cost"), _("Gap"),
    ]  # fmt: skip
    if sees_all:
        found += [_("Committed"), _("Negotiated")]
        found += [_("Committed: %(source)s", source=term.label) for term in terms("funding_sources").values()]
    return [*found, _("Source of these facts"), _("Demonstration data")]


def row(project: Project, *, sees_all: bool) -> list[Cell]:
    """One project; its funding is loaded."""
    mix, code = mix_of(project.cost_minor, project.funding), project.currency
    found: list[Cell] = [
        plain(project.name), label("project_kinds", project.kind), label("project_stages", project.stage),
        label("oked", project.sector), project.starts_on, project.ends_on, _("yes") if project.is_open else _("no"), code,
        _sum(project.cost_minor, code), _sum(mix.gap_minor, code),
    ]  # fmt: skip
    if sees_all:
        found += _money(mix, code)
    return [*found, plain(project.source), _("demo") if project.is_demo else ""]


def _money(mix: Mix, code: str) -> list[Cell]:
    parts = {part.source: part.committed_minor for part in mix.parts}
    sums = [_sum(parts.get(source, 0), code) for source in terms("funding_sources")]
    return [_sum(mix.committed_minor, code), _sum(mix.negotiated_minor, code), *sums]


def _sum(minor: int, code: str) -> Decimal:
    return Decimal(minor).scaleb(-digits(code))


def as_csv(projects: Sequence[Project], *, sees_all: bool) -> bytes:
    """One line for each project; numbers with a point, dates as ISO 8601."""
    written = StringIO(newline="")
    table = csv.writer(written)
    table.writerow(heads(sees_all=sees_all))
    for project in projects:
        table.writerow(["" if cell is None else cell for cell in row(project, sees_all=sees_all)])
    return (BOM + written.getvalue()).encode()


def as_workbook(territory: Territory, projects: Sequence[Project], totals: Sequence[Total], *, sees_all: bool) -> bytes:
    """A sheet of projects, and one of sums by currency."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.worksheets[0])
    made.properties.title, made.properties.language = plain(territory.name), current_locale()
    lines = [row(project, sees_all=sees_all) for project in projects]
    _fill(made.create_sheet(sheet_title(_("Projects"))), heads(sees_all=sees_all), lines)
    names = [
        _("Currency"),
        _("Projects"),
        _("Cost"),
        _("Gap"),
        *([_("Committed"), _("Negotiated")] if sees_all else []),
    ]
    _fill(made.create_sheet(sheet_title(_("Sums by currency"))), names, [_total(one, sees_all) for one in totals])
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def _total(total: Total, sees_all: bool) -> list[Cell]:
    code = total.currency
    sums = [total.cost_minor, total.gap_minor, *([total.committed_minor, total.negotiated_minor] if sees_all else [])]
    return [code, Decimal(total.number), *(_sum(one, code) for one in sums)]


def _fill(sheet: "Worksheet", names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.append(list(names))
    for cells in rows:
        sheet.append(list(cells))
    for cell in sheet[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            if isinstance(cell.value, Decimal):
                cell.number_format = "#,##0.00" if cell.value % 1 else "#,##0"
    sheet.freeze_panes = "B2"
    widen(sheet)
