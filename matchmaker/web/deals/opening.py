"""Opening a deal: in one click from an introduction or a meeting, or by a form from scratch."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.deals import actions, rules
from matchmaker.deals.draft import read_new
from matchmaker.deals.models import Deal
from matchmaker.deals.origins import open_from_introduction, open_from_meeting
from matchmaker.organisations.queries import all_names
from matchmaker.recommendations.introductions import load_introduction
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.deal import Answer, blueprint
from matchmaker.web.forms import new_token, sent_token


def _to(deal: Deal) -> Response:
    flash(_("This is the deal. Everything that is done on it stands here."), "success")
    return redirect(url_for("deals.detail", deal_id=deal.id))


@blueprint.post("/from/introduction/<int:introduction_id>")
@access("signed_in")
def from_introduction(introduction_id: int) -> Response:
    """Open the deal of an introduction, or go to the one that there is."""
    introduction = load_introduction(actor(), db(), introduction_id)
    return _to(open_from_introduction(actor(), db(), introduction))


@blueprint.post("/from/meeting/<int:meeting_id>")
@access("signed_in")
def from_meeting(meeting_id: int) -> Response:
    """Open the deal of a meeting, or go to the one that there is."""
    return _to(open_from_meeting(actor(), db(), meeting_id))


def _form(values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    require(rules.may_open(actor()))
    context: dict[str, Any] = {"organisations": all_names(db()), "currencies": actions.CURRENCIES}
    token = values.get("form_token") or new_token()
    return render_template("deals/new.html", values=values, errors=errors, form_token=token, **context)


@blueprint.get("/new")
@access("signed_in")
def new() -> str:
    """An empty form; the own organisation is filled in where there is only one, and the kind that the guide advises."""
    homes = sorted(actor().organisations)
    side = "recipient_id" if actor().role == "company" else "provider_id"
    values: MultiDict[str, Any] = MultiDict({"currency": "KZT", "kind": request.args.get("kind", "")})
    if len(homes) == 1 and not actor().is_officer:
        values[side] = str(homes[0])
    return _form(values, {})


@blueprint.post("/new", endpoint="new_post")
@access("signed_in")
def new_post() -> Answer:
    """Open it."""
    try:
        made = actions.open_deal(actor(), db(), read_new(request.form), form_token=sent_token())
    except Invalid as fault:
        return _form(request.form, fault.errors), 422
    return _to(made)
