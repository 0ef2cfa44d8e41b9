"""Funding routes: which programmes fit a deal, or a project that a visitor describes, and why the others do not."""

from datetime import date
from typing import Any

from babel.dates import format_date
from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import current_locale
from matchmaker.deals.funding.matching import AGAINST, FITS, PARTLY, Project, Route, routes_for
from matchmaker.deals.funding.programmes import programmes
from matchmaker.deals.funding.projects import project_of, read_project
from matchmaker.deals.funding.wording import reason_words
from matchmaker.deals.money.currencies import codes, typed_amount
from matchmaker.deals.queries import load_deal
from matchmaker.web.access import access, actor, db

blueprint = Blueprint("deal_funding", __name__, url_prefix="/deals")
public = Blueprint("funding", __name__)
FIELDS = ("trl", "sector", "region", "amount", "currency", "applicant")
ICONS = {FITS: "check-circle-fill", PARTLY: "pie-chart-fill", AGAINST: "x-circle-fill", "unknown": "question-circle"}


@blueprint.app_template_filter("month_words")
def month_words(month: str) -> str:
    """A month, 2026-11, as the reader writes it."""
    return format_date(date.fromisoformat(f"{month}-01"), "LLLL y", locale=current_locale())


blueprint.add_app_template_global(reason_words, "reason_words")


def _sides(project: Project) -> dict[str, Any]:
    """The routes in two groups, and what the page needs to word them."""
    routes = routes_for(project, programmes())
    return {
        "project": project,
        "open_routes": _open(routes, True),
        "closed_routes": _open(routes, False),
        "icons": ICONS,
    }


def _open(routes: list[Route], is_open: bool) -> list[Route]:
    return [route for route in routes if route.is_open == is_open]


@blueprint.get("/<int:deal_id>/funding", endpoint="index")
@access("signed_in")
def for_deal(deal_id: int) -> str:
    """The routes of a deal, from what the deal tells."""
    deal = load_deal(actor(), db(), deal_id)
    return render_template("deals/funding/index.html", deal=deal, **_sides(project_of(deal)))


@public.get("/funding", endpoint="index")
@access("public")
def for_project() -> Any:
    """The routes of a project that a form describes; without a description, every programme as it is."""
    values = MultiDict({name: request.args.get(name, "") for name in FIELDS})
    context: dict[str, Any] = {"values": values, "errors": {}, "currencies": codes(), "typed_amount": typed_amount}
    try:
        project = read_project(values)
    except Invalid as fault:
        return render_template(
            "deals/funding/public.html", **context | {"errors": fault.errors} | _sides(Project())
        ), 422
    is_asked = any(values[name] for name in FIELDS if name != "currency")
    return render_template("deals/funding/public.html", is_asked=is_asked, **context | _sides(project))
