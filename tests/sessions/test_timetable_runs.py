"""Runs of the engine: what is stored, what stays, what stops them, and that a killed one goes on."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock, jobs
from matchmaker.core.db import Database
from matchmaker.core.models import Job
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.timetable.making import make_timetable
from matchmaker.sessions.timetable.models import TimetableRun, TimetableVersion
from matchmaker.sessions.timetable.runs import ask_for_run
from tests.cast import Cast, run_jobs
from tests.sessions.timetables import make_setting, place, placed, run


def test_everyone_who_agreed_meets(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, any_cast)
        ask_for_run(SYSTEM, db, db.get_one(InnovationSession, setting.session), 1)
    run_jobs(any_app)
    with database.read() as db:
        found = placed(db, setting)
        draft, made = db.scalars(select(TimetableVersion)).one(), db.scalars(select(TimetableRun)).one()
        scores = {name: draft.scores["scores"][name] for name in ("must", "mutual", "value", "idle")}
        assert (made.state, scores, draft.scores["gap"]) == ("done", {"must": 0, "mutual": 3, "value": 120, "idle": 0}, 0)
        assert made.progress[-1]["placed"] == 3
    assert set(found) == {"ann-ben", "cat-dan", "ben-cat"}
    assert len({slot for slot, _table in (found["ann-ben"], found["ben-cat"])}) == 2


def test_pinned_meetings_stay(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, cast)
        place(db, setting, "ann-ben", 5, 2)
    run(database, setting.session)
    with database.read() as db:
        found = placed(db, setting)
    assert found["ann-ben"] == (5, 2)
    assert set(found) == {"ann-ben", "cat-dan", "ben-cat"}
