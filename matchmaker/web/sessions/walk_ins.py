"""The form at the door for those who come without a registration."""

from flask import flash, redirect, request, url_for

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _, ngettext
from matchmaker.sessions.day.mending import offer_free
from matchmaker.sessions.day.walk_ins import take_in
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.queries import load_session
from matchmaker.web.access import access, actor, db, index
from matchmaker.web.sessions.day import Answer, blueprint, door_page


@blueprint.post("/<int:session_id>/day/people")
@access("officer")
def walk_in(session_id: int) -> Answer:
    """Take somebody in whom nobody expected; free times are offered to them at once."""
    session = load_session(actor(), db(), session_id, "slots", "tables")
    try:
        found = take_in(actor(), db(), session, request.form)
        offered = offer_free(db(), session, index()) if found.state == "confirmed" else 0
    except (Invalid, Conflict) as fault:
        db().rollback()
        errors = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
        return door_page(session_id, errors, request.form), 422 if isinstance(fault, Invalid) else 409
    flash(_words(found, offered), "success")
    return redirect(url_for("session_day.index", session_id=session_id, _anchor=f"p{found.id}"))


def _words(found: Registration, offered: int) -> str:
    if found.state != "confirmed":
        return _("Every place is taken: %(person)s is noted as here and moves up when one is free.", person=found.name)
    here = _("%(person)s is here.", person=found.name)
    if not offered:
        return f"{here} " + _("Nothing free fits now; what becomes free is offered.")
    return f"{here} " + ngettext(
        "%(number)s free meeting is offered.", "%(number)s free meetings are offered.", offered
    )
