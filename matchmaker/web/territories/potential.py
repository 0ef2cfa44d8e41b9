"""Pages of the regions' potential: map and ranking, a region explained, two compared, the method, the published settings."""

from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.potential.unusable import Unusable
from matchmaker.territories.rules import is_ministry
from matchmaker.territories.statistics import runs
from matchmaker.territories.statistics.actions import publish_settings
from matchmaker.territories.statistics.profile import Place, movers, parts_of
from matchmaker.territories.statistics.settings import published_row, read_settings
from matchmaker.territories.statistics.wording import choice_names, fault_words, left_words, source_words
from matchmaker.vocabularies import label, terms
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import whole_number
from matchmaker.web.territories import potential_files as files
from matchmaker.web.territories.potential_view import (
    Look,
    codes_of,
    figure,
    form_values,
    look,
    look_drawn,
    signed,
)
from matchmaker.web.territories.tiles import tiles_of

blueprint = Blueprint("potential", __name__, url_prefix="/potential")
blueprint.add_app_template_global(figure, "figure")
blueprint.add_app_template_global(signed, "signed")
blueprint.add_app_template_global(is_ministry, "is_ministry")
blueprint.add_app_template_global(left_words, "left_words")
blueprint.add_app_template_global(source_words, "source_words")
Answer = str | Answered | tuple[str, int]


def _rendered(template: str, found: Look, **more: Any) -> str:
    context = {"look": found, "panel": found.panel, "standing": found.standing, "names": choice_names()} | more
    return render_template(f"territories/statistics/{template}", **context)


def _page(template: str, found: Look, **more: Any) -> Answer:
    """A page; settings that cannot be used make it an answer to a wrong question, with the settings in force instead."""
    page = _rendered(template, found, **more)
    return (page, 422) if found.errors else page


@blueprint.get("/", endpoint="index")
@access("public")
def ranking() -> Answer:
    """The map, the table behind it, and the settings to try others."""
    found = look_drawn(db())
    places = found.standing.places if found.standing else []
    context = {
        "tiles": tiles_of(places),
        "places": _sorted(places),
        "sort": _sort(),
        "values": form_values(found, request.args),
    }
    return _page("index.html", found, **context)


def _sort() -> tuple[str, bool]:
    """The column that the table is sorted by, and whether downwards."""
    return request.args.get("sort", "rank"), request.args.get("order") == "down"


def _sorted(places: list[Place]) -> list[Place]:
    """The table's rows in the order asked for; what has no figure comes last either way."""
    name, is_down = _sort()
    told = [(value, one) for one in places if (value := _cell(one, name)) is not None]
    rest = [one for one in places if _cell(one, name) is None]
    return [one for _value, one in sorted(told, key=lambda pair: pair[0], reverse=is_down)] + rest


def _cell(place: Place, name: str) -> Any:
    if name == "name":
        return label("regions", place.region)
    if name in ("score", "median", "known"):
        return getattr(place, name)
    return place.dimensions.get(name) if name in place.dimensions else (place.rank, place.region)


@blueprint.get("/ranking.csv", endpoint="lines")
@access("public")
def lines() -> Response:
    """The ranking as CSV."""
    return _file(look_drawn(db()), files.ranking_csv, files.CSV, "potential.csv")


@blueprint.get("/ranking.xlsx", endpoint="sheets")
@access("public")
def sheets() -> Response:
    """The ranking as a workbook, with the figures and the method."""
    return _file(look_drawn(db()), files.ranking_workbook, files.SHEET, "potential.xlsx")


def _file(found: Look, write: Any, kind: str, name: str) -> Response:
    """A file of the ranking; without a ranking the words of the page."""
    if found.standing is None or found.errors:
        words = found.fault or " ".join(found.errors.values())
        return make_response(words, 422, {"Content-Type": "text/plain; charset=utf-8"})
    return file_answer(write(found.standing), kind, name)


