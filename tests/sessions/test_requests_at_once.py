"""Two at the same moment: one has an effect, the other is told in words."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.core.errors import Conflict, DomainError
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.requests import answering
from matchmaker.sessions.requests.asking import Question, ask
from matchmaker.sessions.requests.marks import set_mark
from matchmaker.sessions.requests.models import Mark, MeetingRequest
from matchmaker.sessions.requests.queries import load_request
from tests.cast import Cast
from tests.sessions.asking import Room, make_room


@pytest.fixture
def room(any_app: Flask, any_cast: Cast) -> Room:
    return make_room(any_app, any_cast)


def together(room: Room, *deeds: Callable[..., object]) -> list[str]:
    """Do things in transactions of their own; on PostgreSQL all have begun and read before any of them acts."""
    barrier = threading.Barrier(len(deeds)) if not room.database.is_sqlite else None
    found = [""] * len(deeds)

    def run(place: int) -> None:
        try:
            with room.database.write() as db:
                session = db.get_one(InnovationSession, room.session_id)
                found[place] = str(deeds[place](db, session, barrier.wait if barrier else lambda: None))
        except DomainError as fault:
            found[place] = type(fault).__name__

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def stepping(room: Room, name: str, verb: str, request_id: int, *values: object) -> Callable[..., object]:
    def deed(db: object, session: object, ready: Callable[[], object]) -> str:
        request = load_request(room.cast["officer"], db, room.session_id, request_id)
        voice = room.voice(db, name)
        ready()
        return getattr(answering, verb)(voice, db, session, request, *values).state

    return deed


def asking(room: Room, name: str, other: str) -> Callable[..., object]:
    def deed(db: object, session: object, ready: Callable[[], object]) -> str:
        voice = room.voice(db, name)
        ready()
        return ask(voice, db, session, room.ids[other], Question()).state

    return deed


@pytest.mark.parametrize("verbs", [("accept", "decline"), ("accept", "accept")])
def test_the_first_of_two_representatives_answers(room: Room, verbs: tuple[str, str]) -> None:
    made = room.ask("ann", "ben", for_any=True)
    values = [("too_early",) if verb == "decline" else () for verb in verbs]
    found = together(
        room,
        *(
            stepping(room, name, verb, made.id, *one)
            for name, verb, one in zip(("ben", "bea"), verbs, values, strict=True)
        ),
    )
    assert found.count("Conflict") == 1
    assert [one for one in found if one != "Conflict"] == [room.state(made.id)]
    assert [who for who, _subject in room.mails()] == ["ben", "bea", "ann", "art"]  # asked once, answered once


def test_a_yes_and_a_withdrawal(room: Room) -> None:
    made = room.ask("ann", "ben")
    found = together(room, stepping(room, "ben", "accept", made.id), stepping(room, "ann", "withdraw", made.id))
    assert found.count("Conflict") == 1
    assert room.state(made.id) in {"accepted", "withdrawn"} & set(found)


def test_asking_both_ways_is_agreed_at_once(room: Room) -> None:
    assert sorted(together(room, asking(room, "ann", "ben"), asking(room, "ben", "ann"))) == ["accepted", "open"]
    with room.database.read() as db:
        assert [one.state for one in db.scalars(select(MeetingRequest))] == ["accepted"]


def test_asking_twice_is_one_request(room: Room) -> None:
    assert sorted(together(room, asking(room, "ann", "ben"), asking(room, "ann", "ben"))) == ["Conflict", "open"]


def test_clicks_at_once_do_not_pass_the_limit_of_musts(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matchmaker.sessions.requests.marks.MUST_MOST", 1)

    def marking(other: str) -> Callable[..., object]:
        def deed(db: object, session: object, ready: Callable[[], object]) -> str:
            voice = room.voice(db, "ann")
            ready()
            set_mark(voice, db, session, room.ids[other], "must")
            return "marked"

        return deed

    assert sorted(together(room, marking("ben"), marking("bea"))) == ["Invalid", "marked"]
    with room.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Mark)) == 1


def test_a_stale_answer_is_told_so(room: Room) -> None:
    made = room.ask("ann", "ben")
    room.step("ben", "accept", made.id)
    with pytest.raises(Conflict, match="Somebody has changed this meanwhile"):
        room.step("ben", "decline", made.id, "too_early")
