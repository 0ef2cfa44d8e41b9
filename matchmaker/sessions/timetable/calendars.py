"""An agenda as iCalendar (RFC 5545): stable names, a sequence that grows with each change, cancelled meetings as such.

The feed is a subscription: whoever follows its address gets each change. Times carry the session's zone with its rules,
so that they stay right over a change to summer time.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from matchmaker.core.i18n import _, use_locale
from matchmaker.sessions.models import InnovationSession, ProgrammeItem
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.agenda import Entry
from matchmaker.sessions.timetable.words import full_name, title_of, where
from matchmaker.sessions.timetable.zones import zone_component


def feed(
    session: InnovationSession,
    person: Registration,
    entries: Iterable[Entry],
    programme: Iterable[ProgrammeItem],
    base_url: str,
) -> bytes:
    """Someone's calendar, in their language."""
    locale = person.user.locale if person.user else person.locale
    with use_locale(locale):
        calendar = _empty(session)
        maker = _Maker(session, base_url.rstrip("/"))
        for item in programme:
            calendar.add_component(maker.programme(item))
        for entry in entries:
            calendar.add_component(maker.meeting(entry))
    return bytes(calendar.to_ical())


def _empty(session: InnovationSession) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Matchmaker//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", session.title)
    calendar.add_component(zone_component(session.timezone, session.starts_on.year))
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    return calendar


class _Maker:
    """Events of one session."""

    def __init__(self, session: InnovationSession, base_url: str) -> None:
        self.session, self.base_url, self.zone = session, base_url, ZoneInfo(session.timezone)
        self.host = base_url.partition("://")[2] or base_url
        self.is_off = session.state == "cancelled"

    def _event(self, name: str, starts: datetime, ends: datetime, changed: datetime, summary: str) -> Event:
        event = Event()
        event.add("uid", f"{name}@{self.host}")
        event.add("dtstamp", changed)
        zone = self._zone_for(starts, ends)
        event.add("dtstart", starts.astimezone(zone))
        event.add("dtend", ends.astimezone(zone))
        event.add("summary", summary)
        event.add("url", f"{self.base_url}/sessions/{self.session.id}/agenda")
        return event

    def _zone_for(self, *moments: datetime) -> ZoneInfo:
        """The session's zone; UTC in the hour that clocks show twice when summer time ends, which would be read as the first."""
        is_second = any(one.astimezone(self.zone).fold for one in moments)
        return ZoneInfo("UTC") if is_second else self.zone

    def meeting(self, entry: Entry) -> Event:
        """A meeting of the person."""
        own, slot = entry.meeting, entry.slot
        summary = _("Meeting: %(person)s", person=full_name(entry.other))
        event = self._event(f"meeting-{own.id}", slot.starts_at, slot.ends_at, own.changed_at, summary)
        event.add("sequence", own.sequence + int(self.is_off))
        event.add("status", "CANCELLED" if entry.is_cancelled or self.is_off else "CONFIRMED")
        event.add("location", self._place(entry))
        event.add("description", self.session.title)
        return event

    def _place(self, entry: Entry) -> str:
        if entry.table is None:
            return self.session.online_url or where(None)
        return ", ".join(part for part in (self.session.venue, where(entry.table)) if part)

    def programme(self, item: ProgrammeItem) -> Event:
        """A line of the programme."""
        changed = self.session.announced_at or self.session.created_at
        event = self._event(f"programme-{item.id}", item.starts_at, item.ends_at, changed, title_of(item))
        event.add("sequence", int(self.is_off))
        event.add("status", "CANCELLED" if self.is_off else "CONFIRMED")
        event.add("location", item.place)
        return event
