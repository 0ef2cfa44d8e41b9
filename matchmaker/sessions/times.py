"""Moments of a session: stored in UTC, written and read in the session's own zone, beside the reader's where it differs."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date

from matchmaker.core.i18n import current_locale
from matchmaker.core.moments import zone_words
from matchmaker.sessions.models import InnovationSession


def moment(day: date, at: time, zone: str) -> datetime:
    """A wall-clock time of a day in a zone, as the moment that is stored."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def wall(at: datetime, zone: str) -> datetime:
    """What clocks and calendars of a zone show at a moment."""
    return at.astimezone(ZoneInfo(zone))


def same_wall(at: datetime, zone: str, days: int, new_zone: str) -> datetime:
    """The moment so many days later at which the clocks of another zone show the same time."""
    shown = wall(at, zone)
    return moment(date.fromordinal(shown.toordinal() + days), shown.time(), new_zone)


def day_words(session: InnovationSession) -> str:
    """The day of a session, written out in the reader's language."""
    return str(format_date(session.starts_on, "full", locale=current_locale()))


def zone_of(session: InnovationSession) -> str:
    """The zone of a session's times, in words."""
    return zone_words(session.timezone, moment(session.starts_on, time(12), session.timezone))


def month_words(day: date) -> str:
    """The month of a day, short."""
    return str(format_date(day, "MMM", locale=current_locale()))


def differs(one: str, other: str, at: datetime) -> bool:
    """Whether clocks of two zones show different times at a moment."""
    return wall(at, one).utcoffset() != wall(at, other).utcoffset()
