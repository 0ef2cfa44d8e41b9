"""What a timetable is made of and made from: people, tables, candidate meetings, their wishes and their walls.

Everything is named by its position in its tuple, slots by their number from 0 in order of time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Kind(IntEnum):
    """How much a meeting is wanted; a higher one is placed before any sum of lower ones."""

    ONE_SIDED = 0
    MUTUAL = 1  # both asked, or one asked and the other accepted
    MUST = 2  # an officer's or a sponsor's must-meet


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with one place at one table at a time. `least` is a wall, unlike the floor of the problem."""

    free: frozenset[int]  # slots
    least: int = 0  # meetings
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A place for one meeting at a time."""

    free: frozenset[int]  # slots
    equipment: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A candidate. Of the meetings with one `choice` at most one takes place (representatives who share a request)."""

    people: tuple[int, ...]  # two or more
    value: int = 0  # points, 0 or more
    kind: Kind = Kind.ONE_SIDED
    required: bool = False  # without it there is no timetable
    slots: frozenset[int] | None = None  # where it may lie; one slot: pinned; None: anywhere
    tables: frozenset[int] | None = None  # at which it may sit; None: any with the equipment
    equipment: frozenset[str] = frozenset()
    online: bool = False  # needs no table
    language: str | None = None  # of the interpreter it needs
    choice: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One session. Raises ValueError from `check.faults_of` for contradictory input, never while it is built."""

    slots: int
    people: tuple[Person, ...]
    meetings: tuple[Meeting, ...]
    tables: tuple[Table, ...]
    interpreters: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # language → how many in each slot
    before: tuple[tuple[int, int], ...] = ()  # (i, j): when both take place, meeting i ends before j begins
    blocked: frozenset[frozenset[int]] = frozenset()  # pairs of people who may not meet
    floor: int = 0  # meetings that everyone should get where that is possible
    pauses: frozenset[int] = frozenset()  # slots followed by a common pause: an idle gap does not reach over it
    breaks_apart: int | None = None  # wall: the breaks of any two people differ by at most this


@dataclass(frozen=True, slots=True, order=True)
class Placed:
    """One meeting of a timetable; `table` is None when it is online."""

    meeting: int
    slot: int
    table: int | None


Timetable = tuple[Placed, ...]
