"""Pages of a session itself: the list, its page, its form, its plan, its steps."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import moves
from matchmaker.core.moments import hour_words
from matchmaker.core.zones import offered_zones
from matchmaker.organisations.queries import all_names
from matchmaker.sessions import actions, queries, rules, times
from matchmaker.sessions.draft import read_session
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people import queries as people
from matchmaker.sessions.people import steps
from matchmaker.sessions.people.pitches import accepted_pitches
from matchmaker.sessions.people.rules import may_register
from matchmaker.sessions.plan import read_plan
from matchmaker.sessions.states import STATES
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import new_token, sent_token, whole_number
from matchmaker.web.sessions.tabs import session_tabs
from matchmaker.web.sessions.values import FIELDS, asked_values, new_values, plan_values, stored_values

blueprint = Blueprint("sessions", __name__, url_prefix="/sessions")
Answer = str | Response | tuple[str, int]
SHOWN = ("announce", "close", "reopen", "finish", "cancel")

blueprint.add_app_template_global(session_tabs, "session_tabs")
blueprint.add_app_template_filter(hour_words, "hour_in")
blueprint.add_app_template_filter(times.zone_of, "session_zone")
blueprint.add_app_template_filter(times.day_words, "session_day")
blueprint.add_app_template_filter(times.month_words, "month_short")


@blueprint.app_template_filter("differs_from")
def differs_from(at: datetime, zone: str, other: str) -> bool:
    """Whether the clocks of two zones differ at a moment."""
    return times.differs(zone, other, at)


@blueprint.get("/", endpoint="index")
@access("public")
def list_all() -> str:
    """The sessions that come, those that were, and an officer's drafts."""
    found, today = queries.list_sessions(actor(), db()), clock.today()
    drafts = [one for one in found if one.state == "draft"]
    coming = [one for one in reversed(found) if one.starts_on >= today and one.state not in ("draft", "finished")]
    past = [one for one in found if one not in drafts and one not in coming]
    may_make = rules.may_run(actor())
    return render_template("sessions/index.html", drafts=drafts, coming=coming, past=past, may_make=may_make)


def _form(values: MultiDict[str, Any], session: InnovationSession | None = None, **more: Any) -> str:
    context: dict[str, Any] = {"errors": {}, "conflict": None, "form_token": values.get("form_token") or new_token()}
    context |= {"version": session.version if session else "", "organisations": all_names(db())}
    context |= {"zones": offered_zones()}
    return render_template("sessions/form.html", values=values, session=session, **context | more)


@blueprint.get("/new")
@access("officer")
def new() -> str:
    """An empty form, or one that begins with the theme, branches and region of the link to it."""
    return _form(asked_values(request.args))


@blueprint.post("/new", endpoint="new_post")
@access("officer")
def new_post() -> Answer:
    """Save a draft."""
    try:
        made = actions.create_session(actor(), db(), request.form, sent_token())
    except Invalid as fault:
        return _form(request.form, errors=fault.errors), 422
    flash(_("Saved as a draft. Look at it, then announce it."), "success")
    return redirect(url_for("sessions.detail", session_id=made.id))


@blueprint.get("/<int:session_id>/edit")
@access("officer")
def edit(session_id: int) -> str:
    """The form with what is stored."""
    session = queries.load_session(actor(), db(), session_id)
    return _form(stored_values(session), session)


@blueprint.post("/<int:session_id>/edit", endpoint="edit_post")
@access("officer")
def edit_post(session_id: int) -> Answer:
    """Save changes; when somebody else saved first, both versions are shown and nothing is overwritten."""
    session, form = queries.load_whole_session(actor(), db(), session_id), request.form
    try:
        draft = read_session(form, session.starts_on)
        steps.edit_session(actor(), db(), session, draft, whole_number(form.get("version")) or 0)
    except Invalid as fault:
        return _form(form, session, errors=fault.errors), 422
    except Conflict as fault:
        return _form(form, session, errors={"": fault.message}, conflict=_differences(session)), 409
    flash(_("Saved."), "success")
    return redirect(url_for("sessions.detail", session_id=session_id))


def _differences(session: InnovationSession) -> dict[str, str]:
    stored = stored_values(session)
    sides = (stored, request.form)
    pairs = ((name, *(", ".join(sorted(side.getlist(name))) for side in sides)) for name in FIELDS)
    return {name: theirs for name, theirs, ours in pairs if theirs.split() != ours.split()}


def _plan(session: InnovationSession, values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    return render_template(
        "sessions/plan.html", session=session, values=values, errors=errors, version=session.version, fresh=new_values()
    )


@blueprint.get("/<int:session_id>/plan")
@access("officer")
def plan(session_id: int) -> str:
    """Slots, tables, interpreters and programme, row by row."""
    session = queries.load_whole_session(actor(), db(), session_id)
    return _plan(session, plan_values(session), {})


@blueprint.post("/<int:session_id>/plan", endpoint="plan_post")
@access("officer")
def plan_post(session_id: int) -> Answer:
    """Save them, or make the slots anew."""
    session, form = queries.load_whole_session(actor(), db(), session_id), request.form
    version = whole_number(form.get("version")) or 0
    try:
        if form.get("then") == "anew":
            actions.make_slots_anew(actor(), db(), session, form, version)
        else:
            actions.save_plan(actor(), db(), session, read_plan(form, session), version)
    except (Invalid, Conflict) as fault:
        return _plan_again(session_id, fault)
    flash(_("Saved."), "success")
    return redirect(url_for("sessions.plan", session_id=session_id))


def _plan_again(session_id: int, fault: Invalid | Conflict) -> Answer:
    """The page with what was typed; nothing of what was tried stays."""
    db().rollback()
    session = queries.load_whole_session(actor(), db(), session_id)
    if isinstance(fault, Conflict):
        return _plan(session, request.form, {"": fault.message}), 409
    return _plan(session, request.form, fault.errors), 422


@blueprint.get("/<int:session_id>")
@access("public")
def detail(session_id: int) -> str:
    """The page of a session."""
    return detail_page(session_id, {})


def detail_page(session_id: int, errors: dict[str, str]) -> str:
    """The page with the faults of a form that stands on it."""
    session = queries.load_session(actor(), db(), session_id, "slots", "programme")
    own = people.own_registration(actor(), db(), session_id) if actor().is_signed_in else None
    return render_template(
        "sessions/detail.html",
        session=session,
        who=people.who_takes_part(db(), session),
        pitches=accepted_pitches(db(), session_id) if session.calls_for_pitches else [],
        own=own,
        may_register=may_register(actor(), session, own),
        moves=[verb for verb in moves(STATES, actor(), session) if verb in SHOWN],
        may_run=rules.may_run(actor(), session),
        errors=errors,
    )


@blueprint.post("/<int:session_id>/<any(announce, close, reopen, finish, cancel):verb>")
@access("officer")
def move(session_id: int, verb: str) -> Answer:
    """Take one step of the session's life."""
    session = queries.load_whole_session(actor(), db(), session_id)
    require(rules.may_run(actor(), session))
    try:
        steps.move_session(actor(), db(), session, verb, request.form.get("reason", ""))
    except Invalid as fault:
        db().rollback()
        return detail_page(session_id, fault.errors), 422
    flash(_("Done."), "success")
    return redirect(url_for("sessions.detail", session_id=session_id))
