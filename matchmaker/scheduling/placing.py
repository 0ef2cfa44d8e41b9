"""All meetings of a problem in one timetable with the fewest breaks: for meetings that are given, or already chosen.

The proof comes from below (core-guided search: which people cannot all be without a break?), so the first timetable is
often the best one. To place a choice of meetings, hand over the problem with those meetings only.
"""

from collections.abc import Callable
from dataclasses import dataclass

from matchmaker.scheduling.board import Board
from matchmaker.scheduling.openings import openings
from matchmaker.scheduling.problem import Problem, Timetable
from matchmaker.scheduling.seating import overfilled
from matchmaker.scheduling.waiting import Patience
from matchmaker.scheduling.walls import Place, Walls, read_walls


@dataclass(frozen=True, slots=True)
class Placement:
    """What was found: `optimal`, `feasible`, `infeasible` or `unknown`; no timetable has fewer breaks than `bound`."""

    status: str
    timetable: Timetable = ()
    breaks: int | None = None
    bound: int = 0
    seconds: float = 0.0


def place_all(
    problem: Problem,
    seconds: float,
    threads: int = 2,
    stop: Callable[[], bool] | None = None,
    on_better: Callable[[Placement], None] | None = None,
    seed: int = 0,
) -> Placement:
    """The timetable of all meetings of a well-formed problem with the fewest breaks that the time allows.

    stop: asked often; once true, what was found so far is returned. on_better: told each better timetable.
    """
    return _Search(problem, Patience(seconds, threads, seed, stop), on_better).run()


class _Search:
    """One search: what is known so far, and whom to tell."""

    def __init__(self, problem: Problem, patience: Patience, on_better: Callable[[Placement], None] | None) -> None:
        self.walls, self.patience, self.on_better = read_walls(problem), patience, on_better
        self.families: set[int] = set()  # of tables, that an answer turned out to overfill
        self.timetable: Timetable = ()
        self.breaks: int | None = None
        self.bound = 0

    def run(self) -> Placement:
        """Solve; again while an answer's meetings cannot sit down."""
        slots = openings(self.walls)
        status = "unknown" if slots is not None else "infeasible"
        while slots is not None and self.patience.left():
            known = len(self.families)
            status = self._solve(slots)
            if len(self.families) == known or self.breaks == self.bound:
                break
        return self._placement(status)

    def _placement(self, status: str) -> Placement:
        if self.breaks is not None:
            status = "optimal" if self.breaks <= self.bound else "feasible"
        elif status != "infeasible":
            status = "unknown"
        return Placement(status, self.timetable, self.breaks, self.bound, self.patience.passed())

    def _solve(self, slots: list[int]) -> str:
        """One model to its end or to the deadline."""
        from matchmaker.scheduling.arranging import Arrangement
        from matchmaker.scheduling.proving import solve

        arrangement = Arrangement(self.walls, slots, self.families)
        return solve(arrangement, self.patience, self._told, self._proved)

    def _proved(self, bound: int) -> None:
        self.bound = max(self.bound, bound)

    def _overfilled(self, places: list[Place]) -> set[int]:
        """Sets of tables with which more meetings of a slot would have to make do than can."""
        wishes: dict[int, list[int]] = {}
        for meeting, slot in places:
            wishes.setdefault(slot, []).extend([self.walls.seats[meeting]] if self.walls.seats[meeting] else [])
        found = {overfilled(own, self.walls.seats_free[slot]) for slot, own in wishes.items()}
        return {family for family in found if family is not None}

    def _seated(self, places: list[Place]) -> Timetable:
        """Everyone at a table."""
        board = Board(self.walls)
        for meeting, slot in places:
            if not board.place(meeting, slot):
                raise RuntimeError(f"meeting {meeting} does not fit into slot {slot}")
        return board.timetable()

    def _told(self, places: list[Place], breaks: int) -> None:
        """Take over a better answer, if all its meetings can sit down."""
        broken = self._overfilled(places)
        self.families.update(broken)
        if broken or (self.breaks is not None and breaks >= self.breaks):
            return
        self.timetable, self.breaks = self._seated(places), breaks
        if self.on_better is not None:
            self.on_better(self._placement("feasible"))
