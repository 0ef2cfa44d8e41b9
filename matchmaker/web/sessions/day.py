"""The day for those who run it: check-in by badge and at the door, no-shows, lateness, failed tables, absences, the board."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import _, ngettext
from matchmaker.core.text import clean_line
from matchmaker.organisations.queries import all_names
from matchmaker.sessions.day import absences, arrivals, mending, offering, queries
from matchmaker.sessions.day.force import begun
from matchmaker.sessions.day.rules import may_check_in
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import is_named, load_of_session, own_registration
from matchmaker.sessions.queries import load_session
from matchmaker.sessions.reading import FormReader
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.timetable.agenda import load_event
from matchmaker.sessions.timetable.reading import load_frame, people_of, placements_of
from matchmaker.sessions.timetable.versions import Change, differences, last_number
from matchmaker.sessions.timetable.words import where
from matchmaker.web.access import access, actor, db

blueprint = Blueprint("session_day", __name__, url_prefix="/sessions")
Answer = str | Response | tuple[str, int]
STATES = ("released", "finished")


@blueprint.get("/checkin/<token>")
@access("public")
def badge(token: str) -> str:
    """What the code on a badge opens: a button for who stands at the door, a friendly word for everybody else."""
    person, session = arrivals.person_of_badge(db(), token)
    may = may_check_in(actor(), person)
    return render_template("sessions/day/badge.html", session=session, person=person if may else None)


@blueprint.post("/checkin/<token>", endpoint="badge_post")
@access("staff")
def badge_in(token: str) -> Response:
    """Note that the bearer of the badge has come."""
    person, session = arrivals.person_of_badge(db(), token)
    _arrive(session, person)
    return redirect(url_for("session_day.badge", token=token))


def _arrive(session: InnovationSession, person: Registration) -> None:
    was_gone = person.left_at is not None
    is_news = arrivals.check_in(actor(), db(), session, person)
    words = _("%(person)s is here.", person=person.name) if is_news else _("Was here already.")
    flash(words, "success")
    if was_gone and is_news:
        mending.offer_free(db(), session)


@blueprint.get("/<int:session_id>/day", endpoint="index")
@access("officer")
def door(session_id: int) -> str:
    """The door: who has come, who is late, what is offered, which tables fail."""
    return door_page(session_id, {})


def door_page(session_id: int, errors: dict[str, str], values: MultiDict[str, str] | None = None) -> str:
    """The door; `values`: what was typed into the form for those who come unexpected."""
    session = load_session(actor(), db(), session_id, "slots", "tables")
    everyone, text = queries.guests(db(), session_id), clean_line(request.args.get("text", ""))[:100]
    which = request.args.get("show", "")
    shown = [one for one in everyone if is_named(one.person, text) and _is_of(which, one)]
    expected = [one for one in everyone if not one.waits]
    context: dict[str, Any] = {"text": text, "which": which, "errors": errors, "total": len(expected)}
    context |= {"arrived": sum(one.has_come for one in expected), "late": sum(one.is_awaited for one in expected)}
    context |= {"values": values or MultiDict({"locale": "ru"}), "typed": values is not None}
    context["organisations"] = all_names(db())
    offers, left = queries.open_offers(db(), session_id), {slot.id for slot in session.slots[begun(session) :]}
    context |= {"offers": [one for one in offers if one.own.user_id is None], "offered": len(offers) // 2}
    context["closed"] = {one.id for one in session.tables if left and left <= set(one.closed)}
    return render_template("sessions/day/door.html", session=session, guests=shown, **context)


def _is_of(which: str, guest: queries.Guest) -> bool:
    if which == "late":
        return guest.is_awaited
    return not guest.has_come if which == "expected" else which != "here" or guest.has_come


@blueprint.post("/<int:session_id>/day/people/<int:person_id>/<any(arrive, undo, missing, late):verb>")
@access("officer")
def person(session_id: int, person_id: int, verb: str) -> Answer:
    """Somebody has come, has not, or comes late."""
    session = load_session(actor(), db(), session_id, "slots", "tables")
    found = load_of_session(actor(), db(), session_id, person_id)
    try:
        changes = _person(session, found, verb)
    except (Invalid, Conflict) as fault:
        db().rollback()
        words = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
        return door_page(session_id, words), 422 if isinstance(fault, Invalid) else 409
    return _told(session_id, changes, f"p{person_id}")


def _person(session: InnovationSession, found: Registration, verb: str) -> list[Change]:
    if verb == "arrive":
        _arrive(session, found)
    elif verb == "undo":
        arrivals.undo_check_in(actor(), db(), found)
    elif verb == "missing":
        return mending.mark_no_show(actor(), db(), session, found)
    else:
        reader = FormReader(request.form)
        at = reader.hour("until")
        reader.finish()
        until = arrivals.moment_of_day(session, at) if at else None
        return mending.mark_late(actor(), db(), session, found, until)
    return []


def _told(session_id: int, changes: list[Change], anchor: str = "") -> Response:
    """Say what has moved; without a change back to the door."""
    if not changes:
        return redirect(url_for("session_day.index", session_id=session_id, _anchor=anchor or None))
    number = len(changes)
    flash(ngettext("%(number)s meeting has changed.", "%(number)s meetings have changed.", number), "success")
    return redirect(url_for("session_day.changes", session_id=session_id))


@blueprint.post("/<int:session_id>/day/tables/<int:table_id>/<any(close, open):verb>")
@access("officer")
def table(session_id: int, table_id: int, verb: str) -> Answer:
    """A table fails, or can be used again."""
    session = load_session(actor(), db(), session_id, "slots", "tables")
    if verb == "open":
        mending.open_table(actor(), db(), session, table_id)
        return _told(session_id, [])
    return _told(session_id, mending.close_table(actor(), db(), session, table_id))


@blueprint.get("/<int:session_id>/day/changes")
@access("officer")
def changes(session_id: int) -> str:
    """What the version in force has changed, before and now."""
    session, number = load_frame(actor(), db(), session_id), last_number(db(), session_id)
    before, after = (placements_of(db(), session_id, one) if one else [] for one in (number - 1, number))
    people = {one.id: one for one in people_of(db(), session_id)}
    slots, tables = {one.id: one for one in session.slots}, {one.id: one for one in session.tables}
    context = {"slots": slots, "places": {None: where(None)} | {key: where(one) for key, one in tables.items()}}
    found = differences(before, after)
    return render_template(
        "sessions/day/changes.html", session=session, number=number, changes=found, people=people, **context
    )


@blueprint.post("/<int:session_id>/day/offers/<int:offer_id>/<int:person_id>/<any(confirm, decline):verb>")
@access("officer")
def offer(session_id: int, offer_id: int, person_id: int, verb: str) -> Answer:
    """Answer an offer for somebody without an account."""
    session, side = load_session(actor(), db(), session_id), load_of_session(actor(), db(), session_id, person_id)
    found = offering.answer_offer(Voice(actor()), db(), session, offer_id, side, verb)
    flash(offer_words(found.state), "danger" if found.state == "lost" else "success")
    return redirect(url_for("session_day.index", session_id=session_id, _anchor="offers"))


def offer_words(state: str) -> str:
    """What came of an answer."""
    return {
        "open": _("Noted. It becomes a meeting when the other side confirms too."),
        "confirmed": _("Both have confirmed: the meeting is in the timetable."),
        "declined": _("Declined."),
    }.get(state, _("The time was taken meanwhile. The meeting cannot take place then."))


@blueprint.get("/<int:session_id>/day/absences", endpoint="absences")
@access("officer")
def absences_page(session_id: int) -> str:
    """Missed meetings that count, those with an appeal first."""
    session = load_session(actor(), db(), session_id)
    return render_template("sessions/day/absences.html", session=session, rows=queries.appeals(db(), session_id))


@blueprint.post("/<int:session_id>/day/absences/<int:meeting_id>/<int:person_id>/<any(excuse, uphold):verb>")
@access("officer")
def judge(session_id: int, meeting_id: int, person_id: int, verb: str) -> Answer:
    """Excuse an absence, or uphold it."""
    load_of_session(actor(), db(), session_id, person_id)
    absences.judge(actor(), db(), meeting_id, person_id, verb, request.form.get("answer", ""))
    flash(_("Excused: it no longer counts.") if verb == "excuse" else _("Upheld."), "success")
    return redirect(url_for("session_day.absences", session_id=session_id))


@blueprint.get("/<int:session_id>/board")
@access("public")
def board(session_id: int) -> str:
    """The big screen: who sits where now and next. Names only for those of the session, organisations for everybody."""
    session = load_event(actor(), db(), session_id)
    if session.state not in STATES:
        raise NotFound(_("The board opens when the timetable is released."))
    own = own_registration(actor(), db(), session_id) if actor().is_signed_in else None
    named = actor().is_officer or (own is not None and own.state == "confirmed")
    template = "sessions/day/_board.html" if request.headers.get("HX-Request") else "sessions/day/board.html"
    return render_template(template, session=session, slots=queries.board(db(), session), named=named)
