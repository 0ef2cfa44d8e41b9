"""Runs of the engine: what is stored, what stays, what stops them, and that a killed one goes on."""

import json
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock, jobs
from matchmaker.core.db import Database
from matchmaker.core.models import Job
from matchmaker.sessions.models import InnovationSession, Interpreters
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.clashes import clash_words
from matchmaker.sessions.timetable.making import make_timetable
from matchmaker.sessions.timetable.models import TimetableRun, TimetableVersion
from matchmaker.sessions.timetable.reading import read_known
from matchmaker.sessions.timetable.runs import ask_for_run, stop_run
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
        assert (made.state, scores, draft.scores["gap"]) == (
            "done",
            {"must": 0, "mutual": 3, "value": 120, "idle": 0},
            0,
        )
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


def waiting(database: Database, cast: Cast, seconds: int = 1, **values: object) -> tuple[int, int]:
    """A session and a run that waits for its runner."""
    with database.write() as db:
        setting = make_setting(db, cast, **values)
        made = ask_for_run(SYSTEM, db, db.get_one(InnovationSession, setting.session), seconds)
    return setting.session, made.id


def test_a_run_that_was_killed_goes_on_from_the_draft(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    _session, run_id = waiting(database, cast, 60)
    assert jobs.claim(database) is not None  # its runner dies here, with a timetable stored after 59.5 seconds
    with database.write() as db:
        draft_row = {"seconds": 59.5, "placed": 0, "scores": {"value": 0}, "bounds": {"value": 0}, "gap": 0}
        db.execute(update(TimetableRun).values(state="running", progress=[draft_row]))
        db.execute(update(Job).values(lease_until=clock.now() - timedelta(seconds=1)))
    assert run_jobs(app) == 1
    with database.read() as db:
        run = db.get_one(TimetableRun, run_id)
        assert (run.state, run.progress[0]["seconds"], run.progress[-1]["placed"]) == ("done", 59.5, 3)


def test_a_stopped_run_keeps_what_it_has_found(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    session_id, run_id = waiting(database, cast, 300)

    def stop_at_once(row: dict[str, object]) -> None:
        with database.write() as db:
            stop_run(SYSTEM, db, db.get_one(InnovationSession, session_id))

    make_timetable(database, None, run_id, stop_at_once)
    with database.read() as db:
        run, draft = db.get_one(TimetableRun, run_id), db.scalars(select(TimetableVersion)).one()
        assert (run.state, draft.scores["placed"]) == ("stopped", 3)


def test_a_run_given_up_before_it_began_does_nothing(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    session_id, run_id = waiting(database, cast)
    with database.write() as db:
        stop_run(SYSTEM, db, db.get_one(InnovationSession, session_id))
    run_jobs(app)
    with database.read() as db:
        assert db.get_one(TimetableRun, run_id).state == "stopped"
        assert list(db.scalars(select(TimetableVersion))) == []


def test_long_work_renews_its_lease_and_keeps_out_of_the_way(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    waiting(database, cast)
    assert jobs.run_one(database, app.extensions["tasks"], jobs.CALM) is None
    leases = []

    def prepare(db: object) -> None:
        with database.write() as writing:
            writing.execute(update(Job).where(Job.name == "slow").values(lease_until=clock.now()))
            jobs.renew(writing)
        with database.read() as reading:
            leases.append(reading.scalars(select(Job.lease_until).where(Job.name == "slow")).one())

    with database.write() as db:
        jobs.enqueue(db, "slow")
    jobs.run_one(database, {"slow": jobs.Task(lambda db, prepared: None, prepare)}, jobs.CALM)
    assert leases[0] > clock.now() + jobs.LEASE / 2


def test_what_cannot_be_is_named(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, cast)
        place(db, setting, "ann-ben", 0, 0)
        ann = db.get_one(Registration, setting.people["ann"])
        ann.absent = [setting.slots[0]]
    run_id = run(database, setting.session)
    with database.read() as db:
        made, known = db.get_one(TimetableRun, run_id), read_known(SYSTEM, db, setting.session)
        assert made.state == "failed"
        assert clash_words(known, made.message["wrong"]) == [
            "Ann – Ben: pinned where it cannot be: somebody is away then, or there is no table or interpreter."
        ]
        assert placed(db, setting) == {"ann-ben": (0, 0)}


def test_clashing_pins_are_named_and_no_others(app: Flask, cast: Cast) -> None:
    """Two pinned to one slot with one interpreter left: each alone could stay."""
    database: Database = app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, cast)
        place(db, setting, "ben-cat", 2, 1)
        interpreters = db.scalars(select(Interpreters)).one()
        interpreters.number = 2
        for name, languages in (("ann", ["kk"]), ("ben", ["en"]), ("cat", ["kk"]), ("dan", ["en"])):
            db.get_one(Registration, setting.people[name]).languages = languages
        place(db, setting, "ann-ben", 0, 0)
        place(db, setting, "cat-dan", 0, 1)
        interpreters.number = 1
    run_id = run(database, setting.session)
    with database.read() as db:
        made, known = db.get_one(TimetableRun, run_id), read_known(SYSTEM, db, setting.session)
        assert clash_words(known, made.message["wrong"]) == [
            "Ann – Ben is pinned to 10:00–10:20.",
            "Cat – Dan is pinned to 10:00–10:20.",
        ]


def test_the_command_tells_its_progress_and_its_result(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, cast)
    found = app.test_cli_runner().invoke(args=["session", "timetable", str(setting.session), "--seconds", "1"])
    assert found.exit_code == 0, found.output
    result = json.loads(found.stdout)
    assert (result["state"], result["best"]["placed"], result["best"]["gap"], result["wrong"]) == ("done", 3, 0, [])
    assert "3 placed, value 120 of at most 120 (gap 0.0 %)" in found.stderr
    refused = app.test_cli_runner().invoke(args=["session", "timetable", "999"])
    assert (refused.exit_code, refused.stderr) == (1, "Error: There is no such session.\n")
