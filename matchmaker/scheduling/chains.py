"""Making room: two slots exchange a chain of meetings, so that someone busy in one of them becomes open (Kempe chains).

The meetings of two slots hang together by their people. Exchanging such a connected part keeps everyone at one meeting
at a time, which meetings take place, and everything else; only tables and interpreters have to be found again.
"""

from collections.abc import Iterator

from matchmaker.scheduling.board import Board
from matchmaker.scheduling.walls import bits_of

LONGEST = 80  # meetings that one chain may move
SHORT = (1, 2, 3)
Chain = list[int]


def chain_from(board: Board, meeting: int, other: int, frozen: int = 0, most: int = LONGEST) -> Chain | None:
    """The part that goes with a placed meeting when it moves to another slot; None when someone in it cannot move."""
    here = board.at[meeting]
    bits = {here: 1 << other, other: 1 << here}
    found, seen = [meeting], {meeting}
    slots, people, who, at = board.walls.slots, board.walls.people, board.who, board.at
    if frozen and (frozen >> here | frozen >> other) & 1:
        return None
    for one in found:
        slot = at[one]
        if not slots[one] & bits[slot] or len(found) > most:
            return None
        target = other if slot == here else here
        for person in people[one]:
            next_one = who[person].get(target)
            if next_one is not None and next_one not in seen:
                seen.add(next_one)
                found.append(next_one)
    return found


def exchange(board: Board, chain: Chain, one: int, other: int) -> bool:
    """Move every meeting of a chain to the other of its two slots; False, and nothing changed, where that fails."""
    if not _has_room(board, chain, one, other):
        return False
    before = [(meeting, board.at[meeting], board.seat[meeting]) for meeting in chain]
    for meeting in chain:
        board.remove(meeting)
    for done, (meeting, slot, _seat) in enumerate(before):
        target = one + other - slot
        if not board.slots_by_order(meeting) >> target & 1 or not board.place(meeting, target):
            _restore(board, before, done)
            return False
    if any(meeting in board.walls.earlier or meeting in board.walls.later for meeting in chain) and not all(
        board.slots_by_order(meeting) >> board.at[meeting] & 1 for meeting in chain
    ):
        _restore(board, before, len(before))
        return False
    return True


def _has_room(board: Board, chain: Chain, one: int, other: int) -> bool:
    """There are enough tables for the surplus, whatever the equipment."""
    surplus = sum((1 if board.at[meeting] == one else -1) for meeting in chain if board.seat[meeting] >= 0)
    return surplus <= board.seats_open[other].bit_count() and -surplus <= board.seats_open[one].bit_count()


def _restore(board: Board, before: list[tuple[int, int, int]], done: int) -> None:
    """Put the meetings back, of which the first `done` were placed anew; others may have moved up meanwhile."""
    for meeting, _slot, _seat in before[:done]:
        board.remove(meeting)
    for meeting, slot, _seat in before:
        if not board.place(meeting, slot):
            raise RuntimeError("a chain could not be put back")


def insert(board: Board, meeting: int, frozen: int = 0, few: bool = False) -> bool:
    """Place an absent meeting, moving others between slots where needed; False when no chain makes room for it.

    frozen: slots in which nothing changes. few: try short chains before longer ones, and no very long ones.
    """
    if board.at[meeting] >= 0 or not board.may_join(meeting):
        return False
    if _directly(board, meeting, frozen):
        return True
    slots = list(bits_of(board.slots_by_order(meeting) & ~frozen))
    return any(_at(board, meeting, slot, frozen, most) for most in (SHORT if few else (LONGEST,)) for slot in slots)


def _directly(board: Board, meeting: int, frozen: int) -> bool:
    """Into an open slot with a table, the one with most room."""
    mask = board.slots_for(meeting) & ~frozen
    if board.walls.seats[meeting]:
        mask &= board.room
    slots = sorted(bits_of(mask), key=lambda slot: -board.seats_open[slot].bit_count())
    return any(board.place(meeting, slot) for slot in slots)


def _at(board: Board, meeting: int, slot: int, frozen: int, most: int) -> bool:
    """Into this slot, after its people and a table there were made free."""
    undo: list[tuple[Chain, int, int]] = []
    cleared = all(_clear(board, person, slot, frozen, most, undo) for person in board.walls.people[meeting])
    if cleared and board.slots_for(meeting) >> slot & 1:
        if board.place(meeting, slot):
            return True
        for _chain in _make_room(board, slot, frozen, most, undo):
            if board.slots_for(meeting) >> slot & 1 and board.place(meeting, slot):
                return True
            _undo_last(board, undo)
    while undo:
        _undo_last(board, undo)
    return False


def _undo_last(board: Board, undo: list[tuple[Chain, int, int]]) -> None:
    chain, one, other = undo.pop()
    if not exchange(board, chain, one, other):
        raise RuntimeError("a chain could not be put back")


def _clear(board: Board, person: int, slot: int, frozen: int, most: int, undo: list[tuple[Chain, int, int]]) -> bool:
    """Have somebody's meeting of this slot moved to a slot in which they are open."""
    own = board.who[person].get(slot)
    if own is None:
        return True
    for other in bits_of(board.open[person] & board.walls.slots[own] & ~frozen):
        chain = chain_from(board, own, other, frozen, most)
        if chain and exchange(board, chain, slot, other):
            undo.append((chain, slot, other))
            return True
    return False


def _make_room(board: Board, slot: int, frozen: int, most: int, undo: list[tuple[Chain, int, int]]) -> Iterator[Chain]:
    """Chains that take one more meeting out of this slot than they bring in, exchanged one at a time."""
    for other in bits_of(board.room & ~frozen & ~(1 << slot)):
        for own in sorted(board.here[slot]):
            if board.at[own] != slot:
                continue
            chain = chain_from(board, own, other, frozen, most)
            if chain is None or sum(1 if board.at[one] == slot else -1 for one in chain if board.seat[one] >= 0) < 1:
                continue
            if exchange(board, chain, slot, other):
                undo.append((chain, slot, other))
                yield chain
