"""Closing what is left between a draft and its bounds: absent meetings are brought in by chains, then by windows.

A window around an absent meeting holds its people, those they meet, and all slots; it grows while nothing better is found
in it, up to the whole problem, where nothing better to be found is a proof.
"""

from collections.abc import Callable
from random import Random

from matchmaker.scheduling.board import Board
from matchmaker.scheduling.chains import insert
from matchmaker.scheduling.greedy import wanted
from matchmaker.scheduling.scores import Bounds, Scores
from matchmaker.scheduling.smoothing import even
from matchmaker.scheduling.waiting import Patience
from matchmaker.scheduling.walls import bits_of
from matchmaker.scheduling.windows import Window

SMALL, LARGE = 1_500, 40_000  # places of the first window, and of the largest
STALE = 12  # windows without a gain
STEP = 4.0  # seconds for one window


def first_open(board: Board, scores: Scores, bounds: Bounds) -> int | None:
    """The first level that may still rise; None: nothing can."""
    problem = board.walls.problem
    lacking = any(person.least > count for person, count in zip(problem.people, board.count, strict=True))
    reached = (
        even(board) and not any(own.required and board.at[number] < 0 for number, own in enumerate(problem.meetings)),
        not lacking,
        scores.must >= bounds.must,
        scores.mutual >= bounds.mutual,
        scores.shortfall <= bounds.shortfall,
        scores.value >= bounds.value,
    )
    return next((level for level, done in enumerate(reached) if not done), None)


def bring_in(board: Board, patience: Patience, first: tuple[int, ...] = ()) -> None:
    """Place absent meetings by chains: those of the choice, then whatever else fits, most wanted first."""
    chosen = set(first)
    absent = [one for one in wanted(board.walls) if board.at[one] < 0]
    for one in sorted(absent, key=lambda one: one not in chosen):
        if board.walls.seats[one] and not board.room:
            continue
        if patience.left() <= 0:
            return
        insert(board, one)


def close(
    board: Board, bounds: Callable[[], Bounds], patience: Patience, random: Random, gained: Callable[[], None]
) -> str:
    """Improve until the bounds are reached, the time is up or windows stay without a gain.

    `proved`: nothing is better. `infeasible`: there is no timetable. `open`: neither is known."""
    size, stale = SMALL, 0
    while patience.left() > 0 and stale < STALE:
        before = board.scores()
        first = first_open(board, before, bounds())
        if first is None:
            return "proved"
        window, whole = _window(board, random, size, first)
        status = window.improve(patience, patience.left() if whole else STEP)
        if whole and status == "optimal":
            gained()
            return "infeasible" if board.scores().missing else "proved"
        if whole and status == "infeasible":
            return status
        if board.scores().chosen > before.chosen:
            gained()
            size, stale = SMALL, 0
        else:
            size, stale = min(size * 2, LARGE), stale + 1
    return "open"


def _window(board: Board, random: Random, size: int, first: int) -> tuple[Window, bool]:
    """Around an absent meeting, about so many places; whether it is the whole problem."""
    walls = board.walls
    if sum(walls.slots[one].bit_count() for one in walls.possible) <= size or walls.problem.breaks_apart is not None:
        return Window(
            board, (1 << walls.problem.slots) - 1, walls.possible, 0 if walls.problem.breaks_apart else first
        ), True
    absent = [one for one in wanted(walls) if board.at[one] < 0]
    seed = (
        absent[min(int(random.expovariate(8 / max(1, len(absent)))), len(absent) - 1)] if absent else walls.possible[0]
    )
    movable = _around(board, seed, size, random)
    return Window(board, (1 << walls.problem.slots) - 1, movable, first), False


def _around(board: Board, seed: int, size: int, random: Random) -> list[int]:
    """Meetings of its people, of those they meet, and so on; absent ones only between people of whom one is seen."""
    walls = board.walls
    seen, found, left = set(walls.people[seed]), dict.fromkeys([seed]), size
    queue = list(walls.people[seed])
    for person in queue:
        own = sorted(board.who[person].values())
        random.shuffle(own)
        for one in own:
            if one not in found:
                found[one] = None
                left -= walls.slots[one].bit_count()
                queue.extend(other for other in walls.people[one] if other not in seen)
                seen.update(walls.people[one])
        if left < size // 2:
            break
    absent = [one for person in queue for one in walls.of_person[person] if board.at[one] < 0 and one not in found]
    best = sorted(
        set(absent), key=lambda one: (-walls.problem.meetings[one].kind, -walls.problem.meetings[one].value, one)
    )
    for one in best:
        if left <= 0:
            break
        if seen.issuperset(walls.people[one]):
            found[one] = None
            left -= sum(1 for _slot in bits_of(walls.slots[one]))
    return list(found)
