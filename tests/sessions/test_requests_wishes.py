"""What the timetable is given: kinds, values, walls, stand-ins and blind dates."""

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core.errors import Conflict, Forbidden, Invalid
from matchmaker.notifications.models import Mail
from matchmaker.scheduling.problem import Kind
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests import musts
from matchmaker.sessions.requests.fits import fits_of_all
from matchmaker.sessions.requests.models import Mark
from matchmaker.sessions.requests.queries import load_request
from matchmaker.sessions.requests.wishes import Wish, wishes
from tests.cast import Cast, publish_posting, run_jobs
from tests.sessions.asking import Room, make_room


@pytest.fixture
def room(app: Flask, cast: Cast) -> Room:
    return make_room(app, cast)


def mark(room: Room, *given: tuple[str, str, str]) -> None:
    with room.database.write() as db:
        db.add_all(Mark(registration_id=room.ids[one], other_id=room.ids[two], mark=said) for one, two, said in given)


def found(room: Room, with_index: bool = False) -> dict[str, Wish]:
    names = {number: name for name, number in room.ids.items()}
    with room.database.read() as db:
        all_wishes = wishes(db, room.session_id, room.app.extensions["index"] if with_index else None)
    assert all_wishes == sorted(all_wishes, key=lambda one: (one.one_id, one.two_id))
    return {f"{names[one.one_id]}-{names[one.two_id]}": one for one in all_wishes}


def brief(room: Room, with_index: bool = False) -> dict[str, tuple[Kind, int, str, bool]]:
    return {pair: (one.kind, one.value, one.source, one.is_blocked) for pair, one in found(room, with_index).items()}


def test_nothing_is_wanted_at_first(room: Room) -> None:
    assert found(room) == {}


def test_marks_and_requests_make_kinds_and_values(room: Room) -> None:
    mark(room, ("ann", "ben", "must"), ("ben", "ann", "must"), ("ann", "bea", "like"), ("art", "ben", "like"))
    room.ask("ben", "art")
    assert brief(room) == {
        "ann-ben": (Kind.MUST, 80, "mark", False),
        "ann-bea": (Kind.ONE_SIDED, 20, "mark", False),
        "art-ben": (Kind.MUTUAL, 40, "request", False),
    }


def test_what_came_of_a_request(room: Room) -> None:
    requests = {pair: room.ask(*pair) for pair in (("ann", "ben"), ("ann", "bea"), ("art", "ben"), ("art", "bea"))}
    room.step("ben", "accept", requests["ann", "ben"].id)
    room.step("bea", "decline", requests["ann", "bea"].id, "too_early")
    room.step("art", "withdraw", requests["art", "ben"].id)
    assert brief(room) == {
        "ann-ben": (Kind.MUTUAL, 40, "request", False),
        "ann-bea": (Kind.ONE_SIDED, 0, "mark", True),
        "art-bea": (Kind.ONE_SIDED, 20, "request", False),
    }


def test_a_no_outweighs_everything_and_who_left_is_gone(room: Room) -> None:
    made = room.ask("ann", "ben")
    room.step("ben", "accept", made.id)
    mark(room, ("ben", "ann", "no"), ("art", "bea", "no"), ("bea", "art", "must"), ("art", "ben", "like"))
    assert brief(room) == {
        "ann-ben": (Kind.MUTUAL, 40, "request", True),
        "art-ben": (Kind.ONE_SIDED, 20, "mark", False),
        "art-bea": (Kind.ONE_SIDED, 40, "mark", True),
    }
    room.leave("ben")
    assert list(found(room)) == ["art-bea"]


def test_colleagues_stand_in_for_each_other_at_one_table(room: Room) -> None:
    made = room.ask("ann", "ben", for_any=True)
    own = room.ask("art", "bea")
    room.step("bea", "accept", made.id)
    mark(room, ("art", "ben", "like"))
    assert {pair: (one.kind, one.value, one.request_id, one.choice) for pair, one in found(room).items()} == {
        "ann-ben": (Kind.MUTUAL, 40, made.id, made.id),
        "ann-bea": (Kind.MUTUAL, 35, made.id, made.id),
        "art-ben": (Kind.MUTUAL, 55, made.id, made.id),
        "art-bea": (Kind.ONE_SIDED, 20, own.id, None),
    }


def test_agreed_times_are_walls(room: Room) -> None:
    made = room.ask("ann", "ben")
    with room.database.read() as db:
        from matchmaker.sessions.requests.queries import slots_of

        times = [slot.id for slot in slots_of(db, room.session_id)][:2]
    room.step("ben", "counter", made.id, None, times)
    assert found(room)["ann-ben"].slots is None
    room.step("ann", "accept_counter", made.id)
    assert found(room)["ann-ben"].slots == frozenset(times)


def bring(room: Room, **ids: list[int]) -> None:
    run_jobs(room.app)
    with room.database.write() as db:
        for name, own in ids.items():
            db.get_one(Registration, room.ids[name]).posting_ids = own


