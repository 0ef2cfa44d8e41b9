"""The job that makes the draws: for a run that somebody waits for, or for the published settings after a change of the data."""

import time

from sqlalchemy.orm import Session

from matchmaker.core import clock, jobs
from matchmaker.core.db import Database
from matchmaker.core.errors import Invalid
from matchmaker.core.jobs import Task
from matchmaker.potential.unusable import Unusable
from matchmaker.territories.statistics import runs
from matchmaker.territories.statistics.models import PotentialRun
from matchmaker.territories.statistics.panel import load_panel
from matchmaker.territories.statistics.reckoning import Problem, pose
from matchmaker.territories.statistics.settings import of_choices, published

CHANGED = "CHANGED"
EVERY = 0.5  # seconds between two writings of how far it has come
Made = tuple[Problem, runs.Result, Unusable | None]


def reckoning_task(database: Database) -> Task:
    """The task `reckon_potential`."""

    def prepare(db: Session, run_id: int | None = None) -> Made | None:
        return _make(database, db, run_id)

    return Task(_finish, prepare)


def _make(database: Database, db: Session, run_id: int | None) -> Made | None:
    """Reckon; none when there is nothing to reckon with, or when it is stored already."""
    row = db.get(PotentialRun, run_id) if run_id else None
    try:
        problem = pose(load_panel(db), of_choices(row.settings) if row else published(db))
    except (Invalid, Unusable):  # the page says why
        return None
    if runs.stored_result(db, runs.fingerprint(problem)) is not None:
        return None
    try:
        return problem, runs.whole_result(problem, _teller(database, run_id)), None
    except Unusable as fault:
        return problem, {}, fault


def _teller(database: Database, run_id: int | None) -> runs.Tell:
    """Write how far a run has come that somebody waits for, not more often than can be read."""
    last = time.monotonic()

    def tell(part: float) -> None:
        nonlocal last
        if run_id is None or time.monotonic() - last < EVERY:
            return
        last = time.monotonic()
        with database.write() as db:
            jobs.renew(db)
            db.get_one(PotentialRun, run_id).result = {"progress": part}

    return tell


def _finish(db: Session, made: Made | None, run_id: int | None = None) -> None:
    if made is not None:
        problem, result, fault = made
        runs.store_result(db, runs.fingerprint(problem), problem, result, fault)
    row = db.get(PotentialRun, run_id) if run_id else None
    if row is not None and row.done_at is None:  # the figures have changed since it was asked for: the page asks again
        row.done_at, row.fault = clock.now(), CHANGED