def file_answer(content: bytes, kind: str, name: str) -> Response:
    """An attachment."""
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/regions/<code>")
@access("public")
def region(code: str) -> Answer:
    """One region: its rank explained."""
    if code not in terms("regions"):
        abort(404)
    found = look_drawn(db())
    standing = found.standing
    if standing is None or code not in standing.by_region:
        return _page("region.html", found, code=code, place=None)
    parts = parts_of(standing, code, runs.find_moved(standing.problem, standing.result))
    context = {"parts": parts, "movers": movers(parts), "lifts": _lifts(found, code), "place": standing.by_region[code]}
    return _page("region.html", found, code=code, **context)


def _lifts(found: Look, code: str) -> list[dict[str, Any]]:
    """What would lift the region, with the statistics themselves."""
    if found.problem is None or found.standing is None:
        return []
    read = runs.find_lifts(found.problem, found.standing.result, code)
    return [one | {"statistic": found.panel.by_code[one["code"]]} for one in read]


@blueprint.get("/compare")
@access("public")
def compare() -> Answer:
    """Two regions side by side."""
    found = look_drawn(db())
    asked = [request.args.get(name, "") for name in ("one", "two")]
    order = [one.region for one in found.standing.places] if found.standing else list(terms("regions"))
    chosen = _pair(asked, order)
    sides = []
    if found.standing:
        known = [code for code in chosen if code in found.standing.by_region]
        sides = [{part.statistic.code: part for part in parts_of(found.standing, code)} for code in known]
    values = dict(zip(("one", "two"), chosen, strict=True))
    return _page("compare.html", found, chosen=chosen, sides=sides, values=values)


def _pair(asked: list[str], order: list[str]) -> list[str]:
    """Two different regions: those asked for, else the best."""
    found = [code for code in dict.fromkeys(asked) if code in terms("regions")]
    return [*found, *(code for code in order if code not in found)][:2]


@blueprint.get("/method")
@access("public")
def method() -> Answer:
    """How it is reckoned, for readers."""
    return _page("method.html", look(db()))


@blueprint.post("/run")
@access("public")
def run() -> Answer:
    """Ask for draws that take longer than a page may."""
    found = look(db(), request.form)
    if found.problem is not None and not found.errors and not runs.is_quick(found.problem):
        runs.ask_run(db(), found.problem)
    arguments: dict[str, Any] = dict(found.arguments)
    return redirect(url_for("potential.index", **arguments))


@blueprint.get("/progress")
@access("public")
def progress() -> Response:
    """How far the draws have come, asked for again and again; the page is loaded anew when they are done."""
    found = look(db())
    found.run = runs.run_of(db(), runs.fingerprint(found.problem)) if found.problem else None
    answer = make_response(render_template("territories/statistics/_run.html", look=found))
    if found.run is None or found.run.done_at is not None:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.get("/settings")
@access("overseer")
def settings() -> Answer:
    """The form of the settings in force."""
    _ministry_only()
    found = look(db())
    row = published_row(db())
    return _page("settings.html", found, values=form_values(found), version=row.version if row else 0, row=row)


def _ministry_only() -> None:
    require(is_ministry(actor()))


@blueprint.post("/settings", endpoint="settings_post")
@access("overseer")
def settings_post() -> Answer:
    """Publish other settings."""
    _ministry_only()
    found = look(db(), request.form)
    version = whole_number(request.form.get("version")) or 0
    try:
        chosen = read_settings(request.form, codes_of(found.panel), found.published)
        publish_settings(actor(), db(), found.panel, chosen, version)
    except (Invalid, Conflict, Unusable) as fault:
        return _settings_again(fault)
    flash(_("Published. The ranking uses these settings from now on."), "success")
    return redirect(url_for("potential.index"))


def _settings_again(fault: Invalid | Conflict | Unusable) -> Answer:
    """The form with what was typed, and why it was not published."""
    db().rollback()
    found, row = look(db()), published_row(db())
    if isinstance(fault, Unusable):
        found.errors = {"": fault_words(fault, found.panel.names)}
    else:
        found.errors = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
    page = _rendered("settings.html", found, values=request.form, version=row.version if row else 0, row=row)
    return page, 409 if isinstance(fault, Conflict) else 422
