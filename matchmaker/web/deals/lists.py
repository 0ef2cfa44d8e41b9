"""The board of deals, and the table with filters, order and a file for spreadsheets."""

import csv
import io
from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from matchmaker.accounts.models import User
from matchmaker.deals import lists
from matchmaker.deals.figures.rules import may_see_figures
from matchmaker.deals.models import Deal
from matchmaker.deals.pipeline.actions import NEEDS_REASON
from matchmaker.deals.pipeline.ahead import moves_from
from matchmaker.deals.queries import DealFilter
from matchmaker.deals.rules import may_open
from matchmaker.vocabularies import terms
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.deal import blueprint
from matchmaker.web.forms import page_number, whole_number


def _chosen(*, by_stage: bool) -> DealFilter:
    given = {"kind": "deal_kinds", "region": "regions"} | ({"stage": "deal_stages"} if by_stage else {})
    codes = {name: request.args.get(name, "") for name in given}
    known = {name: code for name, code in codes.items() if code in terms(given[name])}
    return DealFilter(**known, officer_id=whole_number(request.args.get("officer_id")))


def _filters(chosen: DealFilter, officers: list[User]) -> dict[str, Any]:
    """What the form of filters shows."""
    values = {name: value or "" for name, value in vars(chosen).items()}
    return {
        "values": values,
        "officers": officers,
        "is_narrowed": any(values.values()),
        "may_open": may_open(actor()),
        "may_see_figures": may_see_figures(actor()),
    }


@blueprint.get("/", endpoint="index")
@access("signed_in")
def board() -> str:
    """Deals by stage. On a phone one stage at a time is shown: the one chosen, else the first that holds a deal."""
    chosen = _chosen(by_stage=False)
    columns = lists.board(actor(), db(), chosen)
    first = next((one.stage for one in columns if one.total), columns[0].stage)
    asked = request.args.get("stage", "")
    context: dict[str, Any] = {
        "columns": columns,
        "steps": {deal.id: _steps(deal) for one in columns for deal in one.deals},
    }
    context |= {"steps_with_reason": NEEDS_REASON, "shown": asked if asked in terms("deal_stages") else first}
    return render_template("deals/board.html", **context, **_filters(chosen, lists.leading_officers(actor(), db())))


def _steps(deal: Deal) -> dict[str, str]:
    """The steps that can be taken from a card: verb → stage; those that ask for a reason lead to the deal's page."""
    return {verb: move.to for verb, move in moves_from(deal).items() if move.rule(actor(), deal)}


def _order() -> tuple[str, bool]:
    sort = request.args.get("sort", "touched")
    known = sort if sort in lists.sorts() else "touched"
    return known, request.args.get("order", "desc" if known in ("touched", "moved", "created") else "asc") == "desc"


@blueprint.get("/table")
@access("signed_in")
def table() -> str:
    """Every deal as a line, fifty on a page."""
    chosen, page, (sort, descending) = _chosen(by_stage=True), page_number(), _order()
    found, total = lists.page_of_deals(actor(), db(), chosen, sort, page, descending=descending)
    context: dict[str, Any] = {"deals": found, "total": total, "page": page, "pages": -(-total // lists.PAGE)}
    context |= {"sort": sort, "descending": descending, "asked": request.args.to_dict() | {"page": ""}}
    return render_template("deals/table.html", **context, **_filters(chosen, lists.leading_officers(actor(), db())))


@blueprint.get("/table.csv")
@access("signed_in")
def export() -> Response:
    """The same deals as a file, all of them."""
    sort, descending = _order()
    found = lists.whole_table(actor(), db(), _chosen(by_stage=True), sort, descending=descending)
    file = io.StringIO()
    csv.writer(file).writerows([[heading() for heading in lists.HEADINGS], *lists.lines(found)])
    answer = make_response("\ufeff" + file.getvalue())  # the mark tells spreadsheets that it is UTF-8
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=deals.csv"
    return answer
