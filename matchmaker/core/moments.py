"""Moments and time zones in the reader's words, the same on pages, in letters and on papers: 24 hours, no seconds."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_gmt, get_timezone_location

from matchmaker.core.i18n import current_locale


def hour_words(at: datetime, zone: str) -> str:
    """A time of day in a zone, as 14:20."""
    return str(format_time(at, "HH:mm", tzinfo=ZoneInfo(zone), locale=current_locale()))


def moment_words(at: datetime, zone: str) -> str:
    """A day and a time of day in a zone, as 18 Mar 2027, 14:20."""
    day = format_date(at.astimezone(ZoneInfo(zone)), "medium", locale=current_locale())
    return f"{day}, {hour_words(at, zone)}"


def zone_words(zone: str, at: datetime) -> str:
    """A zone by its city, with how far its clocks are from UTC at a moment: Almaty, UTC+05:00."""
    offset = get_timezone_gmt(at.astimezone(ZoneInfo(zone)), "iso8601", locale="en")
    city = get_timezone_location(ZoneInfo(zone), locale=current_locale(), return_city=True)
    return city if city == "UTC" else f"{city}, UTC{offset}"
