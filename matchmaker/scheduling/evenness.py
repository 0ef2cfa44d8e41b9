"""The wall that nobody has many more breaks than anybody else, as rows of a window's model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matchmaker.scheduling.walls import Place

if TYPE_CHECKING:
    from matchmaker.scheduling.windows import Window


def add_evenness(window: Window, model: Any, x: dict[Place, Any]) -> None:
    """Everyone's number of breaks lies between some number and that much more; for people with no meetings it is 0."""
    problem = window.board.walls.problem
    lowest = model.new_int_var(0, problem.slots, "fewest breaks")
    for person in range(len(problem.people)):
        breaks = sum(_breaks(window, model, x, person))
        model.add(breaks >= lowest)
        model.add(breaks <= lowest + (problem.breaks_apart or 0))


def _breaks(window: Window, model: Any, x: dict[Place, Any], person: int) -> list[Any]:
    """For each slot whether one of the person's breaks ends before it."""
    problem = window.board.walls.problem
    ends, before, met = [], 0, 0  # what lay in the slot before, whether any met earlier in this part
    for slot in range(problem.slots):
        busy = _busy(window, x, person, slot)
        end = model.new_bool_var("")
        model.add(end <= busy)
        model.add(end <= 1 - before)
        model.add(end <= met)
        model.add(end >= busy - before + met - 1)
        ends.append(end)
        before, met = busy, _either(model, met, busy)
        if slot in problem.pauses:
            before, met = 0, 0
    return ends


def _busy(window: Window, x: dict[Place, Any], person: int, slot: int) -> Any:
    """1 when the person meets in a slot."""
    here = window.board.who[person].get(slot)
    if here is not None and here not in window.moving:
        return 1
    own = [x[meeting, slot] for meeting in window.board.walls.of_person[person] if (meeting, slot) in x]
    return sum(own)


def _either(model: Any, one: Any, other: Any) -> Any:
    """A variable that is 1 when either is."""
    found = model.new_bool_var("")
    model.add(found >= one)
    model.add(found >= other)
    model.add(found <= one + other)
    return found
