"""A session as the engine's problem: who is there, where they can sit, what they speak, what counts how much."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.db import Database
from matchmaker.scheduling.problem import Kind, Meeting, Person, Problem, Table
from matchmaker.sessions.models import Interpreters
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import Mark
from matchmaker.sessions.timetable.models import Absence
from matchmaker.sessions.timetable.models import Meeting as StoredMeeting
from matchmaker.sessions.timetable.problem import to_solve
from matchmaker.sessions.timetable.reading import load_frame, read_known
from tests.cast import Cast
from tests.sessions.making import make_person, make_session
from tests.sessions.timetables import ask, make_setting, place


def test_everything_of_a_session_reaches_the_engine(any_app: Flask, any_cast: Cast) -> None:
    """Ann is the host at her own table, Ben comes late, Cat is online, Dan speaks Kazakh only and needs a screen."""
    database: Database = any_app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, any_cast, pairs=("ann-ben", "ben-cat", "ann-dan"), slots=4, tables=3, most=3)
        place(db, setting, "ben-cat", 3, None)
        people = {name: db.get_one(Registration, number) for name, number in setting.people.items()}
        session = load_frame(SYSTEM, db, setting.session)
        people["ann"].table_id, people["ann"].languages = setting.tables[2], ["en"]
        people["ben"].late_until, people["ben"].most = session.slots[1].starts_at - timedelta(minutes=5), 2
        people["cat"].mode, people["cat"].absent = "online", [setting.slots[0]]
        people["dan"].languages, people["dan"].equipment = ["kk"], ["screen"]
        session.tables[0].closed, session.tables[2].equipment = [setting.slots[1]], ["screen"]
        db.scalars(select(Interpreters)).one().away = [setting.slots[2]]
        db.add(Mark(registration_id=people["cat"].id, other_id=people["dan"].id, mark="no"))
        db.flush()
        posed = to_solve(read_known(SYSTEM, db, setting.session))
    everywhere = frozenset(range(4))
    assert posed.problem == Problem(
        slots=4,
        people=(
            Person(everywhere, most=3),
            Person(everywhere - {0}, most=3),
            Person(everywhere - {0}, most=2),
            Person(everywhere, most=3),
        ),
        meetings=(
            Meeting((0, 2), 40, Kind.MUTUAL, tables=frozenset({2})),
            Meeting((0, 3), 40, Kind.MUTUAL, tables=frozenset({2}), equipment=frozenset({"screen"}), language="en-kk"),
            Meeting((2, 1), 40, Kind.MUTUAL, required=True, slots=frozenset({3}), online=True),
        ),
        tables=(Table(everywhere - {1}), Table(everywhere), Table(everywhere, frozenset({"screen"}))),
        interpreters={"en-kk": (1, 1, 0, 1)},
        blocked=frozenset({frozenset({1, 3})}),
        floor=2,
        pauses=frozenset({1}),
    )


def test_who_was_absent_counts_somewhat_less(app: Flask, cast: Cast) -> None:
    """Of three absences one is excused; the two others take two tenths, and from the partner's meeting too."""
    database: Database = app.extensions["database"]
    with database.write() as db:
        before = make_setting(db, cast, pairs=())
        account = db.get_one(Registration, before.people["ann"]).user_id
        states = {"ben": "counted", "dan": "upheld", "cat": "excused"}
        for name, state in states.items():
            one, two = sorted((before.people["ann"], before.people[name]))
            missed = StoredMeeting(session_id=before.session, one_id=one, two_id=two, source="officer")
            db.add(missed)
            db.flush()
            db.add(Absence(meeting_id=missed.id, registration_id=before.people["ann"], state=state))
        setting = _again(db, cast, account)
        values = [one.value for one in to_solve(read_known(SYSTEM, db, setting)).problem.meetings]
    assert values == [32]


def _again(db: Session, cast: Cast, account: int | None) -> int:
    """A second session of the same account, with one accepted request."""
    session = make_session(db, state="closed")
    ann = make_person(db, session, "again", cast.laboratory)
    ann.user_id = account
    other = make_person(db, session, "eve", cast.enterprise)
    ask(db, ann, other)
    db.flush()
    return session.id
