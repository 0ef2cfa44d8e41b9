"""What is wrong with a problem before anyone looks for a timetable: malformed data, and wishes that cannot be met together.

Malformed data names what does not exist; an impossible wish is sound data that no timetable can satisfy. Only what a
glance shows is found here; clashes of several requirements are found by `conflicts`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import combinations

from matchmaker.scheduling.problem import Meeting, Problem

MALFORMED = frozenset(
    "unknown_person unknown_slot unknown_table unknown_meeting repeated_person few_people negative_value negative_number "
    "interpreters_length order_of_itself".split()
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One thing wrong with the input: what, and the positions that it concerns."""

    code: str
    meetings: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    tables: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()


def contradictions(problem: Problem) -> tuple[Contradiction, ...]:
    """Everything that is wrong at a glance; impossible wishes are looked for in well-formed data only."""
    malformed = malformations(problem)
    return malformed or (*_of_people(problem), *_of_meetings(problem), *_of_pairs(problem), *_of_order(problem))


def malformations(problem: Problem) -> tuple[Contradiction, ...]:
    """What names something that does not exist, or counts below zero."""
    return (*_bad_numbers(problem), *_bad_slots(problem), *_bad_meetings(problem), *_bad_orders(problem))


def _bad_numbers(problem: Problem) -> Iterator[Contradiction]:
    counts = (problem.slots, problem.floor, problem.breaks_apart or 0)
    if min(counts) < 0 or min((count for row in problem.interpreters.values() for count in row), default=0) < 0:
        yield Contradiction("negative_number")
    for number, person in enumerate(problem.people):
        if person.least < 0 or (person.most is not None and person.most < 0):
            yield Contradiction("negative_number", people=(number,))
    if any(len(row) != problem.slots for row in problem.interpreters.values()):
        yield Contradiction("interpreters_length")


def _bad_slots(problem: Problem) -> Iterator[Contradiction]:
    for number, person in enumerate(problem.people):
        if outside := _outside(person.free, problem.slots):
            yield Contradiction("unknown_slot", people=(number,), slots=outside)
    for number, table in enumerate(problem.tables):
        if outside := _outside(table.free, problem.slots):
            yield Contradiction("unknown_slot", tables=(number,), slots=outside)
    if outside := _outside(problem.pauses, problem.slots):
        yield Contradiction("unknown_slot", slots=outside)


def _bad_meetings(problem: Problem) -> Iterator[Contradiction]:
    for number, meeting in enumerate(problem.meetings):
        if unknown := _outside(frozenset(meeting.people), len(problem.people)):
            yield Contradiction("unknown_person", (number,), people=unknown)
        if outside := _outside(meeting.slots or frozenset(), problem.slots):
            yield Contradiction("unknown_slot", (number,), slots=outside)
        if absent := _outside(meeting.tables or frozenset(), len(problem.tables)):
            yield Contradiction("unknown_table", (number,), tables=absent)
        if meeting.value < 0:
            yield Contradiction("negative_value", (number,))
        yield from _bad_company(number, meeting)


def _bad_company(number: int, meeting: Meeting) -> Iterator[Contradiction]:
    repeated = tuple(sorted(person for person, times in Counter(meeting.people).items() if times > 1))
    if repeated:
        yield Contradiction("repeated_person", (number,), people=repeated)
    elif len(meeting.people) < 2:
        yield Contradiction("few_people", (number,), people=meeting.people)


def _bad_orders(problem: Problem) -> Iterator[Contradiction]:
    for pair in problem.before:
        if unknown := _outside(frozenset(pair), len(problem.meetings)):
            yield Contradiction("unknown_meeting", unknown)
        elif pair[0] == pair[1]:
            yield Contradiction("order_of_itself", pair[:1])
    for pair_of_people in sorted(map(sorted, problem.blocked)):
        if unknown := _outside(frozenset(pair_of_people), len(problem.people)):
            yield Contradiction("unknown_person", people=unknown)
        elif len(pair_of_people) != 2:
            yield Contradiction("few_people", people=tuple(pair_of_people))


def _outside(positions: frozenset[int], size: int) -> tuple[int, ...]:
    """Those that are no position of something of this size."""
    return tuple(sorted(position for position in positions if not 0 <= position < size))


def _of_people(problem: Problem) -> Iterator[Contradiction]:
    """People who cannot have as many meetings as are asked of them."""
    required: dict[int, list[int]] = {}
    for number, meeting in enumerate(problem.meetings):
        for one in meeting.people if meeting.required else ():
            required.setdefault(one, []).append(number)
    for number, person in enumerate(problem.people):
        own = tuple(required.get(number, ()))
        if person.most is not None and person.least > person.most:
            yield Contradiction("least_over_most", people=(number,))
        if person.least > len(person.free):
            yield Contradiction("least_over_free", people=(number,))
        if len(own) > len(person.free):
            yield Contradiction("required_over_free", own, (number,))
        if person.most is not None and len(own) > person.most:
            yield Contradiction("required_over_most", own, (number,))


def _of_meetings(problem: Problem) -> Iterator[Contradiction]:
    """Required meetings that fit nowhere even when nothing else takes place."""
    for number, meeting in enumerate(problem.meetings):
        if not meeting.required:
            continue
        if any(frozenset(pair) in problem.blocked for pair in combinations(meeting.people, 2)):
            yield Contradiction("required_blocked", (number,), people=meeting.people)
        if not _slots_of(problem, meeting):
            yield Contradiction("required_nowhere", (number,), people=meeting.people)


def _slots_of(problem: Problem, meeting: Meeting) -> set[int]:
    """Slots in which its people, a table and an interpreter could be there."""
    found = set(range(problem.slots)) if meeting.slots is None else set(meeting.slots)
    found = found.intersection(*(problem.people[person].free for person in meeting.people))
    if meeting.language is not None:
        row = problem.interpreters.get(meeting.language, ())
        found = {slot for slot in found if slot < len(row) and row[slot]}
    if meeting.online:
        return found
    numbers = range(len(problem.tables)) if meeting.tables is None else meeting.tables
    tables = [problem.tables[number] for number in numbers]
    return {
        slot for slot in found if any(slot in table.free and meeting.equipment <= table.equipment for table in tables)
    }


def _of_pairs(problem: Problem) -> Iterator[Contradiction]:
    """Required meetings of one choice; the pinned ones of one person in one slot."""
    required = [number for number, meeting in enumerate(problem.meetings) if meeting.required]
    choices: dict[int, list[int]] = {}
    pinned: dict[tuple[int, int], list[int]] = {}
    for number in required:
        meeting = problem.meetings[number]
        if meeting.choice is not None:
            choices.setdefault(meeting.choice, []).append(number)
        if meeting.slots is not None and len(meeting.slots) == 1:
            for person in meeting.people:
                pinned.setdefault((person, min(meeting.slots)), []).append(number)
    yield from (Contradiction("required_choice_twice", tuple(own)) for own in choices.values() if len(own) > 1)
    for (person, slot), own in pinned.items():
        if len(own) > 1:
            yield Contradiction("required_person_twice", tuple(own), (person,), slots=(slot,))


def _of_order(problem: Problem) -> Iterator[Contradiction]:
    """Required meetings each of which should be before the next, round in a circle."""
    order: TopologicalSorter[int] = TopologicalSorter()
    for first, later in problem.before:
        if problem.meetings[first].required and problem.meetings[later].required:
            order.add(later, first)
    try:
        order.prepare()
    except CycleError as circle:
        yield Contradiction("order_circle", tuple(circle.args[1][:-1]))
