"""Which meetings should take place, level by level, before anyone asks when: the best choice and what bounds it."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from matchmaker.scheduling.problem import Kind
from matchmaker.scheduling.relaxation import Answer, Levels, Relaxation
from matchmaker.scheduling.scores import Bounds, Scores
from matchmaker.scheduling.waiting import Patience
from matchmaker.scheduling.walls import Walls

GOALS = ("must", "mutual", "shortfall", "value")
SHARE = 0.2  # of the time left that one question may take


@dataclass(frozen=True, slots=True)
class Choice:
    """The meetings to place, and bounds that hold for timetables that keep `levels`."""

    meetings: tuple[int, ...]
    levels: Levels
    bounds: Bounds


def first_bounds(walls: Walls) -> Bounds:
    """Bounds from a glance: everyone shares the value of their best meetings with whom they meet."""
    meetings = walls.problem.meetings
    total = 0.0
    for person, own in enumerate(walls.of_person):
        shares = sorted((meetings[one].value / len(meetings[one].people) for one in own), reverse=True)
        total += sum(shares[: walls.most[person]])
    kinds = Counter(meetings[one].kind for one in walls.possible)
    return Bounds(kinds[Kind.MUST], kinds[Kind.MUTUAL], 0, math.floor(total + 1e-6))


def choose(relaxation: Relaxation, patience: Patience) -> Choice | None:
    """Exhaust the levels one after the other; None: there is no timetable.

    First the weightier levels are bounded by shares, and one whole choice is asked for that reaches all these bounds,
    which mostly there is; only else each level is asked for a whole choice.
    """
    found = _choose(relaxation, patience, whole=False)
    return found if found is None or found.meetings else _choose(relaxation, patience, whole=True)


def _choose(relaxation: Relaxation, patience: Patience, *, whole: bool) -> Choice | None:
    """Level by level; without `whole`, no meetings where no whole choice reaches what the bounds promise."""
    levels, bounds, answer = Levels(), first_bounds(relaxation.walls), None
    for goal in GOALS:
        found = _ask(relaxation, goal, levels, patience, whole=whole or goal == GOALS[-1])
        if found is None and goal == GOALS[0]:
            return None
        if found is None or (goal == GOALS[-1] and not found.whole and not whole):
            return Choice(_meetings(relaxation, answer) if whole else (), levels, bounds)
        answer, bound = found, math.floor(found.bound)
        bounds = replace(bounds, **{goal: -bound if goal == "shortfall" else bound})
        if goal != GOALS[-1]:
            reached = _reached(relaxation, goal, answer) if whole else bound
            levels = replace(levels, **{goal: -reached if goal == "shortfall" else reached})
    return Choice(_meetings(relaxation, answer), levels, bounds)


def bounds_at(relaxation: Relaxation, scores: Scores, patience: Patience) -> Bounds:
    """Bounds for timetables that place no fewer must-meets and mutual requests and lack no more to the floor."""
    levels = Levels()
    must = _floor(relaxation.ask("must", levels, patience.left()), scores.must)
    levels = replace(levels, must=scores.must)
    mutual = _floor(relaxation.ask("mutual", levels, patience.left()), scores.mutual)
    levels = replace(levels, mutual=scores.mutual)
    shortfall = -_floor(relaxation.ask("shortfall", levels, patience.left()), -scores.shortfall)
    levels = replace(levels, shortfall=scores.shortfall)
    return Bounds(must, mutual, shortfall, _floor(relaxation.ask("value", levels, patience.left()), scores.value))


def loose_value(relaxation: Relaxation, patience: Patience) -> int | None:
    """What the value of no timetable exceeds, whatever else it places; None: there is no timetable."""
    answer = patience.wait(partial(relaxation.ask, "value", Levels(), SHARE * patience.left()))
    return None if answer is None else math.floor(answer.bound)


def _ask(relaxation: Relaxation, goal: str, levels: Levels, patience: Patience, *, whole: bool) -> Answer | None:
    """A whole choice where it is asked for and the time allows one, else one by shares."""
    ask: Callable[..., Answer | None] = partial(relaxation.ask, goal, levels)
    answer = patience.wait(partial(ask, SHARE * patience.left(), whole=whole))
    if answer is None or answer.shares is not None or not whole:
        return answer
    loose = patience.wait(partial(ask, SHARE * patience.left()))
    return None if loose is None else replace(loose, bound=min(loose.bound, answer.bound))


def _reached(relaxation: Relaxation, goal: str, answer: Answer) -> int:
    """How much of a goal the choice reaches: later levels are asked for with no less."""
    if not answer.whole or answer.shares is None:
        return math.floor(answer.bound) if goal != "shortfall" else -relaxation.lacking
    if goal != "shortfall":
        return round(float(relaxation.goals[goal][: relaxation.size] @ answer.shares.round()))
    counts = [0] * len(relaxation.walls.free)
    for meeting in _meetings(relaxation, answer):
        for person in relaxation.walls.people[meeting]:
            counts[person] += 1
    return -sum(max(0, relaxation.walls.problem.floor - count) for count in counts)


def _meetings(relaxation: Relaxation, answer: Answer | None) -> tuple[int, ...]:
    if answer is None or answer.shares is None:
        return ()
    return tuple(meeting for meeting, share in zip(relaxation.meetings, answer.shares, strict=True) if share > 0.5)


def _floor(answer: Answer | None, reached: int) -> int:
    """A bound as a whole number; what was reached where the question itself was beyond the solver's tolerance."""
    return reached if answer is None else max(reached, math.floor(answer.bound))
