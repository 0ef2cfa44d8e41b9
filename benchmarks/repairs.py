"""A session's timetable after losses, each on its own: seconds, and meetings moved beyond those that the loss displaced.

Called by `benchmarks.sessions --repair N`: N people cancel (half of them before the event, half in some slot of it), N come
late or go early (they miss a third of the slots in a row), N tables fail from some slot on.
"""

import time
from collections.abc import Callable
from random import Random
from statistics import median
from typing import Any

from matchmaker.scheduling.changes import with_absence, without_person, without_table
from matchmaker.scheduling.check import faults_of
from matchmaker.scheduling.problem import Problem, Timetable
from matchmaker.scheduling.repair import repair

Loss = Callable[[Problem, Timetable, Random], tuple[Problem, int]]
UNMET = {"required_missing", "too_few"}


def _cancels(problem: Problem, timetable: Timetable, random: Random) -> tuple[Problem, int]:
    from_slot = random.randrange(problem.slots) if random.random() < 0.5 else 0
    return without_person(problem, timetable, random.randrange(len(problem.people)), from_slot), from_slot


def _late(problem: Problem, timetable: Timetable, random: Random) -> tuple[Problem, int]:
    third = problem.slots // 3
    start = random.randrange(problem.slots - third)
    person = random.choice([one for placed in timetable for one in problem.meetings[placed.meeting].people])
    return with_absence(problem, person, range(start, start + third)), start


def _table_fails(problem: Problem, timetable: Timetable, random: Random) -> tuple[Problem, int]:
    from_slot = random.randrange(problem.slots)
    return without_table(problem, random.randrange(len(problem.tables)), from_slot), from_slot


LOSSES: dict[str, Loss] = {"cancels": _cancels, "late": _late, "table_fails": _table_fails}


def rows_of_repair(problem: Problem, timetable: Timetable, times: int, seed: int) -> list[dict[str, Any]]:
    """One row for each sort of loss."""
    return [_row(name, loss, problem, timetable, times, Random(seed)) for name, loss in LOSSES.items()]


def _row(name: str, loss: Loss, problem: Problem, timetable: Timetable, times: int, random: Random) -> dict[str, Any]:
    seconds, faults = list[float](), 0
    beyond, gone, offers = list[int](), list[int](), list[int]()
    at = {one.meeting: one for one in timetable}
    for _time in range(times):
        changed, from_slot = loss(problem, timetable, random)
        started = time.perf_counter()
        found = repair(changed, timetable, from_slot)
        seconds.append(time.perf_counter() - started)
        displaced = {fault.meetings[0] for fault in faults_of(changed, timetable) if fault.meetings}
        beyond.append(len(set(found.moved) - displaced))
        gone.append(len(set(at) - {one.meeting for one in found.timetable}))
        offers.append(len(found.offers))
        faults += sum(fault.code not in UNMET for fault in faults_of(changed, found.timetable))
    return {
        "row": "repair",
        "loss": name,
        "times": times,
        "median_seconds": round(median(seconds), 3),
        "most_seconds": round(max(seconds), 3),
        "median_moved_beyond": median(beyond),
        "most_moved_beyond": max(beyond),
        "median_gone": median(gone),
        "median_offers": median(offers),
        "faults": faults,
    }
