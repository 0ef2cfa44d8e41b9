"""The ministry's forms: a new indicator, its definition, its targets."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.indicators import actions
from matchmaker.indicators.draft import BETTER, TEXTS, YEARS, read_indicator, read_targets
from matchmaker.indicators.models import COUNTRY, Indicator
from matchmaker.indicators.numbers import typed
from matchmaker.indicators.places import all_places
from matchmaker.indicators.queries import list_directions, load_indicator
from matchmaker.indicators.rules import may_edit
from matchmaker.organisations.queries import all_names
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import new_token, sent_token, whole_number
from matchmaker.web.indicators.indicators import blueprint

Answer = str | Response | tuple[str, int]
Values = MultiDict[str, Any]
PLAIN = ("code", "direction_id", "frequency", "decimals", "baseline_year", "query", "owner_id", "position")


def stored(indicator: Indicator) -> Values:
    """The form's values of what is stored."""
    found = {name: "" if (value := getattr(indicator, name)) is None else str(value) for name in PLAIN}
    found |= {name: typed(getattr(indicator, name)) for name in ("baseline", "critical")}
    found |= {name: "1" if getattr(indicator, name) else "" for name in ("is_demo", "is_active")}
    found["better"] = next(code for code, way in BETTER.items() if way == indicator.better)
    for column, (name, _most) in TEXTS.items():
        found |= {f"{name}_{lang}": getattr(indicator, column).get(lang, "") for lang in LOCALES}
    return MultiDict(found)


def _form(values: Values, errors: dict[str, str], indicator: Indicator | None = None, **more: Any) -> str:
    context: dict[str, Any] = {"conflict": None, "version": indicator.version if indicator else 0} | more
    return render_template(
        "indicators/edit.html", values=values, errors=errors, indicator=indicator, directions=list_directions(db()),
        owners=all_names(db()), form_token=values.get("form_token") or new_token(), **context,
    )  # fmt: skip


def _read() -> Any:
    directions = {one.id for one in list_directions(db())}
    return read_indicator(request.form, directions, {one.id for one in all_names(db())})


@blueprint.get("/new")
@access("signed_in")
def new() -> str:
    """An empty form."""
    require(may_edit(actor()))
    return _form(MultiDict({"is_active": "1", "direction_id": request.args.get("direction", "")[:9]}), {})


@blueprint.post("/new")
@access("signed_in")
def new_post() -> Answer:
    """A new indicator."""
    require(may_edit(actor()))
    try:
        made = actions.add_indicator(actor(), db(), _read(), sent_token())
    except Invalid as fault:
        db().rollback()
        return _form(request.form, fault.errors), 422
    flash(_("Saved. Now set its targets."), "success")
    return redirect(url_for("indicators.targets", indicator_id=made.id))


@blueprint.get("/<int:indicator_id>/edit")
@access("signed_in")
def edit(indicator_id: int) -> str:
    """The form with what is stored."""
    require(may_edit(actor()))
    indicator = load_indicator(actor(), db(), indicator_id)
    return _form(stored(indicator), {}, indicator)


@blueprint.post("/<int:indicator_id>/edit")
@access("signed_in")
def edit_post(indicator_id: int) -> Answer:
    """Save the definition; when somebody else saved first, both are shown and nothing is overwritten."""
    require(may_edit(actor()))
    indicator, form = load_indicator(actor(), db(), indicator_id), request.form
    try:
        version = whole_number(form.get("version")) or 0
        actions.edit_indicator(actor(), db(), indicator, _read(), version, form.get("reason", ""))
    except (Invalid, Conflict) as fault:
        return _again(indicator_id, fault)
    flash(_("Saved."), "success")
    return redirect(url_for("indicators.detail", indicator_id=indicator_id))


def _again(indicator_id: int, fault: Invalid | Conflict) -> Answer:
    db().rollback()
    indicator, form = load_indicator(actor(), db(), indicator_id), request.form
    if isinstance(fault, Invalid):
        return _form(form, fault.errors, indicator, version=form.get("version", "")), 422
    now = stored(indicator)
    differing = {name: now[name] for name in now if now[name] != form.get(name, "").strip()}
    return _form(form, {"": fault.message}, indicator, conflict=differing), 409


@blueprint.get("/<int:indicator_id>/targets")
@access("signed_in")
def targets(indicator_id: int) -> str:
    """The table of targets: years down, places across."""
    require(may_edit(actor()))
    indicator = load_indicator(actor(), db(), indicator_id)
    cells = {f"target_{one.place}_{one.year}": typed(one.value) for one in indicator.targets}
    return _targets(indicator, MultiDict(cells), {}, _columns(indicator, request.args.getlist("add")))


def _columns(indicator: Indicator, more: list[str]) -> list[str]:
    """The country, then every place that has targets or is asked for, in order."""
    known = all_places(db()).names
    wanted = {COUNTRY, *(one.place for one in indicator.targets), *more}
    return [place for place in known if place in wanted]


def _targets(indicator: Indicator, values: Values, errors: dict[str, str], columns: list[str], **more: Any) -> str:
    context: dict[str, Any] = {"conflict": None, "version": indicator.version} | more
    return render_template(
        "indicators/targets.html", indicator=indicator, values=values, errors=errors, columns=columns, years=YEARS,
        places=all_places(db()), **context,
    )  # fmt: skip


@blueprint.post("/<int:indicator_id>/targets")
@access("signed_in")
def targets_post(indicator_id: int) -> Answer:
    """Save the table."""
    require(may_edit(actor()))
    indicator, form = load_indicator(actor(), db(), indicator_id), request.form
    columns = _columns(indicator, form.getlist("place"))
    try:
        cells = read_targets(form, columns, indicator.decimals)
        version = whole_number(form.get("version")) or 0
        actions.set_targets(actor(), db(), indicator, columns, cells, version, form.get("reason", ""))
    except (Invalid, Conflict) as fault:
        return _targets_again(indicator_id, fault, columns)
    flash(_("Saved."), "success")
    return redirect(url_for("indicators.detail", indicator_id=indicator_id))


def _targets_again(indicator_id: int, fault: Invalid | Conflict, columns: list[str]) -> Answer:
    db().rollback()
    indicator, form = load_indicator(actor(), db(), indicator_id), request.form
    if isinstance(fault, Invalid):
        return _targets(indicator, form, fault.errors, columns, version=form.get("version", "")), 422
    now = {f"target_{one.place}_{one.year}": typed(one.value) for one in indicator.targets}
    names = (f"target_{place}_{year}" for place in columns for year in YEARS)
    differing = {name: now.get(name, "") for name in names if now.get(name, "") != form.get(name, "").strip()}
    return _targets(indicator, form, {"": fault.message}, columns, conflict=differing), 409
