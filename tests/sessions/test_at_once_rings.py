"""Steps that hold the same people, tables and timetable: whoever comes second waits, and nobody waits in a ring."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.db import Database
from matchmaker.core.errors import DomainError
from matchmaker.organisations.actions import add_member
from matchmaker.organisations.models import Organisation
from matchmaker.sessions.day.arrivals import check_in
from matchmaker.sessions.day.lateness import run_late
from matchmaker.sessions.day.mending import close_table, mark_late, mark_no_show, offer_free
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people import actions as people
from matchmaker.sessions.people.draft import Entry
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import own_registration
from matchmaker.sessions.requests import answering
from matchmaker.sessions.requests.asking import Question, ask
from matchmaker.sessions.requests.marks import set_mark
from matchmaker.sessions.requests.queries import load_request
from matchmaker.sessions.timetable.drafts import hold_session
from matchmaker.sessions.timetable.reading import load_frame
from matchmaker.sessions.timetable.release import hold_people
from tests.sessions.asking import Room, make_room
from tests.sessions.days import at, released_day

Step = Callable[[Session], object]
SIX = datetime(2027, 3, 18, 6, tzinfo=UTC)


def while_held(database: Database, hold: Step, step: Step, then: Step) -> str:
    """The step's fault, or nothing, when it comes while another transaction holds something and then does more."""

    def run() -> str:
        try:
            with database.write() as db:
                step(db)
        except DomainError as fault:
            return type(fault).__name__
        return ""

    with ThreadPoolExecutor(1) as pool:
        with database.write() as db:
            hold(db)
            found = pool.submit(run)
            while not found.done() and not is_waited_for(database):
                time.sleep(0.01)
            then(db)
        return found.result()


def is_waited_for(database: Database) -> bool:
    """Whether somebody waits for a lock in this database."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with database.read() as db:
        return bool(db.scalar(text(query)))


DAY: dict[str, Callable[[Session, InnovationSession, Registration], object]] = {
    "missing": lambda db, session, ben: mark_no_show(SYSTEM, db, session, ben),
    "late": lambda db, session, ben: mark_late(SYSTEM, db, session, ben, SIX),
    "runs late": lambda db, session, ben: run_late(SYSTEM, db, session, ben, 5),
    "table fails": lambda db, session, ben: close_table(SYSTEM, db, session, session.tables[0].id),
    "here after all": lambda db, session, ben: (check_in(SYSTEM, db, session, ben), offer_free(db, session)),
}  # fmt: skip


@pytest.mark.parametrize("name", DAY)
def test_the_day_while_a_timetable_is_released(postgres_app: Flask, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Who releases holds the session, then its people and tables."""
    database: Database = postgres_app.extensions["database"]
    setting = released_day(database, postgres_app.extensions["cast"])
    at(monkeypatch, -30)
    ben = setting.people["ben"]
    with database.write() as db:
        db.get_one(Registration, ben).left_at = SIX if name == "here after all" else None

    def step(db: Session) -> None:
        DAY[name](db, load_frame(SYSTEM, db, setting.session), db.get_one(Registration, ben))

    def release(db: Session) -> None:
        hold_people(db, setting.session)
        db.execute(text("SELECT id FROM session_tables ORDER BY id FOR KEY SHARE"))

    def hold(db: Session) -> None:
        hold_session(db, db.get_one(InnovationSession, setting.session))

    assert while_held(database, hold, step, release) == ""


@pytest.fixture
def room(postgres_app: Flask) -> Room:
    return make_room(postgres_app, postgres_app.extensions["cast"], needs_approval=False)


def place(db: Session, room: Room, name: str) -> Registration:
    return db.get_one(Registration, room.ids[name])


def session_of(db: Session, room: Room) -> InnovationSession:
    return db.get_one(InnovationSession, room.session_id)


def leave(room: Room, name: str) -> Step:
    return lambda db: people.leave(room.actor(db, name), db, session_of(db, room), place(db, room, name), "Ill")


def test_who_asks_does_not_wait_for_who_leaves(room: Room) -> None:
    """Ann asks Ben while Ben leaves: the session is his, and she only points at it."""

    def ask_ben(db: Session) -> None:
        ask(room.voice(db, "ann"), db, session_of(db, room), room.ids["ben"], Question())

    assert (
        while_held(room.database, lambda db: hold_session(db, session_of(db, room)), ask_ben, leave(room, "ben")) == ""
    )


@pytest.mark.parametrize("verb", ["ask", "mark"])
def test_nobody_asks_who_has_left_meanwhile(room: Room, verb: str) -> None:
    def step(db: Session) -> None:
        voice, session = room.voice(db, "ann"), session_of(db, room)
        if verb == "ask":
            ask(voice, db, session, room.ids["ben"], Question())
        else:
            set_mark(voice, db, session, room.ids["ben"], "like")

    held = leave(room, "ann" if verb == "mark" else "ben")
    assert while_held(room.database, held, step, lambda db: None) == {"ask": "NotFound", "mark": "Forbidden"}[verb]


def test_a_colleague_is_named_while_he_answers_himself(room: Room) -> None:
    """Bea holds herself to ask Ann; Ben names her in a counter-proposal to the request that they share."""
    made = room.ask("ann", "ben", for_any=True)

    def name_bea(db: Session) -> None:
        request = load_request(room.cast["officer"], db, room.session_id, made.id)
        answering.counter(room.voice(db, "ben"), db, session_of(db, room), request, room.ids["bea"], [])

    def hold_two(db: Session) -> None:
        ids = [room.ids["ann"], room.ids["bea"]]
        db.execute(select(Registration.id).where(Registration.id.in_(ids)).order_by(Registration.id).with_for_update())

    def say_yes(db: Session) -> None:
        ask(room.voice(db, "bea"), db, session_of(db, room), room.ids["ann"], Question())

    assert while_held(room.database, hold_two, name_bea, say_yes) == "Conflict"
    assert room.state(made.id) == "accepted"


@pytest.mark.parametrize("state", ["cancelled", "invited"])
def test_a_place_taken_twice_at_once(room: Room, state: str) -> None:
    """From two windows: the second is told in words that it is done already."""
    with room.database.write() as db:
        place(db, room, "ann").state = state
        add_member(SYSTEM, db, db.get_one(Organisation, room.cast.laboratory), "ann@example.org", "member")
    entry = Entry(room.cast.laboratory, "on_site", ["en"], [], [], [], None, True, "")

    def take(db: Session) -> None:
        actor, session = room.actor(db, "ann"), session_of(db, room)
        own = own_registration(actor, db, room.session_id)
        if own and state == "invited":
            people.accept(actor, db, session, own)
        else:
            people.register(actor, db, session, entry)

    assert while_held(room.database, take, take, lambda db: None) == "Conflict"
    with room.database.read() as db:
        assert place(db, room, "ann").state == "confirmed"
