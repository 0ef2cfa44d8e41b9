"""A small crowd at once on two servers: nothing is booked twice, no answer is an error, no word is lost.

The whole of it, with processes and fifty clients, is `python -m benchmarks.crowd`.
"""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks.crowd.browser import Answer
from benchmarks.crowd.judge import judge
from benchmarks.crowd.ledger import Ledger
from benchmarks.crowd.run import FAULTS, crowd, let_loose, summary
from benchmarks.crowd.stage import Stage, build
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.core.models import Audit
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.timetable.models import Meeting, Placement, TimetableVersion
from tests.apps import make_app
from tests.conftest import sign_in

CLIENTS, PEOPLE, SECONDS = 12, 12, 1.5


class Inside:
    """A browser at an application of this process."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> Answer:
        """A page."""
        answer = self.client.get(path)
        return Answer(answer.status_code, answer.text, answer.headers.get("Location", ""))

    def post(self, path: str, values: Mapping[str, object], **headers: str) -> Answer:
        """A form."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.post(path, data=values, headers=sent)
        return Answer(answer.status_code, answer.text, answer.headers.get("Location", ""))


@pytest.fixture
def servers(any_app: Flask, database_url: str, tmp_path: Path) -> Iterator[list[Flask]]:
    """Two applications on one database."""
    other = make_app(database_url, tmp_path)
    yield [any_app, other]
    other.extensions["database"].engine.dispose()


def test_a_crowd_at_once(servers: list[Flask]) -> None:
    for app in servers:
        app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    database, index = servers[0].extensions["database"], servers[0].extensions["index"]
    stage = build(database, index, PEOPLE, 1, Random(7))
    clients = crowd(stage, CLIENTS, 7, lambda number, email: Inside(sign_in(servers[number % 2], email)))
    end = time.monotonic() + SECONDS
    ledger = let_loose(clients, lambda: time.monotonic() > end)
    with database.read() as db:
        found = summary(ledger) | judge(db, stage, ledger)
    assert {name: found[name] for name in FAULTS} == {name: 0 if name == "errors_500" else [] for name in FAULTS}
    assert found["steps_told"] > 0
    spoil(database, stage, ledger)
    with database.read() as db:
        found = judge(db, stage, ledger)
    assert {name: len(found[name]) for name in ("double_bookings", "lost", "not_told")} == {
        "double_bookings": 4,  # two people at two tables at once, and two meetings without seats
        "lost": 2,  # a step that is not in the trail, and a state that nobody led to
        "not_told": 1,
    }


def spoil(database: Database, stage: Stage, ledger: Ledger) -> None:
    """What would be there if the walls did not stand and words were lost: the judge must see it."""
    room, officer = stage.day, next(iter(stage.officers.values()))
    one, two = sorted(room.people.values())[:2]
    told = next(iter(ledger.told.keys()))
    ledger.told[told] -= 1
    ledger.told[officer, "meetingrequest", "decline"] += 1
    with database.write() as db:
        agreed = db.scalars(select(MeetingRequest.id).where(MeetingRequest.session_id == stage.drafting.id)).first()
        db.add(
            Audit(
                verb="decline", subject="meetingrequest", subject_id=agreed or 0, before={}, after={"state": "declined"}
            )
        )
        version = TimetableVersion(session_id=room.id, number=99)
        db.add(version)
        for table in room.tables[:2]:
            other = InnovationSession(titles={"en": "Other"}, starts_on=clock.today())
            db.add(other)
            db.flush()
            meeting = Meeting(session_id=other.id, one_id=one, two_id=two, source="officer")
            db.add(meeting)
            db.flush()
            db.add(Placement(version_id=version.id, meeting_id=meeting.id, slot_id=room.slots[0], table_id=table))
