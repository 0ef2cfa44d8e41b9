"""The officer's pages of a timetable: the grid, the engine's runs, adjusting by hand, release and versions."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from matchmaker.core.errors import Conflict, DomainError, Invalid
from matchmaker.core.i18n import _
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.queries import by_name
from matchmaker.sessions.queries import load_session
from matchmaker.sessions.timetable import actions, desk, grid, judging, release, runs, versions
from matchmaker.sessions.timetable.clashes import clash_words
from matchmaker.sessions.timetable.desk import Desk
from matchmaker.sessions.timetable.figures import course, figures_of
from matchmaker.sessions.timetable.problem import Pair, Posed, pair_of, to_check
from matchmaker.sessions.timetable.reading import DRAFT, Known, load_frame, people_of, placements_of, read_known
from matchmaker.sessions.timetable.warnings import warnings
from matchmaker.web.access import access, actor, db, index
from matchmaker.web.forms import page_number, whole_number

blueprint = Blueprint("session_timetable", __name__, url_prefix="/sessions")
Answer = str | Answered | tuple[str, int]
PAGE = 30


@blueprint.get("/<int:session_id>/timetable", endpoint="index")
@access("officer")
def show(session_id: int) -> str:
    """The draft as a grid of people or tables."""
    return _grid(desk.load_desk(actor(), db(), session_id), {})


def _grid(found: Desk, errors: dict[str, str]) -> str:
    view = "tables" if request.args.get("view") == "tables" else "people"
    lay = grid.rows_of_tables if view == "tables" else grid.rows_of_people
    rows = lay(found.session, found.known.people, found.known.placements)
    context = {"columns": grid.columns(found.session), "rows": rows, "view": view, "errors": errors}
    context["warnings"] = warnings(found)
    return render_template("sessions/timetable/grid.html", session=found.session, **_desk_values(found), **context)


def _desk_values(found: Desk) -> dict[str, Any]:
    run = found.run
    wrong = clash_words(found.known, run.message.get("wrong", [])) if run else []
    can_make = found.session.state in runs.WITH_TIMETABLE
    return {"desk": found, "wrong": wrong, "seconds": runs.SECONDS, "can_make": can_make}


@blueprint.get("/<int:session_id>/timetable/progress")
@access("officer")
def progress(session_id: int) -> Response:
    """The run's panel, asked for again and again while it works; the page is loaded anew when it has ended."""
    found = desk.load_desk(actor(), db(), session_id)
    values = _desk_values(found)
    answer = make_response(render_template("sessions/timetable/_run.html", session=found.session, **values))
    if not found.is_running:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/<int:session_id>/timetable/run")
@access("officer")
def run(session_id: int) -> Answer:
    """Ask for a timetable."""
    session = load_session(actor(), db(), session_id)
    runs.ask_for_run(actor(), db(), session, whole_number(request.form.get("seconds")) or 0)
    flash(_("The engine starts. The draft below grows better while it works."), "success")
    return _to_grid(session_id)


@blueprint.post("/<int:session_id>/timetable/stop")
@access("officer")
def stop(session_id: int) -> Answer:
    """Stop the run; what it has found stays."""
    runs.stop_run(actor(), db(), load_session(actor(), db(), session_id))
    flash(_("The engine stops. What it has found stays."), "success")
    return _to_grid(session_id)


def _to_grid(session_id: int, anchor: str | None = None) -> Answered:
    view = "tables" if request.form.get("view") == "tables" else None
    return redirect(url_for("session_timetable.index", session_id=session_id, view=view, _anchor=anchor))


@blueprint.get("/<int:session_id>/timetable/meetings/<int:meeting_id>")
@access("officer")
def meeting(session_id: int, meeting_id: int) -> str:
    """One placed meeting, and what each slot would mean for it."""
    return _meeting(session_id, meeting_id, {})


def _meeting(session_id: int, meeting_id: int, errors: dict[str, str]) -> str:
    known, at = desk.load_placed(actor(), db(), session_id, meeting_id)
    placement, posed = known.placements[at], to_check(known)
    context = _places(known, posed, pair_of(placement)) | {"placement": placement, "errors": errors}
    return render_template("sessions/timetable/meeting.html", session=known.session, **context)


