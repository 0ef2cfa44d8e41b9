"""What can happen to a session that has a timetable, each as a changed problem for `repair`.

Nobody is asked for what a loss has made impossible: meetings that are gone are not required any more, and those who had
them need as many fewer. What lies before `from_slot` has taken place and stays as it was.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from matchmaker.scheduling.problem import Person, Problem, Timetable


def without_person(problem: Problem, timetable: Timetable, person: int, from_slot: int = 0) -> Problem:
    """Someone cancels, or leaves."""
    lost = [
        one.meeting for one in timetable if one.slot >= from_slot and person in problem.meetings[one.meeting].people
    ]
    all_of_theirs = {number for number, meeting in enumerate(problem.meetings) if person in meeting.people}
    changed = without_meetings(problem, timetable, all_of_theirs & (set(lost) | _absent(problem, timetable)), from_slot)
    left = replace(changed.people[person], free=_before(problem.people[person].free, from_slot), least=0)
    return replace(changed, people=_put(changed.people, person, left))


def without_meetings(problem: Problem, timetable: Timetable, gone: Collection[int], from_slot: int = 0) -> Problem:
    """Meetings are called off; those before `from_slot` have taken place."""
    past = {one.meeting for one in timetable if one.slot < from_slot}
    placed = {one.meeting for one in timetable}
    lost = Counter(person for number in gone if number in placed - past for person in problem.meetings[number].people)
    meetings = tuple(
        replace(meeting, slots=frozenset(), required=False) if number in gone and number not in past else meeting
        for number, meeting in enumerate(problem.meetings)
    )
    people = tuple(
        replace(person, least=max(0, person.least - lost[number])) for number, person in enumerate(problem.people)
    )
    return replace(problem, meetings=meetings, people=people)


def without_table(problem: Problem, table: int, from_slot: int = 0) -> Problem:
    """A table is not to be used any more."""
    own = problem.tables[table]
    left = replace(own, free=_before(own.free, from_slot))
    return replace(problem, tables=(*problem.tables[:table], left, *problem.tables[table + 1 :]))


def with_absence(problem: Problem, person: int, slots: Collection[int]) -> Problem:
    """Someone is away for some slots: late, or called out."""
    own = problem.people[person]
    return replace(problem, people=_put(problem.people, person, replace(own, free=own.free - set(slots))))


def _absent(problem: Problem, timetable: Timetable) -> set[int]:
    return set(range(len(problem.meetings))) - {one.meeting for one in timetable}


def _before(slots: frozenset[int], from_slot: int) -> frozenset[int]:
    return frozenset(slot for slot in slots if slot < from_slot)


def _put(people: tuple[Person, ...], number: int, person: Person) -> tuple[Person, ...]:
    return (*people[:number], person, *people[number + 1 :])
