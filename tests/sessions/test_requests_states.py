"""The table of requests: every step of every role; random deeds of random people never leave it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from matchmaker.core.errors import DomainError
from matchmaker.core.machine import moves, walk
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests import answering, musts, rules
from matchmaker.sessions.requests.asking import Question, ask
from matchmaker.sessions.requests.marks import set_mark
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.queries import load_request
from matchmaker.sessions.requests.states import ALL, STATES
from matchmaker.sessions.requests.sweeping import sweep_requests
from tests.apps import make_app
from tests.cast import Cast, make_cast
from tests.sessions.asking import Room, make_room

OFFICER = {"officer", "administrator"}
ASKING, ASKED = {"ann"} | OFFICER, {"ben"} | OFFICER
EITHER = ASKING | ASKED
TABLE = {
    "open": {
        "accept": ("accepted", ASKED), "counter": ("countered", ASKED), "decline": ("declined", ASKED),
        "withdraw": ("withdrawn", ASKING), "expire": ("expired", OFFICER),
    },
    "countered": {
        "accept_counter": ("accepted", ASKING), "decline_counter": ("declined", ASKING),
        "withdraw": ("withdrawn", ASKING), "expire": ("expired", OFFICER),
    },
    "accepted": {"call_off": ("withdrawn", EITHER), "release": ("withdrawn", OFFICER)},
    "declined": {"ask_again": ("open", ASKED)},
    "withdrawn": {"ask_again": ("open", EITHER)},
    "expired": {"ask_again": ("open", EITHER)},
}  # fmt: skip
VERBS = sorted({verb for row in TABLE.values() for verb in row} | {"require"})
WHO = ("ann", "art", "ben", "bea", "officer", "administrator", "operator", "outsider")


def test_every_step_of_every_role_is_as_the_table_says(any_app: Flask, any_cast: Cast) -> None:
    room = make_room(any_app, any_cast)
    made = room.ask("ann", "ben")
    with room.database.write() as db:
        request = load_request(any_cast["officer"], db, room.session_id, made.id)
        voices = {name: room.voice(db, name) for name in WHO}
        for state, verb, name in product(ALL, VERBS, WHO):
            request.state = state
            to, who = TABLE[state].get(verb, ("Conflict", set(WHO)))
            if verb == "require":
                to, who = "accepted", OFFICER
            try:
                walk(db, STATES, voices[name], request, verb)
                found = request.state
            except DomainError as fault:
                found = type(fault).__name__
            assert found == (to if name in who else "Forbidden"), (state, verb, name)
        request.state, request.is_must = "accepted", True
        assert {name for name in WHO if "call_off" in moves(STATES, voices[name], request)} == OFFICER


def test_requests_are_seen_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    room = make_room(any_app, any_cast)
    room.ask("ann", "ben"), room.ask("art", "ben", for_any=True), room.ask("ben", "ann") and None
    with room.database.write() as db:
        other = make_room_in(db, room)
        requests = list(db.scalars(select(MeetingRequest).options(*load_parts())))
        seen = {}
        for name, state in product(
            (*room.ids, "officer", "operator", "outsider", "anonymous"), ("confirmed", "cancelled")
        ):
            if name in room.ids:
                db.get_one(Registration, room.ids[name]).state = state
                db.flush()
            voices = {one: voice(room, db, name, one) for one in (room.session_id, other)}
            by_rule = {one.id for one in requests if rules.may_see(voices[one.session_id], one)}
            actor = next(iter(voices.values())).actor
            assert set(db.scalars(select(MeetingRequest.id).where(rules.visible_to(actor)))) == by_rule, (name, state)
            seen[name, state] = len(by_rule)
            if name in room.ids:
                db.get_one(Registration, room.ids[name]).state = "confirmed"
    numbers = {
        "ann": (2, 1), "art": (1, 1), "ben": (2, 2), "bea": (1, 0), "officer": (3, 3),
        "operator": (0, 0), "outsider": (0, 0), "anonymous": (0, 0),
    }  # fmt: skip
    assert seen == {(name, state): number for name, two in numbers.items() for state, number in zip(("confirmed", "cancelled"), two, strict=True)}  # fmt: skip


def load_parts() -> list[object]:
    from matchmaker.sessions.requests.walls import PEOPLE

    return list(PEOPLE)


def voice(room: Room, db: object, name: str, session_id: int) -> object:
    from matchmaker.sessions.requests.voice import voice_of

    return voice_of(room.actor(db, name), db, session_id)


def make_room_in(db: object, room: Room) -> int:
    """Another session with a request between two others."""
    from matchmaker.core import clock
    from tests.sessions.making import make_person, make_session

    made = make_session(db)
    sides = [make_person(db, made, name, one).id for name, one in (("eve", room.cast.laboratory), ("fay", room.cast.enterprise))]  # fmt: skip
    request = MeetingRequest(session_id=made.id, from_id=sides[0], to_id=sides[1], for_any=True, expires_at=clock.now())
    db.add(request)
    db.flush()
    return made.id


@dataclass(frozen=True)
class Deed:
    """Something that somebody does to somebody."""

    who: str
    verb: str
    other: str
    flag: bool


DEEDS = ("ask", "ask", "accept", "decline", "counter", "accept_counter", "decline_counter", "withdraw", "call_off",
         "require", "release", "must", "no", "leave", "join", "sweep")  # fmt: skip
deeds = st.lists(
    st.builds(
        Deed, st.sampled_from(WHO), st.sampled_from(DEEDS), st.sampled_from(("ann", "art", "ben", "bea")), st.booleans()
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def still(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A room in which every example is rolled back."""
    from tests.world import copy_database

    home = tmp_path_factory.mktemp("random")
    copy_database(sqlite_template, home / "matchmaker.sqlite")
    app = make_app(f"sqlite:///{home / 'matchmaker.sqlite'}", home)
    yield make_room(app, make_cast(app.extensions["database"]))
    app.extensions["database"].engine.dispose()


