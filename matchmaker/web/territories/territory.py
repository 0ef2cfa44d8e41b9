"""Pages of a territory itself: the list, its public page, its form, its steps to the status."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, DomainError, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import moves
from matchmaker.territories import actions, queries, rules
from matchmaker.territories.counts import territory_counts
from matchmaker.territories.draft import read_decision, read_territory
from matchmaker.territories.models import Territory
from matchmaker.territories.projects.queries import open_projects_of
from matchmaker.territories.residents.queries import residents_of
from matchmaker.territories.residents.rules import may_apply
from matchmaker.territories.states import STATES
from matchmaker.territories.structure.queries import grouped, sites_of
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import new_token, sent_token, whole_number
from matchmaker.web.territories import names
from matchmaker.web.territories.tabs import territory_tabs
from matchmaker.web.territories.values import differences, territory_values

blueprint = Blueprint("territories", __name__, url_prefix="/territories")
Answer = str | Response | tuple[str, int]
VERBS = "assess, designate, turn_down, suspend, restore, revoke"

blueprint.add_app_template_global(territory_tabs, "territory_tabs")
blueprint.add_app_template_global(names.territory_fields, "territory_fields")
blueprint.add_app_template_global(names.step_names, "territory_steps")
blueprint.add_app_template_filter(names.step_done, "step_done")


@blueprint.get("/", endpoint="index")
@access("public")
def list_all() -> str:
    """Every territory with its state and what it holds."""
    found, counts = queries.list_territories(actor(), db()), territory_counts(db())
    may_create = rules.may_create(actor())
    return render_template("territories/index.html", territories=found, counts=counts, may_create=may_create)


@blueprint.get("/<int:territory_id>")
@access("public")
def detail(territory_id: int) -> str:
    """The public page of a territory."""
    return _page(queries.load_territory(actor(), db(), territory_id), MultiDict(), {})


def _page(territory: Territory, values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    may_edit = rules.may_edit(actor(), territory)
    context: dict[str, Any] = {
        "moves": queries.moves_of(db(), territory.id),
        "edits": queries.edits_of(db(), territory.id) if may_edit else [],
        "groups": grouped(sites_of(db(), territory.id)),
        "residents": residents_of(db(), territory.id),
        "counts": territory_counts(db())[territory.id],
        "open_projects": open_projects_of(db(), territory.id),
        "steps": moves(STATES, actor(), territory),
    }
    context |= {"may_edit": may_edit, "may_apply": may_apply(actor(), territory)}
    return render_template("territories/detail.html", territory=territory, values=values, errors=errors, **context)


@blueprint.post(f"/<int:territory_id>/<any({VERBS}):verb>")
@access("signed_in")
def move(territory_id: int, verb: str) -> Answer:
    """Take one step on the way to the status."""
    territory, form = queries.load_territory(actor(), db(), territory_id), request.form
    require(rules.may_decide(actor(), territory))
    try:
        actions.move_territory(actor(), db(), territory, verb, read_decision(form), form.get("seen", ""))
    except (Invalid, Conflict) as fault:
        db().rollback()
        return _page_again(territory_id, verb, fault)
    flash(_("Done."), "success")
    return redirect(url_for("territories.detail", territory_id=territory_id, _anchor="way"))


def _page_again(territory_id: int, verb: str, fault: DomainError) -> Answer:
    """The page with what was typed and what is wrong."""
    territory, values = queries.load_territory(actor(), db(), territory_id), MultiDict(request.form)
    values["verb"] = verb
    if isinstance(fault, Invalid):
        return _page(territory, values, fault.errors), 422
    return _page(territory, values, {"": fault.message}), 409


def _form(values: MultiDict[str, Any], territory: Territory | None = None, **more: Any) -> str:
    context: dict[str, Any] = {"errors": {}, "conflict": None, "form_token": values.get("form_token") or new_token()}
    may_name = territory is None or rules.may_decide(actor(), territory)
    context |= {"version": territory.version if territory else "", "may_name": may_name}
    context |= {"managers": queries.managing_companies(db()) if may_name else []}
    return render_template("territories/form.html", values=values, territory=territory, **context | more)


@blueprint.get("/new")
@access("signed_in")
def new() -> str:
    """An empty form of a candidate."""
    require(rules.may_create(actor()))
    return _form(MultiDict())


@blueprint.post("/new", endpoint="new_post")
@access("signed_in")
def new_post() -> Answer:
    """Put a candidate on the list."""
    require(rules.may_create(actor()))
    try:
        draft, decision = _read_both()
        made = actions.create_territory(actor(), db(), draft, decision, sent_token())
    except Invalid as fault:
        return _form(request.form, errors=fault.errors), 422
    flash(_("The candidate is on the list."), "success")
    return redirect(url_for("territories.detail", territory_id=made.id))


def _read_both() -> tuple[Any, Any]:
    """The facts and the decision that it rests on, with the faults of both at once."""
    found, errors = list[Any](), dict[str, str]()
    for read in (read_territory, read_decision):
        try:
            found.append(read(request.form))
        except Invalid as fault:
            errors |= fault.errors
    if errors:
        raise Invalid(errors)
    return found[0], found[1]


@blueprint.get("/<int:territory_id>/edit")
@access("signed_in")
def edit(territory_id: int) -> str:
    """The form with what is stored."""
    territory = queries.load_territory(actor(), db(), territory_id)
    require(rules.may_edit(actor(), territory))
    return _form(territory_values(territory), territory)


@blueprint.post("/<int:territory_id>/edit", endpoint="edit_post")
@access("signed_in")
def edit_post(territory_id: int) -> Answer:
    """Save changes; when somebody else saved first, both versions are shown and nothing is overwritten."""
    territory, form = queries.load_territory(actor(), db(), territory_id), request.form
    require(rules.may_edit(actor(), territory))
    try:
        actions.edit_territory(actor(), db(), territory, read_territory(form), whole_number(form.get("version")) or 0)
    except Invalid as fault:
        return _form(form, territory, errors=fault.errors, version=form.get("version", "")), 422
    except Conflict as fault:
        db().rollback()
        stored = queries.load_territory(actor(), db(), territory_id)
        conflict = differences(territory_values(stored), form)
        if not rules.may_decide(actor(), stored):
            conflict.pop("manager_id", None)
        return _form(form, stored, errors={"": fault.message}, conflict=conflict), 409
    flash(_("Saved."), "success")
    return redirect(url_for("territories.detail", territory_id=territory_id))
