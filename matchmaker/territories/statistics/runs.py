"""The 10,000 draws of a problem: reckoned at once when they take no time, else by a job; kept by what they were made from.

The fingerprint holds every figure, weight and choice, so a kept run can never be that of other data. Each process remembers
what it has reckoned; runs of the published settings are stored as well.
"""

import hashlib
import json
import math
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matchmaker.core import clock, jobs
from matchmaker.core.errors import Conflict
from matchmaker.core.i18n import _
from matchmaker.potential.influence import influence
from matchmaker.potential.lift import lift
from matchmaker.potential.spread import DRAWS, draws, usable
from matchmaker.potential.unusable import Unusable
from matchmaker.territories.statistics.models import PotentialRun
from matchmaker.territories.statistics.reckoning import Problem

SEED = 1
JOB = "reckon_potential"
AT_ONCE = 1500  # regions times statistics: 20 × 25 take a fifth of a second, three times as many half a one
REMEMBERED = 64
KEPT = timedelta(days=30)
ENGINE = 1  # counted up when the engine would answer otherwise
Tell = Callable[[float], None]
Result = dict[str, Any]


def fingerprint(problem: Problem) -> str:
    """What the draws depend on, as one short name."""
    said = {
        "engine": ENGINE, "draws": DRAWS, "seed": SEED, "over": str(problem.settings.over), "method": repr(problem.method),
        "framework": repr(problem.framework), "units": problem.figures.units, "values": problem.figures.values.tolist(),
    }  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def draw(problem: Problem) -> Result:
    """The counts of ranks. Raises Unusable."""
    framework, figures = problem.framework, problem.figures
    methods = usable(framework, figures, problem.methods)
    counts = draws(framework, figures, methods, problem.settings.over, DRAWS, SEED).counts
    return {"regions": list(figures.units), "codes": problem.codes, "counts": counts.tolist(), "methods": len(methods)}


def moved(problem: Problem) -> Result:
    """What moves each region: places kept by each statistic, and the pull of its weight."""
    found = influence(problem.framework, problem.figures, problem.method, DRAWS, SEED)
    return {"kept": _rows(found.places_kept), "pull": _rows(found.pull)}


def _rows(matrix: Any) -> list[list[float | None]]:
    return [[None if math.isnan(one) else float(one) for one in row] for row in np.asarray(matrix).tolist()]


def lifts(problem: Problem, region: str) -> list[dict[str, Any]]:
    """What would lift one region, as plain data."""
    found = lift(problem.framework, problem.figures, region, problem.method)
    return [{"code": one.code, "figure": one.figure, "change": one.change, "places": one.places} for one in found]


class _Memory:
    """What this process has reckoned last, by name."""

    def __init__(self) -> None:
        self.kept: OrderedDict[str, Any] = OrderedDict()
        self.lock = Lock()

    def get(self, name: str) -> Any:
        with self.lock:
            if name in self.kept:
                self.kept.move_to_end(name)
            return self.kept.get(name)

    def put(self, name: str, thing: Any) -> None:
        with self.lock:
            self.kept[name] = thing
            while len(self.kept) > REMEMBERED:
                self.kept.popitem(last=False)


memory = _Memory()


def is_quick(problem: Problem) -> bool:
    """Whether the draws take so little time that nobody needs to wait for a job."""
    return problem.figures.values.size <= AT_ONCE


def find_result(db: Session, problem: Problem) -> Result | None:
    """The draws: remembered, stored, or reckoned now when that is quick; none when a job has to make them. Raises Unusable."""
    name = fingerprint(problem)
    found = memory.get(name) or stored_result(db, name)
    if found is None and is_quick(problem):
        found = draw(problem)
    if found is not None:
        memory.put(name, found)
    return found


def stored_result(db: Session, name: str) -> Result | None:
    """What a job has stored."""
    query = select(PotentialRun.result).where(PotentialRun.fingerprint == name, PotentialRun.done_at.is_not(None))
    return db.scalar(query.where(PotentialRun.fault == ""))


def find_moved(problem: Problem, result: Result | None) -> Result | None:
    """What moves the regions: from the stored run, else reckoned when that is quick."""
    if result is None or "pull" in result:
        return result
    found: Result = _remembered(f"{fingerprint(problem)} moved", lambda: moved(problem))
    return found


def find_lifts(problem: Problem, result: Result | None, region: str) -> list[dict[str, Any]]:
    """What would lift a region: from the stored run, else reckoned now."""
    if result and region in result.get("lifts", {}):
        return list(result["lifts"][region])
    return list(_remembered(f"{fingerprint(problem)} {region}", lambda: lifts(problem, region)))


def _remembered(name: str, make: Callable[[], Any]) -> Any:
    found = memory.get(name)
    if found is None:
        found = make()
        memory.put(name, found)
    return found


def ask_run(db: Session, problem: Problem) -> PotentialRun:
    """Ask for the draws in a job; asked twice, it is the same run."""
    name = fingerprint(problem)
    if there := run_of(db, name):
        return _again(db, there)
    made = PotentialRun(fingerprint=name, settings=problem.settings.as_choices(), result={"progress": 0.0})
    try:
        with db.begin_nested():
            db.add(made)
            db.flush()
    except IntegrityError as fault:  # asked at the same moment
        if there := run_of(db, name):
            return there
        raise Conflict(_("Somebody has saved the same thing at the same moment. Look at it again.")) from fault
    jobs.enqueue(db, JOB, priority=jobs.LONG, run_id=made.id)
    return made


def _again(db: Session, row: PotentialRun) -> PotentialRun:
    """A run that failed is made anew when somebody asks."""
    if row.done_at is not None and row.fault:
        row.done_at, row.fault, row.result = None, "", {"progress": 0.0}
        jobs.enqueue(db, JOB, priority=jobs.LONG, run_id=row.id)
    return row


def run_of(db: Session, name: str) -> PotentialRun | None:
    """A run by its fingerprint, done or under way."""
    return db.scalar(select(PotentialRun).where(PotentialRun.fingerprint == name))


def refresh(db: Session) -> None:
    """Have the draws of the published settings made anew, when nothing more urgent is going on."""
    jobs.enqueue(db, JOB, priority=jobs.CALM)


def whole_result(problem: Problem, tell: Tell) -> Result:
    """Draws, influence and what would lift each region, telling how far it has come from 0 to 1. Raises Unusable."""
    found = draw(problem) | moved(problem)
    steps = len(problem.figures.units) + 1
    tell(1 / steps)
    found["lifts"] = {}
    for number, region in enumerate(problem.figures.units, start=2):
        found["lifts"][region] = lifts(problem, region)
        tell(number / steps)
    return found


def store_result(db: Session, name: str, problem: Problem, result: Result, fault: Unusable | None = None) -> None:
    """Keep a run that is done, and forget those of long ago."""
    db.execute(delete(PotentialRun).where(PotentialRun.made_at < clock.now() - KEPT, PotentialRun.fingerprint != name))
    row = run_of(db, name) or PotentialRun(fingerprint=name, settings=problem.settings.as_choices())
    row.result, row.fault, row.done_at = result, fault.why.name if fault else "", clock.now()
    db.add(row)
