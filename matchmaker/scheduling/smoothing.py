"""Shorter waits and fewer changes of table, with the same meetings: exchanges of slots, then of tables.

Waits: chains of meetings change slots (see `chains`); one that lengthens waits is taken with a chance that falls as the
search cools (simulated annealing). Tables: slot by slot the best assignment beside the slots before and after.
"""

import math
from collections.abc import Iterator
from random import Random

from matchmaker.scheduling.board import Board
from matchmaker.scheduling.chains import Chain, chain_from, exchange
from matchmaker.scheduling.waiting import Patience
from matchmaker.scheduling.walls import bits_of

HOTTEST, COLDEST = 1.5, 0.15  # slots of waiting that are taken with a chance of 1/e
SHARE = 0.9  # of the time left, the rest being for the tables
ROUND = 500  # exchanges tried between two looks at the clock


class Waits:
    """The idle slots of everybody, by the bits of the slots in which they meet."""

    def __init__(self, board: Board) -> None:
        """Of the draft as it is."""
        self.board = board
        self.parts = list(_parts(board.walls.problem.slots, board.walls.problem.pauses))
        self.known: dict[int, int] = {}

    def of(self, met: int) -> int:
        """Idle slots of someone who meets in these slots."""
        found = self.known.get(met)
        if found is None:
            own = [met & part for part in self.parts]
            found = sum(part.bit_length() - (part & -part).bit_length() + 1 - part.bit_count() for part in own if part)
            self.known[met] = found
        return found

    def breaks(self, met: int) -> int:
        """Groups of idle slots of someone who meets in these slots."""
        own = [met & part for part in self.parts]
        return sum((part & ~(part << 1)).bit_count() - 1 for part in own if part)

    def met(self, person: int) -> int:
        """The slots in which someone meets."""
        return self.board.walls.free[person] & ~self.board.open[person]

    def change(self, chain: Chain, one: int, other: int) -> int:
        """By how much an exchange would lengthen waits."""
        both = 1 << one | 1 << other
        touched: dict[int, int] = {}
        people = self.board.walls.people
        for meeting in chain:
            for person in people[meeting]:
                touched[person] = touched.get(person, 0) ^ both
        found = 0
        for person, bits in touched.items():
            if bits:
                met = self.met(person)
                found += self.of(met ^ bits) - self.of(met)
        return found


def _parts(slots: int, pauses: frozenset[int]) -> Iterator[int]:
    """The bits of the slots of each part of the event."""
    start = 0
    for slot in range(slots):
        if slot in pauses or slot == slots - 1:
            yield (1 << slot + 1) - (1 << start)
            start = slot + 1


def shorten_waits(board: Board, random: Random, tries: int, patience: Patience, frozen: int = 0) -> None:
    """So many exchanges, cooling down; the cooling is hastened where the time will not suffice."""
    waits = Waits(board)
    meetings = [meeting for meeting, slot in enumerate(board.at) if slot >= 0 and not frozen >> slot & 1]
    started, allowed, done = patience.passed(), SHARE * patience.left(), 0
    while meetings and done < tries and patience.left() > 0 and patience.passed() - started < allowed:
        passed = max(done / tries, (patience.passed() - started) / allowed)
        heat = HOTTEST * (COLDEST / HOTTEST) ** passed
        for _try in range(min(ROUND, tries - done)):
            _try_one(board, waits, random, meetings[int(random.random() * len(meetings))], heat, frozen)
        done += ROUND


def _try_one(board: Board, waits: Waits, random: Random, meeting: int, heat: float, frozen: int) -> None:
    """One exchange, taken when it shortens waits or by chance."""
    slot = board.at[meeting]
    choice = list(bits_of(board.walls.slots[meeting] & ~(1 << slot) & ~frozen))
    if not choice:
        return
    other = choice[int(random.random() * len(choice))]
    chain = chain_from(board, meeting, other, frozen)
    if chain is None:
        return
    longer = waits.change(chain, slot, other)
    if longer <= 0 or random.random() < math.exp(-longer / heat):
        exchange(board, chain, slot, other)


def keep_tables(board: Board, patience: Patience, frozen: int = 0, rounds: int = 6) -> None:
    """Seat the meetings of each slot so that people stay where they were and will be; pass over the slots in turn."""
    slots = [slot for slot in range(board.walls.problem.slots) if board.here[slot] and not frozen >> slot & 1]
    for number in range(rounds):
        gained = False
        for slot in slots if number % 2 == 0 else slots[::-1]:
            if patience.left() <= 0:
                return
            gained = _seat_slot(board, slot) or gained
        if number and not gained:
            return


def _seat_slot(board: Board, slot: int) -> bool:
    """The best assignment of one slot's meetings to tables; whether it keeps more people where they were."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    meetings = sorted(meeting for meeting in board.here[slot] if board.seat[meeting] >= 0)
    seats = list(bits_of(board.walls.seats_free[slot]))
    if not meetings:
        return False
    column = {seat: number for number, seat in enumerate(seats)}
    allowed = {
        mask: [bool(mask >> seat & 1) for seat in seats] for mask in {board.walls.seats[one] for one in meetings}
    }
    cost = np.where(np.array([allowed[board.walls.seats[meeting]] for meeting in meetings]), 0.0, 1e6)
    for row, meeting in enumerate(meetings):
        for seat in _beside(board, meeting, slot):
            if seat in column:
                cost[row, column[seat]] -= 1.0
    now = sum(cost[row, column[board.seat[meeting]]] for row, meeting in enumerate(meetings))
    rows, chosen = linear_sum_assignment(cost)
    if cost[rows, chosen].sum() > now - 0.5:
        return False
    _reseat(board, slot, {meetings[row]: seats[place] for row, place in zip(rows, chosen, strict=True)})
    return True


def _beside(board: Board, meeting: int, slot: int) -> Iterator[int]:
    """The tables at which its people sat last and sit next."""
    for person in board.walls.people[meeting]:
        own = board.who[person]
        before = max((other for other in own if other < slot and board.seat[own[other]] >= 0), default=-1)
        after = min((other for other in own if other > slot and board.seat[own[other]] >= 0), default=-1)
        yield from (board.seat[own[other]] for other in (before, after) if other >= 0)


def _reseat(board: Board, slot: int, seats: dict[int, int]) -> None:
    for meeting, seat in seats.items():
        board.seat[meeting] = seat
    board.seated[slot] = {seat: meeting for meeting, seat in seats.items()}
    taken = sum(1 << seat for seat in seats.values())
    board.seats_open[slot] = board.walls.seats_free[slot] & ~taken


def even(board: Board) -> bool:
    """Nobody has many more breaks than anybody else, where that is a wall."""
    problem = board.walls.problem
    if problem.breaks_apart is None or not problem.people:
        return True
    waits = Waits(board)
    breaks = [waits.breaks(waits.met(person)) for person in range(len(problem.people))]
    return max(breaks) - min(breaks) <= problem.breaks_apart
