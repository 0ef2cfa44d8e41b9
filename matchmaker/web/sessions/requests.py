"""Requests for meetings: what waits for whom, one request with its answers, the officer's overview and must-meets."""

from collections.abc import Callable
from typing import Any, cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import moves
from matchmaker.core.moments import hour_words
from matchmaker.sessions.models import InnovationSession, SessionSlot
from matchmaker.sessions.queries import load_session
from matchmaker.sessions.requests import answering, musts, queries
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.overview import overview_of
from matchmaker.sessions.requests.rules import takes_requests
from matchmaker.sessions.requests.states import ALL, STATES
from matchmaker.sessions.requests.voice import Voice, voice_of
from matchmaker.sessions.times import differs
from matchmaker.sessions.timetable.words import span
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import page_number, whole_number

blueprint = Blueprint("session_requests", __name__, url_prefix="/sessions")
Answer = str | Response | tuple[str, int]
SHOWN = 100  # requests of a group at first: those that a large organisation shares can be thousands
SIMPLE = ("accept", "withdraw", "accept_counter", "decline_counter", "call_off")


@blueprint.get("/<int:session_id>/requests", endpoint="index")
@access("signed_in")
def index_page(session_id: int) -> str:
    """An officer's overview; everyone else's own requests."""
    session = load_session(actor(), db(), session_id)
    return _overview(session) if actor().is_officer else _box(session)


def _box(session: InnovationSession) -> str:
    voice = voice_of(actor(), db(), session.id)
    box = queries.request_box(voice, db(), session.id)
    found = [one for group in vars(box).values() for one in group]
    return render_template(
        "sessions/requests/box.html",
        session=session,
        voice=voice,
        box=box,
        postings=queries.postings_named(actor(), db(), found),
        is_ours=queries.is_ours,
        is_open=takes_requests(session),
        badge_count=len(box.to_answer),
        most=None if request.args.get("all") else SHOWN,
    )


def _overview(session: InnovationSession, **more: Any) -> str:
    state = request.args.get("state", "") if request.args.get("state") in ALL else ""
    page = page_number()
    context: dict[str, Any] = {"errors": {}, "values": MultiDict(), "state": state, "page": page, "states": ALL}
    context |= {
        "overview": overview_of(actor(), db(), session.id, state, page),
        "is_settable": musts.is_settable(session),
    }
    return render_template("sessions/requests/overview.html", session=session, **context | more)


@blueprint.post("/<int:session_id>/requests/must")
@access("officer")
def require(session_id: int) -> Answer:
    """Set a must-meet between two people."""
    session, form = load_session(actor(), db(), session_id), request.form
    one, two = (whole_number(form.get(name)) for name in ("one", "two"))
    try:
        musts.require_meeting(voice_of(actor(), db(), session_id), db(), session, one, two)
    except Invalid as fault:
        errors = {"one" if name == "other" else name: text for name, text in fault.errors.items()}
        return _overview(session, errors=errors, values=form), 422
    flash(_("The must-meet is set."), "success")
    return redirect(url_for("session_requests.index", session_id=session_id))


@blueprint.post("/<int:session_id>/requests/<int:request_id>/release")
@access("officer")
def release(session_id: int, request_id: int) -> Response:
    """Take a must-meet back."""
    session = load_session(actor(), db(), session_id)
    found = queries.load_request(actor(), db(), session_id, request_id)
    musts.release_must(voice_of(actor(), db(), session_id), db(), session, found)
    flash(_("It is no must-meet any more."), "success")
    return redirect(url_for("session_requests.index", session_id=session_id))


@blueprint.get("/<int:session_id>/requests/<int:request_id>")
@access("signed_in")
def detail(session_id: int, request_id: int) -> str:
    """One request: what it says, and what the reader may answer."""
    session = load_session(actor(), db(), session_id)
    return _detail(session, queries.load_request(actor(), db(), session_id, request_id))


def _detail(session: InnovationSession, found: MeetingRequest, **more: Any) -> str:
    voice = voice_of(actor(), db(), session.id)
    verbs = moves(STATES, voice, found) if takes_requests(session) else []
    slots = queries.slots_of(db(), session.id)
    context: dict[str, Any] = {"errors": {}, "values": MultiDict(), "voice": voice, "verbs": verbs, "meeting": found}
    context |= {"ours": queries.is_ours(voice, found), "may_require": musts.is_settable(session) and actor().is_officer}
    context |= {"postings": queries.postings_named(actor(), db(), [found]), "is_open": takes_requests(session)}
    context |= {
        "people": queries.colleagues_of(db(), found.asked),
        "slots": slots,
        "slot_words": _slot_words(session, slots),
    }
    return render_template("sessions/requests/detail.html", session=session, **context | more)


def _slot_words(session: InnovationSession, slots: list[SessionSlot]) -> dict[int, str]:
    """Each slot in the session's zone, and in the reader's where clocks differ."""
    return {one.id: _words_of(session.timezone, actor().timezone, one) for one in slots}


def _words_of(zone: str, own_zone: str, slot: SessionSlot) -> str:
    words = span(slot.starts_at, slot.ends_at, zone)
    if not differs(zone, own_zone, slot.starts_at):
        return words
    own = {"begin": hour_words(slot.starts_at, own_zone), "end": hour_words(slot.ends_at, own_zone)}
    return f"{words} ({_('%(begin)s–%(end)s for you', **own)})"


@blueprint.post(
    "/<int:session_id>/requests/<int:request_id>/<any({verbs}):verb>".format(
        verbs=",".join((*SIMPLE, "decline", "counter"))
    )
)
@access("signed_in")
def answer(session_id: int, request_id: int, verb: str) -> Answer:
    """Take one step."""
    session = load_session(actor(), db(), session_id)
    found = queries.load_request(actor(), db(), session_id, request_id)
    try:
        _walk(voice_of(actor(), db(), session_id), session, found, verb)
    except Invalid as fault:
        return _detail(session, found, errors=fault.errors, values=request.form, tried=verb), 422
    flash(_("Done."), "success")
    return redirect(url_for("session_requests.index", session_id=session_id))


def _walk(voice: Voice, session: InnovationSession, found: MeetingRequest, verb: str) -> None:
    form, note = request.form, request.form.get("note", "")
    if verb == "decline":
        answering.decline(voice, db(), session, found, form.get("reason", ""), note)
    elif verb == "counter":
        slots = [one for one in map(whole_number, form.getlist("slots")) if one is not None]
        answering.counter(voice, db(), session, found, whole_number(form.get("counter")), slots, note)
    else:
        step = cast(Callable[..., MeetingRequest], getattr(answering, verb))
        step(voice, db(), session, found, note)
