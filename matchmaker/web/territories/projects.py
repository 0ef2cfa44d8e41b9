"""Infrastructure projects: the list of a territory, the page of one, its stages, and whether it is open to investors."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.core import clock
from matchmaker.core.errors import Conflict, DomainError, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import moves
from matchmaker.core.text import clean
from matchmaker.territories.models import Territory
from matchmaker.territories.projects import actions, queries, rules
from matchmaker.territories.projects.investors.interests import answer_interest, interests_in
from matchmaker.territories.projects.investors.profiles import own_funders
from matchmaker.territories.projects.mix import mix_of, segments
from matchmaker.territories.projects.models import Project
from matchmaker.territories.projects.stages import NEEDS_REASON, STAGES, VERBS
from matchmaker.territories.queries import load_territory
from matchmaker.vocabularies import terms
from matchmaker.web.access import access, actor, db
from matchmaker.web.territories.project_files import SHEET, as_csv, as_workbook
from matchmaker.web.territories.project_words import event_words, field_names, step_words

blueprint = Blueprint("territory_projects", __name__)
Answer = str | Response | tuple[str, int]

blueprint.add_app_template_global(field_names, "project_fields")
blueprint.add_app_template_global(segments, "mix_segments")
blueprint.add_app_template_filter(event_words, "project_event")
blueprint.add_app_template_filter(step_words, "project_step")


@blueprint.app_template_filter("mix")
def project_mix(project: Project) -> Any:
    """The funding mix of a project whose funding is loaded."""
    return mix_of(project.cost_minor, project.funding)


@blueprint.app_template_filter("source_place")
def source_place(source: str) -> int:
    """The place of a source in its vocabulary: its colour."""
    return list(terms("funding_sources")).index(source) if source in terms("funding_sources") else 0


@blueprint.get("/territories/<int:territory_id>/projects")
@access("public")
def index(territory_id: int) -> str:
    """The projects of a territory, and their sums by currency."""
    territory = load_territory(actor(), db(), territory_id)
    found = queries.projects_of(actor(), db(), territory_id)
    context: dict[str, Any] = {"projects": found, "totals": queries.totals_by_currency(found)}
    context |= {"sees_all": rules.may_see_all(actor(), territory), "may_add": rules.may_add(actor(), territory)}
    return render_template("territories/projects/index.html", territory=territory, **context)


def _export(territory_id: int) -> tuple[Territory, list[Project], bool]:
    territory = load_territory(actor(), db(), territory_id)
    found = queries.projects_of(actor(), db(), territory_id)
    return territory, found, rules.may_see_all(actor(), territory)


@blueprint.get("/territories/<int:territory_id>/projects.xlsx")
@access("public")
def sheets(territory_id: int) -> Response:
    """The same as a workbook, with the sums on a second sheet."""
    territory, found, sees_all = _export(territory_id)
    content = as_workbook(territory, found, queries.totals_by_currency(found), sees_all=sees_all)
    return _file(content, SHEET, f"territory-{territory_id}-projects.xlsx")


@blueprint.get("/territories/<int:territory_id>/projects.csv")
@access("public")
def lines(territory_id: int) -> Response:
    """The same as one table."""
    _territory, found, sees_all = _export(territory_id)
    return _file(as_csv(found, sees_all=sees_all), "text/csv; charset=utf-8", f"territory-{territory_id}-projects.csv")


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/projects/<int:project_id>")
@access("public")
def detail(project_id: int) -> str:
    """The page of a project: to the public cost and gap, to investors the mix, to those who see all everything."""
    return page(project_id)


def page(project_id: int, **more: Any) -> str:
    """The page, with the faults of a step that was tried on it."""
    project = queries.load_project(actor(), db(), project_id)
    sees_all = rules.may_see_all(actor(), project.territory)
    own = own_funders(actor(), db()) if actor().is_signed_in and not sees_all else []
    funding = queries.funding_of(db(), project_id)
    context: dict[str, Any] = {"errors": {}, "values": {}, "sees_all": sees_all, "own": own}
    context |= {"mix": mix_of(project.cost_minor, funding), "funding": funding if sees_all else []}
    context |= {"steps": queries.steps_of(db(), project_id) if sees_all or own else [], "today": clock.today()}
    context |= {"interests": _interests(project_id, {one.id for one in own}, sees_all=sees_all)}
    context |= {"history": queries.history_of(db(), project_id) if sees_all else []}
    context |= {"may_edit": rules.may_edit(actor(), project), "moves": moves(STAGES, actor(), project, "stage")}
    context |= {"needs_reason": NEEDS_REASON, "territory": project.territory, "site": queries.site_of(db(), project)}
    return render_template("territories/projects/detail.html", project=project, **context | more)


def _interests(project_id: int, own: set[int], *, sees_all: bool) -> list[Any]:
    if not own and not sees_all:
        return []
    return [one for one in interests_in(db(), project_id) if sees_all or one.organisation_id in own]


def again(project_id: int, fault: DomainError) -> Answer:
    """The page with what is wrong; nothing of what was tried stays."""
    db().rollback()
    errors = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
    return page(project_id, errors=errors, values=request.form), 422 if isinstance(fault, Invalid) else 409


def _back(project_id: int, anchor: str | None = None) -> Response:
    flash(_("Done."), "success")
    return redirect(url_for("territory_projects.detail", project_id=project_id, _anchor=anchor))


@blueprint.post(f"/projects/<int:project_id>/<any({', '.join(VERBS)}):verb>")
@access("signed_in")
def move(project_id: int, verb: str) -> Answer:
    """Take one step along the stages."""
    project = queries.load_project(actor(), db(), project_id)
    try:
        actions.move_project(actor(), db(), project, verb, clean(request.form.get("note", "")))
    except (Invalid, Conflict) as fault:
        return again(project_id, fault)
    return _back(project_id, "stage")


@blueprint.post("/projects/<int:project_id>/<any(open, close):verb>")
@access("signed_in")
def show(project_id: int, verb: str) -> Answer:
    """Open the project to investors, or close it."""
    project = queries.load_project(actor(), db(), project_id)
    try:
        (actions.open_project if verb == "open" else actions.close_project)(actor(), db(), project)
    except (Invalid, Conflict) as fault:
        return again(project_id, fault)
    return _back(project_id, "investors")


@blueprint.post("/projects/<int:project_id>/interests/<int:organisation_id>")
@access("signed_in")
def answer(project_id: int, organisation_id: int) -> Answer:
    """Answer an investor."""
    project, form = queries.load_project(actor(), db(), project_id), request.form
    given = {name: form.get(name, "") for name in ("answer", "note", "seen")}
    try:
        answer_interest(actor(), db(), project, organisation_id, **given)
    except (Invalid, Conflict) as fault:
        return again(project_id, fault)
    return _back(project_id, "investors")
