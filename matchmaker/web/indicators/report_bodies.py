"""The list of bodies that report, for the ministry."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.indicators.report import bodies as listed
from matchmaker.indicators.report.draft import read_body
from matchmaker.indicators.report.models import ReportingBody
from matchmaker.web.access import access, actor, db
from matchmaker.web.indicators.reports import Answer, blueprint


@blueprint.get("/bodies")
@access("ministry")
def bodies() -> str:
    """Every body with the organisation whose people submit."""
    return render_template("indicators/report/bodies.html", bodies=listed.list_bodies(db()))


@blueprint.get("/bodies/new")
@access("ministry")
def new_body() -> str:
    """The empty form."""
    return _form(None, MultiDict({"kind": "local", "is_active": "1"}), {})


@blueprint.get("/bodies/<int:body_id>")
@access("ministry")
def body(body_id: int) -> str:
    """The form with what is stored."""
    found = listed.load_body(db(), body_id)
    return _form(found, _stored(found), {})


def _stored(body: ReportingBody) -> MultiDict[str, Any]:
    values = {f"name_{lang}": body.names.get(lang, "") for lang in LOCALES} | {"kind": body.kind, "region": body.region}
    organisation, active = str(body.organisation_id or ""), "1" if body.is_active else ""
    return MultiDict(values | {"organisation_id": organisation, "is_active": active})


def _form(body: ReportingBody | None, values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    organisations = [(one.id, one.name) for one in listed.public_bodies(db())]
    context = {"body": body, "values": values, "errors": errors, "organisations": organisations}
    return render_template("indicators/report/body.html", **context)


def _read() -> dict[str, Any]:
    return read_body(request.form, [one.id for one in listed.public_bodies(db())])


@blueprint.post("/bodies/new")
@access("ministry")
def new_body_post() -> Answer:
    """Put a body on the list."""
    try:
        listed.add_body(actor(), db(), _read())
    except Invalid as fault:
        return _form(None, request.form, fault.errors), 422
    return _back()


@blueprint.post("/bodies/<int:body_id>")
@access("ministry")
def body_post(body_id: int) -> Answer:
    """Change a body."""
    found = listed.load_body(db(), body_id)
    try:
        listed.edit_body(actor(), db(), found, _read())
    except Invalid as fault:
        return _form(found, request.form, fault.errors), 422
    return _back()


def _back() -> Response:
    flash(_("Saved."), "success")
    return redirect(url_for("reports.bodies"))
