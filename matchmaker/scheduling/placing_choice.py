"""Placing a choice on an empty board: the busiest people's meetings first; what found no place goes first next time.

That is squeaky-wheel optimisation (Joslin and Clements 1999). It ends when everything is placed or nothing is gained.
"""

from matchmaker.scheduling.board import Board
from matchmaker.scheduling.chains import insert
from matchmaker.scheduling.closing import bring_in
from matchmaker.scheduling.waiting import Patience
from matchmaker.scheduling.walls import Walls

ATTEMPTS = 8
SHARE = 0.2  # of the time left


def place_choice(walls: Walls, chosen: tuple[int, ...], patience: Patience) -> Board:
    """The best of several attempts, filled up with what else fits."""
    order, best = _by_urgency(walls, chosen), Board(walls)
    allowed = patience.passed() + SHARE * patience.left()
    for attempt in range(ATTEMPTS):
        if attempt and (patience.passed() > allowed or patience.left() <= 0):
            break
        board = Board(walls)
        failed = [one for one in order if not insert(board, one)]
        if failed:
            bring_in(board, patience, chosen)
        best = board if board.scores().chosen >= best.scores().chosen else best
        if not failed:
            break
        squeaky = set(failed)
        order = [*sorted(failed, key=lambda one: _rank(walls, one)), *(one for one in order if one not in squeaky)]
    return best


def _by_urgency(walls: Walls, chosen: tuple[int, ...]) -> list[int]:
    """Required ones first, then narrow ones, then those of the busiest people."""
    load = [0] * len(walls.free)
    for one in chosen:
        for person in walls.people[one]:
            load[person] += 1

    def urgency(one: int) -> tuple[bool, bool, float, int]:
        busy = max(load[person] / max(1, walls.most[person]) for person in walls.people[one])
        return not walls.problem.meetings[one].required, walls.slots[one].bit_count() > 4, -busy, one

    return sorted(chosen, key=urgency)


def _rank(walls: Walls, one: int) -> tuple[bool, int, int]:
    """Required ones first, then by kind."""
    own = walls.problem.meetings[one]
    return not own.required, -own.kind, one
