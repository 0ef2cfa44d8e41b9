"""Agendas for those who take part, of one person and of a whole organisation, their calendars, and the session's papers."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as Answered

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.core.moments import hour_words
from matchmaker.core.papers import pdf
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import own_registration
from matchmaker.sessions.queries import load_session, load_whole_session
from matchmaker.sessions.timetable import agenda
from matchmaker.sessions.timetable.agenda_lines import Line, agenda_lines, by_day
from matchmaker.sessions.timetable.calendars import feed
from matchmaker.sessions.timetable.words import full_name, name_of
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.sessions.links import calendar_url
from matchmaker.web.sessions.paper_data import agenda_data, badge_data, door_data, table_data
from matchmaker.web.sessions.tabs import known_place

blueprint = Blueprint("session_agenda", __name__, url_prefix="/sessions")


@blueprint.get("/<int:session_id>/agenda")
@access("signed_in")
def own(session_id: int) -> str:
    """The reader's own agenda."""
    found = own_registration(actor(), db(), session_id)
    if found is None:
        raise NotFound(_("You do not take part in this session."))
    return _page(session_id, known_place(found))


@blueprint.get("/<int:session_id>/agenda/<int:registration_id>")
@access("signed_in")
def person(session_id: int, registration_id: int) -> str:
    """Someone's agenda: for officers and those of the same organisation."""
    return _page(session_id, agenda.load_person(actor(), db(), session_id, registration_id))


def _lines(session_id: int, people: list[Registration], zone: str) -> tuple[InnovationSession, list[Line]]:
    session = agenda.load_event(actor(), db(), session_id)
    found = agenda.entries(db(), session, people)
    return session, agenda_lines(session, found, session.programme, zone)


def _page(session_id: int, person: Registration) -> str:
    session, lines = _lines(session_id, [person], person.timezone)
    shown: dict[str, Any] = {"person": person, "days": by_day(lines), "calendar": calendar_url(person)}
    shown["has_meetings"] = any(line.entry for line in lines)
    return render_template("sessions/timetable/agenda.html", session=session, **shown)


@blueprint.get("/<int:session_id>/agenda/<int:registration_id>/pdf", endpoint="pdf")
@access("signed_in")
def as_pdf(session_id: int, registration_id: int) -> Response:
    """The same on paper."""
    person = agenda.load_person(actor(), db(), session_id, registration_id)
    session, lines = _lines(session_id, [person], person.timezone)
    return _paper("agenda", agenda_data(session, name_of(person), person.organisation.name, lines))


@blueprint.get("/<int:session_id>/agenda/company/<int:organisation_id>")
@access("signed_in")
def company(session_id: int, organisation_id: int) -> Answered:
    """The agendas of all who represent an organisation, beside each other; ?form=pdf gives them on paper."""
    people = agenda.representatives(db(), session_id, organisation_id)
    if not people or not agenda.may_see_agenda(actor(), people[0]):
        raise NotFound(_("There is no such registration."))
    session, lines = _lines(session_id, people, actor().timezone)
    title = people[0].organisation.name
    if request.args.get("form") == "pdf":
        named = [_with_person(one) for one in lines]
        return _paper("agenda", agenda_data(session, title, ", ".join(map(name_of, people)), named))
    shown = {"people": people, "title": title, "organisation_id": organisation_id}
    return make_response(
        render_template("sessions/timetable/company.html", session=session, days=by_day(lines), **shown)
    )


def _with_person(line: Line) -> Line:
    """A line that says who of the organisation meets."""
    if line.entry is None:
        return line
    return replace(line, what=f"{name_of(line.entry.person)} – {line.what}")


@blueprint.get("/calendar/<token>.ics")
@access("public")
def calendar(token: str) -> Response:
    """The feed behind a secret address: whoever has it sees this one person's meetings, without signing in."""
    person = agenda.person_of_calendar(db(), token)
    session = agenda.load_event(SYSTEM, db(), person.session_id)
    found = agenda.entries(db(), session, [person])
    answer = make_response(feed(session, person, found, session.programme, str(config().base_url)))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
    return answer


@blueprint.get("/<int:session_id>/papers")
@access("officer")
def papers(session_id: int) -> str:
    """What can be printed."""
    return render_template("sessions/timetable/papers.html", session=load_session(actor(), db(), session_id))


@blueprint.get("/<int:session_id>/papers/<any(tables, door, badges):name>.pdf")
@access("officer")
def paper(session_id: int, name: str) -> Response:
    """Table cards, the list at the door, or badges."""
    session = load_whole_session(actor(), db(), session_id)
    people = agenda.all_confirmed(db(), session_id)
    if name == "badges":
        return _paper(name, badge_data(session, people))
    found = agenda.entries(db(), session)
    return _paper(name, (table_data if name == "tables" else door_data)(session, people, found))


def _paper(template: str, data: dict[str, Any]) -> Response:
    answer = make_response(pdf(template, data))
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{template}.pdf"'
    return answer


blueprint.add_app_template_global(hour_words, "time_in")
blueprint.add_app_template_global(full_name, "full_name")
