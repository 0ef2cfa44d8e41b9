"""Jobs: rows written in the transaction of what they follow from, run later, at least once.

A queue that lives outside the database loses a task when its worker is killed; a row with a lease comes
back. A runner claims a due row by a conditional UPDATE, lets the task prepare while it only reads (an
encoding or a letter under way must not hold the database's one writer), then finishes it in one transaction
together with marking it done; after a failure the row waits for a growing pause.
"""

import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import delete, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.core.models import Job

LEASE = timedelta(seconds=30)
ATTEMPTS = 8
POLL_SECONDS = 0.005  # the pause between looks for work; idle, it grows to POLL_AT_MOST within two seconds
POLL_AT_MOST, POLL_GROWTH = 0.1, 1.1
URGENT, CALM, LONG = 0, 1, 2  # long work takes minutes: it has a loop of its own, so that nothing waits behind it
LONG_PAUSE = 0.5  # between looks for long work
CALM_AFTER = 2.0  # seconds without urgent work before calm work is taken up
_running: ContextVar[int | None] = ContextVar("running", default=None)
log = structlog.get_logger()


def _nothing(db: Session, **args: Any) -> None:
    return None


@dataclass(frozen=True)
class Task:
    """A kind of job: `prepare(reading db, **args)`, then `finish(writing db, what was prepared, **args)`."""

    finish: Callable[..., None]
    prepare: Callable[..., Any] = _nothing


Tasks = dict[str, Task]


def enqueue(db: Session, name: str, *, priority: int = URGENT, after: timedelta = timedelta(0), **args: Any) -> None:
    """Ask for a job in this transaction; it exists only if the transaction commits."""
    db.add(Job(name=name, args=args, priority=priority, run_after=clock.now() + after))


def renew(db: Session) -> None:
    """Keep the job that runs here for another lease: for long work, which shows in this way that it goes on."""
    if (job_id := _running.get()) is not None:
        db.execute(update(Job).where(Job.id == job_id).values(lease_until=clock.now() + LEASE))


def claim(database: Database, least_urgent: int = LONG, most_urgent: int = URGENT) -> Job | None:
    """Take the oldest due job, urgent ones first, or one whose runner let its lease lapse."""
    now = clock.now()
    lapsed = (Job.state == "running") & (Job.lease_until < now) & (Job.attempts < ATTEMPTS)
    due = or_(Job.state == "queued", lapsed)
    candidates = select(Job.id).where(due, Job.run_after <= now, Job.priority.between(most_urgent, least_urgent))
    candidates = candidates.order_by(Job.priority, Job.run_after, Job.id).limit(5)
    with database.read() as db:
        ids = list(db.scalars(candidates))
    for job_id in ids:
        claimed = {"state": "running", "lease_until": now + LEASE, "attempts": Job.attempts + 1}
        with database.write() as db:
            taken = update(Job).where(Job.id == job_id, due).values(claimed).returning(Job.id)
            if db.scalar(taken):
                return db.get_one(Job, job_id)
    return None


def run_one(database: Database, tasks: Tasks, least_urgent: int = LONG, most_urgent: int = URGENT) -> Job | None:
    """Run one due job and return it, if there is one. A task's failure is kept with the job and tried again later."""
    job = claim(database, least_urgent, most_urgent)
    if job is None:
        return None
    started, token = time.perf_counter(), _running.set(job.id)
    try:
        task = tasks[job.name]
        with database.read() as db:
            prepared = task.prepare(db, **job.args)
        with database.write() as db:
            task.finish(db, prepared, **job.args)
            db.execute(update(Job).where(Job.id == job.id).values(state="done", done_at=clock.now(), error=None))
    except Exception as fault:  # whatever a task raises must not stop the runner: it is kept and shown
        log.error("job failed", job=job.name, id=job.id, attempt=job.attempts, error=repr(fault))
        _give_back(database, job, repr(fault))
    else:
        log.debug("job done", job=job.name, id=job.id, seconds=round(time.perf_counter() - started, 3))
    finally:
        _running.reset(token)
    return job


def _give_back(database: Database, job: Job, error: str) -> None:
    again = job.attempts < ATTEMPTS
    pause = timedelta(seconds=2**job.attempts)
    values = {"state": "queued" if again else "failed", "run_after": clock.now() + pause, "error": error}
    with database.write() as db:
        db.execute(update(Job).where(Job.id == job.id).values(values))


def forget_done(db: Session, after: timedelta = timedelta(days=7)) -> None:
    """Drop rows of work that was done long ago; failed work, and what killed its runner each time, stays to be seen."""
    hopeless = (Job.state == "running") & (Job.lease_until < clock.now()) & (Job.attempts >= ATTEMPTS)
    db.execute(update(Job).where(hopeless).values(state="failed", error="the runner died each time"))
    db.execute(delete(Job).where(Job.state == "done", Job.done_at < clock.now() - after))


def run_all(database: Database, tasks: Tasks) -> int:
    """Run until nothing is due; returns how many jobs ran."""
    count = 0
    while run_one(database, tasks):
        count += 1
    return count


def run_forever(database: Database, tasks: Tasks, stop: threading.Event) -> None:
    """Run jobs as they fall due until `stop` is set; calm ones only while nothing urgent is going on, long ones never."""
    urgent_at, pause = 0.0, POLL_SECONDS
    while not stop.is_set():
        is_calm = time.monotonic() - urgent_at > CALM_AFTER
        try:
            job = run_one(database, tasks, CALM if is_calm else URGENT)
        except OperationalError as fault:  # the database is away or busy: the runner outlives it
            log.error("database not usable", error=str(fault.orig))
            stop.wait(1)
            continue
        if job is None:
            stop.wait(pause)
            pause = min(POLL_AT_MOST, pause * POLL_GROWTH)
        elif job.priority == URGENT:
            urgent_at, pause = time.monotonic(), POLL_SECONDS


def run_long(database: Database, tasks: Tasks, stop: threading.Event) -> None:
    """Run long jobs, and only those, as they fall due until `stop` is set: beside `run_forever`, in a thread of its own."""
    while not stop.is_set():
        try:
            job = run_one(database, tasks, LONG, LONG)
        except OperationalError as fault:
            log.error("database not usable", error=str(fault.orig))
            job = None
        stop.wait(LONG_PAUSE if job is None else 0)
