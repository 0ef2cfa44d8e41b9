"""The problem read once for searching: sets of slots and of tables as bits of whole numbers, so that a test is one `&`.

Tables are renumbered ("seats"): those that the fewest meetings could do without come last, so that taking the lowest
free bit keeps scarce tables for those who need them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import combinations

from matchmaker.scheduling.problem import Problem

Place = tuple[int, int]  # meeting, slot


def bits_of(mask: int) -> Iterator[int]:
    """The positions of the bits that are set, from the lowest."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def mask_of(positions: Iterable[int]) -> int:
    """A number with these bits set."""
    return reduce(lambda mask, position: mask | 1 << position, positions, 0)


@dataclass(frozen=True, slots=True)
class Walls:
    """What every meeting, person and slot may."""

    problem: Problem
    people: tuple[tuple[int, ...], ...]  # of each meeting
    of_person: tuple[tuple[int, ...], ...]  # meetings that could take place
    slots: tuple[int, ...]  # of each meeting: where it could lie; 0: nowhere, or its people may not meet
    seats: tuple[int, ...]  # of each meeting: at which tables; 0: online
    free: tuple[int, ...]  # slots of each person
    most: tuple[int, ...]  # meetings of each person
    seats_free: tuple[int, ...]  # in each slot
    table: tuple[int, ...]  # the problem's number of each seat
    families: tuple[int, ...]  # sets of seats with which a meeting may have to make do
    earlier: dict[int, tuple[int, ...]]  # meetings that end before this one
    later: dict[int, tuple[int, ...]]

    @property
    def possible(self) -> list[int]:
        """Meetings that could take place somewhere."""
        return [meeting for meeting, slots in enumerate(self.slots) if slots]


def read_walls(problem: Problem) -> Walls:
    """Read a well-formed problem."""
    order, seats = _seats(problem)
    seats_free = tuple(
        mask_of(seat for seat, table in enumerate(order) if slot in problem.tables[table].free)
        for slot in range(problem.slots)
    )
    free = tuple(mask_of(person.free) for person in problem.people)
    slots = _slots(problem, seats, seats_free, free)
    of_person: list[list[int]] = [[] for _person in problem.people]
    for number, meeting in enumerate(problem.meetings):
        for person in meeting.people if slots[number] else ():
            of_person[person].append(number)
    return Walls(
        problem,
        tuple(meeting.people for meeting in problem.meetings),
        tuple(map(tuple, of_person)),
        slots,
        seats,
        free,
        tuple(
            min(own.bit_count(), person.most if person.most is not None else problem.slots)
            for own, person in zip(free, problem.people, strict=True)
        ),
        seats_free,
        order,
        tuple(sorted({seats[number] for number in range(len(seats)) if slots[number] and seats[number]})),
        _neighbours((later, first) for first, later in problem.before),
        _neighbours(problem.before),
    )


def _seats(problem: Problem) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The tables from the most dispensable, and the seats that each meeting may take in that order."""
    wishes = [(meeting.online, meeting.tables, meeting.equipment) for meeting in problem.meetings]
    tables_of = {
        wish: frozenset()
        if wish[0]
        else frozenset(
            number
            for number in (range(len(problem.tables)) if wish[1] is None else wish[1])
            if wish[2] <= problem.tables[number].equipment
        )
        for wish in set(wishes)
    }
    need = Counter[int]()
    for tables in tables_of.values():
        for number in tables if len(tables) < len(problem.tables) else ():
            need[number] += 1
    order = tuple(sorted(range(len(problem.tables)), key=lambda number: (need[number], number)))
    seat = {number: position for position, number in enumerate(order)}
    masks = {wish: mask_of(seat[number] for number in tables) for wish, tables in tables_of.items()}
    return order, tuple(masks[wish] for wish in wishes)


def _slots(
    problem: Problem, seats: tuple[int, ...], seats_free: tuple[int, ...], free: tuple[int, ...]
) -> tuple[int, ...]:
    """Slots in which everybody, a table and an interpreter could be there; none for people who may not meet."""
    everywhere = (1 << problem.slots) - 1
    spoken = {
        language: mask_of(slot for slot, count in enumerate(row) if count)
        for language, row in problem.interpreters.items()
    }
    seated = {
        wish: mask_of(slot for slot, seats_here in enumerate(seats_free) if wish & seats_here) for wish in set(seats)
    }
    found = []
    for number, meeting in enumerate(problem.meetings):
        mask = everywhere if meeting.slots is None else mask_of(meeting.slots)
        for person in meeting.people:
            mask &= free[person]
        if meeting.language is not None:
            mask &= spoken.get(meeting.language, 0)
        if not meeting.online:
            mask &= seated[seats[number]]
        if problem.blocked and any(frozenset(pair) in problem.blocked for pair in combinations(meeting.people, 2)):
            mask = 0
        found.append(mask)
    return tuple(found)


def _neighbours(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return {one: tuple(others) for one, others in found.items()}
