"""A time zone as a calendar carries it: the changes of its clocks around an event, from the zone's own rules.

The calendar library's own tables begin summer time an hour late where clocks go forward (RFC 5545 wants the onset by the
clocks before it), and other readers take long tables for nothing. So the few changes that matter are written here.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def zone_component(name: str, year: int) -> Timezone:
    """The zone from the year before to the year after."""
    made = Timezone()
    made.add("tzid", name)
    begins = datetime(year - 1, 1, 1, tzinfo=UTC)
    made.add_component(_observance(name, begins, begins))
    for before, moment in changes(name, year):
        made.add_component(_observance(name, before, moment))
    return made


def _observance(name: str, before: datetime, moment: datetime) -> TimezoneStandard | TimezoneDaylight:
    """From a moment on: the offset from the one that held before."""
    zone = ZoneInfo(name)
    old, new = before.astimezone(zone), moment.astimezone(zone)
    made = TimezoneDaylight() if new.dst() else TimezoneStandard()
    made.add("dtstart", (moment + (old.utcoffset() or timedelta(0))).replace(tzinfo=None))
    made.add("tzoffsetfrom", old.utcoffset())
    made.add("tzoffsetto", new.utcoffset())
    made.add("tzname", new.tzname())
    return made


@lru_cache
def changes(name: str, year: int) -> list[tuple[datetime, datetime]]:
    """When clocks change, in UTC: the last minute before each change, and the first after it."""
    return list(_changes(ZoneInfo(name), datetime(year - 1, 1, 1, tzinfo=UTC), datetime(year + 2, 1, 1, tzinfo=UTC)))


def _changes(zone: ZoneInfo, moment: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
    while moment < last:
        following = moment + DAY
        if _offset(moment, zone) != _offset(following, zone):
            yield _narrow(zone, moment, following)
        moment = following


def _narrow(zone: ZoneInfo, before: datetime, after: datetime) -> tuple[datetime, datetime]:
    """The change between two moments, to the minute."""
    while after - before > MINUTE:
        middle = before + (after - before) // (2 * MINUTE) * MINUTE
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return before, after


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
