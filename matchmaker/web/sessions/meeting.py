"""Whom to meet: the others with reasons, marks, the switch that lets the system choose, and asking."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.text import clean_line
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.queries import load_session
from matchmaker.sessions.requests.asking import MESSAGE_MOST, Question, ask
from matchmaker.sessions.requests.marks import MARKS, MUST_MOST, let_system_choose, set_mark
from matchmaker.sessions.requests.others import Chosen, list_others, load_other
from matchmaker.sessions.requests.rules import takes_requests
from matchmaker.sessions.requests.voice import voice_of
from matchmaker.web.access import access, actor, db, index
from matchmaker.web.forms import page_number, safe_next, whole_number
from matchmaker.web.sessions.requests import Answer, blueprint

FILTERS = ("sector", "region", "kind", "mark", "text")


@blueprint.get("/<int:session_id>/meet")
@access("signed_in")
def meet(session_id: int) -> str:
    """Everyone else who takes part, best first."""
    session, page = load_session(actor(), db(), session_id), page_number()
    values = {name: clean_line(request.args.get(name, ""))[:100] for name in FILTERS}
    return render_template(
        "sessions/requests/meet.html",
        session=session,
        others=list_others(actor(), db(), index(), session_id, Chosen(**values), page),
        values=values,
        chosen=any(values.values()),
        page=page,
        is_open=takes_requests(session),
        must_most=MUST_MOST,
        marks=MARKS,
    )


@blueprint.post("/<int:session_id>/meet/choose")
@access("signed_in")
def choose(session_id: int) -> Response:
    """Whether the system may bring one together with people who fit."""
    session, is_open = load_session(actor(), db(), session_id), request.form.get("open") == "1"
    let_system_choose(voice_of(actor(), db(), session_id), db(), session, is_open)
    text = _("The system may fill your free times.") if is_open else _("You meet only whom you or others ask for.")
    flash(text, "success")
    return redirect(url_for("session_requests.meet", session_id=session_id))


@blueprint.post("/<int:session_id>/meet/<int:person_id>/mark")
@access("signed_in")
def mark(session_id: int, person_id: int) -> Answer:
    """Set, change or clear a mark."""
    session, given, error = load_session(actor(), db(), session_id), request.form.get("mark", ""), ""
    try:
        set_mark(voice_of(actor(), db(), session_id), db(), session, person_id, given)
    except Invalid as fault:
        error = " ".join(fault.errors.values())
    if request.headers.get("HX-Request"):
        shown = {"person_id": person_id, "mark": request.form.get("before", "") if error else given}
        page = render_template("sessions/requests/_marks.html", session=session, error=error, is_open=True, **shown)
        return (page, 422) if error else page
    flash(error or _("Your mark is saved. Nobody else sees it."), "danger" if error else "success")
    return redirect(safe_next(url_for("session_requests.meet", session_id=session_id)))


@blueprint.get("/<int:session_id>/meet/<int:person_id>")
@access("signed_in")
def person(session_id: int, person_id: int) -> str:
    """One person, with the form that asks for a meeting."""
    return _person(load_session(actor(), db(), session_id), person_id)


def _person(session: InnovationSession, person_id: int, **more: Any) -> str:
    own, other, pairs = load_other(actor(), db(), index(), session.id, person_id)
    first = f"{pairs[0].fit.need_id}-{pairs[0].fit.capability_id}" if pairs else ""
    context: dict[str, Any] = {"errors": {}, "values": MultiDict({"pair": first}), "message_most": MESSAGE_MOST}
    context |= {"own": own, "other": other, "pairs": pairs, "is_open": takes_requests(session)}
    return render_template("sessions/requests/person.html", session=session, **context | more)


@blueprint.post("/<int:session_id>/meet/<int:person_id>", endpoint="ask")
@access("signed_in")
def ask_for_meeting(session_id: int, person_id: int) -> Answer:
    """Ask for a meeting."""
    session, form = load_session(actor(), db(), session_id), request.form
    need, _dash, capability = form.get("pair", "").partition("-")
    question = Question(
        form.get("message", ""), whole_number(need), whole_number(capability), bool(form.get("for_any"))
    )
    try:
        made = ask(voice_of(actor(), db(), session_id), db(), session, person_id, question)
    except Invalid as fault:
        return _person(session, person_id, errors=fault.errors, values=form), 422
    agreed = _("You both want it: the meeting is agreed.")
    flash(
        agreed if made.state == "accepted" else _("Your request is sent. The answer comes by letter and here."),
        "success",
    )
    return redirect(url_for("session_requests.index", session_id=session_id))
