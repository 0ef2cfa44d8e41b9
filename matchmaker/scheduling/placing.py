"""All meetings of a problem in one timetable with the fewest breaks: for meetings that are given, or already chosen.

1. Where each could still lie (`openings`). 2. Where everybody's day could be unbroken, and a bound (`runs`). 3. The model
(`arranging`, `days`). 4. Two searches that end each other (`proving`). To place a choice of meetings, hand over the
problem with those meetings only."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from matchmaker.scheduling.board import Board
from matchmaker.scheduling.findings import Findings
from matchmaker.scheduling.openings import openings
from matchmaker.scheduling.problem import Problem, Timetable
from matchmaker.scheduling.runs import fewest_with_breaks, starts_of
from matchmaker.scheduling.seating import overfilled
from matchmaker.scheduling.waiting import Patience
from matchmaker.scheduling.walls import Place, read_walls


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
        self.told: int | None = None  # breaks of the last timetable told
        self.timetable: Timetable = ()

    def run(self) -> Placement:
        """Prove; again with further walls while an answer's meetings cannot sit down."""
        found = Findings(self._take)
        slots = openings(self.walls)
        if slots is None:
            found.impossible = True
        elif self.patience.left():
            self._prove(slots, found)
        return self._placement(found)

    def _prove(self, slots: list[int], found: Findings) -> None:
        from matchmaker.scheduling.arranging import Arrangement
        from matchmaker.scheduling.proving import Prover

        starts = [starts_of([slots[one] for one in own], self.walls.problem.slots) for own in self.walls.of_person]
        found.proved(fewest_with_breaks(self.walls, slots, starts))
        while not found.settled and self.patience.left():
            arrangement = Arrangement(self.walls, slots, starts, self.families)
            Prover(arrangement, self.patience, found).run(lambda: self._tell(found))
            found.refused = False

    def _take(self, places: list[Place]) -> int | None:
        """The breaks of an answer; None, and new families, when its meetings cannot sit down."""
        by_slot: dict[int, list[int]] = {}
        for meeting, slot in places:
            by_slot.setdefault(slot, []).append(meeting)
        seats, free = self.walls.seats, self.walls.seats_free
        sets = {overfilled([seats[one] for one in own if seats[one]], free[slot]) for slot, own in by_slot.items()}
        self.families |= (broken := {family for family in sets if family is not None})
        return None if broken else self._breaks(dict(places))

    def _breaks(self, at: dict[int, int]) -> int:
        """Neighbouring meetings of one person with idle slots and no pause between them."""
        pauses, total = self.walls.problem.pauses, 0
        for own in self.walls.of_person:
            for one, other in pairwise(sorted(at[meeting] for meeting in own)):
                total += other > one + 1 and pauses.isdisjoint(range(one, other))
        return total

    def _tell(self, found: Findings) -> None:
        """Seat the best answer, if it is new, and pass it on."""
        if found.breaks is None or found.breaks == self.told:
            return
        with found.lock:
            places, self.told = list(found.places), found.breaks
        self.timetable = self._seated(places)
        if self.on_better is not None:
            self.on_better(self._placement(found))

    def _seated(self, places: list[Place]) -> Timetable:
        """Everyone at a table."""
        board = Board(self.walls)
        for meeting, slot in places:
            if not board.place(meeting, slot):
                raise RuntimeError(f"meeting {meeting} does not fit into slot {slot}")
        return board.timetable()

    def _placement(self, found: Findings) -> Placement:
        if found.impossible:
            return Placement("infeasible", seconds=self.patience.passed())
        status = "unknown" if self.told is None else "optimal" if self.told <= found.bound else "feasible"
        return Placement(status, self.timetable, self.told, found.bound, self.patience.passed())
