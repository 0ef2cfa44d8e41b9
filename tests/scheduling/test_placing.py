"""All meetings placed with the fewest breaks: by hand, against trying everything, and while the search goes on."""

from dataclasses import replace
from itertools import combinations, product
from time import monotonic

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from matchmaker.scheduling.check import breaks_of, faults_of
from matchmaker.scheduling.placing import Placement, place_all
from matchmaker.scheduling.problem import Meeting, Person, Placed, Problem, Table
from tests.scheduling.strategies import problems

DAY = frozenset(range(4))
GROWING = {"too_few", "required_missing", "breaks_apart"}


def answer(problem: Problem) -> Placement:
    """Without the seconds, which differ."""
    return replace(place_all(problem, 20, 1), seconds=0.0)


def at(*slots: int) -> frozenset[int]:
    return frozenset(slots)


def two_people(*meetings: Meeting, **others: object) -> Problem:
    """Two people who are there all day, and one table."""
    return Problem(4, (Person(DAY), Person(DAY)), meetings, (Table(DAY),), **others)


def test_no_meetings_need_no_search() -> None:
    assert answer(two_people()) == Placement("optimal", (), 0, 0)


def test_meetings_lie_side_by_side() -> None:
    problem = two_people(Meeting((0, 1), slots=at(1)), Meeting((0, 1), slots=at(0, 2, 3)), Meeting((0, 1), slots=at(3)))
    assert answer(problem) == Placement("optimal", (Placed(0, 1, 0), Placed(1, 2, 0), Placed(2, 3, 0)), 0, 0)


def test_a_break_counts_for_both_people() -> None:
    problem = two_people(Meeting((0, 1), slots=at(0)), Meeting((0, 1), slots=at(3)))
    assert answer(problem) == Placement("optimal", (Placed(0, 0, 0), Placed(1, 3, 0)), 2, 2)


def test_a_common_pause_is_no_break() -> None:
    problem = two_people(Meeting((0, 1), slots=at(0)), Meeting((0, 1), slots=at(3)), pauses=at(1))
    assert answer(problem) == Placement("optimal", (Placed(0, 0, 0), Placed(1, 3, 0)), 0, 0)


def test_nobody_has_many_more_breaks_than_another() -> None:
    people = (Person(DAY), Person(DAY), Person(DAY))
    meetings = (Meeting((0, 1), slots=at(0)), Meeting((0, 1), slots=at(2)))
    problem = Problem(4, people, meetings, (Table(DAY),), breaks_apart=1)
    assert answer(problem) == Placement("optimal", (Placed(0, 0, 0), Placed(1, 2, 0)), 2, 2)
    assert answer(replace(problem, breaks_apart=0)) == Placement("infeasible")


def test_where_everyone_has_breaks_the_fewest_count() -> None:
    problem = two_people(Meeting((0, 1), slots=at(0)), Meeting((0, 1), slots=at(2)), breaks_apart=0)
    assert answer(problem) == Placement("optimal", (Placed(0, 0, 0), Placed(1, 2, 0)), 2, 2)


def test_order_is_kept() -> None:
    problem = two_people(Meeting((0, 1), slots=at(1, 2)), Meeting((0, 1), slots=at(1, 2)), before=((1, 0),))
    assert answer(problem) == Placement("optimal", (Placed(0, 2, 0), Placed(1, 1, 0)), 0, 0)


def test_meetings_sit_where_they_can() -> None:
    people = tuple(Person(at(0)) for _person in range(6))
    tables = (Table(at(0)), Table(at(0), frozenset({"screen"})), Table(at(0)))
    wanting = (
        Meeting((0, 1), tables=at(1, 2)),
        Meeting((2, 3), equipment=frozenset({"screen"})),
        Meeting((4, 5), online=True),
    )
    placed = (Placed(0, 0, 2), Placed(1, 0, 1), Placed(2, 0, None))
    assert answer(Problem(1, people, wanting, tables)) == Placement("optimal", placed, 0, 0)


def test_three_meetings_do_not_share_two_tables() -> None:
    """Any two of them could sit: only all three together are too many."""
    people = tuple(Person(at(0)) for _person in range(6))
    wanting = (Meeting((0, 1), tables=at(0, 1)), Meeting((2, 3), tables=at(1)), Meeting((4, 5), tables=at(0)))
    assert answer(Problem(1, people, wanting, (Table(at(0)),) * 3)) == Placement("infeasible")


