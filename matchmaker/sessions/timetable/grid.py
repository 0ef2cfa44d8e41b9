"""The draft as a grid: slots across, people or tables down. Pure reading of what `reading` has loaded."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from matchmaker.core.i18n import _
from matchmaker.core.moments import hour_words
from matchmaker.sessions.models import InnovationSession, SessionSlot, SessionTable
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import by_name
from matchmaker.sessions.timetable.models import Placement
from matchmaker.sessions.timetable.problem import is_there, pair_of, pauses
from matchmaker.sessions.timetable.words import day_of, lasts_days, name_of, where


@dataclass(frozen=True)
class Column:
    """A slot as the head of a column."""

    slot_id: int
    starts: str
    ends: str
    day: str  # only where the session lasts more than one
    pause_after: bool


@dataclass(frozen=True)
class Tile:
    """A placed meeting as a cell shows it. `is_broken`: one of the two no longer takes part."""

    placement: Placement
    title: str
    detail: str
    is_broken: bool


@dataclass
class Row:
    """A person, a table, or what is online; `closed`: slots at which there is nothing to be had."""

    key: int
    title: str
    detail: str
    tiles: dict[int, list[Tile]] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        """How many meetings stand in the row."""
        return sum(map(len, self.tiles.values()))


def columns(session: InnovationSession) -> list[Column]:
    """The slots in order of time."""
    zone, many, rests = session.timezone, lasts_days(session), pauses(session)
    return [
        Column(
            slot.id,
            hour_words(slot.starts_at, zone),
            hour_words(slot.ends_at, zone),
            day_of(slot.starts_at, zone) if many else "",
            number in rests,
        )
        for number, slot in enumerate(session.slots)
    ]


def rows_of_people(session: InnovationSession, people: list[Registration], placements: list[Placement]) -> list[Row]:
    """One row for each person who takes part or is still placed."""
    by_id = {one.id: one for one in people}
    placed = {person for one in placements for person in pair_of(one)}
    rows = {
        one.id: Row(one.id, name_of(one), one.organisation.name, closed=_away(one, session.slots))
        for one in by_name(people)
        if one.state == "confirmed" or one.id in placed
    }
    tables = {table.id: table for table in session.tables}
    for placement in placements:
        for person, other in (pair_of(placement), pair_of(placement)[::-1]):
            tile = _tile(placement, [by_id[other]], where(_table(tables, placement)), by_id)
            rows[person].tiles.setdefault(placement.slot_id, []).append(tile)
    return list(rows.values())


def rows_of_tables(session: InnovationSession, people: list[Registration], placements: list[Placement]) -> list[Row]:
    """One row for each table, and one for what is online."""
    by_id = {one.id: one for one in people}
    owners = {one.table_id: one.organisation.name for one in people if one.table_id and one.state == "confirmed"}
    rows = {
        table.id: Row(table.id, where(table), owners.get(table.id, ""), closed=frozenset(table.closed))
        for table in session.tables
    }
    online = Row(0, _("Online"), "")
    for placement in placements:
        sides = [by_id[one] for one in pair_of(placement)]
        tile = _tile(placement, sides, "", by_id)
        row = rows[placement.table_id] if placement.table_id else online
        row.tiles.setdefault(placement.slot_id, []).append(tile)
    return [*rows.values(), *([online] if online.tiles else [])]


def _table(tables: dict[int, SessionTable], placement: Placement) -> SessionTable | None:
    return tables.get(placement.table_id) if placement.table_id else None


def _tile(placement: Placement, shown: list[Registration], detail: str, people: dict[int, Registration]) -> Tile:
    gone = any(people[one].state != "confirmed" for one in pair_of(placement))
    organisations = " – ".join(one.organisation.name for one in shown)
    title = " – ".join(name_of(one) for one in shown)
    return Tile(placement, title, " · ".join(part for part in (organisations, detail) if part), gone)


def _away(one: Registration, slots: Iterable[SessionSlot]) -> frozenset[int]:
    return frozenset(slot.id for slot in slots if not is_there(one, slot))
