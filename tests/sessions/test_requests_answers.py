"""Requests for meetings: asked, answered, countered, shared by colleagues, asked both ways, ended by the clock."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import audit, clock
from matchmaker.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from matchmaker.sessions.models import InnovationSession, SessionSlot
from matchmaker.sessions.requests import asking
from matchmaker.sessions.requests.marks import set_mark
from matchmaker.sessions.requests.models import Mark, MeetingRequest
from matchmaker.sessions.requests.queries import load_request, request_box, waiting_counts
from matchmaker.sessions.requests.sweeping import sweep_requests
from tests.cast import Cast
from tests.sessions.asking import Room, make_room
from tests.sessions.making import make_person


@pytest.fixture
def room(any_app: Flask, any_cast: Cast) -> Room:
    return make_room(any_app, any_cast)


def mark(room: Room, name: str, other: str, given: str) -> None:
    with room.database.write() as db:
        session = db.get_one(InnovationSession, room.session_id)
        set_mark(room.voice(db, name), db, session, room.ids[other], given)


def marks(room: Room) -> list[tuple[int, int, str]]:
    with room.database.read() as db:
        return sorted((one.registration_id, one.other_id, one.mark) for one in db.scalars(select(Mark)))


def test_a_yes(room: Room) -> None:
    made = room.ask("ann", "ben", message="Let us talk of tailings.")
    assert (made.state, made.message, made.for_any) == ("open", "Let us talk of tailings.", False)
    assert room.step("ben", "accept", made.id, "With pleasure").state == "accepted"
    assert room.mails() == [
        ("ben", "Ann asks for a meeting: Clean copper"),
        ("ann", "Agreed: a meeting with Ben"),
    ]
    with room.database.read() as db:
        assert [one.verb for one in audit.trail(db, "meetingrequest", made.id)] == ["ask", "accept"]


def test_a_no_needs_a_reason_and_ends_it_for_the_asker_only(room: Room) -> None:
    made = room.ask("ann", "ben")
    for reason in ("", "because"):
        with pytest.raises(Invalid) as fault:
            room.step("ben", "decline", made.id, reason)
        assert list(fault.value.errors) == ["reason"]
    assert room.step("ben", "decline", made.id, "too_early", "Next year").state == "declined"
    with pytest.raises(Conflict, match="was declined"):
        room.ask("ann", "ben")
    back = room.ask("ben", "ann", message="After all")
    assert (back.id, back.from_id, back.to_id, back.state, back.reason, back.answer) == (
        made.id, room.ids["ben"], room.ids["ann"], "open", "", "",
    )  # fmt: skip
    assert [subject for _who, subject in room.mails()][1:] == [
        "No meeting with Ben: Clean copper",
        "Ben asks for a meeting: Clean copper",
    ]


def test_a_counter_puts_a_colleague_in_place_and_agrees_on_times(room: Room) -> None:
    made = room.ask("ann", "ben")
    with room.database.read() as db:
        slots = list(db.scalars(select(SessionSlot.id).order_by(SessionSlot.id)))
    for person, times, field in ((None, [], "counter"), (room.ids["art"], [], "counter"), (None, [999], "slots")):
        with pytest.raises(Invalid) as fault:
            room.step("ben", "counter", made.id, person, times)
        assert list(fault.value.errors) == [field]
    countered = room.step("ben", "counter", made.id, room.ids["bea"], slots[:2])
    assert (countered.state, countered.counter_id, countered.counter_slots) == ("countered", room.ids["bea"], slots[:2])
    with pytest.raises(Forbidden):
        room.step("ben", "accept_counter", made.id)
    agreed = room.step("ann", "accept_counter", made.id)
    assert (agreed.state, agreed.to_id, agreed.slots) == ("accepted", room.ids["bea"], slots[:2])


def test_a_counter_to_somebody_who_has_been_asked_meanwhile_is_refused(room: Room) -> None:
    made = room.ask("ann", "ben")
    room.step("ben", "counter", made.id, room.ids["bea"], [])
    room.ask("ann", "bea")
    with pytest.raises(Conflict):
        room.step("ann", "accept_counter", made.id)
    assert room.step("ann", "decline_counter", made.id).state == "declined"


def test_colleagues_share_what_is_asked_of_any_of_them(room: Room) -> None:
    shared, own = room.ask("ann", "ben", for_any=True), room.ask("art", "ben")
    with room.database.read() as db:
        seen = {
            name: _seen(room, name, [shared.id, own.id]) for name in ("ann", "art", "ben", "bea", "officer", "outsider")
        }
        waiting = {
            name: waiting_counts(room.actor(db, name), db)["meetings_to_answer"] for name in ("ann", "ben", "bea")
        }
    assert seen == {
        "ann": [True, False], "art": [True, True], "ben": [True, True], "bea": [True, False],
        "officer": [True, True], "outsider": [False, False],
    }  # fmt: skip
    assert waiting == {"ann": 0, "ben": 2, "bea": 1}
    assert room.step("bea", "accept", shared.id).state == "accepted"
    with pytest.raises(Conflict):
        room.step("ben", "decline", shared.id, "too_early")
    with pytest.raises(Forbidden):
        room.step("bea", "accept", own.id)
    assert room.mails() == [
        ("ben", "Ann asks for a meeting: Clean copper"),
        ("bea", "Ann asks for a meeting: Clean copper"),
        ("ben", "Art asks for a meeting: Clean copper"),
        ("ann", "Agreed: a meeting with Bea"),
        ("art", "Agreed: a meeting with Bea"),
    ]


def _seen(room: Room, name: str, ids: list[int]) -> list[bool]:
    found = []
    with room.database.read() as db:
        for request_id in ids:
            try:
                load_request(room.actor(db, name), db, room.session_id, request_id)
                found.append(True)
            except NotFound:
                found.append(False)
    return found


def test_asking_who_has_asked_is_a_yes(room: Room) -> None:
    made, shared = room.ask("ann", "ben"), room.ask("art", "ben", for_any=True)
    assert (room.ask("ben", "ann").id, room.state(made.id)) == (made.id, "accepted")
    assert (room.ask("bea", "art").id, room.state(shared.id)) == (shared.id, "accepted")
    with pytest.raises(Conflict, match="agreed to meet already"):
        room.ask("ann", "ben")


def test_whom_one_cannot_ask(room: Room) -> None:
    room.leave("bea")
    with room.database.write() as db:
        other = make_person(db, _second(room, db), "zoe", room.cast.enterprise)
        room.ids["zoe"] = other.id
    faults = {}
    for other_name in ("ann", "art", "bea", "zoe"):
        with pytest.raises(DomainError) as fault:
            room.ask("ann", other_name)
        faults[other_name] = type(fault.value).__name__
    assert faults == {"ann": "Invalid", "art": "Invalid", "bea": "NotFound", "zoe": "NotFound"}
    for name in ("bea", "officer", "outsider"):
        with pytest.raises(Forbidden):
            room.ask(name, "ann")


def _second(room: Room, db: object) -> InnovationSession:
    from tests.sessions.making import make_session

    return make_session(db)


def test_one_asks_so_many_at_a_time(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "OPEN_MOST", 1)
    made = room.ask("ann", "ben")
    with pytest.raises(Invalid, match="You have 1 requests that wait"):
        room.ask("ann", "bea")
    room.step("ann", "withdraw", made.id)
    assert room.ask("ann", "bea").state == "open"


def test_a_no_mark_shows_in_nothing_the_other_sees(room: Room) -> None:
    mark(room, "ben", "ann", "no")
    made = room.ask("ann", "ben")
    assert (made.state, room.mails()) == ("open", [])
    with room.database.read() as db:
        boxes = {name: request_box(room.voice(db, name), db, room.session_id) for name in ("ann", "ben")}
        assert waiting_counts(room.actor(db, "ben"), db)["meetings_to_answer"] == 0
    assert [[one.id for one in boxes["ben"].unwanted], boxes["ben"].to_answer] == [[made.id], []]
    assert [one.id for one in boxes["ann"].waiting] == [made.id]
    room.step("ben", "accept", made.id)
    assert marks(room) == []  # who accepts has changed his mind
    with pytest.raises(Conflict, match="Call the meeting off first"):
        mark(room, "ann", "ben", "no")
    room.step("ann", "call_off", made.id)
    mark(room, "ann", "ben", "no")
    assert marks(room) == [(room.ids["ann"], room.ids["ben"], "no")]


def test_three_musts_and_no_more(room: Room, any_cast: Cast) -> None:
    with room.database.write() as db:
        session = db.get_one(InnovationSession, room.session_id)
        room.ids |= {name: make_person(db, session, name, any_cast.enterprise).id for name in ("bob", "bud")}
    for name in ("ben", "bea", "bob", "bob"):
        mark(room, "ann", name, "must")
    with pytest.raises(Invalid, match="3 must-meets already"):
        mark(room, "ann", "bud", "must")
    mark(room, "ann", "ben", "like")
    mark(room, "ann", "bea", "")
    mark(room, "ann", "bud", "must")
    assert marks(room) == [(room.ids["ann"], room.ids[name], given) for name, given in (("ben", "like"), ("bob", "must"), ("bud", "must"))]  # fmt: skip
    with pytest.raises(Invalid):
        mark(room, "ann", "ben", "love")


@pytest.mark.parametrize("closing", ["closed", "until"])
def test_a_closed_session_is_read_only(room: Room, closing: str) -> None:
    made = room.ask("ann", "ben")
    room.change(**{"state": "closed"} if closing == "closed" else {"requests_until": clock.now()})
    for deed in (
        lambda: room.ask("art", "ben"),
        lambda: room.step("ben", "accept", made.id),
        lambda: mark(room, "ann", "ben", "like"),
    ):
        with pytest.raises(Conflict, match="Requests are closed"):
            deed()
    assert room.state(made.id) == "open"


def test_the_clock_reminds_once_and_then_ends(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    made, start = room.ask("ann", "ben"), clock.now()
    assert abs((made.expires_at - start) - timedelta(days=5)) < timedelta(minutes=1)

    def sweep(**after: int) -> list[str]:
        monkeypatch.setattr(clock, "now", lambda: start + timedelta(**after))
        before = len(room.mails())
        with room.database.write() as db:
            sweep_requests(db)
        return [f"{who}: {subject}" for who, subject in room.mails()[before:]]

    assert sweep(days=3) == []
    reminder = ["ben: Your answer is waited for: Clean copper"]
    assert [sweep(days=4, hours=1), sweep(days=4, hours=2)] == [reminder, []]
    assert sweep(days=5, hours=1) == ["ann: Not answered in time: a meeting with Ben"]
    assert (room.state(made.id), sweep(days=6)) == ("expired", [])
    assert room.ask("ann", "ben").state == "open"


def test_a_request_expires_with_the_last_day_for_requests_and_when_somebody_leaves(room: Room) -> None:
    until = clock.now() + timedelta(hours=5)
    room.change(requests_until=until)
    late, left = room.ask("ann", "ben"), room.ask("art", "bea")
    assert late.expires_at == until
    room.leave("bea")
    with room.database.write() as db:
        sweep_requests(db)
    assert [room.state(one.id) for one in (late, left)] == ["open", "expired"]
    room.change(requests_until=clock.now())
    with room.database.write() as db:
        sweep_requests(db)
    assert room.state(late.id) == "expired"


def test_a_letter_is_in_the_language_of_its_reader(room: Room) -> None:
    from matchmaker.accounts.models import User

    with room.database.write() as db:
        db.scalars(select(User).where(User.email == "ben@example.org")).one().locale = "ru"
        db.get_one(InnovationSession, room.session_id).titles = {"ru": "Чистая медь", "en": "Clean copper"}
    made = room.ask("ann", "ben")
    room.step("ben", "decline", made.id, "too_early")
    (_ben, subject), (_ann, answer) = room.mails()
    assert ("Чистая медь" in subject, answer) == (True, "No meeting with Ben: Clean copper")


def test_what_is_asked_about_is_a_need_of_one_and_a_capability_of_the_other(room: Room) -> None:
    with pytest.raises(Invalid) as fault:
        room.ask("ann", "ben", need_id=1, capability_id=2)
    assert list(fault.value.errors) == ["pair"]
    with pytest.raises(Invalid) as fault:
        room.ask("ann", "ben", message="a" * 1001)
    assert list(fault.value.errors) == ["message"]
    with room.database.read() as db:
        assert db.scalars(select(MeetingRequest)).all() == []
