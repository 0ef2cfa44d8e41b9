"""Which meetings could take place at best, whatever their order in time: a linear relaxation of the whole problem.

Every timetable satisfies its rows, so what it cannot exceed no timetable can. The rows count: a person's meetings in any
set of slots that some of their meetings are confined to, the tables of each family and the interpreters of each language
over the event and over the commonest such sets, one meeting per choice, everybody's least and most, required meetings.
What is left out: that meetings at one time need different people, and the order of meetings.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matchmaker.scheduling.problem import Kind
from matchmaker.scheduling.walls import Walls, bits_of

COMMON = 6  # sets of slots for which tables and interpreters are counted, beside the whole event
SLACK = 1e-7  # for each column: what the solver's tolerances may have taken from a bound
Floats = NDArray[np.float64]
Row = tuple[Iterable[int], float, float]  # columns, at least, at most


@dataclass(frozen=True, slots=True)
class Levels:
    """How much of the weightier goals has to be kept: at least these meetings, at most this shortfall."""

    must: int = 0
    mutual: int = 0
    shortfall: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The optimum of one goal: a bound that holds for every timetable, and the meetings' shares in the best found."""

    bound: float
    shares: Floats | None
    whole: bool  # the shares are a choice: 0 or 1


class Relaxation:
    """The rows of one problem, asked for one goal at a time. Columns: possible meetings, then people's shortfalls."""

    def __init__(self, walls: Walls) -> None:
        """Write down the rows."""
        from scipy.sparse import csr_matrix

        self.walls, self.meetings = walls, walls.possible
        self.column = {meeting: column for column, meeting in enumerate(self.meetings)}
        self.size = len(self.meetings)
        self.people = len(walls.free) if walls.problem.floor else 0
        rows = [row for row in self._rows() if row[0]]
        columns = [column for own, _least, _most in rows for column in own]
        starts = np.cumsum([0, *(len(list(own)) for own, _least, _most in rows)])
        self.matrix: Any = csr_matrix(
            (np.ones(len(columns)), np.array(columns, dtype=np.int64), starts), shape=(len(rows), self.width)
        )
        self.least = np.array([least for _own, least, _most in rows])
        self.most = np.array([most for _own, _least, most in rows])
        meetings = [walls.problem.meetings[meeting] for meeting in self.meetings]
        self.goals = {
            "must": self._goal(meeting.kind is Kind.MUST for meeting in meetings),
            "mutual": self._goal(meeting.kind is Kind.MUTUAL for meeting in meetings),
            "value": self._goal(meeting.value for meeting in meetings),
            "shortfall": np.concatenate([np.zeros(self.size), -np.ones(self.people)]),
        }
        self.impossible = [
            number for number, own in enumerate(walls.problem.meetings) if own.required and not walls.slots[number]
        ] or [
            number for number, person in enumerate(walls.problem.people) if person.least > len(walls.of_person[number])
        ]
        self.required = np.array([float(meeting.required) for meeting in meetings] + [0.0] * self.people)

    @property
    def width(self) -> int:
        """Columns."""
        return self.size + self.people

    @property
    def lacking(self) -> int:
        """What everybody would lack to the floor together if nobody met."""
        return self.people * self.walls.problem.floor

    def ask(self, goal: str, levels: Levels, seconds: float, *, whole: bool = False) -> Answer | None:
        """The most of a goal (`shortfall` counts below zero) while the levels are kept; None: there is no timetable.

        `whole`: meetings take place or not; else also by shares, which is quicker and bounds more loosely.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        if not self.width or bool(self.impossible):
            return None if self.impossible else Answer(0.0, np.zeros(0), whole)
        most = np.concatenate([np.ones(self.size), np.full(self.people, float(self.walls.problem.floor))])
        found = milp(
            -self.goals[goal],
            constraints=[LinearConstraint(self.matrix, self.least, self.most), *self._kept(levels)],
            bounds=Bounds(self.required, most),
            integrality=np.full(self.width, int(whole)),
            options={"time_limit": max(seconds, 0.1), "mip_rel_gap": 1e-6},
        )
        if found.status == 2:
            return None
        bound = self._bound(found, goal, whole)
        shares = None if found.x is None else np.asarray(found.x[: self.size])
        return Answer(bound, shares, whole and shares is not None)

    def _bound(self, found: Any, goal: str, whole: bool) -> float:
        """The bound that the solver proved; without one, what the goal could be if nothing stood in its way."""
        proved = getattr(found, "mip_dual_bound", None) if whole else (found.fun if found.status == 0 else None)
        everything = float(np.maximum(self.goals[goal], 0).sum())
        if proved is None or not np.isfinite(proved):
            return everything
        return min(everything, -float(proved) + SLACK * self.width + 1e-9 * abs(float(proved)))

    def _kept(self, levels: Levels) -> list[Any]:
        """Rows that keep the levels."""
        from scipy.optimize import LinearConstraint

        pairs = [("must", levels.must), ("mutual", levels.mutual)]
        if levels.shortfall is not None and self.people:
            pairs.append(("shortfall", -levels.shortfall))
        return [LinearConstraint(self.goals[goal][None, :], least, np.inf) for goal, least in pairs if least > -1e9]

    def _goal(self, points: Iterable[float]) -> Floats:
        return np.concatenate([np.array(list(points), dtype=np.float64), np.zeros(self.people)])

    def _rows(self) -> Iterator[Row]:
        yield from self._rows_of_people()
        yield from self._rows_of_rooms()
        choices: dict[int, list[int]] = {}
        for meeting, column in self.column.items():
            choice = self.walls.problem.meetings[meeting].choice
            if choice is not None:
                choices.setdefault(choice, []).append(column)
        yield from ((own, 0, 1) for own in choices.values())

    def _rows_of_people(self) -> Iterator[Row]:
        walls, floor = self.walls, self.walls.problem.floor
        for person, own in enumerate(walls.of_person):
            columns = [self.column[meeting] for meeting in own]
            yield columns, walls.problem.people[person].least, walls.most[person]
            if floor:
                yield [*columns, self.size + person], floor, np.inf
            for slots in {walls.slots[meeting] for meeting in own} - {walls.free[person]}:
                inside = [self.column[meeting] for meeting in own if not walls.slots[meeting] & ~slots]
                if slots.bit_count() < min(len(inside), walls.most[person]):
                    yield inside, 0, slots.bit_count()

    def _rows_of_rooms(self) -> Iterator[Row]:
        """Tables of each family and interpreters of each language, in the commonest sets of slots."""
        walls = self.walls
        times = Counter(walls.slots[meeting] for meeting in self.meetings)
        everything = (1 << walls.problem.slots) - 1
        for slots in {everything, *(slots for slots, _count in times.most_common(COMMON))}:
            inside = [meeting for meeting in self.meetings if not walls.slots[meeting] & ~slots]
            for family in walls.families:
                room = sum((family & walls.seats_free[slot]).bit_count() for slot in bits_of(slots))
                own = [meeting for meeting in inside if walls.seats[meeting] and not walls.seats[meeting] & ~family]
                if room < len(own):
                    yield [self.column[meeting] for meeting in own], 0, room
            for language, row in walls.problem.interpreters.items():
                left = sum(row[slot] for slot in bits_of(slots))
                own = [meeting for meeting in inside if walls.problem.meetings[meeting].language == language]
                if left < len(own):
                    yield [self.column[meeting] for meeting in own], 0, left