def test_what_cannot_be_is_said() -> None:
    twice = (Meeting((0, 1), slots=at(0)), Meeting((0, 1), slots=at(0)))
    assert answer(two_people(*twice)) == Placement("infeasible")
    assert answer(two_people(Meeting((0, 1), slots=at()))) == Placement("infeasible")
    assert answer(two_people(Meeting((0, 1), choice=1), Meeting((0, 1), choice=1))) == Placement("infeasible")
    assert answer(two_people(*(Meeting((0, 1)),) * 5)) == Placement("infeasible")


def test_each_better_timetable_is_told() -> None:
    told: list[Placement] = []
    problem = two_people(Meeting((0, 1), slots=at(0)), Meeting((0, 1), slots=at(2, 3)))
    found = place_all(problem, 20, 1, on_better=told.append)
    assert [one.breaks for one in told] == sorted({one.breaks for one in told}, reverse=True)
    assert (told[-1].timetable, told[-1].breaks) == (found.timetable, found.breaks)
    assert all(one.bound <= (one.breaks or 0) and not faults_of(problem, one.timetable) for one in told)


def test_told_to_stop_it_returns_what_it_has() -> None:
    problem = two_people(Meeting((0, 1)), Meeting((0, 1)))
    assert replace(place_all(problem, 20, 1, stop=lambda: True), seconds=0.0) == Placement("unknown")


@pytest.mark.parametrize("threads", [1, 2])
def test_told_to_stop_while_it_searches_it_stops(threads: int) -> None:
    """21 people who all meet each other in 20 slots: one is always left over, which takes a search ages to see."""
    slots = frozenset(range(20))
    meetings = tuple(Meeting(pair) for pair in combinations(range(21), 2))
    problem = Problem(20, (Person(slots),) * 21, meetings, (Table(slots),) * 11)
    start = monotonic()
    found = place_all(problem, 60, threads, stop=lambda: monotonic() > start + 0.5)
    assert (found.status, found.timetable, found.seconds < 30) == ("unknown", (), True)


def test_without_time_nothing_is_claimed() -> None:
    assert replace(place_all(two_people(Meeting((0, 1))), 0, 1), seconds=0.0) == Placement("unknown")


def fewest_breaks(problem: Problem) -> int | None:
    """By trying everything; None when there is no timetable."""
    found: list[int] = []
    places = list(product(range(problem.slots), (None, *range(len(problem.tables)))))

    def extend(number: int, timetable: tuple[Placed, ...]) -> None:
        faults = {fault.code for fault in faults_of(problem, timetable)}
        if faults - GROWING:
            return
        if number == len(problem.meetings):
            found.extend([sum(breaks_of(problem, timetable))] if not faults else [])
            return
        for slot, table in places:
            if (table is None) == problem.meetings[number].online:
                extend(number + 1, (*timetable, Placed(number, slot, table)))

    extend(0, ())
    return min(found, default=None)


@st.composite
def days(draw: st.DrawFn) -> Problem:
    """A few meetings of a few people in a short day, most of which have a timetable."""
    slots = draw(st.integers(3, 5))
    away = st.frozensets(st.integers(0, slots - 1), max_size=1)
    every = frozenset(range(slots))
    pair = st.lists(st.integers(0, 3), min_size=2, max_size=2, unique=True).map(tuple)
    own = st.builds(Meeting, pair, slots=st.none() | away.map(lambda one: every - one) | st.just(every - {1, 2}))
    meetings = tuple(draw(st.lists(own, min_size=2, max_size=4)))
    order = st.just(()) if len(meetings) < 3 else st.sampled_from(((), (), ((2, 0),)))
    return Problem(
        slots,
        tuple(Person(every - draw(away)) for _person in range(4)),
        meetings,
        tuple(Table(every - draw(away)) for _table in range(draw(st.integers(1, 2)))),
        before=draw(order),
        pauses=draw(st.sampled_from((frozenset[int](), frozenset({1})))),
        breaks_apart=draw(st.sampled_from((None, 0, 1, 2))),
    )


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(people=4, slots=5, tables=2, meetings=4) | days() | days(), st.sampled_from((1, 2)))
def test_it_is_as_good_as_trying_everything(problem: Problem, threads: int) -> None:
    required = tuple(replace(meeting, required=True) for meeting in problem.meetings)
    problem = replace(problem, meetings=required)
    found, best = place_all(problem, 60, threads), fewest_breaks(problem)
    event(f"breaks: {best}")
    expected = ("infeasible", None) if best is None else ("optimal", best)
    assert (found.status, found.breaks) == expected
    if best is not None:
        assert (faults_of(problem, found.timetable), sum(breaks_of(problem, found.timetable))) == ((), best)
