"""The rooms of a session as tabs: those that this reader may open now, and whether the reader stands in one."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from matchmaker.core.i18n import _
from matchmaker.sessions.models import InnovationSession
from matchmaker.web.access import LEVELS, actor

EVERY = ("draft", "open", "closed", "released", "finished", "cancelled")
AFTER = ("open", "closed", "released", "finished", "cancelled")
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
        ("session_day.index", _("Day"), ("released", "finished")),
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
    return level is not None and session.state in states and actor().role in LEVELS[level]


def _tab(endpoint: str, title: str, session: InnovationSession) -> Tab:
    room = endpoint.partition(".")[0]
    return Tab(title, url_for(endpoint, session_id=session.id), (request.endpoint or "").partition(".")[0] == room)
