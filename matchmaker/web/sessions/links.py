"""Addresses that stand on paper and in calendars: whole ones, with the server's name."""

from matchmaker.sessions.people.models import Registration
from matchmaker.web.access import config


def badge_url(registration: Registration) -> str:
    """What the code on a badge says: the check-in of its person."""
    return f"{_server()}/sessions/checkin/{registration.token}"


def calendar_url(registration: Registration) -> str:
    """The secret address of someone's calendar."""
    return f"{_server()}/sessions/calendar/{registration.calendar_token}.ics"


def _server() -> str:
    return str(config().base_url).rstrip("/")