def test_blind_dates_are_for_those_who_let_the_system_choose_and_fit(room: Room) -> None:
    offer = publish_posting(room.database, room.cast, "author")
    need = publish_posting(room.database, room.cast, "company", "need")
    hidden = publish_posting(room.database, room.cast, "company", "need", visibility="anonymous")
    bring(room, ann=[offer], art=[offer], ben=[need], bea=[hidden])
    with room.database.read() as db:
        people = [db.get_one(Registration, one) for one in room.ids.values()]
        fits = fits_of_all(db, room.app.extensions["index"], people)
    score = fits[room.ids["ann"], room.ids["ben"]].score
    assert (len(fits), score >= 45) == (2, True)  # whose posting is anonymous fits nobody: a name would tell
    blind = (Kind.ONE_SIDED, score, "blind", False)
    assert brief(room, True) == {"ann-ben": blind, "art-ben": blind}
    wish = found(room, True)["ann-ben"]
    assert (wish.need_id, wish.capability_id) == (need, offer)
    with room.database.write() as db:
        db.get_one(Registration, room.ids["ann"]).is_open_to_others = False
    mark(room, ("art", "ben", "no"))
    assert brief(room, True) == {"art-ben": (Kind.ONE_SIDED, score, "mark", True)}
    room.ask("ann", "ben")
    assert brief(room, True)["ann-ben"] == (Kind.ONE_SIDED, score + 20, "request", False)


def require(room: Room, name: str, one: str, two: str) -> int:
    with room.database.write() as db:
        session = db.get_one(InnovationSession, room.session_id)
        return musts.require_meeting(room.voice(db, name), db, session, room.ids[one], room.ids[two]).id


def release(room: Room, request_id: int) -> None:
    with room.database.write() as db:
        session = db.get_one(InnovationSession, room.session_id)
        request = load_request(room.cast["officer"], db, room.session_id, request_id)
        musts.release_must(room.voice(db, "officer"), db, session, request)


def test_an_officer_sets_and_releases_must_meets(room: Room) -> None:
    agreed = room.ask("ann", "ben")
    room.step("ben", "accept", agreed.id)
    ids = [require(room, "officer", *pair) for pair in (("ann", "ben"), ("art", "bea"))]
    assert brief(room) == {"ann-ben": (Kind.MUST, 40, "officer", False), "art-bea": (Kind.MUST, 40, "officer", False)}
    with pytest.raises(Forbidden):
        room.step("ann", "call_off", agreed.id)
    for one in ids:
        release(room, one)
    assert brief(room) == {"ann-ben": (Kind.MUTUAL, 40, "request", False)}
    with pytest.raises(Conflict):
        release(room, ids[0])


def told(room: Room) -> list[tuple[str, str]]:
    """Who was written to of a must-meet since, and the first words."""
    with room.database.write() as db:
        found = [(one.address.partition("@")[0], one.subject) for one in db.scalars(select(Mail).order_by(Mail.id))]
        db.query(Mail).delete()
    return [one for one in found if "meeting" in one[1] and "set" in one[1]]


def test_both_are_told_of_a_must_meet_once_and_of_its_end(room: Room) -> None:
    made = require(room, "officer", "ann", "ben")
    assert told(room) == [("ann", "A meeting is set for you: Ben"), ("ben", "A meeting is set for you: Ann")]
    require(room, "officer", "ben", "ann")
    assert told(room) == []
    release(room, made)
    assert told(room) == [
        (one, f"No longer set: the meeting with {other}") for one, other in (("ann", "Ben"), ("ben", "Ann"))
    ]
    require(room, "officer", "ben", "ann")
    assert len(told(room)) == 2


def test_nobody_is_told_of_a_must_meet_that_a_no_keeps_apart_nor_of_its_end(room: Room) -> None:
    mark(room, ("ben", "ann", "no"))
    made = require(room, "officer", "ann", "ben")
    release(room, made)
    assert told(room) == []


def test_who_has_no_account_is_told_in_their_language(room: Room) -> None:
    with room.database.write() as db:
        guest = db.get_one(Registration, room.ids["ben"])
        guest.user_id, guest.locale = None, "kk"
    require(room, "officer", "ann", "ben")
    with room.database.read() as db:
        found = {one.address: (one.locale, one.body.splitlines()[-1]) for one in db.scalars(select(Mail))}
    assert found == {
        "ann@example.org": ("en", f"/sessions/{room.session_id}/requests/1"),
        "ben@example.org": ("kk", f"/sessions/{room.session_id}"),
    }


def test_must_meets_are_for_officers_two_organisations_and_unreleased_timetables(room: Room) -> None:
    with pytest.raises(Forbidden):
        require(room, "ann", "ann", "ben")
    for pair in (("ann", "art"), ("ann", "ann")):
        with pytest.raises(Invalid):
            require(room, "officer", *pair)
    room.leave("ben")
    with pytest.raises(Invalid):
        require(room, "officer", "ann", "ben")
    room.change(state="released")
    with pytest.raises(Conflict):
        require(room, "officer", "ann", "bea")
