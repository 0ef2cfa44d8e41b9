"""The ministry's page of directions."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.indicators import actions
from matchmaker.indicators.draft import read_direction
from matchmaker.indicators.models import Direction
from matchmaker.indicators.queries import list_directions, load_direction
from matchmaker.indicators.rules import may_edit
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import whole_number
from matchmaker.web.indicators.indicators import blueprint

Answer = str | Response | tuple[str, int]
Values = MultiDict[str, Any]


def _page(values: Values, errors: dict[str, str], direction: Direction | None = None, **more: Any) -> str:
    context: dict[str, Any] = {"conflict": None, "version": direction.version if direction else 0} | more
    return render_template(
        "indicators/directions.html", directions=list_directions(db()), direction=direction, values=values, errors=errors,
        **context,
    )  # fmt: skip


def _stored(direction: Direction) -> Values:
    names = {f"name_{lang}": direction.names.get(lang, "") for lang in LOCALES}
    return MultiDict(names | {"code": direction.code, "position": str(direction.position)})


@blueprint.get("/directions")
@access("signed_in")
def directions() -> str:
    """All directions, and the form of a new one."""
    require(may_edit(actor()))
    return _page(MultiDict(), {})


@blueprint.post("/directions")
@access("signed_in")
def directions_post() -> Answer:
    """A new direction."""
    require(may_edit(actor()))
    try:
        actions.add_direction(actor(), db(), read_direction(request.form))
    except Invalid as fault:
        db().rollback()
        return _page(request.form, fault.errors), 422
    flash(_("Saved."), "success")
    return redirect(url_for("indicators.directions"))


@blueprint.get("/directions/<int:direction_id>")
@access("signed_in")
def direction(direction_id: int) -> str:
    """The form of one direction with what is stored."""
    require(may_edit(actor()))
    found = load_direction(db(), direction_id)
    return _page(_stored(found), {}, found)


@blueprint.post("/directions/<int:direction_id>")
@access("signed_in")
def direction_post(direction_id: int) -> Answer:
    """Save it; when somebody else saved first, both are shown."""
    require(may_edit(actor()))
    found, form = load_direction(db(), direction_id), request.form
    try:
        actions.edit_direction(actor(), db(), found, read_direction(form), whole_number(form.get("version")) or 0)
    except (Invalid, Conflict) as fault:
        return _again(direction_id, fault)
    flash(_("Saved."), "success")
    return redirect(url_for("indicators.directions"))


def _again(direction_id: int, fault: Invalid | Conflict) -> Answer:
    db().rollback()
    found, form = load_direction(db(), direction_id), request.form
    if isinstance(fault, Invalid):
        return _page(form, fault.errors, found, version=form.get("version", "")), 422
    now = _stored(found)
    differing = {name: now[name] for name in now if now[name] != form.get(name, "").strip()}
    return _page(form, {"": fault.message}, found, conflict=differing), 409
