"""The ranking as CSV and workbook; what is not a published figure is told in each."""

import csv
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from matchmaker.core import clock
from matchmaker.core.i18n import _, current_locale
from matchmaker.potential.spread import DRAWS
from matchmaker.sessions.people.export import plain
from matchmaker.territories.statistics.panel import Panel
from matchmaker.territories.statistics.profile import Place, Standing
from matchmaker.territories.statistics.template import HEADS, template_lines
from matchmaker.territories.statistics.wording import choice_names, source_words
from matchmaker.vocabularies import label
from matchmaker.web.sessions.report_files import sheet_title, widen

if TYPE_CHECKING:
    from openpyxl import Workbook

BOM = "\ufeff"  # without it spreadsheets read the file in a code page of old
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Line = list[Any]


def heads(standing: Standing) -> list[str]:
    """The columns of the ranking."""
    groups = [standing.problem.panel.names[one.code] for one in standing.problem.framework.groups[1:]]
    sure = [_("Rank from (90 of 100 draws)"), _("Rank to (90 of 100 draws)"), _("Median rank")]
    return [_("Rank"), _("Code"), _("Region"), _("Index"), *sure, *groups, _("Figures known"), _("Demo figures")]


def line(standing: Standing, place: Place) -> Line:
    """One region."""
    panel, codes = standing.problem.panel, standing.problem.codes
    demo = sum(panel.cells[code, place.region].is_demo for code in codes if (code, place.region) in panel.cells)
    scores = [place.dimensions[one.code] for one in standing.problem.framework.groups[1:]]
    sure = [place.low, place.high, place.median]
    return [place.rank, place.region, label("regions", place.region), place.score, *sure, *scores, place.known, demo]


def ranking_csv(standing: Standing) -> bytes:
    """The ranking as one table."""
    return _csv([heads(standing), *(line(standing, one) for one in standing.places)])


def _csv(rows: list[Line]) -> bytes:
    written = StringIO()
    csv.writer(written).writerows(
        [["" if cell is None else plain(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    )
    return (BOM + written.getvalue()).encode()


def ranking_workbook(standing: Standing) -> bytes:
    """The ranking, the figures behind it, and how it was reckoned."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.language = _("Potential of regions"), current_locale()
    _fill(book, _("Ranking"), [heads(standing), *(line(standing, one) for one in standing.places)])
    _fill(book, _("Figures"), figure_lines(standing.problem.panel))
    _fill(book, _("Method"), method_lines(standing))
    return _saved(book)


def figure_lines(panel: Panel) -> list[Line]:
    """Every figure with year, source and the demo mark."""
    rows: list[Line] = [
        [_("Statistic"), _("Unit"), _("Code"), _("Region"), _("Value"), _("Year"), _("Source"), _("Demo")]
    ]
    for one in panel.statistics:
        for region, cell in panel.of_statistic(one.code).items():
            source = source_words(cell.source, cell.is_demo, cell.is_live)
            demo = _("demo") if cell.is_demo else ""
            rows.append([one.name, one.unit, region, label("regions", region), cell.value, cell.year, source, demo])
    return rows


def method_lines(standing: Standing) -> list[Line]:
    """The settings, in words."""
    names, problem = choice_names(), standing.problem
    choices = problem.settings.as_choices()
    fields = {
        "normalise": _("Making figures comparable"), "aggregate": _("Putting together"), "treat": _("Outliers"),
        "weights": _("Weights"), "over": _("Weights drawn"),
    }  # fmt: skip
    rows: list[Line] = [[_("Choice"), _("Value")]]
    rows += [[title, names[field].get(choices[field], choices[field])] for field, title in fields.items()]
    drawn = DRAWS if standing.result else None
    rows += [[_("Draws"), drawn], [_("Reckoned on"), clock.today().isoformat()]]
    if problem.panel.has_demo():
        rows.append([_("Demo"), _("Some figures are not published ones: they are made up for the demonstration.")])
    return rows


def _fill(book: "Workbook", title: str, rows: list[Line]) -> None:
    from openpyxl.styles import Font

    sheet = book.create_sheet(sheet_title(title))
    for row in rows:
        sheet.append([plain(cell) if isinstance(cell, str) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    widen(sheet)


def _saved(book: "Workbook") -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def template_csv(panel: Panel) -> bytes:
    """The template with what is stored, semicolons between the cells as spreadsheets here expect."""
    written = StringIO()
    lines = csv.writer(written, delimiter=";")
    lines.writerow(HEADS)
    for row in template_lines(panel):
        lines.writerow(["" if cell is None else plain(cell) if isinstance(cell, str) else cell for cell in row])
    return (BOM + written.getvalue()).encode()


def template_workbook(panel: Panel) -> bytes:
    """The same as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(book, _("Statistics"), [list(HEADS), *(list(row) for row in template_lines(panel))])
    return _saved(book)
