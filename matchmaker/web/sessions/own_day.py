"""One's own day at a session: the next meeting, what is offered, running late; afterwards outcomes, tasks, absences."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.sessions.day import absences, outcomes, queries
from matchmaker.sessions.day.arrivals import MINUTES
from matchmaker.sessions.day.lateness import run_late
from matchmaker.sessions.day.offering import answer_offer
from matchmaker.sessions.day.rules import may_run_late
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import load_own
from matchmaker.sessions.queries import load_session
from matchmaker.sessions.reading import FormReader
from matchmaker.sessions.requests.queries import postings_named
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.timetable import agenda
from matchmaker.sessions.timetable.agenda_lines import agenda_lines, by_day
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import whole_number
from matchmaker.web.sessions.day import offer_words
from matchmaker.web.sessions.tabs import known_place

blueprint = Blueprint("session_own", __name__, url_prefix="/sessions")
Answer = str | Response | tuple[str, int]


@blueprint.get("/<int:session_id>/my-day", endpoint="index")
@access("signed_in")
def mine(session_id: int) -> str:
    """The next meeting, the offers, the rest of the day; the first part alone for who looks again each minute."""
    return _day(session_id, {})


def _day(session_id: int, errors: dict[str, str]) -> str:
    own = known_place(load_own(actor(), db(), session_id))
    session = agenda.load_event(actor(), db(), session_id)
    found = agenda.entries(db(), session, [own])
    upcoming, offers = queries.next_entry(found), queries.open_offers(db(), session_id, own)
    about = [one.meeting for one in offers if one.meeting] + ([upcoming.meeting] if upcoming else [])
    context: dict[str, Any] = {"own": own, "upcoming": upcoming, "offers": offers, "errors": errors, "minutes": MINUTES}
    context["is_soon"] = may_run_late(upcoming)
    context["postings"] = postings_named(actor(), db(), about)
    context["days"] = by_day(agenda_lines(session, found, session.programme, own.timezone))
    template = "sessions/day/_next.html" if request.headers.get("HX-Request") else "sessions/day/own.html"
    return render_template(template, session=session, **context)


@blueprint.post("/<int:session_id>/my-day/late")
@access("signed_in")
def late(session_id: int) -> Answer:
    """Run late: the other side is told."""
    session, own = _own(session_id)
    try:
        other, changes = run_late(actor(), db(), session, own, whole_number(request.form.get("minutes")) or 0)
    except Invalid as fault:
        db().rollback()
        return _day(session_id, fault.errors), 422
    moved = _("Your meeting has moved: look below.")
    flash(moved if changes else _("%(person)s is told.", person=other.name), "success")
    return _back(session_id)


def _own(session_id: int) -> tuple[InnovationSession, Registration]:
    return load_session(actor(), db(), session_id), known_place(load_own(actor(), db(), session_id))


def _back(session_id: int) -> Response:
    return redirect(url_for("session_own.index", session_id=session_id))


@blueprint.post("/<int:session_id>/my-day/offers/<int:offer_id>/<any(confirm, decline):verb>")
@access("signed_in")
def offer(session_id: int, offer_id: int, verb: str) -> Answer:
    """Take a free time, or decline it."""
    session, own = _own(session_id)
    found = answer_offer(Voice(actor(), own), db(), session, offer_id, own, verb)
    flash(offer_words(found.state), "danger" if found.state == "lost" else "success")
    return _back(session_id)


@blueprint.get("/<int:session_id>/my-meetings")
@access("signed_in")
def after(session_id: int) -> str:
    """What came of the meetings: outcomes, tasks, absences."""
    return _after(session_id, {}, 0)


def _after(session_id: int, errors: dict[str, str], at: int) -> str:
    own = known_place(load_own(actor(), db(), session_id))
    session = agenda.load_event(actor(), db(), session_id)
    entries = [one for one in agenda.entries(db(), session, [own]) if outcomes.has_begun(one)]
    context = {"own": own, "entries": entries, "errors": errors, "at": at, "held": outcomes.HELD}
    said = queries.afterwards(db(), own)
    return render_template("sessions/day/after.html", session=session, said=said, **context)


def _afterwards(session_id: int, meeting_id: int) -> Response:
    return redirect(url_for("session_own.after", session_id=session_id, _anchor=f"m{meeting_id}"))


@blueprint.post("/<int:session_id>/my-meetings/<int:meeting_id>/<any(outcome, task, appeal):what>")
@access("signed_in")
def tell(session_id: int, meeting_id: int, what: str) -> Answer:
    """Say what came of a meeting, set a task, or appeal against an absence."""
    _session, own = _own(session_id)
    try:
        _tell(own, meeting_id, what)
    except (Invalid, Conflict) as fault:
        db().rollback()
        words = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
        return _after(session_id, words, meeting_id), 422 if isinstance(fault, Invalid) else 409
    flash(_("Saved."), "success")
    return _afterwards(session_id, meeting_id)


def _tell(own: Registration, meeting_id: int, what: str) -> None:
    form, reader = request.form, FormReader(request.form)
    if what == "outcome":
        rating = reader.number("rating", 1, 5)
        reader.finish()
        outcomes.give_outcome(actor(), db(), own, meeting_id, form.get("outcome", ""), rating, form.get("note"))
    elif what == "task":
        due = reader.day("due_on")
        reader.finish()
        outcomes.add_follow_up(actor(), db(), own, meeting_id, form.get("text", ""), due)
    else:
        absences.appeal(Voice(actor(), own), db(), meeting_id, form.get("appeal", ""))


@blueprint.post("/<int:session_id>/my-meetings/tasks/<int:task_id>/done")
@access("signed_in")
def done(session_id: int, task_id: int) -> Answer:
    """Tick a task, or open it again."""
    _session, own = _own(session_id)
    task = outcomes.finish_follow_up(actor(), db(), own, task_id)
    return _afterwards(session_id, task.meeting_id)


@blueprint.post("/<int:session_id>/my-meetings/<int:meeting_id>/introduce")
@access("signed_in")
def introduce(session_id: int, meeting_id: int) -> Answer:
    """Ask for an introduction by an officer; when both sides do, there is one."""
    _session, own = _own(session_id)
    made = outcomes.ask_for_introduction(actor(), db(), own, meeting_id)
    if made is None:
        flash(_("Noted. The introduction begins when the other side wants it too."), "success")
        return _afterwards(session_id, meeting_id)
    flash(_("Both sides are interested: an officer introduces you."), "success")
    return redirect(url_for("introductions.detail", introduction_id=made.id))