@settings(max_examples=40, deadline=None)
@given(deeds)
def test_random_deeds_never_leave_the_table(still: Room, found: list[Deed]) -> None:
    with still.database.session(writes=True) as db:
        session = db.get_one(InnovationSession, still.session_id)
        before: dict[int, str] = {}
        for deed in found:
            nested = db.begin_nested()
            try:
                do(still, db, session, deed)
                db.flush()
                nested.commit()
            except DomainError:
                nested.rollback()
            after = {one.id: one.state for one in db.scalars(select(MeetingRequest))}
            for request_id, state in after.items():
                old = before.get(request_id, "open")
                steps = {old, "accepted", *(to for to, _who in TABLE[old].values())}
                assert state in steps if deed.verb != "require" else state in {old, "accepted"}, deed
            pairs = [tuple(sorted((one.from_id, one.to_id))) for one in db.scalars(select(MeetingRequest))]
            assert len(pairs) == len(set(pairs)), "two people share one request"
            before = after
        db.rollback()


def do(room: Room, db: object, session: InnovationSession, deed: Deed) -> None:
    """One deed; raises what the action raises."""
    speaker, other = voice(room, db, deed.who, session.id), room.ids[deed.other]
    if deed.verb == "ask":
        ask(speaker, db, session, other, Question(for_any=deed.flag))
    elif deed.verb in ("must", "no"):
        set_mark(speaker, db, session, other, deed.verb)
    elif deed.verb == "require":
        musts.require_meeting(speaker, db, session, room.ids["ann"], other)
    elif deed.verb == "sweep":
        sweep_requests(db)
    elif deed.verb in ("leave", "join"):
        db.get_one(Registration, other).state = "cancelled" if deed.verb == "leave" else "confirmed"
    else:
        step(room, db, session, deed, speaker, other)


def step(room: Room, db: object, session: InnovationSession, deed: Deed, speaker: object, other: int) -> None:
    """A step with the latest request of the other person, if there is one."""
    query = select(MeetingRequest).where((MeetingRequest.from_id == other) | (MeetingRequest.to_id == other))
    request = db.scalars(query.options(*load_parts()).order_by(MeetingRequest.id.desc())).first()
    if request is None:
        return
    if deed.verb == "release":
        musts.release_must(speaker, db, session, request)
    elif deed.verb == "counter":
        answering.counter(speaker, db, session, request, room.ids["bea" if deed.flag else "art"], [])
    elif deed.verb == "decline":
        answering.decline(speaker, db, session, request, "too_early")
    else:
        getattr(answering, deed.verb)(speaker, db, session, request)
