"""Pages of pitches: propose one, choose among them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people import pitches as pitching
from matchmaker.sessions.people import queries, rules
from matchmaker.sessions.people.models import Pitch
from matchmaker.sessions.queries import load_session
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import whole_number
from matchmaker.web.sessions.people import Answer, blueprint


def _form(session: InnovationSession, own: Pitch | None, values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    return render_template("sessions/pitch.html", session=session, own=own, values=values, errors=errors)


@blueprint.get("/<int:session_id>/pitch")
@access("signed_in")
def pitch(session_id: int) -> str:
    """The form of one's own pitch."""
    session, own = load_session(actor(), db(), session_id), queries.load_own(actor(), db(), session_id)
    require(rules.may_pitch(actor(), session, own))
    found = pitching.own_pitch(db(), own)
    stored = (
        {"title": found.title, "abstract": found.abstract, "lang": found.lang} if found else {"lang": actor().locale}
    )
    return _form(session, found, MultiDict(stored), {})


@blueprint.post("/<int:session_id>/pitch", endpoint="pitch_post")
@access("signed_in")
def pitch_post(session_id: int) -> Answer:
    """Propose it, or change it."""
    session, own = load_session(actor(), db(), session_id), queries.load_own(actor(), db(), session_id)
    try:
        pitching.submit(actor(), db(), session, own, request.form)
    except Invalid as fault:
        return _form(session, pitching.own_pitch(db(), own), request.form, fault.errors), 422
    except Conflict as fault:
        return _form(session, pitching.own_pitch(db(), own), request.form, {"": fault.message}), 409
    flash(_("Proposed. An officer chooses and writes to you."), "success")
    return redirect(url_for("sessions.detail", session_id=session_id))


def _list(session_id: int, errors: dict[str, str]) -> str:
    session = load_session(actor(), db(), session_id, "programme")
    found = pitching.list_pitches(actor(), db(), session_id)
    return render_template("sessions/pitches.html", session=session, pitches=found, errors=errors)


@blueprint.get("/<int:session_id>/pitches")
@access("officer")
def pitches(session_id: int) -> str:
    """All of them, to choose among."""
    return _list(session_id, {})


@blueprint.post("/<int:session_id>/pitches/<int:pitch_id>/<any(accept, decline):verb>")
@access("officer")
def judge(session_id: int, pitch_id: int, verb: str) -> Answer:
    """Accept one into the programme, or decline it."""
    session, form = load_session(actor(), db(), session_id), request.form
    found = pitching.load_pitch(actor(), db(), session_id, pitch_id)
    line = whole_number(form.get(f"programme-{pitch_id}"))
    try:
        pitching.judge(actor(), db(), session, found, verb, form.get(f"reason-{pitch_id}", ""), line)
    except Invalid as fault:
        db().rollback()
        return _list(session_id, fault.errors), 422
    flash(_("Done."), "success")
    return redirect(url_for("session_people.pitches", session_id=session_id))
