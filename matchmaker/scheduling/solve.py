"""A timetable for a session, better with every second: choose, place, close the gap to the bound, then shorten waits.

1. A plain timetable at once (`greedy`). 2. The best choice of meetings whatever their slots, with bounds (`choosing`).
3. The chosen meetings are placed, chains making room (`chains`), and what is left over by windows (`closing`).
4. With the same meetings, fewer idle slots and changes of table (`smoothing`) for the rest of the time.
The goals are met in the order of `scores`; `optimal` speaks of the choice (all levels up to the value), not of waits.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random

from matchmaker.scheduling.board import Board
from matchmaker.scheduling.choosing import Choice, bounds_at, choose, first_bounds, loose_value
from matchmaker.scheduling.closing import close
from matchmaker.scheduling.greedy import fill, wanted
from matchmaker.scheduling.placing_choice import place_choice
from matchmaker.scheduling.problem import Problem, Timetable
from matchmaker.scheduling.relaxation import Levels, Relaxation
from matchmaker.scheduling.scores import Bounds, Scores
from matchmaker.scheduling.smoothing import even, keep_tables, shorten_waits
from matchmaker.scheduling.waiting import Patience, Stopped
from matchmaker.scheduling.walls import read_walls

CLOSING = 0.4  # share of the time left that closing the gap may take
TRIES = 1  # exchanges for each possible meeting and slot in the first round of smoothing
STALE = 4  # rounds of smoothing without a gain


@dataclass(frozen=True, slots=True)
class Solution:
    """What was found: `optimal`, `feasible`, `infeasible` or `unknown`; the bounds hold for timetables that keep the
    weightier levels of this one."""

    status: str
    timetable: Timetable
    scores: Scores | None
    bounds: Bounds
    seconds: float
    first_seconds: float | None = None  # until the first timetable

    @property
    def gap(self) -> float | None:
        """How far the value may be from the best, as a share of the bound."""
        if self.scores is None:
            return None
        return max(0, self.bounds.value - self.scores.value) / max(1, self.bounds.value)


def solve(
    problem: Problem,
    seconds: float,
    threads: int = 2,
    stop: Callable[[], bool] | None = None,
    on_better: Callable[[Solution], None] | None = None,
    start: Timetable | None = None,
    seed: int = 0,
) -> Solution:
    """The best timetable of a well-formed problem (see `contradictions`) that the time allows.

    stop: asked often; once true, what was found so far is returned. on_better: told each better timetable.
    start: a timetable without faults to improve on.
    """
    search = _Search(problem, Patience(seconds, threads, seed, stop), on_better)
    with suppress(Stopped):
        search.run(start)
    return search.solution()


class _Search:
    """One search: the draft that is worked on, and the best timetable that was told."""

    def __init__(self, problem: Problem, patience: Patience, on_better: Callable[[Solution], None] | None) -> None:
        self.walls, self.patience, self.on_better = read_walls(problem), patience, on_better
        self.random = Random(patience.seed)
        self.board = Board(self.walls)
        self.best: tuple[Scores, Timetable] | None = None
        self.bounds, self.loose = first_bounds(self.walls), first_bounds(self.walls).value
        self.choice: Choice | None = None
        self.status = "unknown"
        self.first_seconds: float | None = None

    def run(self, start: Timetable | None) -> None:
        """All stages in turn."""
        if start is not None:
            self.board.load(start)
            self.offer()
        else:
            fill(self.board, wanted(self.walls))
            self.offer()
        relaxation = Relaxation(self.walls)
        loose = loose_value(relaxation, self.patience)
        if loose is not None:
            self.loose = loose
            self.choice = choose(relaxation, self.patience)
        if loose is None or self.choice is None:
            self.status = "infeasible"
            return
        self.bounds = self.choice.bounds
        self._place()
        self._close(relaxation)
        self._smooth()

    def offer(self) -> None:
        """Tell the draft when it is a timetable and better than the best so far."""
        scores = self.board.scores()
        if scores.missing or not even(self.board) or (self.best is not None and self.best[0].rank >= scores.rank):
            return
        self.best = scores, self.board.timetable()
        self.first_seconds = self.first_seconds if self.first_seconds is not None else self.patience.passed()
        if self.on_better is not None:
            self.on_better(self.solution())

    def solution(self) -> Solution:
        """The best so far with bounds that hold for it."""
        passed = self.patience.passed()
        if self.best is None:
            return Solution(self.status, (), None, self.bounds, passed)
        scores, timetable = self.best
        status = "optimal" if self._is_best(scores) else "feasible"
        return Solution(status, timetable, scores, self._bounds_for(scores), passed, self.first_seconds)

    def _bounds_for(self, scores: Scores) -> Bounds:
        """The bounds; those that presume weightier levels which this timetable does not keep are loosened."""
        if self.choice is None:
            return self.bounds
        kept, first = self.choice.levels, first_bounds(self.walls)
        if scores.must < kept.must:
            return replace(self.bounds, mutual=first.mutual, shortfall=0, value=self.loose)
        if scores.mutual < kept.mutual:
            return replace(self.bounds, shortfall=0, value=self.loose)
        if kept.shortfall is not None and scores.shortfall > kept.shortfall:
            return replace(self.bounds, value=self.loose)
        return self.bounds

    def _keeps_levels(self, scores: Scores) -> bool:
        """The bounds were asked for with no more of the weightier goals than this."""
        kept = self.choice.levels if self.choice is not None else Levels()
        lacking = kept.shortfall is not None and scores.shortfall > kept.shortfall
        return scores.must >= kept.must and scores.mutual >= kept.mutual and not lacking

    def _is_best(self, scores: Scores) -> bool:
        bounds = self._bounds_for(scores)
        reached = (scores.must, scores.mutual, -scores.shortfall, scores.value)
        return reached >= (bounds.must, bounds.mutual, -bounds.shortfall, bounds.value)

    def _place(self) -> None:
        """Place the choice on an empty board; the plain draft stays if better."""
        board = place_choice(self.walls, self.choice.meetings if self.choice is not None else (), self.patience)
        if board.scores().chosen >= self.board.scores().chosen:
            self.board = board
        self.offer()

    def _close(self, relaxation: Relaxation) -> None:
        """Windows, for a share of the time; then the bounds are made to fit what was reached."""
        allowed = self.patience.passed() + CLOSING * self.patience.left()
        patience = replace(self.patience, seconds=allowed if self.best is not None else self.patience.seconds)
        found = close(self.board, lambda: self.bounds, patience, self.random, self.offer)
        self.status = "infeasible" if found == "infeasible" and self.best is None else self.status
        if self.best is None or self.patience.left() <= 0:
            return
        scores = self.best[0]
        if found == "proved":
            self._settle(Bounds(scores.must, scores.mutual, scores.shortfall, scores.value), scores)
        elif not self._keeps_levels(scores):
            self._settle(bounds_at(relaxation, scores, self.patience), scores)

    def _settle(self, bounds: Bounds, scores: Scores) -> None:
        """Take bounds that hold for the levels of these scores."""
        if self.choice is None:
            return
        levels = replace(self.choice.levels, must=scores.must, mutual=scores.mutual, shortfall=scores.shortfall)
        self.bounds, self.choice = bounds, replace(self.choice, levels=levels, bounds=bounds)

    def _smooth(self) -> None:
        """Rounds of smoothing from the best so far, each twice as long, until several in a row gain nothing."""
        tries = TRIES * max(1, len(self.walls.possible)) * self.walls.problem.slots
        stale = 0
        while self.best is not None and self.patience.left() > 0 and stale < STALE:
            before = self.best[0]
            board = Board(self.walls)
            board.load(self.best[1])
            shorten_waits(board, self.random, tries, self.patience)
            keep_tables(board, self.patience)
            self.board = board
            self.offer()
            stale = 0 if self.best[0].rank > before.rank else stale + 1
            tries *= 2
