"""The rooms of a session as tabs: those that this reader may open now, and whether the reader stands in one."""

from dataclasses import dataclass

from flask import current_app, g, request, url_for

from matchmaker.core.i18n import _
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import own_registration
from matchmaker.web.access import LEVELS, actor, db

EVERY = ("draft", "open", "closed", "released", "finished", "cancelled")
AFTER = ("open", "closed", "released", "finished", "cancelled")
ON_THE_DAY = ("released", "finished")
PERSONAL = ("session_agenda.own", "session_own.index")
PLANNED = ("closed", "released", "finished", "cancelled")


@dataclass(frozen=True)
class Tab:
    """One room of a session."""

    title: str
    url: str
    is_current: bool


def _rooms() -> list[tuple[str, str, tuple[str, ...]]]:
    """Endpoint, title, and the states of the session in which the room has something to show."""
    return [
        ("sessions.detail", _("Session"), EVERY),
        ("session_people.index", _("People"), EVERY),
        ("session_requests.index", _("Requests"), AFTER),
        ("session_timetable.index", _("Timetable"), PLANNED),
        ("session_day.index", _("Day"), ON_THE_DAY),
        ("session_agenda.own", _("Agenda"), ON_THE_DAY),
        ("session_own.index", _("My day"), ON_THE_DAY),
        ("session_report.index", _("Report"), ("released", "finished")),
    ]


def session_tabs(session: InnovationSession) -> list[Tab]:
    """The tabs for this reader; none where there is only one room."""
    found = [
        _tab(endpoint, title, session) for endpoint, title, states in _rooms() if _opens(endpoint, session, states)
    ]
    return found if len(found) > 1 else []


def _opens(endpoint: str, session: InnovationSession, states: tuple[str, ...]) -> bool:
    view = current_app.view_functions.get(endpoint)
    level = getattr(view, "access", None)
    is_open = level is not None and session.state in states and actor().role in LEVELS[level]
    return is_open and (endpoint not in PERSONAL or _takes_part(session))


def known_place(own: Registration) -> Registration:
    """A view has read the reader's own place already: the tabs need not ask again."""
    g.takes_part = own.state == "confirmed" and not actor().is_officer
    return own


def _takes_part(session: InnovationSession) -> bool:
    """Whether the reader has a place, asked once in a request; officers have the rooms of all."""
    if "takes_part" not in g:
        own = None if actor().is_officer else own_registration(actor(), db(), session.id)
        g.takes_part = own is not None and own.state == "confirmed"
    return bool(g.takes_part)


def _tab(endpoint: str, title: str, session: InnovationSession) -> Tab:
    room = endpoint.partition(".")[0]
    return Tab(title, url_for(endpoint, session_id=session.id), (request.endpoint or "").partition(".")[0] == room)
