"""Freshness across real processes, and a job runner killed with SIGKILL: nothing is lost, nothing done twice."""

import signal
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.core import clock, jobs
from matchmaker.core.models import Change, Job
from matchmaker.postings.queries import rows, whole
from matchmaker.recommendations.jobs import disagreements
from matchmaker.recommendations.models import IndexEntry
from tests.cast import PASSWORD, Cast, form, publish_posting
from tests.processes import Site, environment, eventually, free_port, start, stop

ROUTINE = ("sweep", "read_again", "read_demand")  # what every runner asks for when it starts
NEW_TITLE = "Collector for oxidised copper ores"


@pytest.fixture
def sites(any_app: Flask, any_cast: Cast, database_url: str, tmp_path: Path) -> Iterator[list[Site]]:
    """Two servers and a job runner on one database."""
    ports = [free_port(), free_port()]
    processes = [start(environment(database_url, tmp_path, PORT=str(port)), "serve") for port in ports]
    processes.append(start(environment(database_url, tmp_path), "jobs", "run"))
    found = [Site(port) for port in ports]
    for site in found:
        assert eventually(site.is_up, bool), f"{site.base} does not come up"
    yield found
    stop(*processes)


def recommended(site: Site, need: int) -> list[str]:
    """The counterparts that the page of recommendations names, those of this test only."""
    links = site.page(f"/postings/{need}/recommendations").select("main a[href^='/postings/']")
    return sorted({link.get_text(" ", strip=True) for link in links} & {NEW_TITLE})


def test_what_one_server_publishes_another_recommends(any_app: Flask, any_cast: Cast, sites: list[Site]) -> None:
    here, there = sites
    need = publish_posting(any_app.extensions["database"], any_cast, "company", "need")
    there.sign_in("company@example.org", PASSWORD)
    assert recommended(there, need) == []
    here.sign_in("author@example.org", PASSWORD)
    values = form(title=NEW_TITLE, organisation_id=str(any_cast.laboratory), then="submit").to_dict(flat=False)
    address = here.send("/postings/new", "/postings/new", values)
    posting = address.removeprefix(here.base)
    officer = Site(int(here.base.rpartition(":")[2]))
    officer.sign_in("officer@example.org", PASSWORD)
    officer.send(posting, f"{posting}/publish", {})
    assert eventually(lambda: recommended(there, need), bool) == [NEW_TITLE]
    here.send(posting, f"{posting}/pause", {})
    assert eventually(lambda: recommended(there, need), lambda found: not found) == []


def done_jobs(app: Flask) -> int:
    with app.extensions["database"].read() as db:
        return db.scalar(select(func.count()).where(Job.state == "done", Job.name.not_in(ROUTINE))) or 0


def test_a_killed_runner_loses_nothing_and_repeats_nothing(
    any_app: Flask, any_cast: Cast, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = any_app.extensions["database"]
    ids = [publish_posting(database, any_cast, title=f"Copper collector {number}") for number in range(30)]
    total = 2 * len(ids)  # meaning and letter: submitting and publishing in one transaction are one change
    done = 0
    for _kill in range(2):
        runner = start(environment(database_url, tmp_path), "jobs", "run")
        done = eventually(lambda: done_jobs(any_app), lambda now, before=done: now > before + 5)
        runner.send_signal(signal.SIGKILL)
        runner.wait()
    assert 10 < done_jobs(any_app) < total
    later = clock.now() + jobs.LEASE + timedelta(seconds=30)
    monkeypatch.setattr(clock, "now", lambda: later)
    jobs.run_all(database, any_app.extensions["tasks"])
    with database.read() as db:
        assert Counter(db.scalars(select(Job.state).where(Job.name.not_in(ROUTINE)))) == {"done": total + len(ids)}, (
            "and the sentences of each"
        )
        assert sorted(db.scalars(select(IndexEntry.posting_id))) == ids
        assert disagreements(db, "hashing", rows(db, whole())) == []
        changes = Counter(db.scalars(select(Change.posting_id)))
    assert changes == dict.fromkeys(ids, 2), "published, read: each told once"
