"""The report of a session, for those who oversee: a page, a paper and a workbook of the same figures."""

from flask import Blueprint, Response, make_response, render_template

from matchmaker.core.papers import pdf
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.report.figures import Figures, figures_of
from matchmaker.sessions.report.rows import read_rows
from matchmaker.sessions.report.sections import Section, sections_of
from matchmaker.web.access import access, actor, db
from matchmaker.web.sessions.report_files import report_data, shown, workbook

blueprint = Blueprint("session_report", __name__, url_prefix="/sessions")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _report(session_id: int) -> tuple[InnovationSession, Figures, list[Section]]:
    figures = figures_of(read_rows(actor(), db(), session_id))
    return figures.session, figures, sections_of(figures)


@blueprint.get("/<int:session_id>/report", endpoint="index")
@access("overseer")
def show(session_id: int) -> str:
    """Charts, each with the table behind it."""
    session, figures, sections = _report(session_id)
    return render_template("sessions/report.html", session=session, figures=figures, sections=sections)


@blueprint.get("/<int:session_id>/report.pdf")
@access("overseer")
def paper(session_id: int) -> Response:
    """The same on paper."""
    session, _figures, sections = _report(session_id)
    return _file(pdf("report", report_data(session, sections)), "application/pdf", f"session-{session_id}.pdf")


@blueprint.get("/<int:session_id>/report.xlsx")
@access("overseer")
def sheets(session_id: int) -> Response:
    """The same as a workbook."""
    session, _figures, sections = _report(session_id)
    return _file(workbook(session, sections), SHEET, f"session-{session_id}.xlsx")


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


blueprint.add_app_template_global(shown, "report_number")
