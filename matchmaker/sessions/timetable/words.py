"""Times, people and tables in the reader's words, for faults, letters and agendas."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from matchmaker.core.i18n import _, current_locale
from matchmaker.core.moments import hour_words
from matchmaker.sessions.models import InnovationSession, ProgrammeItem, SessionTable
from matchmaker.sessions.people.models import Registration
from matchmaker.vocabularies import label


def name_of(one: Registration) -> str:
    """Someone's name as they gave it here, else that of their account."""
    return one.name or (one.user.name if one.user else "")


def full_name(one: Registration) -> str:
    """The name with the organisation."""
    return f"{name_of(one)} ({one.organisation.name})"


def span(starts: datetime, ends: datetime, zone: str) -> str:
    """From when to when, as 14:20–14:40."""
    return f"{hour_words(starts, zone)}–{hour_words(ends, zone)}"


def day_of(moment: datetime, zone: str) -> str:
    """The day in a zone, as Thu, 18 March."""
    return format_date(moment.astimezone(ZoneInfo(zone)), "EEE, d MMMM", locale=current_locale())


def offset_of(moment: datetime, zone: str) -> timedelta | None:
    """How far a zone's clocks are from UTC at a moment: two zones with one offset show one time."""
    return moment.astimezone(ZoneInfo(zone)).utcoffset()


def lasts_days(session: InnovationSession) -> bool:
    """Whether the meetings lie on more than one day, so that a time alone says too little."""
    return len({slot.starts_at.astimezone(ZoneInfo(session.timezone)).date() for slot in session.slots}) > 1


def when(session: InnovationSession, starts: datetime, ends: datetime) -> str:
    """When something is, in the session's zone; with the day where there are several."""
    hours = span(starts, ends, session.timezone)
    return f"{day_of(starts, session.timezone)}, {hours}" if lasts_days(session) else hours


def where(table: SessionTable | None) -> str:
    """At which table, or that it is online."""
    if table is None:
        return _("online")
    place = _("table %(number)s", number=table.number)
    return f"{table.room}, {place}" if table.room else place


def title_of(item: ProgrammeItem) -> str:
    """The title of a line of the programme; without one, what kind of line it is."""
    return item.title or label("programme_kinds", item.kind)


def languages_of(pair: str) -> str:
    """The languages of an interpreter, as `en-kk`, in words."""
    return " – ".join(label("langs", code) for code in pair.split("-"))
