"""The form of who pays for the project."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.text import clean_line
from matchmaker.deals.models import Deal
from matchmaker.deals.money.currencies import codes
from matchmaker.deals.money.plan import read_plan, save_plan, seal_of
from matchmaker.deals.money.queries import funding_of
from matchmaker.deals.money.rules import may_plan_funding
from matchmaker.deals.queries import load_deal
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.money import bars_of, blueprint
from matchmaker.web.deals.money_values import Form, plan_rows, plan_values

Answer = str | Response | tuple[str, int]


def _form(deal: Deal, values: Form | None = None, **more: Any) -> str:
    stored = funding_of(db(), deal.id)
    shown = plan_values(deal, stored) if values is None else values
    context: dict[str, Any] = {"errors": {}, "conflict": None, "seal": seal_of(deal, stored), "currencies": codes()}
    context["cost_rows"], context["source_rows"] = plan_rows(shown, more=bool(more.pop("wider", False)))
    return render_template("deals/money/plan.html", deal=deal, values=shown, **context | more)


@blueprint.get("/<int:deal_id>/money/funding")
@access("signed_in")
def plan_form(deal_id: int) -> str:
    """The plan as it is stored."""
    deal = load_deal(actor(), db(), deal_id)
    require(may_plan_funding(actor(), deal))
    return _form(deal)


@blueprint.post("/<int:deal_id>/money/funding")
@access("signed_in")
def save_funding(deal_id: int) -> Answer:
    """Save it when everything adds up; or give more rows to fill in."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    require(may_plan_funding(actor(), deal))
    seal = clean_line(form.get("seal", ""))
    if form.get("then") == "rows":
        return _form(deal, form, seal=seal, wider=True)
    try:
        save_plan(actor(), db(), deal, read_plan(form), seal)
    except Invalid as fault:
        return _form(deal, form, errors=fault.errors, seal=seal), 422
    except Conflict as fault:
        return _form(deal, form, errors={"": fault.message}, conflict=bars_of(funding_of(db(), deal_id))), 409
    flash(_("Saved."), "success")
    return redirect(url_for("deal_money.index", deal_id=deal_id) + "#funding")
