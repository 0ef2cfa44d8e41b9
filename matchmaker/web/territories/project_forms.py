"""The forms of a project: its facts, its steps, its funding. What somebody else has saved meanwhile is shown beside one's own."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.text import clean_line
from matchmaker.deals.money.currencies import codes
from matchmaker.territories.projects import actions, queries, rules
from matchmaker.territories.projects.draft import read_funding, read_project, read_steps
from matchmaker.territories.projects.mix import mix_of
from matchmaker.territories.projects.models import Project
from matchmaker.territories.queries import load_territory
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import new_token, sent_token, whole_number
from matchmaker.web.territories.project_values import (
    Form,
    differences,
    funding_values,
    new_values,
    project_values,
    row_count,
    step_values,
)
from matchmaker.web.territories.projects import blueprint

Answer = str | Response | tuple[str, int]


def _editable(project_id: int) -> Project:
    """The project, for somebody who may change it. Raises NotFound, Forbidden."""
    project = queries.load_project(actor(), db(), project_id)
    require(rules.may_edit(actor(), project))
    return project


def _saved(project_id: int, anchor: str | None = None) -> Response:
    flash(_("Saved."), "success")
    return redirect(url_for("territory_projects.detail", project_id=project_id, _anchor=anchor))


def _form(values: Form, **more: Any) -> str:
    context: dict[str, Any] = {"errors": {}, "conflict": None, "project": None, "version": 0, "currencies": codes()}
    context["form_token"] = values.get("form_token") or new_token()
    context["sites"] = [(str(one.id), one.name) for one in queries.sites_of(db(), more["territory"].id)]
    return render_template("territories/projects/form.html", values=values, **context | more)


@blueprint.get("/territories/<int:territory_id>/projects/new")
@access("signed_in")
def new(territory_id: int) -> str:
    """An empty form."""
    territory = load_territory(actor(), db(), territory_id)
    require(rules.may_add(actor(), territory))
    return _form(new_values(), territory=territory)


@blueprint.post("/territories/<int:territory_id>/projects/new")
@access("signed_in")
def add(territory_id: int) -> Answer:
    """Put a project on the list."""
    territory = load_territory(actor(), db(), territory_id)
    require(rules.may_add(actor(), territory))
    sites = [one.id for one in queries.sites_of(db(), territory_id)]
    try:
        made = actions.add_project(actor(), db(), territory, read_project(request.form, sites), sent_token())
    except Invalid as fault:
        return _form(request.form, territory=territory, errors=fault.errors), 422
    return _saved(made.id)


@blueprint.get("/projects/<int:project_id>/edit")
@access("signed_in")
def edit(project_id: int) -> str:
    """The form with what is stored."""
    project = _editable(project_id)
    return _form(project_values(project), territory=project.territory, project=project, version=project.version)


@blueprint.post("/projects/<int:project_id>/edit")
@access("signed_in")
def edit_post(project_id: int) -> Answer:
    """Save changes; when somebody else saved first, both versions are shown and nothing is overwritten."""
    project, form = _editable(project_id), request.form
    sites = [one.id for one in queries.sites_of(db(), project.territory_id)]
    version = whole_number(form.get("version")) or 0
    try:
        actions.edit_project(actor(), db(), project, read_project(form, sites), version)
    except (Invalid, Conflict) as fault:
        return _edit_again(project_id, fault)
    return _saved(project_id)


def _edit_again(project_id: int, fault: Invalid | Conflict) -> Answer:
    """The form with what was typed; after a conflict with what is stored beside it."""
    db().rollback()
    project, form = _editable(project_id), request.form
    context: dict[str, Any] = {"project": project, "territory": project.territory}
    if isinstance(fault, Invalid):
        return _form(form, errors=fault.errors, version=form.get("version", ""), **context), 422
    conflict = differences(project_values(project), form)
    return _form(form, errors={"": fault.message}, conflict=conflict, version=project.version, **context), 409


def _lines_form(name: str, project: Project, values: Form, stored: Any, **more: Any) -> str:
    """A form of lines: `name` is steps or funding."""
    context: dict[str, Any] = {"errors": {}, "is_conflict": False, "seal": actions.seal_of(stored, project)}
    context["rows"] = row_count(values, more=bool(more.pop("wider", False)))
    context |= {"stored": stored, "mix": mix_of(project.cost_minor, stored) if name == "funding" else None}
    context |= {"funders": queries.funders(db()) if name == "funding" else [], "territory": project.territory}
    return render_template(f"territories/projects/{name}.html", project=project, values=values, **context | more)


@blueprint.get("/projects/<int:project_id>/steps")
@access("signed_in")
def steps(project_id: int) -> str:
    """The steps as they are stored."""
    project = _editable(project_id)
    stored = queries.steps_of(db(), project_id)
    return _lines_form("steps", project, step_values(stored, project.currency), stored)


@blueprint.post("/projects/<int:project_id>/steps")
@access("signed_in")
def save_steps(project_id: int) -> Answer:
    """Save the steps; or give more lines to fill in."""
    project, form = _editable(project_id), request.form
    if form.get("then") == "rows":
        return _wider("steps", project)
    try:
        drafts = read_steps(form, project.currency, project.cost_minor)
        actions.save_steps(actor(), db(), project, drafts, clean_line(form.get("seal", "")))
    except (Invalid, Conflict) as fault:
        return _lines_again("steps", project_id, fault)
    return _saved(project_id, "steps")


@blueprint.get("/projects/<int:project_id>/funding")
@access("signed_in")
def funding(project_id: int) -> str:
    """The funding as it is stored."""
    project = _editable(project_id)
    stored = queries.funding_of(db(), project_id)
    return _lines_form("funding", project, funding_values(stored, project.currency), stored)


@blueprint.post("/projects/<int:project_id>/funding")
@access("signed_in")
def save_funding(project_id: int) -> Answer:
    """Save the funding when it does not come to more than the cost; or give more lines to fill in."""
    project, form = _editable(project_id), request.form
    if form.get("then") == "rows":
        return _wider("funding", project)
    was_open = project.is_open
    try:
        drafts = read_funding(form, project.currency, project.cost_minor)
        actions.save_funding(actor(), db(), project, drafts, clean_line(form.get("seal", "")))
    except (Invalid, Conflict) as fault:
        return _lines_again("funding", project_id, fault)
    if was_open and not project.is_open:
        flash(_("The whole cost is committed: the project is no longer open to investors."), "info")
    return _saved(project_id, "funding")


def _stored(name: str, project_id: int) -> Any:
    return queries.steps_of(db(), project_id) if name == "steps" else queries.funding_of(db(), project_id)


def _wider(name: str, project: Project) -> str:
    seal = clean_line(request.form.get("seal", ""))
    return _lines_form(name, project, request.form, _stored(name, project.id), seal=seal, wider=True)


def _lines_again(name: str, project_id: int, fault: Invalid | Conflict) -> Answer:
    """The lines as they were typed; after a conflict with those that are stored above them."""
    db().rollback()
    project, form = _editable(project_id), request.form
    stored = _stored(name, project_id)
    if isinstance(fault, Invalid):
        seal = clean_line(form.get("seal", ""))
        return _lines_form(name, project, form, stored, errors=fault.errors, seal=seal), 422
    return _lines_form(name, project, form, stored, errors={"": fault.message}, is_conflict=True), 409
