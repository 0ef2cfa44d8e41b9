"""The search: no faults, nothing better to be had on small problems, bounds that hold, and it stops when told."""

from hypothesis import HealthCheck, given, settings

from matchmaker.scheduling.check import faults_of
from matchmaker.scheduling.problem import Problem
from matchmaker.scheduling.solve import solve
from tests.scheduling.strategies import best_rank, problems, rank_of

TINY = problems(people=4, slots=3, tables=2, meetings=4)
GROWING = {"too_few", "required_missing", "breaks_apart"}  # what the plain way may leave to the search
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SETTINGS
@given(TINY)
def test_nothing_better_is_to_be_had(problem: Problem) -> None:
    found, best = solve(problem, 5.0, threads=1), best_rank(problem)
    if best is None:
        assert (found.status, found.timetable) == ("infeasible", ())
    else:
        assert (found.status, rank_of(problem, found.timetable)) == ("optimal", best)
        assert faults_of(problem, found.timetable) == ()