def _places(known: Known, posed: Posed, pair: Pair) -> dict[str, Any]:
    """The people of a meeting, and a line for each slot with the checker's verdict."""
    number = posed.pairs.get(pair)
    found = [] if number is None else judging.verdicts(posed, posed.placed(known.placements), number)
    columns = grid.columns(known.session)
    lines = [{"column": columns[one.slot], "verdict": one, "table": _table_id(posed, one.table)} for one in found]
    people = [known.person(one) for one in pair]
    shared = {"tables": known.session.tables, "version": known.version}
    return {"lines": lines, "people": people, "pair": pair} | shared


def _table_id(posed: Posed, table: int | None) -> int | None:
    return posed.tables[table].id if table is not None else None


@blueprint.get("/<int:session_id>/timetable/meetings/<int:meeting_id>/places")
@access("officer")
def places(session_id: int, meeting_id: int) -> Response:
    """The same as data, for a meeting that is being dragged."""
    known, at = desk.load_placed(actor(), db(), session_id, meeting_id)
    lines = _places(known, to_check(known), pair_of(known.placements[at]))["lines"]
    return jsonify([{"slot": one["column"].slot_id, "faults": list(one["verdict"].faults)} for one in lines])


@blueprint.post("/<int:session_id>/timetable/meetings/<int:meeting_id>/move")
@access("officer")
def move(session_id: int, meeting_id: int) -> Answer:
    """Move a meeting; what the checker refuses is shown on the meeting's page."""
    form, session = request.form, load_session(actor(), db(), session_id)
    slot, table = (whole_number(form.get(name)) for name in ("slot", "table"))
    try:
        actions.move_meeting(actor(), db(), session, meeting_id, slot or 0, table, _seen(), _seen_version())
    except (Invalid, Conflict) as fault:
        return _refused(session_id, meeting_id, fault)
    flash(_("Moved."), "success")
    return _to_grid(session_id, f"m{meeting_id}")


def _seen() -> actions.Seen | None:
    """Where the officer's page showed the meeting."""
    slot = whole_number(request.form.get("seen_slot"))
    return (slot, whole_number(request.form.get("seen_table"))) if slot else None


def _seen_version() -> int | None:
    return whole_number(request.form.get("version"))


def _refused(session_id: int, meeting_id: int, fault: DomainError) -> Answer:
    """The meeting's page with the reason; the grid when the meeting is no longer there."""
    db().rollback()
    words = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
    status = 422 if isinstance(fault, Invalid) else 409
    if any(one.meeting_id == meeting_id for one in placements_of(db(), session_id, DRAFT)):
        return _meeting(session_id, meeting_id, words), status
    return _grid(desk.load_desk(actor(), db(), session_id), words), status


@blueprint.post("/<int:session_id>/timetable/meetings/<int:meeting_id>/<any(pin, unpin, remove):verb>")
@access("officer")
def change(session_id: int, meeting_id: int, verb: str) -> Answer:
    """Pin, unpin or take out a meeting."""
    session = load_session(actor(), db(), session_id)
    try:
        if verb == "remove":
            actions.remove_meeting(actor(), db(), session, meeting_id)
        else:
            actions.pin_meeting(actor(), db(), session, meeting_id, verb)
    except Conflict as fault:
        return _refused(session_id, meeting_id, fault)
    flash(_("Done."), "success")
    return _to_grid(session_id, None if verb == "remove" else f"m{meeting_id}")


@blueprint.post("/<int:session_id>/timetable/undo")
@access("officer")
def undo(session_id: int) -> Answer:
    """Take back the last step."""
    session = load_session(actor(), db(), session_id)
    try:
        actions.undo(actor(), db(), session, whole_number(request.form.get("step")) or 0)
    except Conflict as fault:
        return _refused(session_id, 0, fault)
    flash(_("Undone."), "success")
    return _to_grid(session_id)


