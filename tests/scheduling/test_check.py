"""Each wall broken once by hand, and what is counted."""

from dataclasses import replace

import pytest

from matchmaker.scheduling.check import Fault, breaks_of, faults_of, idle_slots_of, table_changes_of
from matchmaker.scheduling.contradictions import Contradiction, contradictions
from matchmaker.scheduling.problem import Meeting, Person, Placed, Problem, Table

ALL = frozenset(range(6))
SCREEN = frozenset({"screen"})
GOOD = (Placed(0, 0, 0), Placed(1, 1, 1), Placed(2, 3, 1), Placed(4, 5, None))


def base() -> Problem:
    """Four people, two tables, six slots."""
    return Problem(
        6,
        (Person(ALL), Person(ALL), Person(ALL - {2}), Person(ALL, most=2)),
        (
            Meeting((0, 1)),
            Meeting((0, 2), equipment=SCREEN),
            Meeting((0, 3), language="en"),
            Meeting((1, 2), slots=frozenset({1, 2, 3}), tables=frozenset({0}), choice=7),
            Meeting((1, 3), online=True, choice=7),
            Meeting((2, 3), language="en"),
        ),
        (Table(ALL - {4}), Table(ALL, SCREEN)),
        {"en": (0, 1, 1, 1, 1, 1)},
    )


def with_meeting(number: int, **changes: object) -> Problem:
    """The base with one meeting changed."""
    own = base()
    changed = replace(own.meetings[number], **changes)
    return replace(own, meetings=(*own.meetings[:number], changed, *own.meetings[number + 1 :]))


def with_person(number: int, **changes: object) -> Problem:
    """The base with one person changed."""
    own = base()
    changed = replace(own.people[number], **changes)
    return replace(own, people=(*own.people[:number], changed, *own.people[number + 1 :]))


def moved(*placed: Placed) -> tuple[Placed, ...]:
    """The good timetable with other places for some meetings."""
    numbers = {one.meeting for one in placed}
    return (*(one for one in GOOD if one.meeting not in numbers), *placed)


BROKEN = [
    (base(), GOOD, ()),
    (base(), (), ()),
    (base(), moved(Placed(1, 0, 1)), (Fault("person_twice", (0, 1), (0,), 0),)),
    (base(), moved(Placed(5, 3, 0)), (
        Fault("person_twice", (2, 5), (3,), 3),
        Fault("too_many", people=(3,)),
        Fault("interpreters_short", (2, 5), slot=3),
    )),
    (base(), moved(Placed(1, 2, 1)), (Fault("person_away", (1,), (2,), 2),)),
    (base(), (Placed(0, 1, 1), Placed(5, 1, 1)), (Fault("table_twice", (0, 5), slot=1, table=1),)),
    (base(), moved(Placed(0, 4, 0)), (Fault("table_away", (0,), slot=4, table=0),)),
    (base(), (Placed(3, 4, 0),), (Fault("table_away", (3,), slot=4, table=0), Fault("wrong_slot", (3,), slot=4))),
    (base(), (Placed(3, 3, 1),), (Fault("wrong_table", (3,), table=1),)),
    (base(), moved(Placed(1, 1, 0)), (Fault("equipment_missing", (1,), table=0),)),
    (base(), moved(Placed(0, 0, None)), (Fault("no_table", (0,)),)),
    (base(), moved(Placed(4, 5, 0)), (Fault("table_for_online", (4,), table=0),)),
    (base(), moved(Placed(2, 0, 1)), (
        Fault("person_twice", (0, 2), (0,), 0),
        Fault("interpreters_short", (2,), slot=0),
    )),
    (with_meeting(2, language="zh"), GOOD, (Fault("interpreters_short", (2,), slot=3),)),
    (replace(base(), before=((2, 1),)), GOOD, (Fault("order_broken", (2, 1)),)),
    (replace(base(), before=((0, 4), (3, 0))), GOOD, ()),
    (replace(base(), before=((0, 1),)), (Placed(0, 1, 0), Placed(1, 1, 1)), (
        Fault("person_twice", (0, 1), (0,), 1),
        Fault("order_broken", (0, 1)),
    )),
    (replace(base(), blocked=frozenset({frozenset({0, 2})})), GOOD, (Fault("blocked_pair", (1,), (0, 2)),)),
    (base(), moved(Placed(3, 2, 0), Placed(4, 4, None)), (
        Fault("person_away", (3,), (2,), 2),
        Fault("choice_twice", (3, 4)),
    )),
    (with_person(2, least=2), GOOD, (Fault("too_few", people=(2,)),)),
    (with_person(0, most=2), GOOD, (Fault("too_many", people=(0,)),)),
    (with_meeting(5, required=True), GOOD, (Fault("required_missing", (5,)),)),
    (replace(base(), breaks_apart=0), GOOD, (Fault("breaks_apart", people=(0, 2)),)),
    (replace(base(), breaks_apart=1), GOOD, ()),
    (base(), (Placed(0, 0, 0), Placed(0, 1, 0)), (Fault("meeting_twice", (0,)),)),
    (base(), (Placed(6, 0, 0),), (Fault("unknown_meeting", (6,)),)),
    (base(), (Placed(0, 6, 0),), (Fault("unknown_slot", (0,), slot=6),)),
    (base(), (Placed(0, 0, -1),), (Fault("unknown_table", (0,), table=-1),)),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "timetable", "faults"), BROKEN)
