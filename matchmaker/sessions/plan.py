"""The plan of a session as typed: slots, tables, interpreters and programme, row by row, with every fault in words."""

from dataclasses import dataclass, field
from datetime import datetime, time

from matchmaker.core.i18n import _, current_locale
from matchmaker.sessions.fields import EQUIPMENT, LANGUAGE_PAIRS, PROGRAMME_KINDS, TABLES_MOST
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.sessions.slots import as_time, make_slots, read_rhythm, slot_faults
from matchmaker.sessions.times import moment


@dataclass(frozen=True)
class SlotRow:
    """A slot as typed; without an id it is new."""

    id: int | None
    starts_at: datetime
    ends_at: datetime
    pause_after: bool


@dataclass(frozen=True)
class TableRow:
    """A table as typed."""

    id: int | None
    number: int
    room: str
    equipment: list[str]
    closed: list[int]


@dataclass(frozen=True)
class InterpretersRow:
    """Interpreters between two languages as typed."""

    languages: str
    number: int
    away: list[int]


@dataclass(frozen=True)
class ItemRow:
    """A line of the programme as typed."""

    id: int | None
    kind: str
    starts_at: datetime
    ends_at: datetime
    titles: dict[str, str]
    place: str


@dataclass
class Plan:
    """Everything of a session that its plan page holds."""

    slots: list[SlotRow] = field(default_factory=list)
    tables: list[TableRow] = field(default_factory=list)
    interpreters: list[InterpretersRow] = field(default_factory=list)
    items: list[ItemRow] = field(default_factory=list)


class _Rows:
    """Reads the rows of one session's plan. A row's name is the id of what it shows, or `new1`, `new2`…"""

    def __init__(self, reader: FormReader, session: InnovationSession) -> None:
        self.reader, self.session = reader, session

    def names(self, kind: str) -> list[str]:
        """The rows of a kind that stay."""
        own = dict.fromkeys(self.reader.values.getlist(kind))
        return [name for name in own if name and not self.reader.is_ticked(f"{kind}-{name}-remove")][:500]

    def id(self, name: str, things: list[int]) -> int | None:
        """The id that a row's name stands for, if it is the session's."""
        return int(name) if name.isascii() and name.isdecimal() and int(name) in things else None

    def at(self, value: time) -> datetime:
        """A time of the session's day as a moment."""
        return moment(self.session.starts_on, value, self.session.timezone)

    def span(self, kind: str, name: str) -> tuple[time, time] | None:
        """Begin and end of a row; None for a new row that was left empty, and for a faulty one."""
        fields = [f"{kind}-{name}-{end}" for end in ("from", "to")]
        typed = [self.reader.raw(one) for one in fields]
        if name.startswith("new") and not any(typed):
            return None
        found = [self.reader.hour(one) for one in fields]
        for one, value in zip(fields, found, strict=True):
            if value is None:
                self.reader.errors.setdefault(one, _("Write the time as hours and minutes, for example 10:20."))
        return (found[0], found[1]) if found[0] and found[1] else None


def read_plan(values: Values, session: InnovationSession) -> Plan:
    """Read the plan page. Raises Invalid with every fault at once."""
    reader = FormReader(values)
    rows, chosen = _Rows(reader, session), {str(slot.id) for slot in session.slots}
    plan = Plan(_slots(rows), _tables(rows, chosen), _interpreters(reader, chosen), _items(rows))
    check_enough(reader, session.mode, len(plan.slots), len(plan.tables))
    reader.finish()
    return plan


def check_enough(reader: FormReader, mode: str, slots: int, tables: int) -> None:
    """A session needs slots, and tables unless everyone meets online."""
    if not slots:
        reader.errors.setdefault("slots", _("Without a single slot nobody can meet. Keep or add one."))
    if not tables and mode != "online":
        reader.errors.setdefault("more_tables", _("People who meet on site need tables. Add at least one."))