@blueprint.get("/<int:session_id>/timetable/unplaced")
@access("officer")
def unplaced(session_id: int) -> str:
    """Wishes that are not in the draft, the most wanted first."""
    found, page = desk.load_unplaced(actor(), db(), session_id, index()), page_number()
    people, total = found.people, len(found.wishes)
    shown = [(one, people[one.one_id], people[one.two_id]) for one in found.wishes[(page - 1) * PAGE : page * PAGE]]
    others = by_name(one for one in people.values() if one.state == "confirmed")
    context = {"shown": shown, "total": total, "page": page, "pages": -(-total // PAGE), "people": others}
    return render_template("sessions/timetable/unplaced.html", session=found.session, **context)


@blueprint.get("/<int:session_id>/timetable/add")
@access("officer")
def add(session_id: int) -> str:
    """Where a meeting of two people could be put."""
    return _add(session_id, {})


def _add(session_id: int, errors: dict[str, str]) -> str:
    one, two = (whole_number(request.values.get(name)) or 0 for name in ("one", "two"))
    known, pair = read_known(actor(), db(), session_id), (min(one, two), max(one, two))
    try:
        wish = actions.wished(known, pair).wish
    except Invalid as fault:
        return render_template(
            "sessions/timetable/add.html", session=known.session, lines=[], people=[], errors=fault.errors
        )
    context = _places(known, to_check(actions.with_wish(known, wish)), pair)
    return render_template("sessions/timetable/add.html", session=known.session, errors=errors, **context)


@blueprint.post("/<int:session_id>/timetable/add", endpoint="add_post")
@access("officer")
def add_post(session_id: int) -> Answer:
    """Put a meeting into the draft by hand."""
    form, session = request.form, load_session(actor(), db(), session_id)
    one, two, slot = (whole_number(form.get(name)) or 0 for name in ("one", "two", "slot"))
    table = whole_number(form.get("table"))
    try:
        made = actions.add_meeting(actor(), db(), session, (one, two), slot, table, _seen_version(), index())
    except (Invalid, Conflict) as fault:
        db().rollback()
        words = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
        return _add(session_id, words), 422 if isinstance(fault, Invalid) else 409
    flash(_("Added and pinned."), "success")
    return _to_grid(session_id, f"m{made.id}")


@blueprint.post("/<int:session_id>/timetable/release", endpoint="release")
@access("officer")
def release_draft(session_id: int) -> Answer:
    """Make the draft the timetable in force."""
    session = load_session(actor(), db(), session_id)
    try:
        made = release.release(actor(), db(), session, request.form.get("note", ""))
    except (Invalid, Conflict) as fault:
        return _refused(session_id, 0, fault)
    flash(_("Version %(number)s is released. Those it concerns get a letter.", number=made.number), "success")
    return redirect(url_for("session_timetable.history", session_id=session_id))


@blueprint.get("/<int:session_id>/timetable/versions")
@access("officer")
def history(session_id: int) -> str:
    """The released versions, each with what it changed."""
    session = load_frame(actor(), db(), session_id)
    found, placed = versions.versions(db(), session_id), versions.all_placements(db(), session_id)
    steps = [(one, versions.differences(placed.get(one.number - 1, []), placed.get(one.number, []))) for one in found]
    people = {one.id: one for one in people_of(db(), session_id)}
    return render_template("sessions/timetable/versions.html", session=session, steps=steps, people=people)


@blueprint.get("/<int:session_id>/timetable/figures")
@access("officer")
def figures(session_id: int) -> str:
    """Charts of the draft with the tables behind them."""
    found = desk.load_desk(actor(), db(), session_id)
    shown = figures_of(found.known)
    points = course(found.run.progress if found.run else [])
    context = {"desk": found, "figures": shown, "points": points}
    return render_template("sessions/timetable/figures.html", session=found.session, **context)


def page_title(session: InnovationSession) -> str:
    """The title of the room's pages."""
    return f"{_('Timetable')}: {session.title}"


blueprint.add_app_template_global(page_title, "timetable_title")
