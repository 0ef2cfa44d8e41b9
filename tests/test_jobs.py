"""Jobs: part of the transaction, claimed by one runner, retried and kept, given back by a lapsed lease, calm after urgent."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.core import changes, clock, jobs
from matchmaker.core.db import Database
from matchmaker.core.jobs import CALM, URGENT, Task, claim, enqueue, run_all, run_one
from matchmaker.core.models import Change, Job


@pytest.fixture
def database(any_app: Flask) -> Database:
    """Both databases in turn."""
    found: Database = any_app.extensions["database"]
    return found


def ask(database: Database, *names: str, priority: int = URGENT) -> None:
    with database.write() as db:
        for name in names:
            enqueue(db, name, priority=priority, label=name)


def states(database: Database) -> list[tuple[str, int]]:
    with database.read() as db:
        return [(job.state, job.attempts) for job in db.scalars(select(Job).order_by(Job.id))]


def recorder(done: list[str]) -> Task:
    return Task(lambda db, prepared, label: done.append(label))


def test_a_job_exists_only_if_its_transaction_commits(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as db:
        enqueue(db, "a")
        raise RuntimeError
    assert states(database) == []
    ask(database, "a")
    assert states(database) == [("queued", 0)]


def test_each_job_runs_once_and_in_order(database: Database) -> None:
    done: list[str] = []
    ask(database, "a", "b", "a")
    assert run_all(database, {"a": recorder(done), "b": recorder(done)}) == 3
    assert (done, states(database)) == (["a", "b", "a"], [("done", 1)] * 3)
    assert run_all(database, {}) == 0


def test_a_job_is_claimed_by_one_runner_only(database: Database) -> None:
    ask(database, *["a"] * 24)
    claimed: list[int] = []

    def take() -> None:
        misses = 0
        while misses < 20:  # a runner that lost a race looks again
            job = claim(database)
            misses = misses + 1 if job is None else 0
            if job:
                claimed.append(job.id)

    threads = [threading.Thread(target=take) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(claimed) == Counter(range(1, 25))
    assert states(database) == [("running", 1)] * 24


def test_a_failure_undoes_its_writes_is_kept_and_tried_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(db: Session, prepared: Any, label: str) -> None:
        changes.announce(db, 7)
        db.flush()
        raise ValueError("no luck")

    ask(database, "a")
    start, late = clock.now(), timedelta()
    monkeypatch.setattr(clock, "now", lambda: start + late)
    for attempt in range(1, jobs.ATTEMPTS + 1):
        assert run_all(database, {"a": Task(fail)}) == 1
        late += timedelta(seconds=2**attempt - 1)
        assert claim(database) is None, "it waits longer each time"
        late += timedelta(seconds=1)
        expected = "failed" if attempt == jobs.ATTEMPTS else "queued"
        assert states(database) == [(expected, attempt)]
    assert claim(database) is None
    with database.read() as db:
        assert (db.query(Job).one().error, db.query(Change).count()) == ("ValueError('no luck')", 0)


def test_a_fault_while_preparing_and_an_unknown_name_are_kept_too(database: Database) -> None:
    def fail(db: Session, label: str) -> None:
        raise OSError("no line")

    ask(database, "a", "stranger")
    assert run_all(database, {"a": Task(lambda db, prepared, label: None, fail)}) == 2
    with database.read() as db:
        assert [job.error for job in db.query(Job).order_by(Job.id)] == ["OSError('no line')", "KeyError('stranger')"]


def test_a_later_success_forgets_the_error(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(database, "a")
    run_one(database, {})
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=1))
    run_one(database, {"a": recorder([])})
    with database.read() as db:
        job = db.query(Job).one()
        assert (job.state, job.attempts, job.error, job.done_at) == ("done", 2, None, clock.now())


def test_preparing_cannot_write(database: Database) -> None:
    ask(database, "a")
    run_one(database, {"a": Task(lambda db, prepared, label: None, lambda db, label: ask_within(db))})
    assert states(database) == [("queued", 1)]


def ask_within(db: Session) -> None:
    enqueue(db, "more")
    db.flush()


def test_a_lapsed_lease_comes_back(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(database, "a")
    killed, done, start = claim(database), [], clock.now()
    assert killed is not None
    monkeypatch.setattr(clock, "now", lambda: start + jobs.LEASE - timedelta(seconds=1))
    assert claim(database) is None
    monkeypatch.setattr(clock, "now", lambda: start + jobs.LEASE + timedelta(seconds=1))
    assert run_all(database, {"a": recorder(done)}) == 1
    assert (done, states(database)) == (["a"], [("done", 2)])


def test_calm_work_waits_for_urgent_work(database: Database) -> None:
    done: list[str] = []
    ask(database, "calm", priority=CALM)
    ask(database, "urgent")
    assert claim_names(database, URGENT) == ["urgent"]
    ask(database, "later")
    assert run_all(database, {"calm": recorder(done), "later": recorder(done)}) == 2
    assert done == ["later", "calm"]


def claim_names(database: Database, least_urgent: int) -> list[str]:
    found = []
    while job := claim(database, least_urgent):
        found.append(job.name)
    return found


def test_a_runner_takes_calm_work_up_only_when_it_is_calm(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    stop = threading.Event()
    soon = Task(lambda db, prepared, label: threading.Timer(0.3, stop.set).start())
    calm = Task(lambda db, prepared, label: (done.append(label), stop.set()))
    ask(database, "calm", priority=CALM)
    ask(database, "urgent")
    monkeypatch.setattr(jobs, "CALM_AFTER", 10.0**9)
    jobs.run_forever(database, {"urgent": soon, "calm": calm}, stop)
    assert (done, states(database)) == ([], [("queued", 0), ("done", 1)])
    stop.clear()
    monkeypatch.setattr(jobs, "CALM_AFTER", 0.1)
    jobs.run_forever(database, {"calm": calm}, stop)
    assert (done, states(database)) == (["calm"], [("done", 1)] * 2)
