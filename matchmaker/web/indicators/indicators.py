"""Indicators as everybody reads them: the list with its files, one indicator, and where its number comes from."""

from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for

from matchmaker.core.text import clean_line
from matchmaker.indicators import rules
from matchmaker.indicators.numbers import shown
from matchmaker.indicators.places import Places, all_places
from matchmaker.indicators.platform.words import query_words
from matchmaker.indicators.queries import changes_of, list_directions, load_definition, load_indicator
from matchmaker.indicators.values.overview import Asked, Overview, line_of, overview
from matchmaker.indicators.values.queries import in_force, versions_of
from matchmaker.indicators.values.rules import may_enter
from matchmaker.indicators.values.trace import MOST, trace
from matchmaker.indicators.values.wording import better_words, why
from matchmaker.vocabularies import terms
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import whole_number
from matchmaker.web.indicators.chart import chart_of, sparkline_of
from matchmaker.web.indicators.files import table, workbook

blueprint = Blueprint("indicators", __name__, url_prefix="/indicators")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked_for(places: Places) -> Asked:
    """What the address asks for; what is not known asks for everything."""
    values = {name: clean_line(request.args.get(name, ""))[:40] for name in ("direction", "standing", "place")}
    standing = values["standing"] if values["standing"] in terms("standings") else ""
    return Asked(values["direction"], standing, places.known(values["place"]))


def _found() -> tuple[Overview, Places, Asked]:
    places = all_places(db())
    asked = asked_for(places)
    return overview(actor(), db(), asked), places, asked


@blueprint.get("/")
@access("public")
def index() -> str:
    """Indicators by direction, how they stand, and what is planned."""
    found, places, asked = _found()
    directions, by_direction = list_directions(db()), found.by_direction()
    return render_template(
        "indicators/index.html",
        asked=asked,
        found=found,
        groups=[(one, by_direction[one.id]) for one in directions if one.id in by_direction],
        directions=directions,
        places=places,
        sparkline_of=sparkline_of,
        may_edit=rules.may_edit(actor()),
    )


@blueprint.get("/indicators.csv")
@access("public")
def lines() -> Response:
    """What the list shows, year by year, as CSV."""
    found, places, _asked = _found()
    return file_answer(table(found, places), "text/csv; charset=utf-8", "indicators.csv")


@blueprint.get("/indicators.xlsx")
@access("public")
def sheets() -> Response:
    """The same as a workbook."""
    found, places, _asked = _found()
    return file_answer(workbook(found, places), SHEET, "indicators.xlsx")


def file_answer(content: bytes, kind: str, name: str) -> Response:
    """A file to take away."""
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/<int:indicator_id>")
@access("public")
def detail(indicator_id: int) -> str:
    """One indicator: chart, figures, versions with their evidence, and how its definition has changed."""
    indicator, places = load_indicator(actor(), db(), indicator_id), all_places(db())
    place = places.known(request.args.get("place", ""))
    versions = versions_of(actor(), db(), indicator.id)
    of_place = [one for one in versions if one.value.place == place]
    line = line_of(indicator, place, in_force(one.value for one in of_place))
    told = {one.value.place for one in versions} | {one.place for one in indicator.targets} | {place}
    return render_template(
        "indicators/detail.html",
        indicator=indicator,
        line=line,
        chart=chart_of(line),
        versions=of_place,
        places=places,
        place=place,
        told=[code for code in places.names if code in told],
        changes=changes_of(db(), indicator.id),
        may_edit=rules.may_edit(actor()),
        may_enter=may_enter(actor(), indicator),
    )


@blueprint.get("/<int:indicator_id>/trace")
@access("public")
def from_where(indicator_id: int) -> str:
    """What the platform has counted for a place and year, as far as the reader may see."""
    indicator, places = load_definition(actor(), db(), indicator_id), all_places(db())
    versions = [one.value for one in versions_of(actor(), db(), indicator.id)]
    place = places.known(request.args.get("place", ""))
    series = in_force(one for one in versions if one.place == place)
    year = whole_number(request.args.get("year")) or max(series, default=0)
    return render_template(
        "indicators/trace.html",
        indicator=indicator,
        place=place,
        places=places,
        year=year,
        value=series.get(year),
        trace=trace(actor(), db(), indicator, place, year) if 2000 <= year <= 2100 else None,
        most=MOST,
        address=source_address,
    )


def source_address(kind: str, number: int) -> str:
    """The page of something that was counted; nothing when it has none that is its own."""
    pages: dict[str, tuple[str, str]] = {
        "session": ("sessions.detail", "session_id"),
        "deal": ("deals.detail", "deal_id"),
        "posting": ("postings.detail", "posting_id"),
        "organisation": ("organisations.detail", "organisation_id"),
        "introduction": ("introductions.detail", "introduction_id"),
        "territory": ("territories.detail", "territory_id"),
        "facility": ("territory_facilities.detail", "facility_id"),
        "project": ("territory_projects.detail", "project_id"),
    }
    endpoint, name = pages.get(kind, ("", ""))
    values: dict[str, Any] = {name: number}
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""


blueprint.add_app_template_global(query_words, "query_words")
blueprint.add_app_template_global(better_words, "better_words")
blueprint.add_app_template_global(why, "standing_words")
blueprint.add_app_template_filter(shown, "figure")
