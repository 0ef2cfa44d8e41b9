"""The demo's sessions: one held, one released, one open, with something for everyone who signs in."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.errors import Invalid
from matchmaker.paths import SEEDS
from matchmaker.scheduling.check import faults_of
from matchmaker.seeding import seed_all
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.states import ALL
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.sessions.timetable.problem import to_check
from matchmaker.sessions.timetable.reading import read_known


def of_key(db: Session, key: str) -> InnovationSession:
    """A session of the demo."""
    return db.scalars(select(InnovationSession).where(InnovationSession.seed_key == key)).one()


def test_one_was_held_one_is_near_one_is_open(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        people = select(func.count()).where(
            Registration.session_id == InnovationSession.id, Registration.state == "confirmed"
        )
        rows = db.execute(select(InnovationSession.seed_key, InnovationSession.state, people.scalar_subquery())).all()
        meetings = dict(db.execute(select(Meeting.state, func.count()).group_by(Meeting.state)).all())
    assert sorted(map(tuple, rows)) == [
        ("critical-minerals", "finished", 34), ("energy-and-space", "open", 28), ("water-and-land", "released", 35),
    ]  # fmt: skip
    assert meetings == {"held": 60, "missed": 9, "planned": 70}


def test_the_demo_accounts_take_part_in_all(demo: Flask) -> None:
    emails = ("researcher@demo.example", "company@demo.example")
    with demo.extensions["database"].read() as db:
        own = select(Registration.email, Registration.state, func.count()).where(Registration.email.in_(emails))
        found = db.execute(own.group_by(Registration.email, Registration.state).order_by(Registration.email)).all()
    assert [tuple(row) for row in found] == [(email, "confirmed", 3) for email in sorted(emails)]


def test_every_state_of_a_request_is_there(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        assert set(db.scalars(select(MeetingRequest.state))) == set(ALL)


@pytest.mark.parametrize("key", ["critical-minerals", "water-and-land"])
def test_the_kept_timetables_break_no_wall(demo: Flask, key: str) -> None:
    with demo.extensions["database"].read() as db:
        known = read_known(SYSTEM, db, of_key(db, key).id)
        posed = to_check(known)
        placed = posed.placed(known.placements)
    assert len(placed) == len(known.placements) > 60
    assert faults_of(posed.problem, placed) == ()
    pairs = Counter(frozenset(candidate.pair) for candidate in posed.candidates)
    assert pairs.most_common(1)[0][1] == 1


def test_an_unknown_person_is_named_with_the_line(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS / "sessions" / "energy-and-space", folder / "sessions" / "broken")
    shutil.copy(SEEDS / "sessions" / "people.csv", folder / "sessions")
    for name in ("organisations.csv", "translations.csv"):
        shutil.copy(SEEDS / name, folder)
    (folder / "postings").mkdir()
    path = folder / "sessions" / "broken" / "registrations.csv"
    text = path.read_text(encoding="utf-8").replace("researcher,confirmed", "nobody,confirmed")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as caught, app.extensions["database"].write() as db:
        seed_all(db, folder)
    assert caught.value.errors == {"registrations.csv, line 2, column person": "“nobody” is not a key of this demo."}
