"""The sweep: each minute what has passed its date expires, and owners of what soon will are told."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import jobs
from matchmaker.core.db import lock_sequence
from matchmaker.core.models import Job
from matchmaker.postings.actions import expire_postings, warn_expiring

PAUSE = timedelta(minutes=1)


def sweep_task(*parts: Callable[[Session], object]) -> jobs.Task:
    """The task `sweep`; `parts` are what the floors above have to sweep."""

    def sweep(db: Session, prepared: None) -> None:
        expire_postings(SYSTEM, db)
        warn_expiring(SYSTEM, db)
        for part in parts:
            part(db)
        jobs.forget_done(db)
        jobs.enqueue(db, "sweep", after=PAUSE)

    return jobs.Task(sweep)


def start_sweeping(db: Session) -> None:
    """Ask for the first sweep, unless one waits already: each asks for the next."""
    lock_sequence(db)  # two runners that start together would make two chains
    waiting = select(Job.id).where(Job.name == "sweep", Job.state.in_(("queued", "running")))
    if db.scalar(waiting.limit(1)) is None:
        jobs.enqueue(db, "sweep")
