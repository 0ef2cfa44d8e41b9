"""Residents of a territory: who is there, who asks, the application, and its steps."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, DomainError, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import moves
from matchmaker.deals.money.currencies import codes
from matchmaker.territories.models import Territory
from matchmaker.territories.queries import load_territory
from matchmaker.territories.residents import actions, queries, rules
from matchmaker.territories.residents.draft import read_application, read_verdict
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.residents.states import DECISIONS, LIVE, OPEN_TO_CHANGE, STATES, WITH_REASON
from matchmaker.territories.rules import may_run
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import new_token, sent_token, whole_number
from matchmaker.web.territories import names
from matchmaker.web.territories.values import application_values, differences

blueprint = Blueprint("territory_residents", __name__, url_prefix="/territories/<int:territory_id>/residents")
Answer = str | Response | tuple[str, int]
VERBS = "admit, return, refuse, end, withdraw, leave"

blueprint.add_app_template_global(names.residency_steps, "residency_steps")
blueprint.add_app_template_filter(names.residency_done, "residency_done")


@blueprint.get("")
@access("public")
def index(territory_id: int) -> str:
    """Residents; and applications for those who may see them."""
    territory = load_territory(actor(), db(), territory_id)
    found = queries.residencies_of(actor(), db(), territory_id)
    own = [one for one in found if one.organisation_id in actor().organisations and one.state != "admitted"]
    others = [one for one in found if one.state != "admitted" and one not in own]
    context: dict[str, Any] = {
        "residents": queries.by_name([one for one in found if one.state == "admitted"]),
        "own": own,
        "waiting": [one for one in others if one.state in LIVE],
        "over": [one for one in reversed(others) if one.state not in LIVE],
        "may_run": may_run(actor(), territory),
        "may_apply": rules.may_apply(actor(), territory),
        "takes": rules.takes_applications(territory),
    }
    return render_template("territories/residents/index.html", territory=territory, **context)


def _form(territory: Territory, values: MultiDict[str, Any], residency: Residency | None = None, **more: Any) -> str:
    context: dict[str, Any] = {"errors": {}, "conflict": None, "form_token": values.get("form_token") or new_token()}
    context |= {"version": residency.version if residency else "", "residency": residency, "currencies": codes()}
    context |= {"organisations": [] if residency else queries.may_still_apply(actor(), db(), territory)}
    return render_template("territories/residents/form.html", territory=territory, values=values, **context | more)


@blueprint.get("/apply", endpoint="apply")
@access("signed_in")
def new(territory_id: int) -> str:
    """An empty application."""
    territory = load_territory(actor(), db(), territory_id)
    require(rules.may_apply(actor(), territory))
    return _form(territory, MultiDict({"currency": "KZT"}))


@blueprint.post("/apply", endpoint="apply_post")
@access("signed_in")
def send(territory_id: int) -> Answer:
    """Send an application."""
    territory, form = load_territory(actor(), db(), territory_id), request.form
    require(rules.may_apply(actor(), territory))
    organisation_id = whole_number(form.get("organisation_id")) or 0
    try:
        made = actions.apply_for_residency(
            actor(), db(), territory, organisation_id, read_application(form), sent_token()
        )
    except Invalid as fault:
        db().rollback()
        return _form(load_territory(actor(), db(), territory_id), form, errors=fault.errors), 422
    flash(_("Sent. The managing company reads it and answers here and by mail."), "success")
    return _to(made)


def _to(residency: Residency) -> Response:
    territory_id, residency_id = residency.territory_id, residency.id
    return redirect(url_for("territory_residents.detail", territory_id=territory_id, residency_id=residency_id))


@blueprint.get("/<int:residency_id>")
@access("public")
def detail(territory_id: int, residency_id: int) -> str:
    """A resident, or an application with its history and steps."""
    return _page(queries.load_residency(actor(), db(), territory_id, residency_id), MultiDict(), {})


def _page(residency: Residency, values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    reads = rules.may_read_plans(actor(), residency)
    steps = moves(STATES, actor(), residency)
    context: dict[str, Any] = {
        "may_read": reads,
        "history": queries.history_of(db(), residency.id) if reads else [],
        "decisions": [verb for verb in steps if verb in DECISIONS],
        "own_steps": [verb for verb in steps if verb not in (*DECISIONS, "send")],
        "with_reason": WITH_REASON,
        "may_mend": rules.may_speak(actor(), residency) and residency.state in OPEN_TO_CHANGE,
    }
    territory = residency.territory
    return render_template(
        "territories/residents/detail.html",
        residency=residency,
        territory=territory,
        values=values,
        errors=errors,
        **context,
    )


@blueprint.post(f"/<int:residency_id>/<any({VERBS}):verb>")
@access("signed_in")
def move(territory_id: int, residency_id: int, verb: str) -> Answer:
    """Take one step."""
    residency, form = queries.load_residency(actor(), db(), territory_id, residency_id), request.form
    version = whole_number(form.get("version")) or 0
    try:
        verdict = read_verdict(form, wants_reason=verb in WITH_REASON)
        actions.move_residency(actor(), db(), residency, verb, verdict, version)
    except (Invalid, Conflict) as fault:
        return _page_again(territory_id, residency_id, verb, fault)
    flash(_("Done. The other side is told by mail."), "success")
    return _to(residency)


def _page_again(territory_id: int, residency_id: int, verb: str, fault: DomainError) -> Answer:
    """The page with what was typed and what is wrong."""
    db().rollback()
    residency, values = queries.load_residency(actor(), db(), territory_id, residency_id), MultiDict(request.form)
    values["verb"] = verb
    if isinstance(fault, Invalid):
        return _page(residency, values, fault.errors), 422
    return _page(residency, values, {"": fault.message}), 409


def _own(territory_id: int, residency_id: int) -> Residency:
    """An application that the reader may change."""
    residency = queries.load_residency(actor(), db(), territory_id, residency_id)
    require(rules.may_speak(actor(), residency))
    return residency


@blueprint.get("/<int:residency_id>/edit")
@access("signed_in")
def edit(territory_id: int, residency_id: int) -> str:
    """The application as it was sent."""
    residency = _own(territory_id, residency_id)
    if residency.state not in OPEN_TO_CHANGE:
        raise Conflict(_("The application is decided: it stays as it is."))
    return _form(residency.territory, application_values(residency), residency)


@blueprint.post("/<int:residency_id>/edit", endpoint="edit_post")
@access("signed_in")
def edit_post(territory_id: int, residency_id: int) -> Answer:
    """Save the changes; an application that was returned is sent again."""
    residency, form = _own(territory_id, residency_id), request.form
    version = whole_number(form.get("version")) or 0
    try:
        actions.mend_application(actor(), db(), residency, read_application(form), version)
    except Invalid as fault:
        return _form(residency.territory, form, residency, errors=fault.errors, version=form.get("version", "")), 422
    except Conflict as fault:
        db().rollback()
        stored = _own(territory_id, residency_id)
        different = differences(application_values(stored), form)
        return _form(stored.territory, form, stored, errors={"": fault.message}, conflict=different), 409
    flash(_("Saved."), "success")
    return _to(residency)
