"""An agenda as lines to be shown: meetings and the programme together, in the session's zone and the reader's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from matchmaker.core.i18n import _
from matchmaker.sessions.models import InnovationSession, ProgrammeItem
from matchmaker.sessions.timetable.agenda import Entry
from matchmaker.sessions.timetable.words import day_of, languages_of, name_of, offset_of, span, title_of, where


@dataclass(frozen=True)
class Line:
    """One line. `own_time`: in the reader's zone, where its clocks differ; `entry`: None for the programme."""

    starts_at: datetime
    day: str
    time: str
    own_time: str
    what: str
    detail: str
    place: str
    is_cancelled: bool = False
    entry: Entry | None = None


def agenda_lines(
    session: InnovationSession, entries: Iterable[Entry], programme: Iterable[ProgrammeItem], own_zone: str
) -> list[Line]:
    """Meetings and programme in order of time."""
    clock = _Clock(session.timezone, own_zone)
    lines = [_programme(clock, item) for item in programme] + [_meeting(clock, session, one) for one in entries]
    return sorted(lines, key=lambda line: line.starts_at)


def by_day(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The lines under the day of each."""
    return [(day, list(group)) for day, group in groupby(lines, lambda line: line.day)]


@dataclass(frozen=True)
class _Clock:
    zone: str
    own: str

    def own_time(self, starts: datetime, ends: datetime) -> str:
        """In the reader's zone, with the day where midnight lies between; nothing where clocks agree."""
        if offset_of(starts, self.zone) == offset_of(starts, self.own):
            return ""
        hours = span(starts, ends, self.own)
        day = day_of(starts, self.own)
        return hours if day == day_of(starts, self.zone) else f"{day}, {hours}"


def _programme(clock: _Clock, item: ProgrammeItem) -> Line:
    times = item.starts_at, item.ends_at
    return Line(
        item.starts_at, day_of(item.starts_at, clock.zone), span(*times, clock.zone), clock.own_time(*times),
        title_of(item), "", item.place,
    )  # fmt: skip


def _meeting(clock: _Clock, session: InnovationSession, entry: Entry) -> Line:
    times = entry.slot.starts_at, entry.slot.ends_at
    notes = [entry.other.organisation.name]
    if entry.meeting.language:
        notes.append(_("with an interpreter: %(languages)s", languages=languages_of(entry.meeting.language)))
    place = where(entry.table)
    if entry.table is None and session.online_url:
        place = session.online_url
    return Line(
        times[0], day_of(times[0], clock.zone), span(*times, clock.zone), clock.own_time(*times),
        name_of(entry.other), " · ".join(notes), place, entry.is_cancelled, entry,
    )  # fmt: skip
