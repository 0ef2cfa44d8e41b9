"""The money of a deal: terms, what they make due and when, what was paid, who pays for the project."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template

from matchmaker.deals.funding.wording import sum_words
from matchmaker.deals.models import Deal
from matchmaker.deals.money import queries, rules
from matchmaker.deals.money.draft import KINDS
from matchmaker.deals.money.lines import Line, lines_of, owed_lines
from matchmaker.deals.money.models import Funding, Term
from matchmaker.deals.money.standing import today, totals_of
from matchmaker.deals.queries import load_deal
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.money_files import as_csv, as_workbook, state_words, term_title
from matchmaker.web.deals.money_values import basis, exact, short_day
from matchmaker.web.deals.tabs import deal_tabs
from matchmaker.web.deals.timeline import timeline_of

blueprint = Blueprint("deal_money", __name__, url_prefix="/deals")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

blueprint.add_app_template_global(deal_tabs, "deal_tabs")
blueprint.add_app_template_global(state_words, "due_states")
blueprint.add_app_template_filter(term_title, "term_title")
blueprint.add_app_template_filter(exact, "exact")
blueprint.add_app_template_filter(basis, "basis")
blueprint.add_app_template_filter(short_day, "short_day")
blueprint.add_app_template_filter(sum_words, "sum_words")


def _schedule(deal: Deal) -> tuple[list[Term], list[Line]]:
    terms = queries.terms_of(db(), deal.id)
    return terms, lines_of(deal, terms, queries.receivables_of(db(), deal.id), today())


@blueprint.get("/<int:deal_id>/money", endpoint="index")
@access("signed_in")
def show(deal_id: int) -> str:
    """The whole room."""
    return page(load_deal(actor(), db(), deal_id))


def page(deal: Deal, **more: Any) -> str:
    """The room with the faults of a step that was tried on it."""
    terms, lines = _schedule(deal)
    context: dict[str, Any] = {"errors": {}, "terms_here": terms, "lines": lines, "kinds": KINDS}
    context |= {"totals": totals_of(owed_lines(lines), today()), "timeline": timeline_of(lines, today())}
    context |= {"is_real": rules.is_real(deal), "may_change": rules.may_change_terms(actor(), deal)}
    context |= {"may_report": {term.payer for term in terms if rules.may_report(actor(), deal, term.payer)}}
    context |= {"may_plan": rules.may_plan_funding(actor(), deal), "bars": bars_of(queries.funding_of(db(), deal.id))}
    return render_template("deals/money/index.html", deal=deal, **context | more)


def bars_of(rows: list[Funding]) -> dict[str, list[tuple[float, float, Funding]]]:
    """The stacked bar of each currency: where each source begins, how wide it is, and the source."""
    found: dict[str, list[tuple[float, float, Funding]]] = {}
    for one in rows:
        bar = found.setdefault(one.currency, [])
        begins = bar[-1][0] + bar[-1][1] if bar else 0.0
        bar.append((round(begins, 2), round(one.share_bp / 100, 2), one))
    return found


@blueprint.get("/<int:deal_id>/money.csv", endpoint="table")
@access("signed_in")
def table(deal_id: int) -> Response:
    """The schedule as CSV."""
    deal = load_deal(actor(), db(), deal_id)
    return _file(as_csv(_schedule(deal)[1]), "text/csv; charset=utf-8", f"deal-{deal_id}-schedule.csv")


@blueprint.get("/<int:deal_id>/money.xlsx", endpoint="sheets")
@access("signed_in")
def sheets(deal_id: int) -> Response:
    """The schedule as a workbook."""
    deal = load_deal(actor(), db(), deal_id)
    lines = _schedule(deal)[1]
    content = as_workbook(deal, lines, totals_of(owed_lines(lines), today()))
    return _file(content, SHEET, f"deal-{deal_id}-schedule.xlsx")


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
