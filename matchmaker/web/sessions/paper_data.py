"""The data of a session's papers: agendas, table cards, the list at the door, badges."""

from io import BytesIO
from typing import Any

import segno

from matchmaker.core.i18n import _
from matchmaker.core.moments import hour_words
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import by_name
from matchmaker.sessions.times import zone_of
from matchmaker.sessions.timetable.agenda import Entry
from matchmaker.sessions.timetable.agenda_lines import Line, by_day
from matchmaker.sessions.timetable.words import day_of, name_of, span, where
from matchmaker.vocabularies import label
from matchmaker.web.sessions.links import badge_url


def agenda_data(session: InnovationSession, title: str, under: str, lines: list[Line]) -> dict[str, Any]:
    """An agenda by days."""
    note = _("Times of %(zone)s.", zone=zone_of(session))
    days = [{"title": day, "rows": [_row(line) for line in rows]} for day, rows in by_day(lines)]
    heads = [_("Time"), _("What"), _("Where")]
    empty = _("No meetings yet.")
    return {"title": session.title, "person": title, "under": under, "note": note, "days": days, "heads": heads,
            "empty": empty}  # fmt: skip


def _row(line: Line) -> dict[str, Any]:
    what = _("%(what)s (cancelled)", what=line.what) if line.is_cancelled else line.what
    own = _("%(time)s for you", time=line.own_time) if line.own_time else ""
    shown = {"time": line.time, "own": own, "what": what, "detail": line.detail, "place": line.place}
    return shown | {"cancelled": line.is_cancelled, "programme": line.entry is None}


def table_data(session: InnovationSession, people: list[Registration], entries: list[Entry]) -> dict[str, Any]:
    """A card for each table."""
    owners = {one.table_id: one.organisation.name for one in people if one.table_id}
    cards = [
        {
            "number": str(table.number),
            "room": table.room,
            "owner": owners.get(table.id, ""),
            "rows": [
                _seat(session, one) for one in entries if one.table and one.table.id == table.id and _is_first(one)
            ],
        }
        for table in session.tables
    ]
    empty = _("No meetings at this table.")
    return {"title": session.title, "word": _("Table"), "empty": empty, "cards": cards}


def _is_first(entry: Entry) -> bool:
    """One line for a meeting, which stands among the entries once for each of its people."""
    return not entry.is_cancelled and entry.person.id == entry.meeting.one_id


def _seat(session: InnovationSession, entry: Entry) -> dict[str, str]:
    sides = (entry.person, entry.other)
    return {
        "time": span(entry.slot.starts_at, entry.slot.ends_at, session.timezone),
        "who": " – ".join(map(name_of, sides)),
        "organisations": " – ".join(one.organisation.name for one in sides),
    }


def door_data(session: InnovationSession, people: list[Registration], entries: list[Entry]) -> dict[str, Any]:
    """Everybody by name, with their first meeting."""
    first: dict[int, Entry] = {}
    for entry in entries:
        if not entry.is_cancelled:
            first.setdefault(entry.person.id, entry)
    rows = [
        {
            "name": name_of(one),
            "organisation": one.organisation.name,
            "first": _first(session, first.get(one.id)),
            "note": _note(one),
        }
        for one in by_name(people)
    ]
    heads = ["", _("Full name"), _("Organisation"), _("First meeting"), _("Note")]
    under = f"{day_of(session.slots[0].starts_at, session.timezone)} · {session.venue}" if session.slots else ""
    return {"title": session.title, "heading": _("List at the door"), "under": under, "heads": heads, "rows": rows}


def _first(session: InnovationSession, entry: Entry | None) -> str:
    if entry is None:
        return "–"
    return f"{hour_words(entry.slot.starts_at, session.timezone)}, {where(entry.table)}"


def _note(one: Registration) -> str:
    notes = [_("online")] if one.mode == "online" else []
    return ", ".join([*notes, *([part_words()[one.part]] if one.part in part_words() else [])])


def part_words() -> dict[str, str]:
    """The parts that a badge names."""
    return {"host": _("Host"), "sponsor": _("Sponsor"), "speaker": _("Speaker")}


def badge_data(session: InnovationSession, people: list[Registration]) -> dict[str, Any]:
    """A badge for everybody who comes."""
    badges = [
        {
            "name": name_of(one),
            "organisation": one.organisation.name,
            "part": part_words().get(one.part, ""),
            "languages": ", ".join(label("langs", code) for code in one.languages),
            "code": _code(badge_url(one)),
        }
        for one in by_name(people)
        if one.mode != "online"
    ]
    return {"title": session.title, "badges": badges}


def _code(address: str) -> str:
    """The address as a QR code, drawn as SVG."""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, xmldecl=True, svgns=True)
    return drawn.getvalue().decode()
