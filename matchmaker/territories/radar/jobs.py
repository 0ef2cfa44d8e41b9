"""The task `read_demand`: looks at every need that everybody may see, as somebody who sees no more than that.

Nothing is held while needs are ranked: what was found is stored in short transactions, with how far the run is. A run
whose runner is killed begins anew, and writes nothing twice: only what has changed since the last reading becomes a row.
"""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import ANONYMOUS, SYSTEM
from matchmaker.core import clock, jobs
from matchmaker.core.db import Database
from matchmaker.core.jobs import Task
from matchmaker.core.machine import walk
from matchmaker.recommendations.best import Best, Market, best_counterparts
from matchmaker.recommendations.live import LiveIndex
from matchmaker.territories.radar.actions import close_readings, keep_readings
from matchmaker.territories.radar.models import DemandRun
from matchmaker.territories.radar.queries import needs_gone
from matchmaker.territories.radar.states import ACTIVE, STATES

STEP = 25  # needs between two writings: about a second


def reading_task(database: Database, index: LiveIndex) -> Task:
    """The task `read_demand`."""

    def prepare(db: Session, run_id: int) -> None:
        read_demand(database, index, run_id)

    return Task(lambda db, prepared, run_id: None, prepare)


def read_demand(database: Database, index: LiveIndex, run_id: int) -> None:
    """Carry out a run to its end. A fault fails the run, and is raised."""
    if not _step(database, run_id, "start"):
        return
    try:
        _look(database, index, run_id)
    except Exception:
        _step(database, run_id, "fail")
        raise
    _step(database, run_id, "end")


def _batches(found: Iterator[Best]) -> Iterator[list[Best]]:
    while batch := list(islice(found, STEP)):
        yield batch


def _look(database: Database, index: LiveIndex, run_id: int) -> None:
    with database.read() as db:
        live = index.catch_up(db)
        market = Market(ANONYMOUS, db, live)
        needs = market.needs
        for number, found in enumerate(_batches(best_counterparts(db, live, market, needs))):
            _store(database, run_id, found, STEP * number + len(found), len(needs))
    with database.write() as db:
        close_readings(db, needs_gone(db))


def _store(database: Database, run_id: int, found: list[Best], done: int, total: int) -> None:
    """Keep a batch, how far the run is, and the job."""
    with database.write() as db:
        jobs.renew(db)
        keep_readings(db, found)
        run = db.get_one(DemandRun, run_id)
        run.done, run.total, run.touched_at = done, total, clock.now()


def _step(database: Database, run_id: int, verb: str) -> bool:
    """Move the run on; False when it has ended already."""
    with database.write() as db:
        run = db.get_one(DemandRun, run_id)
        if run.state not in ACTIVE:
            return False
        walk(db, STATES, SYSTEM, run, verb)
        run.touched_at = clock.now()
        run.ended_at = None if verb == "start" else run.touched_at
    return True
