"""The bookings of a person's organisations as iCalendar (RFC 5545), behind the same secret address as their tasks.

A booking only goes forward (asked, confirmed, then refused or cancelled), so its state gives the sequence.
"""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from matchmaker.core.i18n import _, use_locale
from matchmaker.sessions.timetable.zones import zone_component
from matchmaker.territories.facilities.models import Booking

SEQUENCE = {"asked": 0, "confirmed": 1, "refused": 2, "cancelled": 2}
STATUS = {"asked": "TENTATIVE", "confirmed": "CONFIRMED", "refused": "CANCELLED", "cancelled": "CANCELLED"}


def feed(locale: str, bookings: Iterable[Booking], base_url: str) -> bytes:
    """The calendar in a language."""
    found = list(bookings)
    with use_locale(locale):
        calendar = _empty()
        zones = {(one.facility.timezone, one.starts_at.year) for one in found}
        for name in sorted({zone for zone, _year in zones}):
            calendar.add_component(zone_component(name, max(year for zone, year in zones if zone == name)))
        for booking in found:
            calendar.add_component(_event(booking, base_url.rstrip("/")))
    return bytes(calendar.to_ical())


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Matchmaker//Facilities//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Bookings of facilities"))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    return calendar


def _event(booking: Booking, base_url: str) -> Event:
    facility, host = booking.facility, base_url.partition("://")[2] or base_url
    zone, event = ZoneInfo(facility.timezone), Event()
    event.add("uid", f"booking-{booking.id}@{host}")
    event.add("dtstamp", booking.made_at)
    event.add("dtstart", booking.starts_at.astimezone(zone))
    event.add("dtend", booking.ends_at.astimezone(zone))
    event.add("summary", facility.name)
    event.add("description", booking.purpose)
    event.add("location", facility.territory.name)
    event.add("url", f"{base_url}/bookings/")
    event.add("sequence", SEQUENCE[booking.state])
    event.add("status", STATUS[booking.state])
    return event
