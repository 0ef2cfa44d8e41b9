"""How CP-SAT is asked for the fewest breaks, in two ways that need each other.

From below: a core-guided search soon knows how many breaks are needed at least, and then tires. On trial: whether that
many are enough is a question without a goal, of which most is settled before the search begins; no takes the bound up by
one, yes ends it. With one thread the two take turns of growing length. With more, one thread tries without end, the others
climb and try in turns: by ever new seeds, for luck decides how soon an answer is found, and one break more than is needed
until an answer has so few, so that a no is soon followed by the answer. All in clauses: linear relaxations inside the
search are weak here, and slow (the one that helps is in `runs`).
"""

from collections.abc import Callable
from itertools import count
from threading import Event, Thread

from ortools.sat.python import cp_model

from matchmaker.scheduling.arranging import Arrangement
from matchmaker.scheduling.findings import Findings
from matchmaker.scheduling.waiting import POLL, Patience

FOREVER = 1e9
TURN = 2.0  # the first turn, in the solver's deterministic seconds
GROWTH = 1.5  # of the turns
LUCK = 5.0  # how much longer than climbing a thread tries by one seed


class Prover:
    """Threads that work on one model until it is settled or time is up."""

    def __init__(self, arrangement: Arrangement, patience: Patience, findings: Findings) -> None:
        self.arrangement, self.patience, self.findings = arrangement, patience, findings
        self.running: dict[cp_model.CpSolver, int | None] = {}  # and the bound that they start from, if it matters
        self.seeds = count(patience.seed)
        self.failed: list[Exception] = []
        self.news, self.ended = Event(), Event()

    def run(self, heard: Callable[[], None]) -> None:
        """Work; `heard` is called now and then, in the caller's thread."""
        others = self.patience.threads - 1
        ways = [self._try, *[self._go_ahead] * others] if others > 0 else [self._take_turns]
        threads = [Thread(target=self._work, args=(way,), daemon=True) for way in ways]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            self.news.wait(POLL)
            self.news.clear()
            heard()
            self._stop_the_stale()
        if self.failed:
            raise self.failed[0]
        heard()

    def _over(self) -> bool:
        return self.ended.is_set() or self.findings.settled

    def _stop_the_stale(self) -> None:
        """Whoever tries from a bound that has risen, and everyone when it is over."""
        if self.failed or self.findings.settled or not self.patience.left():
            self.ended.set()
        for solver, bound in list(self.running.items()):
            if self.ended.is_set() or (bound is not None and bound < self.findings.bound):
                solver.stop_search()

    def _work(self, way: Callable[[], None]) -> None:
        try:
            way()
        except Exception as error:  # handed to the thread that waits
            self.failed.append(error)
        finally:
            self.news.set()

    def _take_turns(self) -> None:
        """Both ways by one thread."""
        turn = TURN
        while not self._over():
            self._try_once(turn)
            if not self._over():
                self._climb(turn)
            turn *= GROWTH

    def _go_ahead(self) -> None:
        """Both ways beside a thread that tries what is needed."""
        turn = TURN
        while not self._over():
            self._climb(turn)
            while not self._over() and self._try_once(LUCK * turn, ahead=int(not self._nearly())):
                pass
            turn *= GROWTH

    def _nearly(self) -> bool:
        """An answer has at most one break more than is needed."""
        return self.findings.breaks is not None and self.findings.breaks <= self.findings.bound + 1

    def _try(self) -> None:
        """On trial, until it is over."""
        while not self._over():
            self._try_once(FOREVER)

    def _climb(self, turn: float) -> None:
        """From below."""
        solver = self._solver(turn)
        solver.parameters.optimize_with_core = True
        solver.best_bound_callback = lambda bound: self._proved(round(bound))
        status = self._solve(solver, self.arrangement.fewest(self.findings.bound), None)
        if status == cp_model.INFEASIBLE:
            self.findings.impossible = True
        elif status == cp_model.OPTIMAL:
            self._proved(round(solver.best_objective_bound))

    def _try_once(self, turn: float, ahead: int = 0) -> bool:
        """Whether the bound, or so many breaks more, are enough; False when the turn ended before anything was learnt."""
        bound = self.findings.bound
        status = self._solve(self._solver(turn), self.arrangement.at_most(bound + ahead), bound)
        if status == cp_model.INFEASIBLE:
            self._proved(bound + ahead + 1)
        if self.findings.bound > len(self.arrangement.breaks):
            self.findings.impossible = True
        return status != cp_model.UNKNOWN or self.findings.bound > bound

    def _proved(self, bound: int) -> None:
        self.findings.proved(bound)
        self.news.set()

    def _solver(self, turn: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 0
        solver.parameters.random_seed = next(self.seeds)
        solver.parameters.max_deterministic_time = turn
        solver.parameters.max_time_in_seconds = max(0.01, self.patience.seconds - self.patience.passed())
        return solver

    def _solve(self, solver: cp_model.CpSolver, model: cp_model.CpModel, bound: int | None) -> object:
        self.running[solver] = bound
        try:
            return solver.solve(model, _Answers(self.arrangement, self.findings, self.news))
        finally:
            del self.running[solver]


class _Answers(cp_model.CpSolverSolutionCallback):
    """Tells each answer while the search goes on."""

    def __init__(self, arrangement: Arrangement, findings: Findings, news: Event) -> None:
        super().__init__()
        self.arrangement, self.findings, self.news = arrangement, findings, news

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        places = self.arrangement.places
        self.findings.told(
            [
                (one, slot)
                for one, own in enumerate(places)
                for slot, literal in own.items()
                if self.boolean_value(literal)
            ]
        )
        self.news.set()
