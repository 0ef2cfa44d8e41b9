"""Forms of what comes in: reports of sales, payments and their reversal."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.deals.models import Deal
from matchmaker.deals.money import payments, queries, rules, sales
from matchmaker.deals.money.currencies import typed_amount
from matchmaker.deals.money.models import Receivable, Term
from matchmaker.deals.money.standing import today
from matchmaker.deals.queries import load_deal
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.money import blueprint
from matchmaker.web.deals.money_values import Form
from matchmaker.web.forms import new_token, sent_token

Answer = str | Response | tuple[str, int]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise NotFound(_("The royalty has no such period.")) from fault


def _sales(deal: Deal, term: Term, first: date, values: Form | None = None, **more: Any) -> str:
    stored = sales.report_of(term, first)
    seen = str(stored.sales_minor) if stored else ""
    shown = (
        values
        if values is not None
        else MultiDict({"sales": typed_amount(stored.sales_minor if stored else None, term.currency)})
    )
    context: dict[str, Any] = {"errors": {}, "values": shown, "seen": seen, "stored": stored}
    span = sales.period_of(term, deal, first)
    return render_template("deals/money/sales.html", deal=deal, term=term, span=span, **context | more)


@blueprint.get("/<int:deal_id>/money/terms/<int:term_id>/sales/<first>")
@access("signed_in")
def sales_form(deal_id: int, term_id: int, first: str) -> str:
    """What was sold in a period: empty, or as reported."""
    deal = load_deal(actor(), db(), deal_id)
    term = queries.load_term(db(), deal, term_id)
    require(rules.may_report(actor(), deal, term.payer))
    return _sales(deal, term, _day(first))


@blueprint.post("/<int:deal_id>/money/terms/<int:term_id>/sales/<first>")
@access("signed_in")
def report_sales(deal_id: int, term_id: int, first: str) -> Answer:
    """Report or correct them."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    term, begins = queries.load_term(db(), deal, term_id), _day(first)
    require(rules.may_report(actor(), deal, term.payer))
    try:
        sales.report_sales(actor(), db(), deal, term_id, begins, sales.read_sales(form, term.currency))
    except Invalid as fault:
        return _sales(deal, term, begins, form, errors=fault.errors, seen=form.get("seen", "")), 422
    except Conflict as fault:
        term = queries.load_term(db(), deal, term_id)
        return _sales(deal, term, begins, form, errors={"": fault.message}, is_conflict=True), 409
    flash(_("The sales are reported."), "success")
    return redirect(url_for("deal_money.index", deal_id=deal_id))


def _receivable(deal: Deal, found: Receivable, values: Form | None = None, **more: Any) -> str:
    owed = payments.owed_of(found)
    left = abs(owed.open_minor) if (owed.open_minor < 0) == (owed.amount_minor < 0) else 0
    fresh = MultiDict({"paid_on": str(today()), "amount": typed_amount(left or None, found.currency)})
    shown = fresh if values is None else values
    context: dict[str, Any] = {"errors": {}, "values": shown, "owed": owed}
    context |= {"standing": owed.standing(today()), "reversed": {one.reverses_id for one in found.payments}}
    context |= {"form_token": shown.get("form_token") or new_token()}
    context |= {"may_enter": rules.may_enter_payments(actor(), deal, found.term.payer)}
    return render_template("deals/money/receivable.html", deal=deal, receivable=found, **context | more)


@blueprint.get("/<int:deal_id>/money/receivables/<int:receivable_id>")
@access("signed_in")
def receivable(deal_id: int, receivable_id: int) -> str:
    """One receivable: its payments, and the form for the next."""
    deal = load_deal(actor(), db(), deal_id)
    return _receivable(deal, queries.load_receivable(db(), deal, receivable_id))


@blueprint.post("/<int:deal_id>/money/receivables/<int:receivable_id>/payments")
@access("signed_in")
def pay(deal_id: int, receivable_id: int) -> Answer:
    """Enter a payment."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    payments.check_signed(deal)
    found = queries.load_receivable(db(), deal, receivable_id)
    require(rules.may_enter_payments(actor(), deal, found.term.payer))
    try:
        payments.record_payment(
            actor(), db(), deal, receivable_id, payments.read_payment(form, found.currency), sent_token()
        )
    except Invalid as fault:
        found = queries.load_receivable(db(), deal, receivable_id)
        return _receivable(deal, found, form, errors=fault.errors), 422
    flash(_("The payment is entered."), "success")
    return redirect(url_for("deal_money.receivable", deal_id=deal_id, receivable_id=receivable_id))


@blueprint.post("/<int:deal_id>/money/receivables/<int:receivable_id>/payments/<int:payment_id>/reverse")
@access("signed_in")
def reverse(deal_id: int, receivable_id: int, payment_id: int) -> Response:
    """Undo a mistaken entry."""
    deal = load_deal(actor(), db(), deal_id)
    payments.reverse_payment(actor(), db(), deal, receivable_id, payment_id)
    flash(_("The entry is reversed; both rows stay."), "success")
    return redirect(url_for("deal_money.receivable", deal_id=deal_id, receivable_id=receivable_id))
