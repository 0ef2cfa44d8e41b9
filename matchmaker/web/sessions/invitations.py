"""Pages of the proposal: whom to invite to a session, and who has nobody to meet there."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import ngettext
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.invitations import invite as send_invitations
from matchmaker.sessions.people.proposal import MOST, propose, without_counterpart
from matchmaker.sessions.queries import load_session
from matchmaker.web.access import access, actor, db, index
from matchmaker.web.forms import whole_number
from matchmaker.web.sessions.people import Answer, blueprint

USUAL = 40


def _number(session: InnovationSession) -> int:
    """How many people to propose: as asked, else as many as there are places."""
    wanted = whole_number(request.values.get("number")) or session.capacity or USUAL
    return max(1, min(wanted, MOST))


@blueprint.get("/<int:session_id>/invite")
@access("officer")
def invite(session_id: int) -> str:
    """The page; the proposal itself follows, because every pair of postings is compared for it."""
    return _page(load_session(actor(), db(), session_id), {})


def _page(session: InnovationSession, errors: dict[str, str]) -> str:
    return render_template(
        "sessions/invite.html", session=session, number=_number(session), errors=errors, proposal=None
    )


@blueprint.get("/<int:session_id>/proposal")
@access("officer")
def proposal(session_id: int) -> str:
    """The proposal: a part of the page, or a page without scripts."""
    session = load_session(actor(), db(), session_id)
    number = _number(session)
    template = "sessions/_proposal.html" if request.headers.get("HX-Request") else "sessions/invite.html"
    found = propose(actor(), db(), index(), session, number)
    return render_template(template, session=session, number=number, errors={}, proposal=found)


@blueprint.post("/<int:session_id>/invite", endpoint="invite_post")
@access("officer")
def invite_post(session_id: int) -> Answer:
    """Send invitations to those who are ticked."""
    session = load_session(actor(), db(), session_id)
    try:
        number = send_invitations(actor(), db(), session, _picks())
    except Invalid as fault:
        return _page(session, fault.errors), 422
    except Conflict as fault:
        return _page(session, {"": fault.message}), 409
    flash(
        ngettext("%(number)s invitation is on its way.", "%(number)s invitations are on their way.", number), "success"
    )
    return redirect(url_for("session_people.index", session_id=session_id, state="invited"))


def _picks() -> dict[int, set[int]]:
    """By account, the postings for which it was proposed: every tick carries both, `7:12.15`."""
    found: dict[int, set[int]] = {}
    for tick in request.form.getlist("invite")[:MOST]:
        account, _colon, postings = tick.partition(":")
        ids = {whole_number(one) for one in postings.split(".")} - {None}
        if (user_id := whole_number(account)) is not None:
            found[user_id] = found.get(user_id, set()) | {one for one in ids if one is not None}
    return found


@blueprint.get("/<int:session_id>/people/alone")
@access("officer")
def alone(session_id: int) -> str | Response:
    """Who takes part and has no good counterpart: a part of the people's page, or a page without scripts."""
    session = load_session(actor(), db(), session_id)
    found = without_counterpart(actor(), db(), index(), session)
    template = "sessions/people/_alone.html" if request.headers.get("HX-Request") else "sessions/alone.html"
    return render_template(template, session=session, people=found)
