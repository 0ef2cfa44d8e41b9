"""Pages of the people of a session: one's own registration, and the officer's list of all."""

import csv
import io
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _, ngettext
from matchmaker.core.machine import moves
from matchmaker.core.text import clean_line
from matchmaker.notifications.faults import words_of
from matchmaker.organisations.queries import all_names, own_organisations
from matchmaker.sessions.day.mending import leave, offer_free
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people import actions, addresses, queries, rules
from matchmaker.sessions.people.draft import read_entry
from matchmaker.sessions.people.export import HEADINGS, lines
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.states import STATES
from matchmaker.sessions.queries import load_session
from matchmaker.sessions.rules import may_run
from matchmaker.vocabularies import terms
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import whole_number
from matchmaker.web.sessions.session import detail_page

blueprint = Blueprint("session_people", __name__, url_prefix="/sessions")
Answer = str | Response | tuple[str, int]
DECISIONS = ("approve", "queue", "refuse")


def stored_entry(own: Registration) -> MultiDict[str, Any]:
    """A registration as the values of its form."""
    values: MultiDict[str, Any] = MultiDict(
        {"organisation_id": str(own.organisation_id), "mode": own.mode, "note": own.note, "most": str(own.most or "")}
    )
    for name in ("languages", "posting_ids", "absent", "equipment"):
        values.setlist(name, [str(one) for one in getattr(own, name)])
    return values if not own.is_open_to_others else MultiDict([*values.items(multi=True), ("is_open_to_others", "1")])


def _new_entry(organisations: list[int], postings: list[Any]) -> MultiDict[str, Any]:
    values: MultiDict[str, Any] = MultiDict({"mode": "on_site", "is_open_to_others": "1"})
    values["organisation_id"] = str(organisations[0]) if len(organisations) == 1 else ""
    values.setlist("languages", [actor().locale])
    values.setlist("posting_ids", [str(one.id) for one in postings])
    return values


def _entry_form(
    session: InnovationSession, own: Registration | None, values: MultiDict[str, Any] | None, errors: dict[str, str]
) -> str:
    homes = sorted(actor().organisations | ({own.organisation_id} if own else set()))
    postings = queries.postings_to_bring(db(), homes)
    if values is None:
        values = stored_entry(own) if own else _new_entry(homes, postings)
    if own and own.state == "invited" and not own.languages:
        values.setlist("languages", [actor().locale])
    return render_template(
        "sessions/register.html", session=session, own=own, values=values, errors=errors, postings=postings,
        organisations=own_organisations(actor(), db()), for_person=None,
    )  # fmt: skip


@blueprint.get("/<int:session_id>/register")
@access("signed_in")
def register(session_id: int) -> Answer:
    """The form of one's own registration."""
    session = load_session(actor(), db(), session_id, "slots")
    own = queries.own_registration(actor(), db(), session_id)
    if not (rules.may_register(actor(), session, own) or (own and rules.may_change(actor(), session, own))):
        return detail_page(session_id, {})
    return _entry_form(session, own, None, {})


@blueprint.post("/<int:session_id>/register", endpoint="register_post")
@access("signed_in")
def register_post(session_id: int) -> Answer:
    """Register, or change what the registration says."""
    session = load_session(actor(), db(), session_id, "slots")
    own = queries.own_registration(actor(), db(), session_id)
    try:
        entry = read_entry(request.form, session)
        if own and own.state in rules.LIVE:
            version = whole_number(request.form.get("version")) or 0
            actions.change_entry(actor(), db(), session, own, entry, version)
        else:
            own = actions.register(actor(), db(), session, entry)
    except (Invalid, Conflict) as fault:
        return _entry_again(session_id, fault)
    flash(_outcome(own), "success")
    return redirect(url_for("sessions.detail", session_id=session_id))


def _entry_again(session_id: int, fault: Invalid | Conflict) -> Answer:
    db().rollback()
    session = load_session(actor(), db(), session_id, "slots")
    own = queries.own_registration(actor(), db(), session_id)
    errors = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
    return _entry_form(session, own, request.form, errors), 422 if isinstance(fault, Invalid) else 409


def _outcome(own: Registration) -> str:
    return {
        "confirmed": _("You take part. The letter is on its way."),
        "waiting": _("Every place is taken: you are on the waiting list."),
        "applied": _("You are registered. An officer decides and writes to you."),
    }.get(own.state, _("Saved."))


@blueprint.post("/<int:session_id>/<any(accept, decline, leave):verb>")
@access("signed_in")
def answer(session_id: int, verb: str) -> Answer:
    """Accept or decline an invitation, or give one's place back."""
    session, own = load_session(actor(), db(), session_id), queries.load_own(actor(), db(), session_id)
    reason = request.form.get("reason", "")
    try:
        if verb == "accept":
            actions.accept(actor(), db(), session, own)
        elif verb == "decline":
            actions.decline(actor(), db(), session, own, reason)
        else:
            leave(actor(), db(), session, own, reason)
    except Invalid as fault:
        db().rollback()
        return detail_page(session_id, fault.errors), 422
    flash(_outcome(own) if verb == "accept" else _("Noted. Thank you for telling."), "success")
    return redirect(url_for("sessions.detail", session_id=session_id))


