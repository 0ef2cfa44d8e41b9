"""The walls of a window as rows of a model: at least, places of which so many may be taken, at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from matchmaker.scheduling.walls import Place

if TYPE_CHECKING:
    from matchmaker.scheduling.windows import Window

Row = tuple[list[Place], int]  # of these at most so many


def rows_of(window: Window) -> Iterator[Row]:
    """Everything but the order of meetings and the evenness of breaks."""
    yield from _single(window)
    yield from _of_people(window)
    yield from _of_rooms(window)


def _single(window: Window) -> Iterator[Row]:
    """A meeting once, a choice once, a person at one meeting at a time."""
    own_places: dict[tuple[str, int, int], list[Place]] = defaultdict(list)
    for place in window.places:
        own = window.board.walls.problem.meetings[place[0]]
        own_places["meeting", place[0], 0].append(place)
        if own.choice is not None:
            own_places["choice", own.choice, 0].append(place)
        for person in own.people:
            own_places["person", person, place[1]].append(place)
    yield from ((places, 1) for places in own_places.values() if len(places) > 1)


def _of_people(window: Window) -> Iterator[Row]:
    """Nobody has more meetings than they may."""
    for person, own in window.of_people().items():
        left = window.board.walls.most[person] - window.staying(person)
        if left < len({meeting for meeting, _slot in own}):
            yield own, left


def _of_rooms(window: Window) -> Iterator[Row]:
    """Tables of each family and interpreters of each language, in each slot."""
    by_slot: dict[int, list[Place]] = defaultdict(list)
    for place in window.places:
        by_slot[place[1]].append(place)
    for slot, places in by_slot.items():
        here = window.board.here[slot] - window.moving
        yield from _of_tables(window, slot, places, here)
        yield from _of_interpreters(window, slot, places, here)


def _of_tables(window: Window, slot: int, places: list[Place], here: set[int]) -> Iterator[Row]:
    seats, free = window.board.walls.seats, window.board.walls.seats_free[slot]
    for family in {family & free for family in window.families} | {free}:
        own = [place for place in places if needs(seats[place[0]] & free, family)]
        left = family.bit_count() - sum(needs(seats[one] & free, family) for one in here)
        if left < len(own):
            yield own, left


def _of_interpreters(window: Window, slot: int, places: list[Place], here: set[int]) -> Iterator[Row]:
    meetings = window.board.walls.problem.meetings
    for language, row in window.board.walls.problem.interpreters.items():
        own = [place for place in places if meetings[place[0]].language == language]
        left = row[slot] - sum(meetings[one].language == language for one in here)
        if left < len(own):
            yield own, left


def needs(seats: int, family: int) -> bool:
    """A meeting at tables has to make do with these."""
    return bool(seats) and not seats & ~family


def add_orders(window: Window, model: Any, x: dict[Place, Any]) -> None:
    """Of two meetings in order no place of the later one at or before the place of the earlier one."""
    slots: dict[int, list[int]] = defaultdict(list)
    for meeting, slot in window.places:
        slots[meeting].append(slot)
    for first, later in window.board.walls.problem.before:
        for slot in slots.get(first, ()) if later in slots else ():
            early = [x[later, other] for other in slots[later] if other <= slot]
            for variable in early:
                model.add_implication(x[first, slot], ~variable)
