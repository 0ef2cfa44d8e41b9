"""What a window is to reach: levels that are exhausted are kept, the others are weighed so that a higher one outweighs
any sum of lower ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matchmaker.scheduling.problem import Kind
from matchmaker.scheduling.walls import Place

if TYPE_CHECKING:
    from matchmaker.scheduling.windows import Window

LEVELS = ("required", "least", "must", "mutual", "shortfall", "value")
LARGEST = 1 << 55  # what the sum of all weights may reach


@dataclass(frozen=True, slots=True)
class Level:
    """One goal inside a window: a sum to be made large, what it is now, and how far apart two answers can be."""

    terms: list[tuple[Any, int]]  # variable, points
    now: int
    span: int


def add_goal(window: Window, model: Any, x: dict[Place, Any]) -> int:
    """Keep the levels before the window's first, make the weighted sum of the others large, and say what it is now."""
    levels = list(_levels(window, model, x))
    first = window.first
    while (weights := _weights(levels[first:])) is None:
        first += 1
    for level in levels[:first]:
        if level.terms:
            model.add(sum(points * variable for variable, points in level.terms) >= level.now)
    weighed = list(zip(levels[first:], weights, strict=True))
    model.maximize(sum(weight * points * variable for level, weight in weighed for variable, points in level.terms))
    return sum(weight * level.now for level, weight in weighed)


def _weights(levels: list[Level]) -> list[int] | None:
    """One more than all lower levels together can make up for; None when that gets too large to reckon with."""
    weights, reach = [], 0
    for level in reversed(levels):
        weights.append(reach + 1)
        reach += weights[-1] * level.span
    return list(reversed(weights)) if reach < LARGEST or len(levels) == 1 else None


def _levels(window: Window, model: Any, x: dict[Place, Any]) -> Iterator[Level]:
    """In the order of LEVELS."""
    meetings = window.board.walls.problem.meetings
    yield _count(window, x, {place[0]: int(meetings[place[0]].required) for place in window.places})
    yield _lack(window, model, x, [person.least for person in window.board.walls.problem.people])
    for kind in (Kind.MUST, Kind.MUTUAL):
        yield _count(window, x, {place[0]: int(meetings[place[0]].kind is kind) for place in window.places})
    yield _lack(window, model, x, [window.board.walls.problem.floor] * len(window.board.walls.free))
    yield _count(window, x, {place[0]: meetings[place[0]].value for place in window.places})


def _count(window: Window, x: dict[Place, Any], points: dict[int, int]) -> Level:
    """Points of the meetings that take place."""
    terms = [(variable, points[place[0]]) for place, variable in x.items() if points[place[0]]]
    now = sum(own for meeting, own in points.items() if window.board.at[meeting] >= 0)
    people = len({person for meeting in points for person in window.board.walls.people[meeting]})
    at_once = window.slots.bit_count() * (people // 2)
    return Level(terms, now, sum(sorted(points.values(), reverse=True)[:at_once]))


def _lack(window: Window, model: Any, x: dict[Place, Any], wanted: list[int]) -> Level:
    """What people lack to a number of meetings, below zero."""
    terms, now, span = [], 0, 0
    for person, own in window.of_people().items():
        lack = wanted[person] - window.staying(person)
        if lack <= 0:
            continue
        missing = model.new_int_var(0, lack, "")
        model.add(missing + sum(x[place] for place in own) >= lack)
        terms.append((missing, -1))
        now -= max(0, wanted[person] - window.board.count[person])
        span += lack
    return Level(terms, now, span)
