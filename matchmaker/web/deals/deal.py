"""Pages of a deal itself: its page, its form, its steps, its people."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.models import User
from matchmaker.core.errors import Conflict, DomainError, Invalid
from matchmaker.core.i18n import _
from matchmaker.deals import actions, rules
from matchmaker.deals.draft import read_edit, typed_amount
from matchmaker.deals.models import Deal
from matchmaker.deals.pipeline import mending
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.deals.pipeline.ahead import steps_ahead
from matchmaker.deals.pipeline.history import PAGE, history_of
from matchmaker.deals.pipeline.stages import stages_of
from matchmaker.deals.queries import load_deal
from matchmaker.deals.trace import candidates, trace_of
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.history import event_detail, event_words, field_names
from matchmaker.web.deals.tabs import deal_tabs
from matchmaker.web.forms import page_number, safe_next, whole_number

blueprint = Blueprint("deals", __name__, url_prefix="/deals")
Answer = str | Response | tuple[str, int]
FIELDS = ("title", "summary", "region", "sector", "trl", "currency", "value", "starts_on", "ends_on")
VERBS = "advance, return, lose, terminate, reopen"
# where what a step still needs is seen to: a room, or a place on the deal's page
SEEN_TO = {"nda": "deal_nda.index", "terms": "deal_money.index", "documents": "deal_documents.index"}

blueprint.add_app_template_global(deal_tabs, "deal_tabs")
blueprint.add_app_template_global(field_names, "deal_fields")
blueprint.add_app_template_filter(event_words, "event_words")
blueprint.add_app_template_filter(event_detail, "event_detail")


@blueprint.get("/<int:deal_id>")
@access("signed_in")
def detail(deal_id: int) -> str:
    """The page of a deal."""
    return _page(deal_id, {})


def _page(deal_id: int, errors: dict[str, str]) -> str:
    deal, page = load_deal(actor(), db(), deal_id), page_number()
    who, (events, total) = candidates(actor(), db(), deal), history_of(db(), deal_id, page)
    names = {one.id: one.name for one in (*who.officers, *(user for side in who.sides.values() for user in side))}
    context: dict[str, Any] = {"events": events, "page": page, "pages": -(-total // PAGE), "total": total}
    context |= {"names": names | {one.user_id: one.user.name for one in deal.people}, "who": who, "errors": errors}
    context |= {"trace": trace_of(actor(), db(), deal), "steps": steps_ahead(actor(), db(), deal)}
    context |= {"way": stages_of(deal.kind), "may_work": rules.may_work(actor(), deal), "places": _places(deal)}
    context["page_url"] = lambda number: url_for("deals.detail", deal_id=deal_id, page=number, _anchor="history")
    context |= {"kinds": mending.kinds_for(deal) if rules.may_run(actor(), deal) else [], "advised": _advised(deal)}
    return render_template("deals/detail.html", deal=deal, may_swap=mending.may_swap(actor(), deal), **context)


def _advised(deal: Deal) -> str:
    """Another kind that the guide has sent here with, where the deal may have it."""
    kind = request.args.get("kind", "")
    return kind if kind != deal.kind and kind in mending.kinds_for(deal) else ""


def _places(deal: Deal) -> dict[str, str]:
    """Where to go for what is missing."""
    rooms = {name: endpoint for name, endpoint in SEEN_TO.items() if endpoint in current_app.view_functions}
    found = {name: url_for(endpoint, deal_id=deal.id) for name, endpoint in rooms.items()}
    return found | {"officer": "#officer", "people": "#people", "reason": "#f-reason", "kind": "#f-kind"}


def _again(deal_id: int, fault: DomainError) -> Answer:
    """The page with what is wrong and what was typed; nothing of what was tried stays."""
    db().rollback()
    if isinstance(fault, Invalid):
        return _page(deal_id, fault.errors), 422
    return _page(deal_id, {"": fault.message}), 409


def _back(deal_id: int, anchor: str | None = None) -> Response:
    return redirect(safe_next(url_for("deals.detail", deal_id=deal_id, _anchor=anchor)))


@blueprint.post(f"/<int:deal_id>/<any({VERBS}):verb>")
@access("signed_in")
def move(deal_id: int, verb: str) -> Answer:
    """Take one step along the pipeline."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    given = {name: form.get(name, "") for name in ("seen", "reason", "note")}
    try:
        move_deal(actor(), db(), deal, verb, **given)
    except (Invalid, Conflict) as fault:
        return _again(deal_id, fault)
    flash(_("Done."), "success")
    return _back(deal_id)


