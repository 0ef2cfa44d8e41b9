"""How CP-SAT is asked for the fewest breaks, in two ways that need each other.

From below: a core-guided search soon knows how many breaks are needed at least, and then tires. On trial: whether that
many are enough is a question without a goal, of which most is settled before the search begins; no takes the bound up by
one, yes ends it. With one thread they take turns of growing length; further threads try by other seeds. All in clauses:
linear relaxations inside the search are weak here, and slow (the one that helps is in `runs`).
"""

from collections.abc import Callable
from threading import Event, Thread

from ortools.sat.python import cp_model

from matchmaker.scheduling.arranging import Arrangement
from matchmaker.scheduling.findings import Findings
from matchmaker.scheduling.waiting import POLL, Patience

TURN = 2.0  # the first turn of each way with one thread, in the solver's deterministic seconds


class Prover:
    """Threads that work on one model until it is settled or time is up."""

    def __init__(self, arrangement: Arrangement, patience: Patience, findings: Findings) -> None:
        self.arrangement, self.patience, self.findings = arrangement, patience, findings
        self.running: dict[cp_model.CpSolver, int | None] = {}  # and how many breaks are tried
        self.failed: list[Exception] = []
        self.news = Event()

    def run(self, heard: Callable[[], None]) -> None:
        """Work; `heard` is called now and then, in the caller's thread."""
        ways = (
            [self._take_turns]
            if self.patience.threads < 2
            else [self._climb, *[self._try] * (self.patience.threads - 1)]
        )
        threads = [Thread(target=self._work, args=(way, seed), daemon=True) for seed, way in enumerate(ways)]
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
        return bool(self.failed) or self.findings.settled or not self.patience.left()

    def _stop_the_stale(self) -> None:
        """Whoever tries fewer breaks than are needed, and everyone when it is over."""
        over = self._over()
        for solver, tried in list(self.running.items()):
            if over or (tried is not None and tried < self.findings.bound):
                solver.stop_search()

    def _work(self, way: Callable[[int], None], seed: int) -> None:
        try:
            way(self.patience.seed + seed)
        except Exception as error:  # handed to the thread that waits
            self.failed.append(error)
        finally:
            self.news.set()

    def _take_turns(self, seed: int) -> None:
        turn = TURN
        while not self._over():
            self._try_once(seed, turn)
            if not self._over():
                self._climb(seed, turn)
            turn *= 2

    def _climb(self, seed: int, turn: float = 1e9) -> None:
        """From below."""
        solver = self._solver(seed, turn)
        solver.parameters.optimize_with_core = True
        solver.best_bound_callback = lambda bound: self._proved(round(bound))
        status = self._solve(solver, self.arrangement.fewest(self.findings.bound), None)
        if status == cp_model.INFEASIBLE:
            self.findings.impossible = True
        elif status == cp_model.OPTIMAL:
            self._proved(round(solver.best_objective_bound))

    def _try(self, seed: int) -> None:
        """On trial, until it is over."""
        while not self._over():
            self._try_once(seed, 1e9)

    def _try_once(self, seed: int, turn: float) -> None:
        tried = self.findings.bound
        if tried > len(self.arrangement.breaks):
            self.findings.impossible = True
        elif self._solve(self._solver(seed, turn), self.arrangement.at_most(tried), tried) == cp_model.INFEASIBLE:
            self._proved(tried + 1)

    def _proved(self, bound: int) -> None:
        self.findings.proved(bound)
        self.news.set()

    def _solver(self, seed: int, turn: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 0
        solver.parameters.random_seed = seed
        solver.parameters.max_deterministic_time = turn
        solver.parameters.max_time_in_seconds = max(0.01, self.patience.seconds - self.patience.passed())
        return solver

    def _solve(self, solver: cp_model.CpSolver, model: cp_model.CpModel, tried: int | None) -> object:
        self.running[solver] = tried
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