def _slots(rows: _Rows) -> list[SlotRow]:
    known, spans = [slot.id for slot in rows.session.slots], {}
    for name in rows.names("slot"):
        if span := rows.span("slot", name):
            spans[name] = span
    rows.reader.errors |= slot_faults([(name, *span) for name, span in spans.items()])
    return [
        SlotRow(rows.id(name, known), rows.at(begins), rows.at(ends), rows.reader.is_ticked(f"slot-{name}-pause"))
        for name, (begins, ends) in spans.items()
    ]


def _tables(rows: _Rows, slots: set[str]) -> list[TableRow]:
    reader, known = rows.reader, [table.id for table in rows.session.tables]
    found: list[TableRow] = []
    for name in rows.names("table"):
        number = reader.number(field_name := f"table-{name}-number", 1, 999)
        if number is None:
            reader.errors.setdefault(field_name, _("Give the table a number."))
        elif number in [table.number for table in found]:
            reader.errors[field_name] = _("There are two tables with the number %(number)s.", number=number)
        room, closed = reader.line(f"table-{name}-room", 80), reader.choices(f"table-{name}-closed", slots)
        equipment = reader.choices(f"table-{name}-equipment", EQUIPMENT)
        found.append(TableRow(rows.id(name, known), number or 0, room, equipment, sorted(map(int, closed))))
    return found + _more_tables(reader, found)


def _more_tables(reader: FormReader, there: list[TableRow]) -> list[TableRow]:
    more, last = (
        reader.wanted_number("more_tables", 0, TABLES_MOST, 0),
        max([table.number for table in there], default=0),
    )
    room = reader.line("more_room", 80)
    return [TableRow(None, last + number, room, [], []) for number in range(1, more + 1)]


def _interpreters(reader: FormReader, slots: set[str]) -> list[InterpretersRow]:
    found = []
    for pair in LANGUAGE_PAIRS:
        number = reader.wanted_number(f"interpreters-{pair}", 0, 50, 0)
        away = sorted(map(int, reader.choices(f"away-{pair}", slots)))
        if number:
            found.append(InterpretersRow(pair, number, away))
    return found


def _items(rows: _Rows) -> list[ItemRow]:
    reader, known, found = rows.reader, [item.id for item in rows.session.programme], []
    for name in rows.names("item"):
        titles = reader.texts(f"item-{name}-title", 200)
        kind = reader.choice(f"item-{name}-kind", PROGRAMME_KINDS, "other")
        span = rows.span("item", name)
        if span is None:
            if name.startswith("new") and titles:
                reader.errors.setdefault(f"item-{name}-from", _("Say when this begins and ends."))
            continue
        _check_item(reader, name, kind, titles, span)
        begins, ends = (rows.at(at) for at in span)
        found.append(ItemRow(rows.id(name, known), kind, begins, ends, titles, reader.line(f"item-{name}-place", 120)))
    return found


def _check_item(reader: FormReader, name: str, kind: str, titles: dict[str, str], span: tuple[time, time]) -> None:
    if span[1] <= span[0]:
        reader.errors[f"item-{name}-from"] = _("%(begin)s–%(end)s: the end is before the beginning.",
                                               begin=f"{span[0]:%H:%M}", end=f"{span[1]:%H:%M}")  # fmt: skip
    if not titles and kind == "other":
        reader.errors[f"item-{name}-title_{current_locale()}"] = _("Say in a few words what takes place.")


def read_new_plan(reader: FormReader, session: InnovationSession) -> Plan:
    """The plan of a new session, made from the few numbers of its form; faults stay in the reader."""
    rows = _Rows(reader, session)
    plan = Plan(slots_again(reader, session), _more_tables(reader, []), _interpreters(reader, set()), [])
    if not plan.tables and session.mode != "online":
        check_enough(reader, session.mode, 1, 0)
    plan.items = _items(rows)
    return plan


def slots_again(reader: FormReader, session: InnovationSession) -> list[SlotRow]:
    """Slots made anew from the generator's fields; faults stay in the reader."""
    rows, rhythm = _Rows(reader, session), read_rhythm(reader)
    return [
        SlotRow(None, rows.at(as_time(one.begins)), rows.at(as_time(one.ends)), one.pause_after)
        for one in (make_slots(rhythm) if rhythm else [])
    ]
