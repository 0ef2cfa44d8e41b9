"""Pages of the annual report: the list of cycles, the board of bodies, the published report, opening, freezing, publishing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.machine import moves
from matchmaker.deals.money.standing import today
from matchmaker.indicators.report import actions, rules
from matchmaker.indicators.report.board import board_of, counts_of
from matchmaker.indicators.report.corrections import corrections_of
from matchmaker.indicators.report.draft import read_cycle, read_year
from matchmaker.indicators.report.files.bundle import FORMS
from matchmaker.indicators.report.files.content import is_demo, number_words, target_words
from matchmaker.indicators.report.models import ReportCycle
from matchmaker.indicators.report.queries import history_of, list_cycles, load_cycle, own_submissions
from matchmaker.indicators.report.snapshot import standings_in
from matchmaker.indicators.report.states import CYCLE, CYCLE_VERBS
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import whole_number

blueprint = Blueprint("reports", __name__, url_prefix="/reports")
Answer = str | Response | tuple[str, int]
FIELDS = ("submit_by", "publish_by", *(f"preface_{lang}" for lang in LOCALES))

blueprint.add_app_template_global(target_words, "report_target")
blueprint.add_app_template_global(number_words, "report_amount")


@blueprint.get("/")
@access("public")
def index() -> str:
    """Every year's report and how far it is; to the people of bodies, what they have to submit."""
    own = own_submissions(actor(), db()) if actor().organisations else []
    cycles = list_cycles(db())
    return render_template("indicators/report/index.html", cycles=cycles, own=own, may_run=rules.may_run(actor()))


@blueprint.get("/new")
@access("ministry")
def opening() -> str:
    """The form that opens the report on a year."""
    taken, year = {one.year for one in list_cycles(db())}, today().year - 1
    free = next(number for number in range(year, year + 100) if number not in taken)
    return _opening_form(MultiDict({"year": str(free)}), {})


def _opening_form(values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    return render_template("indicators/report/new.html", values=values, errors=errors)


@blueprint.post("/new")
@access("ministry")
def opening_post() -> Answer:
    """Open the report on a year."""
    form = request.form
    try:
        year = read_year(form)
        actions.open_cycle(actor(), db(), year, read_cycle(form, year))
    except Invalid as fault:
        db().rollback()
        return _opening_form(form, fault.errors), 422
    flash(_("The report is open. The bodies have been written to."), "success")
    return redirect(url_for("reports.year", year=year))


@blueprint.get("/<int:year>")
@access("public")
def year(year: int) -> str:
    """The board to who oversees, the report to everyone once it is published."""
    return _page(load_cycle(db(), year), {})


def _page(cycle: ReportCycle, errors: dict[str, str]) -> str:
    may_read, may_oversee = rules.may_read_report(actor(), cycle), rules.may_oversee(actor())
    wanted = request.args.get("view", "report" if cycle.state == "published" else "board")
    if may_read and (wanted == "report" or not may_oversee):
        return _report(cycle, may_oversee)
    return _board(cycle, errors) if may_oversee else _waiting(cycle)


def _report(cycle: ReportCycle, may_oversee: bool) -> str:
    data = cycle.frozen
    context = {"standings": standings_in(data), "is_demo": is_demo(data), "corrections": corrections_of(db(), cycle)}
    context |= {"forms": list(FORMS), "has_board": may_oversee}
    return render_template("indicators/report/report.html", cycle=cycle, data=data, **context)


def _board(cycle: ReportCycle, errors: dict[str, str]) -> str:
    rows = board_of(db(), cycle)
    chosen = request.args.get("standing", "")
    shown = [row for row in rows if not chosen or row.standing == chosen]
    return render_template(
        "indicators/report/board.html",
        cycle=cycle,
        rows=shown,
        counts=counts_of(rows),
        chosen=chosen,
        verbs=moves(CYCLE, actor(), cycle),
        may_run=rules.may_run(actor(), cycle),
        history=history_of(db(), "reportcycle", cycle.id),
        errors=errors,
        values=request.form,
        days_left=(cycle.submit_by - today()).days,
    )


def _waiting(cycle: ReportCycle) -> str:
    own = own_submissions(actor(), db(), cycle.year) if actor().organisations else []
    return render_template("indicators/report/waiting.html", cycle=cycle, own=own)


@blueprint.post(f"/<int:year>/<any({', '.join(CYCLE_VERBS)}):verb>")
@access("ministry")
def move(year: int, verb: str) -> Answer:
    """Freeze, reopen or publish."""
    cycle = load_cycle(db(), year)
    try:
        actions.move_cycle(actor(), db(), cycle, verb, without_late=request.form.get("without_late", ""))
    except (Invalid, Conflict) as fault:
        db().rollback()
        errors = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
        return _page(load_cycle(db(), year), errors), 422 if isinstance(fault, Invalid) else 409
    done = {
        "freeze": _("The data are frozen. Read the report, then publish it."),
        "reopen": _("The report is open again."),
        "publish": _("The report is published."),
    }
    flash(done[verb], "success")
    return redirect(url_for("reports.year", year=year, view="report" if verb != "reopen" else None))


@blueprint.get("/<int:year>/edit")
@access("ministry")
def edit(year: int) -> str:
    """The form of days and preface."""
    cycle = load_cycle(db(), year)
    return _form(cycle, _stored(cycle), {})


def _stored(cycle: ReportCycle) -> MultiDict[str, Any]:
    texts = {f"preface_{lang}": cycle.preface.get(lang, "") for lang in LOCALES}
    return MultiDict({"submit_by": cycle.submit_by.isoformat(), "publish_by": cycle.publish_by.isoformat()} | texts)


def _form(cycle: ReportCycle, values: MultiDict[str, Any], errors: dict[str, str], **more: Any) -> str:
    context: dict[str, Any] = {"conflict": None, "version": cycle.version} | more
    return render_template("indicators/report/edit.html", cycle=cycle, values=values, errors=errors, **context)


@blueprint.post("/<int:year>/edit")
@access("ministry")
def edit_post(year: int) -> Answer:
    """Save days and preface; when somebody else saved first, both versions are shown and nothing is overwritten."""
    cycle, form = load_cycle(db(), year), request.form
    try:
        actions.edit_cycle(
            actor(), db(), cycle, read_cycle(form, year), whole_number(form.get("version")) or 0
        )  # fmt: skip
    except Invalid as fault:
        db().rollback()
        return _form(load_cycle(db(), year), form, fault.errors, version=form.get("version", "")), 422
    except Conflict as fault:
        db().rollback()
        stored = _stored(cycle := load_cycle(db(), year))
        differing = {name: stored[name] for name in FIELDS if stored[name].split() != form.get(name, "").split()}
        return _form(cycle, form, {"": fault.message}, conflict=differing), 409
    flash(_("Saved."), "success")
    return redirect(url_for("reports.year", year=year))
