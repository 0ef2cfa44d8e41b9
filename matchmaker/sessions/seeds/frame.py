"""A demo session's frame from its session.toml: theme, day, slots, tables, interpreters, programme.

Its day is counted from the day of seeding, so that the demo is always up to date; a weekend moves it to Monday.
"""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from matchmaker.core import clock
from matchmaker.core.i18n import LOCALES
from matchmaker.core.tables import place
from matchmaker.sessions.draft import ZONE
from matchmaker.sessions.models import InnovationSession, Interpreters, ProgrammeItem, SessionSlot, SessionTable
from matchmaker.sessions.reading import hour_of
from matchmaker.sessions.slots import Rhythm, as_time, make_slots, minutes
from matchmaker.sessions.times import moment

TEXTS = ("titles", "themes", "descriptions", "venues")
OWN = ("sectors", "region", "mode", "capacity", "needs_approval", "floor", "most", "wanted")
OPTIONAL = ("online_url", "calls_for_pitches")
FIRST_DAYS = timedelta(days=45)  # from the announcement to the day


def read_frame(path: Path) -> dict[str, Any]:
    """What the file says. Raises Invalid with the file's name when it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise place(path, getattr(fault, "lineno", 1), "1", str(fault)) from fault


def day_of(days: int) -> date:
    """So many days from today, or the Monday after."""
    found = clock.today() + timedelta(days=days)
    return found + timedelta(days=max(0, 7 - found.weekday()) if found.weekday() > 4 else 0)


def make_frame(said: dict[str, Any], key: str, organiser_id: int | None, officer_id: int | None) -> InnovationSession:
    """The session with all its parts, not yet stored."""
    day = day_of(said["days"])
    begins = moment(day, as_time(minutes(_hour(said["rhythm"]["first"]))), ZONE)
    values = {name: said[name] for name in (*TEXTS, *OWN)} | {name: said[name] for name in OPTIONAL if name in said}
    made = InnovationSession(
        **values, seed_key=key, state=said["state"], starts_on=day, timezone=ZONE, organiser_id=organiser_id,
        officer_id=officer_id, announced_at=begins - FIRST_DAYS, created_at=begins - FIRST_DAYS - timedelta(days=4),
        registration_until=begins - timedelta(days=10), requests_until=begins - timedelta(days=7),
    )  # fmt: skip
    made.slots = list(_slots(said["rhythm"], day))
    made.tables = [_table(said, number) for number in range(1, said["tables"] + 1)]
    made.interpreters = [Interpreters(languages=pair, number=count) for pair, count in said["interpreters"].items()]
    made.programme = [_item(item, day) for item in said["programme"]]
    return made


def _hour(text: str) -> Any:
    return hour_of(text)


def _slots(rhythm: dict[str, Any], day: date) -> list[SessionSlot]:
    pauses = [tuple(minutes(_hour(end)) for end in pause.split("-")) for pause in rhythm["pauses"]]
    first = minutes(_hour(rhythm["first"]))
    of_day = Rhythm(first, rhythm["minutes"], rhythm["between"], rhythm["number"], tuple((a, b) for a, b in pauses))
    return [
        SessionSlot(starts_at=_at(day, one.begins), ends_at=_at(day, one.ends), pause_after=one.pause_after)
        for one in make_slots(of_day)
    ]


def _at(day: date, minute: int) -> datetime:
    return moment(day, as_time(minute), ZONE)


def _table(said: dict[str, Any], number: int) -> SessionTable:
    offers = {"screen": "screens", "sample_bench": "benches", "quiet": "quiet"}
    equipment = ["sockets", *(code for code, name in offers.items() if number in said[name])]
    return SessionTable(number=number, room=said["room"], equipment=equipment)


def _item(said: dict[str, Any], day: date) -> ProgrammeItem:
    begins, ends = (_at(day, minutes(_hour(said[name]))) for name in ("from", "until"))
    titles = {lang: said[lang] for lang in LOCALES}
    return ProgrammeItem(kind=said["kind"], starts_at=begins, ends_at=ends, titles=titles, place=said["place"])
