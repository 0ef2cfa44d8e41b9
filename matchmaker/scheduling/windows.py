"""A part of the timetable put together anew by CP-SAT: some slots and some meetings, while everything else stays.

With all slots and all meetings the part is the whole problem, and its answer a proof. Which tables a slot's meetings can
share is said by counting: the meetings that have to make do with a set of tables are no more than it has (Hall). Sets
that an answer turns out to overfill are added, and the part is solved again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from matchmaker.scheduling.board import Board
from matchmaker.scheduling.evenness import add_evenness
from matchmaker.scheduling.goals import add_goal
from matchmaker.scheduling.rows import add_orders, rows_of
from matchmaker.scheduling.seating import overfilled
from matchmaker.scheduling.waiting import Patience
from matchmaker.scheduling.walls import Place, bits_of


@dataclass(slots=True)
class Window:
    """What may change: placed meetings of `movable` in `slots`, and absent ones of `movable` that may be placed there."""

    board: Board
    slots: int
    movable: Iterable[int]
    first: int = 0  # of the levels that can still rise; those before it are kept
    families: list[int] = field(default_factory=list)  # filled up with those that turn out to be needed
    moving: set[int] = field(init=False)
    places: list[Place] = field(init=False)

    def __post_init__(self) -> None:
        """Find out who is open when the movable meetings are lifted."""
        at, walls = self.board.at, self.board.walls
        self.families = list({*walls.families, *self.families})
        self.moving = {one for one in self.movable if walls.slots[one] and (at[one] < 0 or self.slots >> at[one] & 1)}
        opened: dict[int, int] = defaultdict(int)
        for one in self.moving:
            for person in walls.people[one] if at[one] >= 0 else ():
                opened[person] |= 1 << at[one]
        self.places = [(one, slot) for one in sorted(self.moving) for slot in bits_of(self._slots_for(one, opened))]

    def _slots_for(self, meeting: int, opened: dict[int, int]) -> int:
        """Slots of the window in which it could lie beside what stays."""
        board = self.board
        own = board.walls.problem.meetings[meeting]
        mask = self.slots & board.walls.slots[meeting]
        for person in own.people:
            mask &= board.open[person] | opened[person]
        holder = board.chosen.get(own.choice, meeting) if own.choice is not None else meeting
        if holder != meeting and holder not in self.moving:
            return 0
        for other in board.walls.earlier.get(meeting, ()):
            if board.at[other] >= 0 and other not in self.moving:
                mask &= -1 << board.at[other] + 1
        for other in board.walls.later.get(meeting, ()):
            if board.at[other] >= 0 and other not in self.moving:
                mask &= (1 << board.at[other]) - 1
        return mask

    def improve(self, patience: Patience, seconds: float) -> str:
        """Solve and take over what is found: `optimal` (nothing better in this window), `feasible`, `infeasible`,
        `unknown`. The draft never gets worse."""
        while True:
            model, x, now = self._model()
            status, chosen, reached = _solved(model, x, self._hints(), patience, seconds)
            if chosen is None or (reached < now and self.board.walls.problem.breaks_apart is None):
                return status
            if (broken := self._apply(chosen)) is None:
                return status
            self.families.append(broken)

    def _hints(self) -> set[Place]:
        return {(one, self.board.at[one]) for one in self.moving if self.board.at[one] >= 0}

    def _apply(self, chosen: list[Place]) -> int | None:
        """Move the meetings; or nothing is changed, and a set of tables that would be overfilled is returned."""
        board = self.board
        staying = {slot: board.here[slot] - self.moving for slot in bits_of(self.slots)}
        for one, slot in chosen:
            staying[slot].add(one)
        for slot, meetings in staying.items():
            seats = [(board.walls.seats[one], one) for one in sorted(meetings) if board.walls.seats[one]]
            if (family := overfilled([mask for mask, _one in seats], board.walls.seats_free[slot])) is not None:
                return family
        stays = set(chosen)
        for one in sorted(self.moving):
            if board.at[one] >= 0 and (one, board.at[one]) not in stays:
                board.remove(one)
        for one, slot in sorted(chosen):
            if board.at[one] < 0 and not board.place(one, slot):
                raise RuntimeError(f"meeting {one} does not fit into slot {slot}")
        return None

    def of_people(self) -> dict[int, list[Place]]:
        """The window's places of each person."""
        found: dict[int, list[Place]] = defaultdict(list)
        for place in self.places:
            for person in self.board.walls.people[place[0]]:
                found[person].append(place)
        return found

    def staying(self, person: int) -> int:
        """How many meetings a person keeps whatever the window's answer is."""
        return sum(meeting not in self.moving for meeting in self.board.who[person].values())

    def _model(self) -> tuple[Any, dict[Place, Any], int]:
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        x = {place: model.new_bool_var("") for place in self.places}
        for own, most in rows_of(self):
            if most == 1:
                model.add_at_most_one(x[place] for place in own)
            else:
                model.add(sum(x[place] for place in own) <= most)
        add_orders(self, model, x)
        if self.board.walls.problem.breaks_apart is not None:
            add_evenness(self, model, x)
        return model, x, add_goal(self, model, x)


def _solved(
    model: Any, x: dict[Place, Any], hints: set[Place], patience: Patience, seconds: float
) -> tuple[str, list[Place] | None, float]:
    from ortools.sat.python import cp_model

    for place, variable in x.items():
        model.add_hint(variable, place in hints)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = patience.threads
    solver.parameters.random_seed = patience.seed
    solver.parameters.max_time_in_seconds = max(0.05, min(seconds, patience.left()))
    status = patience.wait(lambda: solver.solve(model), solver.stop_search)
    names = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible"}
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return names.get(status, "unknown"), None, 0
    taken = [place for place, variable in x.items() if solver.boolean_value(variable)]
    return names[status], taken, solver.objective_value
