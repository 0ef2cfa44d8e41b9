"""How CP-SAT is asked for the fewest breaks: by which search, for how long, and what it tells while it works."""

from collections.abc import Callable

from ortools.sat.python import cp_model

from matchmaker.scheduling.arranging import Arrangement
from matchmaker.scheduling.waiting import Patience
from matchmaker.scheduling.walls import Place

NAMES = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible"}


def solve(
    arrangement: Arrangement,
    patience: Patience,
    told: Callable[[list[Place], int], None],
    proved: Callable[[int], None],
) -> str:
    """`optimal`, `feasible`, `infeasible` or `unknown`. told: each better answer; proved: each better bound."""
    solver = cp_model.CpSolver()
    _set(solver, patience)
    solver.best_bound_callback = lambda bound: proved(round(bound))
    status = patience.wait(lambda: solver.solve(arrangement.model, _Answers(arrangement, told)), solver.stop_search)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        proved(round(solver.best_objective_bound))
    return NAMES.get(status, "unknown")


def _set(solver: cp_model.CpSolver, patience: Patience) -> None:
    """Core-guided and in clauses only: relaxations are weak here, and slow."""
    own = solver.parameters
    own.num_workers = 1
    own.optimize_with_core = True
    own.linearization_level = 0
    own.random_seed = patience.seed
    own.max_time_in_seconds = max(0.05, patience.left())


class _Answers(cp_model.CpSolverSolutionCallback):
    """Tells each answer while the search goes on."""

    def __init__(self, arrangement: Arrangement, told: Callable[[list[Place], int], None]) -> None:
        super().__init__()
        self.arrangement, self.told = arrangement, told

    def on_solution_callback(self) -> None:
        """Called by the solver."""
        places = self.arrangement.places
        taken = [
            (one, slot) for one, own in enumerate(places) for slot, literal in own.items() if self.boolean_value(literal)
        ]
        self.told(taken, round(self.objective_value))
