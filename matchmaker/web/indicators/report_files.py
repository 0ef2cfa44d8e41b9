"""The report to take away: each language and form, everything in one archive, the data package, the evidence."""

from flask import Response, abort, make_response

from matchmaker.core.errors import NotFound
from matchmaker.core.files import TYPES
from matchmaker.core.i18n import LOCALES, _
from matchmaker.indicators.report.files.bundle import FORMS, bundle, file_name, report_file
from matchmaker.indicators.report.files.package import package
from matchmaker.indicators.report.queries import load_cycle, load_evidence
from matchmaker.indicators.report.rules import may_read_report
from matchmaker.indicators.report.snapshot import Data
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.indicators.reports import blueprint

ARCHIVE = "application/zip"


def _data(year: int) -> Data:
    cycle = load_cycle(db(), year)
    if not may_read_report(actor(), cycle):
        raise NotFound(_("There is no report on this year."))
    return cycle.frozen


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.get("/<int:year>/report-<lang>.<form>")
@access("public")
def paper(year: int, lang: str, form: str) -> Response:
    """The report in a language as PDF, Word or a workbook."""
    if lang not in LOCALES or form not in FORMS:
        abort(404)
    data = _data(year)
    return _file(report_file(data, lang, form), TYPES[form], file_name(data, lang, form))


@blueprint.get("/<int:year>/report.zip")
@access("public")
def everything(year: int) -> Response:
    """All languages and forms, and the data package, in one archive."""
    return _file(bundle(_data(year), config().report_licence), ARCHIVE, f"report-{year}.zip")


@blueprint.get("/<int:year>/data.zip")
@access("public")
def data(year: int) -> Response:
    """The machine-readable copy."""
    return _file(package(_data(year), config().report_licence), ARCHIVE, f"report-{year}-data.zip")


@blueprint.get("/evidence/<int:evidence_id>")
@access("public")
def evidence(evidence_id: int) -> Response:
    """A document that a figure rests on."""
    found = load_evidence(actor(), db(), evidence_id)
    return _file(found.content, found.media_type, found.filename)
