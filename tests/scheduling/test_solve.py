"""The search: no faults, nothing better to be had on small problems, bounds that hold, and it stops when told."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings

from benchmarks.generated import generated
from matchmaker.scheduling.check import faults_of, idle_slots_of, table_changes_of
from matchmaker.scheduling.greedy import greedy
from matchmaker.scheduling.problem import Kind, Meeting, Person, Problem, Table
from matchmaker.scheduling.solve import Solution, solve
from tests.scheduling.strategies import best_rank, problems, rank_of, ranks_of

TINY = problems(people=4, slots=3, tables=2, meetings=5)
GROWING = {"too_few", "required_missing", "breaks_apart"}  # what the plain way may leave to the search
SETTINGS = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def agrees(problem: Problem) -> None:
    """The search finds what trying everything finds, and its bounds are reached."""
    found, best = solve(problem, 20.0, threads=1), best_rank(problem)
    if best is None:
        assert (found.status, found.timetable) == ("infeasible", ())
        return
    assert (found.status, rank_of(problem, found.timetable)) == ("optimal", best)
    assert faults_of(problem, found.timetable) == ()
    assert (found.bounds.must, found.bounds.mutual, -found.bounds.shortfall, found.bounds.value) == best


@SETTINGS
@given(TINY)
def test_nothing_better_is_to_be_had(problem: Problem) -> None:
    agrees(problem)


@settings(SETTINGS, max_examples=40)
@given(TINY)
def test_windows_alone_find_it_too(problem: Problem) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("placing_choice.insert", "solve.fill", "closing.insert"):
            patch.setattr(f"matchmaker.scheduling.{name}", lambda *_what: False)
        agrees(problem)


BOTH = frozenset({0, 1})
TRIANGLE = Problem(
    2,
    (Person(BOTH),) * 5,
    (*(Meeting(pair, 1, Kind.MUTUAL) for pair in ((0, 1), (1, 2), (0, 2))), Meeting((0, 3), 9), Meeting((2, 4), 9)),
    (Table(BOTH),) * 3,
)  # each can have two meetings, but three who all meet each other need three slots


@SETTINGS
@given(TINY)
@example(TRIANGLE)
def test_every_bound_that_is_told_holds(problem: Problem) -> None:
    """Each for timetables that keep the weightier levels of the one it is told with; also where the gap is not closed."""
    told: list[Solution] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matchmaker.scheduling.solve.close", lambda *_what: "open")
        last = solve(problem, 20.0, threads=1, on_better=told.append)
    told += [last] if told else []
    everything = ranks_of(problem) if told else set()
    for one in told:
        bounds = (one.bounds.must, one.bounds.mutual, -one.bounds.shortfall, one.bounds.value)
        own = rank_of(problem, one.timetable)
        for level in range(4):
            kept = [
                rank[level]
                for rank in everything
                if all(a >= b for a, b in zip(rank[:level], own[:level], strict=True))
            ]
            assert max(kept) <= bounds[level]


@SETTINGS
@given(problems())
def test_no_faults_and_bounds_that_hold(problem: Problem) -> None:
    plain = greedy(problem)
    assert {fault.code for fault in faults_of(problem, plain)} <= GROWING
    found = solve(problem, 20.0, threads=1)
    if found.scores is None:
        assert found.status == "infeasible"
        return
    assert faults_of(problem, found.timetable) == ()
    assert rank_of(problem, found.timetable) <= (
        found.bounds.must,
        found.bounds.mutual,
        -found.bounds.shortfall,
        found.bounds.value,
    )
    assert found.scores.idle == sum(idle_slots_of(problem, found.timetable))
    assert found.scores.changes == sum(table_changes_of(problem, found.timetable))
    if not faults_of(problem, plain):
        assert rank_of(problem, found.timetable) >= rank_of(problem, plain)


def test_each_better_timetable_is_told() -> None:
    problem, told = generated(40, 12, 12, 200, 3), list[Solution]()
    found = solve(problem, 3.0, on_better=told.append)
    ranks = [one.scores.rank for one in told if one.scores]
    assert (len(ranks) > 1, ranks) == (True, sorted(set(ranks)))
    assert (told[-1].timetable, found.status) == (found.timetable, "optimal")
    for one in told:
        assert faults_of(problem, one.timetable) == ()
        assert one.scores is not None and one.scores.value <= one.bounds.value


def test_a_word_to_stop_is_heeded() -> None:
    problem, started = generated(150, 16, 40, 1500, 1), time.monotonic()
    found = solve(problem, 60.0, stop=lambda: time.monotonic() > started + 1.0)
    assert (faults_of(problem, found.timetable), bool(found.timetable)) == ((), True)
    assert time.monotonic() - started < 5.0


def test_stopped_at_once_there_is_still_a_plain_timetable() -> None:
    problem = generated(40, 12, 12, 200, 1)
    found = solve(problem, 10.0, stop=lambda: True)
    assert (found.status, found.timetable) == ("feasible", greedy(problem))


def test_a_seed_fixes_the_answer() -> None:
    problem = generated(12, 6, 4, 40, 5)
    one, other = (solve(problem, 60.0, threads=1, seed=7) for _each in range(2))
    assert (one.timetable, one.bounds, one.status) == (other.timetable, other.bounds, "optimal")


def test_a_start_is_improved_on() -> None:
    problem = generated(40, 12, 12, 200, 4)
    start = greedy(problem)
    assert faults_of(problem, start) == ()
    found = solve(problem, 1.0, start=start)
    assert (faults_of(problem, found.timetable), rank_of(problem, found.timetable) > rank_of(problem, start)) == (
        (),
        True,
    )


def test_nobody_stays_under_the_floor_for_the_sake_of_value() -> None:
    both = frozenset({0, 1})
    meetings = (Meeting((0, 1), 9), Meeting((0, 1), 8), Meeting((2, 3), 0))
    problem = Problem(2, (Person(both),) * 4, meetings, (Table(both),), floor=1)
    fair, plain = solve(problem, 5.0), solve(replace(problem, floor=0), 5.0)
    assert {one.meeting for one in fair.timetable} == {0, 2}
    assert {one.meeting for one in plain.timetable} == {0, 1}
    assert (fair.status, plain.status) == ("optimal", "optimal")


def test_a_mutual_request_stands_before_the_floor_and_any_value() -> None:
    both = frozenset({0, 1})
    meetings = (Meeting((0, 1), 1, Kind.MUTUAL), Meeting((0, 1), 1, Kind.MUTUAL), Meeting((2, 3), 99))
    problem = Problem(2, (Person(both),) * 4, meetings, (Table(both),), floor=1)
    found = solve(problem, 5.0)
    assert ({one.meeting for one in found.timetable}, found.scores and found.scores.under) == ({0, 1}, 2)
