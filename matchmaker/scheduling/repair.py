"""A timetable after something happened: everything stays where it is that can, and what is displaced finds a new place.

`changes` makes the changed problem. A displaced meeting takes another table, else another slot, else a slot that a few
others make free. Nothing is added on its own: what now fits beside the rest is offered, and becomes a meeting only when
its people confirm it.
"""

from dataclasses import dataclass

from matchmaker.scheduling.board import Board
from matchmaker.scheduling.chains import insert
from matchmaker.scheduling.greedy import wanted
from matchmaker.scheduling.problem import Placed, Problem, Timetable
from matchmaker.scheduling.smoothing import Waits, even
from matchmaker.scheduling.walls import bits_of, read_walls

OFFERS = 20


@dataclass(frozen=True, slots=True)
class Offer:
    """A meeting that now fits: where, how many of its people are under the floor, and how many slots longer all wait."""

    placed: Placed
    under: int
    longer: int


@dataclass(frozen=True, slots=True)
class Repair:
    """What became of a timetable. Without `lost_required`, `below_least` and with `even` it has no faults."""

    timetable: Timetable
    gone: tuple[int, ...]  # placed before, not any more
    moved: tuple[int, ...]  # in another slot
    reseated: tuple[int, ...]  # in the same slot at another table
    offers: tuple[Offer, ...]  # most wanted first; all of them together fit as well
    lost_required: tuple[int, ...] = ()  # required meetings for which there is no place any more
    below_least: tuple[int, ...] = ()  # people
    even: bool = True


def repair(changed: Problem, timetable: Timetable, from_slot: int = 0, offers: int = OFFERS) -> Repair:
    """Keep a timetable as far as a changed problem allows. Slots before `from_slot` are past: nothing moves there."""
    walls = read_walls(changed)
    board = Board(walls)
    _keep(board, timetable)
    _find_places(board, timetable, from_slot)
    after = board.timetable()
    unmet = _unmet(board)  # offers are tried on the board, so it comes first
    return Repair(after, *_differences(timetable, after), _offers(board, from_slot, offers), *unmet)


def _keep(board: Board, timetable: Timetable) -> None:
    """Place again what still may be where it was."""
    seat_of = {table: seat for seat, table in enumerate(board.walls.table)}
    for one in timetable:
        seats = 0 if one.table is None else 1 << seat_of[one.table]
        allowed = not seats or seats & board.walls.seats[one.meeting] & board.walls.seats_free[one.slot]
        if allowed and board.may_join(one.meeting) and board.slots_for(one.meeting) >> one.slot & 1:
            board.place(one.meeting, one.slot, seats)


def _find_places(board: Board, timetable: Timetable, from_slot: int) -> None:
    """Places for what could not stay: at another table, then in another slot, then by moving others."""
    past, order = (1 << from_slot) - 1, {one: rank for rank, one in enumerate(wanted(board.walls))}
    displaced = [one for one in timetable if board.at[one.meeting] < 0 and one.meeting in order]
    displaced.sort(key=lambda one: order[one.meeting])
    for one in displaced:
        if one.slot >= from_slot and board.may_join(one.meeting) and board.slots_for(one.meeting) >> one.slot & 1:
            board.place(one.meeting, one.slot)
    for one in displaced:
        if board.at[one.meeting] < 0 and one.slot >= from_slot:
            insert(board, one.meeting, past, few=True)


def _differences(before: Timetable, after: Timetable) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Meetings that are gone, in another slot, at another table."""
    now = {one.meeting: one for one in after}
    gone = tuple(one.meeting for one in before if one.meeting not in now)
    kept = [(one, now[one.meeting]) for one in before if one.meeting in now]
    moved = tuple(old.meeting for old, new in kept if old.slot != new.slot)
    return gone, moved, tuple(old.meeting for old, new in kept if old.slot == new.slot and old.table != new.table)


def _offers(board: Board, from_slot: int, most: int) -> tuple[Offer, ...]:
    """Absent meetings that fit as things are, by kind, by how many of their people are under the floor, by value."""
    meetings, floor, waits = board.walls.problem.meetings, board.walls.problem.floor, Waits(board)
    past = (1 << from_slot) - 1

    def under(number: int) -> int:
        return sum(board.count[person] < floor for person in meetings[number].people)

    absent = [number for number in wanted(board.walls) if board.at[number] < 0 and board.slots_for(number) & ~past]
    absent.sort(key=lambda number: (-meetings[number].kind, -under(number), -meetings[number].value, number))
    found: list[Offer] = []
    for number in absent:
        if len(found) >= most:
            break
        lacking = under(number)
        if (longer := _try(board, waits, number, past)) is not None:
            slot, seat = board.at[number], board.seat[number]
            table = None if seat < 0 else board.walls.table[seat]
            found.append(Offer(Placed(number, slot, table), lacking, longer))
    return tuple(found)


def _try(board: Board, waits: Waits, number: int, past: int) -> int | None:
    """Place an offered meeting where its people wait least, moving nobody; None when there is no place."""
    if not board.may_join(number):
        return None
    people = board.walls.people[number]

    def longer(slot: int) -> int:
        return sum(waits.of(waits.met(person) | 1 << slot) - waits.of(waits.met(person)) for person in people)

    for slot in sorted(bits_of(board.slots_for(number) & ~past), key=longer):
        wait, seats = longer(slot), board.walls.seats[number]
        free = seats & board.seats_open[slot]
        if (free or not seats) and board.place(number, slot, free):
            return wait
    return None


def _unmet(board: Board) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
    """Required meetings that are lost, people below their least, and whether breaks are still even."""
    problem = board.walls.problem
    lost = tuple(number for number, own in enumerate(problem.meetings) if own.required and board.at[number] < 0)
    below = tuple(number for number, person in enumerate(problem.people) if board.count[number] < person.least)
    return lost, below, even(board)
