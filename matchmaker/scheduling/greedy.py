"""The plain way: meetings from the most wanted, each into the first free slot and at the first free table.

It is the first timetable that the search improves on, and what the search is compared with.
"""

from matchmaker.scheduling.board import Board
from matchmaker.scheduling.problem import Problem, Timetable
from matchmaker.scheduling.walls import Walls, read_walls


def wanted(walls: Walls) -> list[int]:
    """Possible meetings: required ones first (the narrowest of them ahead), then by kind, then by value."""
    meetings = walls.problem.meetings

    def urgency(number: int) -> tuple[bool, int, int, int, int]:
        own = meetings[number]
        width = walls.slots[number].bit_count() if own.required else 0
        return (not own.required, width, -own.kind, -own.value, number)

    return sorted(walls.possible, key=urgency)


def fill(board: Board, order: list[int]) -> None:
    """Place what fits, in this order."""
    for meeting in order:
        board.join(meeting)


def greedy(problem: Problem) -> Timetable:
    """The plain timetable; it may lack required meetings, or people's least, where only a search finds room."""
    walls = read_walls(problem)
    board = Board(walls)
    fill(board, wanted(walls))
    return board.timetable()
