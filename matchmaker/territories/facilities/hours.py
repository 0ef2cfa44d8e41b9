"""The hours of a facility: by the clocks of its place on pages and forms, in UTC where they are stored."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from matchmaker.core import clock
from matchmaker.core.i18n import _
from matchmaker.core.moments import moment_words
from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.facilities.rules import AHEAD_DAYS

HOUR = timedelta(hours=1)


def moment_of(facility: Facility, day: date, hour: int) -> datetime:
    """The moment at which the clocks of the place show a full hour of a day, 0 to 24."""
    at = datetime.combine(day + timedelta(days=hour // 24), time(hour % 24), ZoneInfo(facility.timezone))
    return at.astimezone(UTC)


def local_day(facility: Facility, at: datetime) -> date:
    """The day that a calendar of the place shows at a moment."""
    return at.astimezone(ZoneInfo(facility.timezone)).date()


def last_day(facility: Facility) -> date:
    """The last day that can be booked."""
    return local_day(facility, clock.now()) + timedelta(days=AHEAD_DAYS)


def hours_between(starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """The beginnings of the hours of a booking."""
    return [starts_at + number * HOUR for number in range((ends_at - starts_at) // HOUR)]


def is_bookable(facility: Facility, day: date, hour: int) -> bool:
    """Whether an hour of a day could be booked if it were free: it is to come, not too far off, and it is open then."""
    is_ahead = moment_of(facility, day, hour) > clock.now() and day <= last_day(facility)
    return is_ahead and day.isoweekday() in facility.weekdays and facility.opens <= hour < facility.closes


def time_faults(facility: Facility, day: date, first: int, last: int) -> dict[str, str]:
    """What speaks against a booking at this time, whoever else has booked: field → words."""
    if day < local_day(facility, clock.now()):
        return {"day": _("This day has passed already. Choose a day from today on.")}
    if day > last_day(facility):
        return {"day": _("It can be booked at most %(days)s days ahead.", days=AHEAD_DAYS)}
    if day.isoweekday() not in facility.weekdays:
        return {"day": _("It is closed on this day of the week. Choose another day.")}
    if first < facility.opens or last > facility.closes:
        open_hours = {"opens": clock_words(facility.opens), "closes": clock_words(facility.closes)}
        return {"from_hour": _("It is open from %(opens)s to %(closes)s. Choose hours within these.", **open_hours)}
    if last <= first:
        return {"to_hour": _("The end must be after the beginning.")}
    if moment_of(facility, day, first) <= clock.now():
        return {"from_hour": _("This hour has begun already. Choose one to come.")}
    return {}


def clock_words(hour: int) -> str:
    """A full hour as clocks show it, 24:00 for the end of the day."""
    return f"{hour:02d}:00"


def time_words(facility: Facility, starts_at: datetime, ends_at: datetime) -> str:
    """When a booking is, by the clocks of the place, in the reader's way of writing."""
    last = (ends_at - HOUR).astimezone(ZoneInfo(facility.timezone)).hour
    return f"{moment_words(starts_at, facility.timezone)}–{clock_words(last + 1)}"
