"""Days without a break: in which slots each person's unbroken run of meetings could start, and how few people need a
break at least.

The bound is a small linear program: everyone has one of their runs, or a break and then any day that their meetings'
slots allow; no slot has more people than its tables have places. It leaves out who meets whom, takes milliseconds, and
is often the very optimum.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, inf

from matchmaker.scheduling.seating import overfilled
from matchmaker.scheduling.walls import Walls, bits_of

CAUTION = 1e-4  # how far above a whole number the relaxation must be to count as the next one
Row = tuple[list[tuple[int, float]], float, float]  # columns with factors, at least, at most


def starts_of(meetings: Sequence[int], slots: int) -> list[int]:
    """Where a run of all these meetings could start, given the slots of each as bits: each finds one of its own."""
    run = (1 << len(meetings)) - 1
    wishes = list(meetings)
    return [start for start in range(slots - len(wishes) + 1) if overfilled(wishes, run << start) is None]


def room_of(walls: Walls) -> list[float]:
    """How many people can be busy in each slot: as many as can sit, unless meetings are held online."""
    if not all(walls.seats):
        return [inf] * walls.problem.slots
    largest = max(map(len, walls.people), default=0)
    return [float(largest * free.bit_count()) for free in walls.seats_free]


def fewest_with_breaks(walls: Walls, slots: Sequence[int], starts: Sequence[Sequence[int]]) -> int:
    """A number of people that no timetable has fewer breaks than; 0 where pauses may part a run."""
    if walls.problem.pauses or not any(map(len, walls.of_person)):
        return 0
    program = _Program(room_of(walls))
    for own, runs in zip(walls.of_person, starts, strict=True):
        if own:
            program.add_day([slots[one] for one in own], runs)
    return program.least()


@dataclass(slots=True)
class _Program:
    """Columns and rows; a column costs 1 when it says that somebody has a break."""

    room: list[float]
    costs: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    here: list[list[int]] = field(default_factory=list)  # of each slot: columns of people who are busy in it

    def __post_init__(self) -> None:
        self.here = [[] for _slot in self.room]

    def _column(self, cost: float, busy: Iterator[int] | Sequence[int] = ()) -> int:
        self.costs.append(cost)
        for slot in busy:
            self.here[slot].append(len(self.costs) - 1)
        return len(self.costs) - 1

    def add_day(self, meetings: list[int], starts: Sequence[int]) -> None:
        """One run of this person's, or a break (not for a single meeting) and a looser day."""
        count = len(meetings)
        ways = [self._column(0, range(start, start + count)) for start in starts]
        if count > 1:
            ways.append(self._column(1))
            self._add_loose_day(ways[-1], meetings)
        self.rows.append(([(way, 1.0) for way in ways], 1, 1))

    def _add_loose_day(self, broken: int, meetings: list[int]) -> None:
        """Any slots of the meetings, as many as there are meetings, and no earlier or later than those may lie."""
        allowed = 0
        for own in meetings:
            allowed |= own
        busy = {slot: self._column(0, (slot,)) for slot in bits_of(allowed)}
        self.rows.extend(([(column, 1.0), (broken, -1.0)], -inf, 0) for column in busy.values())
        for end in sorted({own.bit_length() for own in meetings} | {(own & -own).bit_length() - 1 for own in meetings}):
            before = [(column, 1.0) for slot, column in busy.items() if slot < end]
            least = sum(own.bit_length() <= end for own in meetings)
            most = sum((own & -own).bit_length() <= end for own in meetings)
            self.rows.append(([*before, (broken, -float(least))], 0, inf))
            self.rows.append(([*before, (broken, -float(most))], -inf, 0))

    def least(self) -> int:
        """The optimum, rounded up; 0 without an answer."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_matrix

        crowded = [([(one, 1.0) for one in own], -inf, room) for own, room in zip(self.here, self.room, strict=True)]
        rows = self.rows + [row for row in crowded if row[2] < len(row[0])]
        cells = [(number, column, factor) for number, row in enumerate(rows) for column, factor in row[0]]
        numbers, columns, factors = zip(*cells, strict=True)
        matrix = csr_matrix((factors, (numbers, columns)), shape=(len(rows), len(self.costs)))
        walls = LinearConstraint(matrix, np.array([row[1] for row in rows]), np.array([row[2] for row in rows]))
        found = milp(np.array(self.costs), constraints=walls, bounds=Bounds(0, 1))
        return 0 if found.x is None else ceil(found.fun - CAUTION)
