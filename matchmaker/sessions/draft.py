"""A session's form as typed: read, checked, every fault in words at once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from matchmaker.core import clock
from matchmaker.core.i18n import _, current_locale
from matchmaker.core.zones import known_zones
from matchmaker.sessions.fields import MODES, TEXTS
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms

ZONE = "Asia/Almaty"


@dataclass
class SessionDraft:
    """The values of a session's form, cleaned and typed; the names are those of the columns."""

    titles: dict[str, str]
    themes: dict[str, str]
    descriptions: dict[str, str]
    venues: dict[str, str]
    sectors: list[str]
    region: str
    mode: str
    online_url: str
    timezone: str
    starts_on: date
    capacity: int | None
    needs_approval: bool
    calls_for_pitches: bool
    registration_until: datetime | None
    requests_until: datetime | None
    request_days: int
    floor: int
    most: int | None
    wanted: int
    organiser_id: int | None


def read_session(values: Values, day_before: date | None = None) -> SessionDraft:
    """Read the form. Raises Invalid with every fault at once. `day_before`: the stored day, which may have passed."""
    reader = FormReader(values)
    draft = read_fields(reader, day_before)
    reader.finish()
    return draft


def read_fields(reader: FormReader, day_before: date | None = None) -> SessionDraft:
    """The same, leaving its faults in the reader: a new session's form has more to read."""
    zone = _zone(reader)
    draft = SessionDraft(
        **{column: reader.texts(name, most) for column, (name, most) in TEXTS.items()},
        sectors=reader.choices("sectors", terms("oked")),
        region=reader.choice("region", terms("regions")),
        mode=reader.choice("mode", MODES, "on_site"),
        online_url=reader.line("online_url", 300),
        timezone=zone,
        starts_on=_day(reader, day_before, zone),
        capacity=reader.number("capacity", 1, 10000),
        needs_approval=reader.is_ticked("needs_approval"),
        calls_for_pitches=reader.is_ticked("calls_for_pitches"),
        registration_until=reader.moment("registration_until", zone),
        requests_until=reader.moment("requests_until", zone),
        request_days=reader.wanted_number("request_days", 1, 60, 5),
        floor=reader.wanted_number("floor", 0, 50, 2),
        most=reader.number("most", 1, 100),
        wanted=reader.wanted_number("wanted", 1, 20, 3),
        organiser_id=next(iter(reader.ids("organiser_id")), None),
    )
    _check_together(draft, reader.errors)
    return draft


def _zone(reader: FormReader) -> str:
    zone = reader.raw("timezone") or ZONE
    if zone in known_zones():
        return zone
    reader.errors["timezone"] = _("There is no time zone “%(zone)s”. Choose one from the list.", zone=zone[:40])
    return ZONE


def _day(reader: FormReader, day_before: date | None, zone: str) -> date:
    found, today = reader.day("starts_on"), clock.now().astimezone(ZoneInfo(zone)).date()
    if found is None:
        reader.errors.setdefault("starts_on", _("Choose the day of the session."))
    elif found < today and found != day_before:
        reader.errors["starts_on"] = _("This day has passed already. Choose a day from today on.")
    return found or today


def _check_together(draft: SessionDraft, errors: dict[str, str]) -> None:
    if not draft.titles:
        errors.setdefault(f"title_{current_locale()}", _("Give the title in at least one language."))
    if draft.online_url and not draft.online_url.lower().startswith(("https://", "http://")):
        errors["online_url"] = _("A web address begins with https://.")
    if draft.most is not None and draft.floor > draft.most:
        errors.setdefault("floor", _("Nobody can be promised more meetings than the most that one person may have."))
    over = datetime.combine(draft.starts_on, time.max, ZoneInfo(draft.timezone)).astimezone(UTC)
    for name in ("registration_until", "requests_until"):
        until = getattr(draft, name)
        if until is not None and until > over:
            errors.setdefault(name, _("This is after the session. Choose a moment before it ends."))
