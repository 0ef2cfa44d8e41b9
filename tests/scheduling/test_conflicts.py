"""Requirements that clash are named, none too many."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from matchmaker.scheduling.conflicts import Conflict, Requirement, conflict_of, only, requirements_of
from matchmaker.scheduling.problem import Meeting, Person, Problem, Table
from tests.scheduling.strategies import best_rank, problems

ALL = frozenset(range(3))
PEOPLE = (Person(ALL),) * 5
ONE_TABLE = (Table(ALL),)


def required(*people: tuple[int, int], slots: frozenset[int] | None = None) -> tuple[Meeting, ...]:
    """Required meetings of these pairs."""
    return tuple(Meeting(pair, required=True, slots=slots) for pair in people)


def meetings(*numbers: int) -> tuple[Requirement, ...]:
    return tuple(Requirement("required", (number,)) for number in numbers)


CLASHES = [
    (Problem(3, PEOPLE, required((0, 1), (2, 3)), ONE_TABLE), None),
    (Problem(3, PEOPLE, required((0, 1), (2, 3), (1, 4), (0, 2)), ONE_TABLE), meetings(0, 1, 2, 3)),
    (
        Problem(3, PEOPLE, (*required((0, 1), (3, 4)), *required((0, 2), (1, 0), slots=frozenset({1}))), ONE_TABLE * 3),
        meetings(2, 3),
    ),
    (
        Problem(3, PEOPLE, required((0, 1), (2, 3)), ONE_TABLE, before=((0, 1), (1, 0))),
        (Requirement("order", (0, 1)), Requirement("order", (1, 0)), *meetings(0, 1)),
    ),
    (
        Problem(3, PEOPLE, required((0, 1), (2, 3)), ONE_TABLE, blocked=frozenset({frozenset({2, 3})})),
        (Requirement("blocked", (2, 3)), *meetings(1)),
    ),
    (
        Problem(3, (replace(PEOPLE[0], least=2), *PEOPLE[1:]), required((0, 1)), ONE_TABLE),
        (Requirement("least", (0,)),),
    ),
    (
        Problem(
            3, PEOPLE, (*required((0, 1), slots=frozenset({0})), *required((0, 2), slots=frozenset({2}))), ONE_TABLE,
            breaks_apart=0,
        ),
        (Requirement("even"), *meetings(0, 1)),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "clash"), CLASHES)
def test_each_clash(problem: Problem, clash: tuple[Requirement, ...] | None) -> None:
    assert conflict_of(problem, 20.0, 1) == (None if clash is None else Conflict(clash, True))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(people=4, slots=3, tables=2, meetings=4))
def test_each_is_needed_for_the_clash(problem: Problem) -> None:
    wishing = replace(
        problem,
        meetings=tuple(replace(own, required=own.required or own.value > 4) for own in problem.meetings),
    )
    clash = conflict_of(wishing, 20.0, 1)
    assert (clash is None) == (best_rank(wishing) is not None)
    if clash is not None:
        assert best_rank(only(wishing, clash.requirements)) is None
        for left_out in clash.requirements:
            rest = [one for one in clash.requirements if one != left_out]
            assert best_rank(only(wishing, rest)) is not None


def test_what_may_clash_is_what_is_required() -> None:
    problem = Problem(3, PEOPLE, (*required((0, 1)), Meeting((2, 3))), ONE_TABLE, before=((0, 1),))
    assert requirements_of(problem) == meetings(0)