@blueprint.get("/<int:session_id>/people", endpoint="index")
@access("officer")
def people(session_id: int) -> str:
    """Everyone of a session, by state, name and part."""
    session, everyone = load_session(actor(), db(), session_id), queries.list_people(actor(), db(), session_id)
    state, text = request.args.get("state", ""), clean_line(request.args.get("text", ""))[:100]
    shown = [one for one in everyone if state in ("", one.state) and queries.is_named(one, text)]
    unreached = addresses.unreached(db(), everyone)
    counts = {name: sum(one.state == name for one in everyone) for name in terms("registration_states")}
    return render_template(
        "sessions/people.html",
        session=session,
        people=shown,
        counts=counts,
        total=len(everyone),
        state=state,
        text=text,
        unreached=unreached,
        silent=[one for one in everyone if one.id in unreached],
    )


def _person_page(session_id: int, registration_id: int, errors: dict[str, str]) -> str:
    session = load_session(actor(), db(), session_id, "slots", "tables")
    person = queries.load_of_session(actor(), db(), session_id, registration_id)
    return render_template(
        "sessions/person.html", session=session, person=person, errors=errors,
        postings=queries.postings_of(db(), person), moves=moves(STATES, actor(), person), decisions=DECISIONS,
        may_leave=rules.may_leave(actor(), session, person), letter=addresses.unreached(db(), [person]).get(person.id),
    )  # fmt: skip


@blueprint.get("/<int:session_id>/people/<int:registration_id>")
@access("officer")
def person(session_id: int, registration_id: int) -> str:
    """One registration with everything it says, and what an officer can do."""
    return _person_page(session_id, registration_id, {})


@blueprint.post("/<int:session_id>/people/<int:registration_id>/<any(approve, queue, refuse, cancel, part):verb>")
@access("officer")
def decide(session_id: int, registration_id: int, verb: str) -> Answer:
    """Approve, queue, refuse, cancel for somebody, or give a part and a table."""
    session = load_session(actor(), db(), session_id, "tables")
    found, form = queries.load_of_session(actor(), db(), session_id, registration_id), request.form
    try:
        if verb == "cancel":
            leave(actor(), db(), session, found, form.get("reason", ""))
        elif verb == "part":
            actions.give_part(actor(), db(), session, found, form.get("part", ""), whole_number(form.get("table_id")))
        else:
            actions.decide(actor(), db(), session, found, verb, form.get("reason", ""))
    except Invalid as fault:
        db().rollback()
        return _person_page(session_id, registration_id, fault.errors), 422
    flash(_("Done."), "success")
    return redirect((form.get("next") == "list" and url_for("session_people.index", session_id=session_id, state=form.get("state", "")))
                    or url_for("session_people.person", session_id=session_id, registration_id=registration_id))  # fmt: skip


@blueprint.post("/<int:session_id>/people/<int:registration_id>/address")
@access("officer")
def address(session_id: int, registration_id: int) -> Answer:
    """Correct somebody's address; the letter that did not arrive is sent there."""
    session = load_session(actor(), db(), session_id)
    found = queries.load_of_session(actor(), db(), session_id, registration_id)
    try:
        is_sent = addresses.correct_address(actor(), db(), session, found, request.form.get("email", ""))
    except Invalid as fault:
        db().rollback()
        return _person_page(session_id, registration_id, fault.errors), 422
    flash(_("The letter is on its way again.") if is_sent else _("Saved."), "success")
    return redirect(url_for("session_people.person", session_id=session_id, registration_id=registration_id))


def _add_form(session: InnovationSession, values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    return render_template(
        "sessions/add.html", session=session, values=values, errors=errors, organisations=all_names(db())
    )


@blueprint.get("/<int:session_id>/people/new")
@access("officer")
def add(session_id: int) -> str:
    """The form by which an officer adds somebody."""
    values: MultiDict[str, Any] = MultiDict({"how": "confirm", "locale": "ru", "is_open_to_others": "1"})
    values["organisation_id"] = request.args.get("organisation_id", "")
    return _add_form(load_session(actor(), db(), session_id, "slots"), values, {})


@blueprint.post("/<int:session_id>/people/new", endpoint="add_post")
@access("officer")
def add_post(session_id: int) -> Answer:
    """Add somebody by hand."""
    session, form = load_session(actor(), db(), session_id, "slots"), request.form
    try:
        entry = read_entry(form, session)
        words = (form.get("name", ""), form.get("email", ""), form.get("locale", ""), form.get("how", ""))
        made = actions.add_person(actor(), db(), session, entry, *words)
        offered = offer_free(db(), session) if made.state == "confirmed" else 0
    except (Invalid, Conflict) as fault:
        db().rollback()
        errors = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
        session = load_session(actor(), db(), session_id, "slots")
        return _add_form(session, form, errors), 422 if isinstance(fault, Invalid) else 409
    flash(_("Added."), "success")
    if offered:
        flash(
            ngettext("%(number)s free meeting is offered.", "%(number)s free meetings are offered.", offered), "success"
        )
    return redirect(url_for("session_people.person", session_id=session_id, registration_id=made.id))


@blueprint.get("/<int:session_id>/people.csv")
@access("officer")
def export(session_id: int) -> Response:
    """Everyone as a table for a spreadsheet."""
    session = load_session(actor(), db(), session_id, "slots", "tables")
    require(may_run(actor(), session))
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([heading() for heading in HEADINGS])
    table.writerows(lines(session, queries.list_people(actor(), db(), session_id)))
    response = Response("\ufeff" + written.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"session-{session_id}.csv")
    return response


blueprint.add_app_template_global(words_of, "mail_fault")
