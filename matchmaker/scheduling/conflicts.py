"""Which requirements clash when there is no timetable: a smallest-by-leaving-out set, each of which is needed for the clash.

Found by halving (QuickXplain, Junker 2004): whole halves of the requirements are left out while the rest still clashes.
People's absences, tables and interpreters are taken as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matchmaker.scheduling.problem import Kind, Problem
from matchmaker.scheduling.solve import solve
from matchmaker.scheduling.waiting import Patience

STEP = 10.0  # seconds for one question


@dataclass(frozen=True, slots=True, order=True)
class Requirement:
    """One thing that is required: `required` (a meeting), `least` (of a person), `order` (two meetings), `blocked` (two
    people), `even` (breaks)."""

    code: str
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Requirements that clash. `proved`: none of them can be left out; else the time was too short to tell for all."""

    requirements: tuple[Requirement, ...]
    proved: bool


def requirements_of(problem: Problem) -> tuple[Requirement, ...]:
    """Everything that may clash."""
    required = {number for number, meeting in enumerate(problem.meetings) if meeting.required}
    meeting_each_other = {person for number in required for person in problem.meetings[number].people}
    least = {number for number, person in enumerate(problem.people) if person.least}
    blocked = [tuple(sorted(pair)) for pair in problem.blocked if least or pair <= meeting_each_other]
    return (
        *(Requirement("blocked", pair) for pair in sorted(blocked)),
        *(Requirement("order", pair) for pair in problem.before if least or required.issuperset(pair)),
        *((Requirement("even"),) if problem.breaks_apart is not None else ()),
        *(Requirement("least", (number,)) for number in sorted(least)),
        *(Requirement("required", (number,)) for number in sorted(required)),
    )


def conflict_of(problem: Problem, seconds: float = 60.0, threads: int = 2) -> Conflict | None:
    """A minimal set of clashing requirements; None when a timetable was found, or nothing clashes that was proved."""
    search = _Search(problem, Patience(seconds, threads))
    everything = requirements_of(problem)
    if not search.clash(everything):
        return None
    found = search.least([], everything, False)
    return Conflict(tuple(sorted(found)), search.certain)


def only(problem: Problem, kept: Sequence[Requirement]) -> Problem:
    """The problem with no other requirements, and without meetings that nothing required can need."""
    codes: dict[str, set[tuple[int, ...]]] = {}
    for one in kept:
        codes.setdefault(one.code, set()).add(one.positions)
    required, least = codes.get("required", set()), codes.get("least", set())
    people = tuple(
        replace(own, least=own.least if (number,) in least else 0) for number, own in enumerate(problem.people)
    )
    meetings = tuple(
        replace(
            own,
            required=(number,) in required,
            value=0,
            kind=Kind.ONE_SIDED,
            slots=own.slots
            if (number,) in required or any((person,) in least for person in own.people)
            else frozenset(),
        )
        for number, own in enumerate(problem.meetings)
    )
    return replace(
        problem,
        people=people,
        meetings=meetings,
        floor=0,
        before=tuple(pair for pair in problem.before if pair in codes.get("order", set())),
        blocked=frozenset(pair for pair in problem.blocked if tuple(sorted(pair)) in codes.get("blocked", set())),
        breaks_apart=problem.breaks_apart if "even" in codes else None,
    )


class _Search:
    """The halving, and whether every answer was certain."""

    def __init__(self, problem: Problem, patience: Patience) -> None:
        self.problem, self.patience, self.certain = problem, patience, True

    def clash(self, requirements: Sequence[Requirement]) -> bool:
        """There is surely no timetable with these."""
        found: list[bool] = []
        answer = solve(
            only(self.problem, requirements),
            min(STEP, self.patience.left()),
            self.patience.threads,
            stop=lambda: bool(found),
            on_better=lambda _solution: found.append(True),
        )
        self.certain = self.certain and answer.status != "unknown"
        return answer.status == "infeasible"

    def least(self, base: list[Requirement], rest: Sequence[Requirement], added: bool) -> list[Requirement]:
        """The requirements of `rest` that clash together with the base and are all needed for that."""
        if added and self.clash(base):
            return []
        if len(rest) == 1:
            return list(rest)
        half = len(rest) // 2
        one, other = list(rest[:half]), list(rest[half:])
        of_other = self.least(base + one, other, bool(one))
        of_one = self.least(base + of_other, one, bool(of_other))
        return of_one + of_other