def test_each_wall(problem: Problem, timetable: tuple[Placed, ...], faults: tuple[Fault, ...]) -> None:
    assert faults_of(problem, timetable) == faults


def test_what_is_counted() -> None:
    problem = base()
    assert breaks_of(problem, GOOD) == (1, 1, 0, 1)
    assert idle_slots_of(problem, GOOD) == (1, 4, 0, 1)
    assert table_changes_of(problem, GOOD) == (1, 0, 0, 0)


def test_a_gap_does_not_reach_over_a_pause() -> None:
    problem = replace(base(), pauses=frozenset({3}))
    assert (breaks_of(problem, GOOD), idle_slots_of(problem, GOOD)) == ((1, 0, 0, 0), (1, 0, 0, 0))


CONTRADICTORY = [
    (base(), ()),
    (with_meeting(0, people=(0, 9)), (Contradiction("unknown_person", (0,), (9,)),)),
    (with_meeting(0, people=(0, 0)), (Contradiction("repeated_person", (0,), (0,)),)),
    (with_meeting(0, people=(0,)), (Contradiction("few_people", (0,), (0,)),)),
    (with_meeting(0, slots=frozenset({6})), (Contradiction("unknown_slot", (0,), slots=(6,)),)),
    (with_meeting(0, tables=frozenset({-1})), (Contradiction("unknown_table", (0,), tables=(-1,)),)),
    (with_meeting(0, value=-1), (Contradiction("negative_value", (0,)),)),
    (with_person(0, least=-1), (Contradiction("negative_number", people=(0,)),)),
    (with_person(0, free=frozenset({7})), (Contradiction("unknown_slot", people=(0,), slots=(7,)),)),
    (replace(base(), floor=-1), (Contradiction("negative_number"),)),
    (replace(base(), breaks_apart=-1), (Contradiction("negative_number"),)),
    (replace(base(), pauses=frozenset({6})), (Contradiction("unknown_slot", slots=(6,)),)),
    (replace(base(), tables=(Table(frozenset({6})),)), (
        Contradiction("unknown_slot", tables=(0,), slots=(6,)),
    )),
    (replace(base(), interpreters={"en": (1,)}), (Contradiction("interpreters_length"),)),
    (replace(base(), before=((0, 6),)), (Contradiction("unknown_meeting", (6,)),)),
    (replace(base(), before=((1, 1),)), (Contradiction("order_of_itself", (1,)),)),
    (replace(base(), blocked=frozenset({frozenset({1, 8})})), (Contradiction("unknown_person", people=(8,)),)),
    (replace(base(), blocked=frozenset({frozenset({1})})), (Contradiction("few_people", people=(1,)),)),
    (with_person(3, least=3), (Contradiction("least_over_most", people=(3,)),)),
    (with_person(2, least=6), (Contradiction("least_over_free", people=(2,)),)),
    (with_meeting(2, required=True, language="zh"), (Contradiction("required_nowhere", (2,), (0, 3)),)),
    (replace(with_meeting(1, required=True), blocked=frozenset({frozenset({0, 2})})), (
        Contradiction("required_blocked", (1,), (0, 2)),
    )),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "found"), CONTRADICTORY)
def test_each_contradiction(problem: Problem, found: tuple[Contradiction, ...]) -> None:
    assert contradictions(problem) == found


def requiring(*changes: tuple[int, dict[str, object]], **others: object) -> Problem:
    """The base with several required meetings."""
    meetings = list(base().meetings)
    for number, own in changes:
        meetings[number] = replace(meetings[number], required=True, **own)
    return replace(base(), meetings=tuple(meetings), **others)


PINNED = {"slots": frozenset({1})}
TOGETHER = [
    (requiring((3, {}), (4, {})), (Contradiction("required_choice_twice", (3, 4)),)),
    (requiring((0, PINNED), (1, PINNED)), (Contradiction("required_person_twice", (0, 1), (0,), slots=(1,)),)),
    (requiring((0, {}), (1, {}), before=((0, 1), (1, 0))), (Contradiction("order_circle", (0, 1)),)),
    (requiring((2, {}), (4, {}), (5, {})), (Contradiction("required_over_most", (2, 4, 5), (3,)),)),
]


@pytest.mark.parametrize(("problem", "found"), TOGETHER)
def test_what_cannot_be_met_together(problem: Problem, found: tuple[Contradiction, ...]) -> None:
    assert [replace(one, meetings=tuple(sorted(one.meetings))) for one in contradictions(problem)] == list(found)


def test_more_required_than_slots() -> None:
    people = (Person(frozenset({0})), *base().people[1:])
    problem = replace(requiring((0, {}), (1, {})), people=people)
    assert contradictions(problem) == (Contradiction("required_over_free", (0, 1), (0,)),)


def test_a_malformed_problem_is_not_judged() -> None:
    with pytest.raises(ValueError, match="unknown_person"):
        faults_of(with_meeting(0, people=(0, 9)), ())
