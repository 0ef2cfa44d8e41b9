"""Reads the public instances of the business-to-business meeting scheduling problem (.dzn, Bofill et al., JAIR 74, 2022).

What is read of the format: numbers `name = 5;`, rows `[|1, 2, 3, |…|]`, lists `[0, 4, …]` and lists of sets `[{1, 2}, {}]`.
All meetings take place, tables are alike, slots and positions count from 1 and 0 stands for none.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from matchmaker.scheduling.problem import Meeting, Person, Problem, Table

BREAKS_APART = 2
ASSIGNMENT = re.compile(r"(\w+)\s*=\s*([^;]*);")
SESSIONS = (1, 2, 3)  # morning, afternoon, either


class Malformed(ValueError):
    """A file that is no such instance: says what is wrong and where."""


def read_file(path: Path) -> Problem:
    """The instance in a file."""
    return read(path.read_text(encoding="utf-8"))


def read(text: str) -> Problem:
    """The instance in a text; raises Malformed."""
    bare = re.sub(r"%.*", "", text)
    fields = dict(ASSIGNMENT.findall(bare))
    if rest := ASSIGNMENT.sub("", bare).strip():
        raise Malformed(f"not an assignment: {rest[:40]!r}")
    names = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots")
    people, meetings, tables, slots, morning = (_number(fields, name) for name in names)
    if morning > slots:
        raise Malformed(f"nMorningSlots: {morning} of {slots} slots")
    forbidden = _sets(fields, "forbidden", people, slots)
    every = frozenset(range(slots))
    return Problem(
        slots=slots,
        people=tuple(Person(every - away) for away in forbidden),
        meetings=tuple(_meetings(fields, meetings, people, slots, morning)),
        tables=(Table(every),) * tables,
        before=tuple(_orders(fields, meetings)),
        breaks_apart=BREAKS_APART,
    )


def _field(fields: dict[str, str], name: str) -> str:
    if name not in fields:
        raise Malformed(f"{name}: missing")
    return fields[name].strip()


def _number(fields: dict[str, str], name: str) -> int:
    if not re.fullmatch(r"\d+", text := _field(fields, name)):
        raise Malformed(f"{name}: {text[:40]!r} is not a number")
    return int(text)


def _numbers(name: str, text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if wrong := [part for part in parts if not re.fullmatch(r"\d+", part)]:
        raise Malformed(f"{name}: {wrong[0][:40]!r} is not a number")
    return [int(part) for part in parts]


def _inside(name: str, fields: dict[str, str], opening: str, closing: str) -> str:
    text = _field(fields, name)
    if not (text.startswith(opening) and text.endswith(closing) and len(text) >= len(opening + closing)):
        raise Malformed(f"{name}: {text[:40]!r} is not between {opening} and {closing}")
    return text[len(opening) : len(text) - len(closing)]


def _counted(name: str, found: list[list[int]], size: int, most: int) -> None:
    """As many as there should be, none naming what does not exist."""
    if len(found) != size:
        raise Malformed(f"{name}: {len(found)} instead of {size}")
    for number, own in enumerate(found, 1):
        if own and max(own) > most:
            raise Malformed(f"{name}, number {number}: {max(own)} of {most}")


def _sets(fields: dict[str, str], name: str, size: int, most: int) -> list[frozenset[int]]:
    """A list of sets, from 0."""
    inside = _inside(name, fields, "[", "]")
    if re.sub(r"\{[^{}]*\}", "", inside).strip(", \n\r\t"):
        raise Malformed(f"{name}: not a list of sets")
    found = [_numbers(name, own) for own in re.findall(r"\{([^{}]*)\}", inside)]
    _counted(name, found, size, most)
    return [frozenset(number - 1 for number in own if number) for own in found]


def _meetings(fields: dict[str, str], size: int, people: int, slots: int, morning: int) -> Iterator[Meeting]:
    rows = [_numbers("requested", row) for row in _inside("requested", fields, "[|", "|]").split("|") if row.strip()]
    _counted("requested", rows, size, max(people, max(SESSIONS)))
    fixed = _numbers("fixed", _inside("fixed", fields, "[", "]"))
    _counted("fixed", [[slot] for slot in fixed], size, slots)
    halves = dict(zip(SESSIONS, (range(morning), range(morning, slots), range(slots)), strict=True))
    for number, (row, slot) in enumerate(zip(rows, fixed, strict=True), 1):
        if len(row) != 3 or not min(row) > 0 or max(row[:2]) > people or row[0] == row[1] or row[2] not in SESSIONS:
            raise Malformed(f"requested, number {number}: {row} is not two participants and a session")
        allowed = frozenset(halves[row[2]]) & (frozenset({slot - 1}) if slot else frozenset(range(slots)))
        yield Meeting((row[0] - 1, row[1] - 1), required=True, slots=allowed)


def _orders(fields: dict[str, str], meetings: int) -> Iterator[tuple[int, int]]:
    for later, own in enumerate(_sets(fields, "precedences", meetings, meetings)):
        if later in own:
            raise Malformed(f"precedences, number {later + 1}: before itself")
        yield from ((first, later) for first in sorted(own))
