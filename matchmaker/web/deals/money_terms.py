"""Forms of the term sheet: adding, changing and removing a term; what was typed is never lost."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.deals.models import Deal
from matchmaker.deals.money import queries, terms
from matchmaker.deals.money.currencies import codes
from matchmaker.deals.money.draft import KINDS, TIER_ROWS, read_term
from matchmaker.deals.money.models import Term
from matchmaker.deals.money.rules import may_change_terms
from matchmaker.deals.queries import load_deal
from matchmaker.deals.work.queries import milestones_of
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.money import blueprint, page
from matchmaker.web.deals.money_values import TERM_FIELDS, Form, new_term, term_values
from matchmaker.web.forms import new_token, sent_token, whole_number

Answer = str | Response | tuple[str, int]


def _form(deal: Deal, kind: str, values: Form, term: Term | None = None, **more: Any) -> str:
    context: dict[str, Any] = {"errors": {}, "conflict": None, "form_token": values.get("form_token") or new_token()}
    context |= {"version": term.version if term else "", "milestones": milestones_of(db(), deal.id)}
    context |= {"currencies": codes(), "tier_rows": range(1, TIER_ROWS + 1)}
    return render_template("deals/money/term.html", deal=deal, kind=kind, values=values, term=term, **context | more)


def _milestones(deal: Deal) -> set[int]:
    return {task.id for task in milestones_of(db(), deal.id)}


def _chosen_kind() -> str:
    kind = request.values.get("kind", "")
    return kind if kind in KINDS else "upfront"


@blueprint.get("/<int:deal_id>/money/terms/new")
@access("signed_in")
def new_term_form(deal_id: int) -> str:
    """An empty form for a kind of term."""
    deal = load_deal(actor(), db(), deal_id)
    require(may_change_terms(actor(), deal))
    return _form(deal, _chosen_kind(), new_term(deal, _chosen_kind()))


@blueprint.post("/<int:deal_id>/money/terms/new")
@access("signed_in")
def add_term(deal_id: int) -> Answer:
    """Put a term on the sheet."""
    deal = load_deal(actor(), db(), deal_id)
    require(may_change_terms(actor(), deal))
    try:
        terms.add_term(actor(), db(), deal, read_term(request.form, _milestones(deal)), sent_token())
    except Invalid as fault:
        return _form(deal, _chosen_kind(), request.form, errors=fault.errors), 422
    flash(_("The term is on the sheet."), "success")
    return redirect(url_for("deal_money.index", deal_id=deal_id))


@blueprint.get("/<int:deal_id>/money/terms/<int:term_id>")
@access("signed_in")
def edit_term_form(deal_id: int, term_id: int) -> str:
    """The form with what is stored."""
    deal = load_deal(actor(), db(), deal_id)
    require(may_change_terms(actor(), deal))
    term = queries.load_term(db(), deal, term_id)
    return _form(deal, term.kind, term_values(term), term)


@blueprint.post("/<int:deal_id>/money/terms/<int:term_id>")
@access("signed_in")
def edit_term(deal_id: int, term_id: int) -> Answer:
    """Save changes; when somebody else saved first, both versions are shown and nothing is overwritten."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    require(may_change_terms(actor(), deal))
    term = queries.load_term(db(), deal, term_id)
    typed = form.copy()
    typed["kind"] = term.kind
    try:
        draft = read_term(typed, _milestones(deal))
        terms.edit_term(actor(), db(), deal, term_id, draft, whole_number(form.get("version")) or 0)
    except Invalid as fault:
        return _form(deal, term.kind, typed, term, errors=fault.errors, version=form.get("version", "")), 422
    except Conflict as fault:
        term = queries.load_term(db(), deal, term_id)
        return _form(deal, term.kind, typed, term, errors={"": fault.message}, conflict=_differences(term, typed)), 409
    flash(_("Saved."), "success")
    return redirect(url_for("deal_money.index", deal_id=deal_id))


def _differences(term: Term, typed: Form) -> dict[str, str]:
    """The fields of this kind that differ: what is stored now."""
    stored = term_values(term)
    return {name: stored.get(name, "") for name in TERM_FIELDS if name in typed and typed[name] != stored.get(name, "")}


@blueprint.post("/<int:deal_id>/money/terms/<int:term_id>/remove")
@access("signed_in")
def remove_term(deal_id: int, term_id: int) -> Answer:
    """Take a term off the sheet."""
    deal = load_deal(actor(), db(), deal_id)
    try:
        terms.remove_term(actor(), db(), deal, term_id, whole_number(request.form.get("version")) or 0)
    except Invalid as fault:
        return page(deal, errors={"form": " ".join(fault.errors.values())}), 422
    except Conflict as fault:
        return page(deal, errors={"form": fault.message}), 409
    flash(_("The term is removed."), "success")
    return redirect(url_for("deal_money.index", deal_id=deal_id))
