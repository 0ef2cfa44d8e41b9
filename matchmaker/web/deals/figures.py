"""The figures of deals, for those who oversee and for managers: a page, a workbook and a CSV of the same sections."""

from flask import Blueprint, Response, make_response, render_template

from matchmaker.deals.figures.counting import Figures, figures_of
from matchmaker.deals.figures.rows import read_rows
from matchmaker.deals.figures.sections import Section, sections_of
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.figures_files import shown, table, workbook

blueprint = Blueprint("deal_figures", __name__, url_prefix="/deals")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sections() -> tuple[Figures, list[Section]]:
    figures = figures_of(read_rows(actor(), db()))
    return figures, sections_of(figures)


@blueprint.get("/figures")
@access("signed_in")
def index() -> str:
    """Charts, each with the table behind it."""
    figures, sections = _sections()
    return render_template("deals/figures/index.html", figures=figures, sections=sections)


@blueprint.get("/figures.xlsx")
@access("signed_in")
def sheets() -> Response:
    """The same as a workbook."""
    return _file(workbook(_sections()[1]), SHEET, "deals.xlsx")


@blueprint.get("/figures.csv")
@access("signed_in")
def lines() -> Response:
    """The same as one long table."""
    return _file(table(_sections()[1]), "text/csv; charset=utf-8", "deals.csv")


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


blueprint.add_app_template_global(shown, "figure_words")
