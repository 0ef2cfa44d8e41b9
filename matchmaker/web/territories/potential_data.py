"""Pages of the statistics behind the potential: what is known, each statistic with its values, and the ministry's forms."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answered

from matchmaker.accounts.rules import require
from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.territories.rules import is_ministry
from matchmaker.territories.statistics import actions, queries
from matchmaker.territories.statistics.draft import read_dimension, read_statistic, read_value
from matchmaker.territories.statistics.models import Dimension, Statistic
from matchmaker.territories.statistics.panel import load_panel
from matchmaker.territories.statistics.platform import query_names, read_platform
from matchmaker.vocabularies import terms
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import whole_number
from matchmaker.web.territories import potential_files as files
from matchmaker.web.territories.potential import file_answer

blueprint = Blueprint("potential_data", __name__, url_prefix="/potential/data")
Answer = str | Answered | tuple[str, int]
Form = MultiDict[str, Any]


def ministry_only() -> None:
    """Raises Forbidden for everybody else, those who oversee too."""
    require(is_ministry(actor()))


@blueprint.get("/")
@access("public")
def index() -> str:
    """What is measured, how much of it is known, from when and from where."""
    return render_template("territories/statistics/data.html", panel=load_panel(db()), regions=len(terms("regions")))


@blueprint.get("/template.xlsx")
@access("public")
def template_sheets() -> Response:
    """The template with what is stored, as a workbook."""
    return file_answer(files.template_workbook(load_panel(db())), files.SHEET, "statistics.xlsx")


@blueprint.get("/template.csv")
@access("public")
def template_lines() -> Response:
    """The same as CSV."""
    return file_answer(files.template_csv(load_panel(db())), files.CSV, "statistics.csv")


@blueprint.get("/<int:statistic_id>")
@access("public")
def statistic(statistic_id: int) -> str:
    """One statistic: every value with year and source, and what is missing."""
    return _statistic(queries.load_statistic(db(), statistic_id), {}, {})


def _statistic(found: Statistic, values: Any, errors: dict[str, str]) -> str:
    rows = [] if found.query else queries.values_of(db(), found.id)
    counts = read_platform(db(), {found.query}).get(found.query, {}) if found.query else {}
    known = {row.region for row in rows} | set(counts)
    missing = [code for code in terms("regions") if code not in known]
    context = {"rows": rows, "counts": counts, "missing": missing, "values": values, "errors": errors}
    last = clock.today().year - 1
    page = "territories/statistics/statistic.html"
    return render_template(page, statistic=found, queries=query_names(), last=last, **context)


@blueprint.post("/<int:statistic_id>/values")
@access("overseer")
def value(statistic_id: int) -> Answer:
    """Store, change or take away one value."""
    ministry_only()
    try:
        actions.set_value(actor(), db(), statistic_id, read_value(request.form))
    except Invalid as fault:
        db().rollback()
        return _statistic(queries.load_statistic(db(), statistic_id), request.form, fault.errors), 422
    flash(_("Saved."), "success")
    return redirect(url_for("potential_data.statistic", statistic_id=statistic_id))


@blueprint.get("/new")
@access("overseer")
def new() -> str:
    """The form of a new statistic."""
    ministry_only()
    return _form(None, MultiDict({"direction": "1", "weight": "1", "decimals": "1", "is_used": "1"}), {})


def _form(found: Statistic | None, values: Form, errors: dict[str, str], **more: Any) -> str:
    dimensions = load_panel(db()).dimensions
    context: dict[str, Any] = {"statistic": found, "values": values, "errors": errors, "conflict": None, "version": 0}
    context |= {"dimensions": [(one.code, one.name) for one in dimensions], "queries": query_names()} | more
    return render_template("territories/statistics/statistic_form.html", **context)


def _codes() -> list[str]:
    return [one.code for one in load_panel(db()).dimensions]


@blueprint.post("/new", endpoint="new_post")
@access("overseer")
def new_post() -> Answer:
    """Add a statistic."""
    ministry_only()
    try:
        made = actions.add_statistic(actor(), db(), read_statistic(request.form, _codes(), True))
    except (Invalid, Conflict) as fault:
        db().rollback()
        return _form(None, request.form, errors_of(fault)), _status(fault)
    flash(_("Saved."), "success")
    return redirect(url_for("potential_data.statistic", statistic_id=made.id))


def errors_of(fault: Invalid | Conflict) -> dict[str, str]:
    """Words by field."""
    return fault.errors if isinstance(fault, Invalid) else {"": fault.message}


def _status(fault: Invalid | Conflict) -> int:
    return 422 if isinstance(fault, Invalid) else 409


@blueprint.get("/<int:statistic_id>/edit")
@access("overseer")
def edit(statistic_id: int) -> str:
    """The form with what is stored."""
    ministry_only()
    found = queries.load_statistic(db(), statistic_id)
    return _form(found, stored_statistic(found), {}, version=found.version)


def stored_statistic(found: Statistic) -> Form:
    """A statistic as the values of its form."""
    plain = ("dimension_code", "direction", "weight", "treatment", "decimals", "query", "position")
    values = {name: f"{getattr(found, name):g}" if name == "weight" else str(getattr(found, name)) for name in plain}
    for lang in LOCALES:
        values |= {f"names_{lang}": found.names.get(lang, ""), f"units_{lang}": found.units.get(lang, "")}
    return MultiDict(values | {"is_used": "1" if found.is_used else ""})


@blueprint.post("/<int:statistic_id>/edit", endpoint="edit_post")
@access("overseer")
def edit_post(statistic_id: int) -> Answer:
    """Save changes; when somebody else saved first, both versions are shown and nothing is overwritten."""
    ministry_only()
    version = whole_number(request.form.get("version")) or 0
    try:
        actions.edit_statistic(actor(), db(), statistic_id, read_statistic(request.form, _codes(), False), version)
    except (Invalid, Conflict) as fault:
        return _edit_again(statistic_id, fault), _status(fault)
    flash(_("Saved."), "success")
    return redirect(url_for("potential_data.statistic", statistic_id=statistic_id))


def _edit_again(statistic_id: int, fault: Invalid | Conflict) -> str:
    db().rollback()
    found = queries.load_statistic(db(), statistic_id)
    if isinstance(fault, Invalid):
        return _form(found, request.form, fault.errors, version=request.form.get("version", ""))
    conflict = differing(stored_statistic(found), request.form)
    return _form(found, request.form, errors_of(fault), conflict=conflict, version=found.version)


def differing(stored: Form, typed: Form) -> dict[str, str]:
    """What is stored where something else was typed."""
    return {name: value for name, value in stored.items() if value != typed.get(name, "").strip()}


@blueprint.get("/dimensions/new")
@access("overseer")
def dimension_new() -> str:
    """The form of a new dimension."""
    ministry_only()
    return _dimension_form(None, MultiDict({"weight": "1"}), {})


def _dimension_form(found: Dimension | None, values: Form, errors: dict[str, str], **more: Any) -> str:
    context: dict[str, Any] = {"conflict": None, "version": 0} | more
    page = "territories/statistics/dimension_form.html"
    return render_template(page, dimension=found, values=values, errors=errors, **context)


@blueprint.post("/dimensions/new", endpoint="dimension_new_post")
@access("overseer")
def dimension_new_post() -> Answer:
    """Add a dimension."""
    ministry_only()
    try:
        actions.add_dimension(actor(), db(), read_dimension(request.form, True))
    except (Invalid, Conflict) as fault:
        db().rollback()
        return _dimension_form(None, request.form, errors_of(fault)), _status(fault)
    flash(_("Saved."), "success")
    return redirect(url_for("potential_data.index"))


@blueprint.get("/dimensions/<code>")
@access("overseer")
def dimension(code: str) -> str:
    """The form with what is stored."""
    ministry_only()
    found = queries.load_dimension(db(), code)
    return _dimension_form(found, stored_dimension(found), {}, version=found.version)


def stored_dimension(found: Dimension) -> Form:
    """A dimension as the values of its form."""
    names = {f"names_{lang}": found.names.get(lang, "") for lang in LOCALES}
    return MultiDict(names | {"weight": f"{found.weight:g}", "position": str(found.position)})


@blueprint.post("/dimensions/<code>", endpoint="dimension_post")
@access("overseer")
def dimension_post(code: str) -> Answer:
    """Save changes to a dimension."""
    ministry_only()
    version = whole_number(request.form.get("version")) or 0
    try:
        actions.edit_dimension(actor(), db(), code, read_dimension(request.form, False), version)
    except (Invalid, Conflict) as fault:
        return _dimension_again(code, fault), _status(fault)
    flash(_("Saved."), "success")
    return redirect(url_for("potential_data.index"))


def _dimension_again(code: str, fault: Invalid | Conflict) -> str:
    db().rollback()
    found = queries.load_dimension(db(), code)
    if isinstance(fault, Invalid):
        return _dimension_form(found, request.form, fault.errors, version=request.form.get("version", ""))
    conflict = differing(stored_dimension(found), request.form)
    return _dimension_form(found, request.form, errors_of(fault), conflict=conflict, version=found.version)
