"""The judge of timetables (law 6): it knows the problem's words and nothing of how a timetable was found.

A break is a maximal group of idle slots between two meetings of one person within one part of the event; the parts end
at the common pauses. Slots in which a person is away count as idle like any other, as in the public instances.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from matchmaker.scheduling.contradictions import malformations
from matchmaker.scheduling.problem import Problem, Timetable


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken wall: which, and the positions that it concerns."""

    code: str
    meetings: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    slot: int | None = None
    table: int | None = None


Judge = Callable[[Problem, Timetable], Iterator[Fault]]


def faults_of(problem: Problem, timetable: Timetable) -> tuple[Fault, ...]:
    """Every broken wall; none: the timetable may be used. Raises ValueError when the problem itself is malformed."""
    if malformed := malformations(problem):
        raise ValueError(f"malformed problem: {malformed}")
    if unknown := tuple(_unknown(problem, timetable)):
        return unknown
    return tuple(fault for judge in JUDGES for fault in judge(problem, timetable))


def breaks_of(problem: Problem, timetable: Timetable) -> tuple[int, ...]:
    """How many breaks each person has."""
    return tuple(len(list(_gaps(problem, slots))) for slots in _slots_of_people(problem, timetable))


def idle_slots_of(problem: Problem, timetable: Timetable) -> tuple[int, ...]:
    """How many slots each person waits between two meetings."""
    return tuple(sum(_gaps(problem, slots)) for slots in _slots_of_people(problem, timetable))


def table_changes_of(problem: Problem, timetable: Timetable) -> tuple[int, ...]:
    """How often each person's next meeting at a table is at another one."""
    tables: list[list[int]] = [[] for _person in problem.people]
    for placed in sorted(timetable, key=lambda placed: placed.slot):
        for person in problem.meetings[placed.meeting].people if placed.table is not None else ():
            tables[person].append(placed.table or 0)
    return tuple(sum(one != other for one, other in pairwise(own)) for own in tables)


def _slots_of_people(problem: Problem, timetable: Timetable) -> list[list[int]]:
    """In which slots each person meets, in order of time."""
    slots: list[set[int]] = [set() for _person in problem.people]
    for placed in timetable:
        for person in problem.meetings[placed.meeting].people:
            slots[person].add(placed.slot)
    return [sorted(own) for own in slots]


def _gaps(problem: Problem, slots: list[int]) -> Iterator[int]:
    """The length of each group of idle slots between two meetings with no common pause between them."""
    for one, other in pairwise(slots):
        if other > one + 1 and problem.pauses.isdisjoint(range(one, other)):
            yield other - one - 1


def _unknown(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    for placed in timetable:
        if not 0 <= placed.meeting < len(problem.meetings):
            yield Fault("unknown_meeting", (placed.meeting,))
        if not 0 <= placed.slot < problem.slots:
            yield Fault("unknown_slot", (placed.meeting,), slot=placed.slot)
        if placed.table is not None and not 0 <= placed.table < len(problem.tables):
            yield Fault("unknown_table", (placed.meeting,), table=placed.table)


def _people(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    """Everyone is there, and at one meeting at a time."""
    met: dict[tuple[int, int], list[int]] = {}
    for placed in timetable:
        for person in problem.meetings[placed.meeting].people:
            met.setdefault((person, placed.slot), []).append(placed.meeting)
            if placed.slot not in problem.people[person].free:
                yield Fault("person_away", (placed.meeting,), (person,), placed.slot)
    for (person, slot), own in met.items():
        if len(own) > 1:
            yield Fault("person_twice", tuple(own), (person,), slot)


def _counts(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    """Everyone has at least and at most as many meetings as they may have."""
    met = Counter(person for placed in timetable for person in problem.meetings[placed.meeting].people)
    for number, person in enumerate(problem.people):
        if met[number] < person.least:
            yield Fault("too_few", people=(number,))
        if person.most is not None and met[number] > person.most:
            yield Fault("too_many", people=(number,))


def _tables(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    """Every table is there, and has one meeting at a time."""
    taken: dict[tuple[int, int], list[int]] = {}
    for placed in timetable:
        if placed.table is None:
            continue
        taken.setdefault((placed.table, placed.slot), []).append(placed.meeting)
        if placed.slot not in problem.tables[placed.table].free:
            yield Fault("table_away", (placed.meeting,), slot=placed.slot, table=placed.table)
    for (table, slot), own in taken.items():
        if len(own) > 1:
            yield Fault("table_twice", tuple(own), slot=slot, table=table)


def _seats(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    """Every meeting has the table it needs, and one that is online has none."""
    for placed in timetable:
        meeting, code = problem.meetings[placed.meeting], None
        if placed.table is None:
            code = None if meeting.online else "no_table"
        elif meeting.online:
            code = "table_for_online"
        elif meeting.tables is not None and placed.table not in meeting.tables:
            code = "wrong_table"
        elif not meeting.equipment <= problem.tables[placed.table].equipment:
            code = "equipment_missing"
        if code:
            yield Fault(code, (placed.meeting,), table=placed.table)


def _slots(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    """Every meeting lies where it may, after those that come before it."""
    at = {placed.meeting: placed.slot for placed in timetable}
    for number, slot in at.items():
        allowed = problem.meetings[number].slots
        if allowed is not None and slot not in allowed:
            yield Fault("wrong_slot", (number,), slot=slot)
    for first, later in problem.before:
        if first in at and later in at and at[first] >= at[later]:
            yield Fault("order_broken", (first, later))


def _interpreters(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    """There are as many interpreters in a slot as its meetings need."""
    needed: dict[tuple[str, int], list[int]] = {}
    for placed in timetable:
        if (language := problem.meetings[placed.meeting].language) is not None:
            needed.setdefault((language, placed.slot), []).append(placed.meeting)
    for (language, slot), own in needed.items():
        row = problem.interpreters.get(language)
        if row is None or len(own) > row[slot]:
            yield Fault("interpreters_short", tuple(own), slot=slot)


def _company(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    """Nobody meets whom they may not."""
    for placed in timetable:
        for pair in combinations(problem.meetings[placed.meeting].people, 2):
            if frozenset(pair) in problem.blocked:
                yield Fault("blocked_pair", (placed.meeting,), pair)


def _choices(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    """Every meeting at most once, one of each choice, and all that are required."""
    times = Counter(placed.meeting for placed in timetable)
    chosen: dict[int, list[int]] = {}
    for number in times:
        if (choice := problem.meetings[number].choice) is not None:
            chosen.setdefault(choice, []).append(number)
    yield from (Fault("meeting_twice", (number,)) for number, count in times.items() if count > 1)
    yield from (Fault("choice_twice", tuple(own)) for own in chosen.values() if len(own) > 1)
    for number, meeting in enumerate(problem.meetings):
        if meeting.required and number not in times:
            yield Fault("required_missing", (number,))


def _evenness(problem: Problem, timetable: Timetable) -> Iterator[Fault]:
    """Nobody has many more breaks than anybody else."""
    if problem.breaks_apart is None or not problem.people:
        return
    breaks = breaks_of(problem, timetable)
    most, least = breaks.index(max(breaks)), breaks.index(min(breaks))
    if breaks[most] - breaks[least] > problem.breaks_apart:
        yield Fault("breaks_apart", people=(most, least))


JUDGES: tuple[Judge, ...] = (_people, _counts, _tables, _seats, _slots, _interpreters, _company, _choices, _evenness)