@blueprint.post("/<int:deal_id>/kind")
@access("officer")
def change_kind(deal_id: int) -> Answer:
    """Make it a deal of another kind."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    try:
        mending.change_kind(actor(), db(), deal, form.get("kind", ""), seen=form.get("seen", ""))
    except (Invalid, Conflict) as fault:
        return _again(deal_id, fault)
    flash(_("Saved."), "success")
    return _back(deal_id)


@blueprint.post("/<int:deal_id>/swap")
@access("officer")
def swap(deal_id: int) -> Answer:
    """Exchange the two sides."""
    deal = load_deal(actor(), db(), deal_id)
    try:
        mending.swap_sides(actor(), db(), deal, seen=whole_number(request.form.get("seen")) or 0)
    except (Invalid, Conflict) as fault:
        return _again(deal_id, fault)
    flash(_("Saved."), "success")
    return _back(deal_id, "people")


@blueprint.post("/<int:deal_id>/officer")
@access("officer")
def lead(deal_id: int) -> Answer:
    """Name the leading officer."""
    deal = load_deal(actor(), db(), deal_id)
    try:
        actions.name_officer(actor(), db(), deal, whole_number(request.form.get("officer")) or 0)
    except Invalid as fault:
        return _again(deal_id, fault)
    flash(_("Saved."), "success")
    return _back(deal_id, "officer")


@blueprint.post("/<int:deal_id>/people")
@access("signed_in")
def name_person(deal_id: int) -> Answer:
    """Name a person on a side, or change whether they sign."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    user = db().get(User, whole_number(form.get("person")) or 0)
    try:
        if user is None:
            raise Invalid({"person": _("Choose from the list.")})
        actions.name_person(
            actor(), db(), deal, user, form.get("side", ""), is_signatory=bool(form.get("is_signatory"))
        )
    except Invalid as fault:
        return _again(deal_id, fault)
    flash(_("Saved."), "success")
    return _back(deal_id, "people")


@blueprint.post("/<int:deal_id>/people/<int:user_id>/drop")
@access("signed_in")
def drop_person(deal_id: int, user_id: int) -> Answer:
    """Take a person off the deal."""
    deal = load_deal(actor(), db(), deal_id)
    actions.drop_person(actor(), db(), deal, user_id)
    db().flush()
    flash(_("Saved."), "success")
    is_gone = user_id == actor().user_id and not rules.may_see(actor(), deal)
    return redirect(url_for("deals.index")) if is_gone else _back(deal_id, "people")


def stored_values(deal: Deal) -> MultiDict[str, Any]:
    """A deal's head as the values of its form."""
    values = {name: getattr(deal, name) for name in FIELDS if name != "value"} | {
        "value": typed_amount(deal.value_minor)
    }
    return MultiDict({name: "" if value is None else str(value) for name, value in values.items()})


def _form(deal: Deal, values: MultiDict[str, Any], **more: Any) -> str:
    context: dict[str, Any] = {"errors": {}, "conflict": None, "currencies": actions.CURRENCIES}
    return render_template("deals/edit.html", deal=deal, values=values, version=deal.version, **context | more)


@blueprint.get("/<int:deal_id>/edit")
@access("signed_in")
def edit(deal_id: int) -> str:
    """The form with what is stored."""
    deal = load_deal(actor(), db(), deal_id)
    return _form(deal, stored_values(deal))


@blueprint.post("/<int:deal_id>/edit", endpoint="edit_post")
@access("signed_in")
def edit_post(deal_id: int) -> Answer:
    """Save changes; when somebody else saved first, both versions are shown and nothing is overwritten."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    try:
        actions.edit_deal(actor(), db(), deal, read_edit(form, deal), whole_number(form.get("version")) or 0)
    except Invalid as fault:
        return _form(deal, form, errors=fault.errors, version=form.get("version", "")), 422
    except Conflict as fault:
        return _form(deal, form, errors={"": fault.message}, conflict=_differences(deal)), 409
    flash(_("Saved."), "success")
    return redirect(url_for("deals.detail", deal_id=deal_id))


def _differences(deal: Deal) -> dict[str, str]:
    stored = stored_values(deal)
    pairs = ((name, stored.get(name, ""), request.form.get(name, "")) for name in FIELDS)
    return {name: theirs for name, theirs, ours in pairs if theirs.split() != ours.split()}
