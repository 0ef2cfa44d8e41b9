"""Two officers at the draft at one moment: one wins, the other is told in words; nothing is booked twice."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.core.db import Database
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.timetable.models import TimetableVersion
from matchmaker.sessions.timetable.versions import last_number
from tests.cast import Cast
from tests.conftest import sign_in
from tests.sessions.test_timetable_pages import meeting_id
from tests.sessions.timetables import Setting, ask, make_setting, place, placed


def at_once(calls: list[Callable[[], int]]) -> list[int]:
    """The answers of calls that start together."""
    barrier, answers = threading.Barrier(len(calls)), [0] * len(calls)

    def run(number: int) -> None:
        barrier.wait()
        answers[number] = calls[number]()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def mover(
    client: FlaskClient, database: Database, setting: Setting, pair: str, slot: int, seen: int
) -> Callable[[], int]:
    """A move as an officer's page sends it, whose draft was as it is now."""
    address = f"/sessions/{setting.session}/timetable/meetings/{meeting_id(database, setting, pair)}/move"
    form = {"slot": setting.slots[slot], "version": seen}
    return lambda: client.post(address, data=form).status_code


@pytest.fixture
def officers(any_app: Flask, any_cast: Cast) -> list[FlaskClient]:
    """An officer and an administrator, each in a browser of their own."""
    return [sign_in(any_app, f"{name}@example.org") for name in ("officer", "administrator")]


def drafted(database: Database, cast: Cast) -> Setting:
    """Ben meets Ann, then Cat."""
    with database.write() as db:
        setting = make_setting(db, cast)
        place(db, setting, "ann-ben", 0, 0)
        place(db, setting, "ben-cat", 1, 0)
    return setting


def version(database: Database) -> int:
    """The draft's version."""
    with database.read() as db:
        return db.scalars(select(TimetableVersion.version)).one()


def test_one_meeting_moved_by_two(any_app: Flask, any_cast: Cast, officers: list[FlaskClient]) -> None:
    database: Database = any_app.extensions["database"]
    setting = drafted(database, any_cast)
    address = f"/sessions/{setting.session}/timetable/meetings/{meeting_id(database, setting, 'ann-ben')}/move"
    seen = {"seen_slot": setting.slots[0], "seen_table": setting.tables[0], "version": version(database)}

    def to(client: FlaskClient, slot: int) -> Callable[[], int]:
        return lambda: client.post(address, data=seen | {"slot": setting.slots[slot]}).status_code

    answers = at_once([to(client, 3 + number) for number, client in enumerate(officers)])
    assert sorted(answers) == [302, 409]
    with database.read() as db:
        assert placed(db, setting)["ann-ben"] == (3 + answers.index(302), 0)


def test_two_meetings_into_one_slot_of_one_person(any_app: Flask, any_cast: Cast, officers: list[FlaskClient]) -> None:
    database: Database = any_app.extensions["database"]
    setting = drafted(database, any_cast)
    seen = version(database)
    pairs = ("ann-ben", "ben-cat")
    moves = [mover(officers[at], database, setting, pair, 3, seen) for at, pair in enumerate(pairs)]
    answers = at_once(moves)
    assert sorted(answers) == [302, 409]
    with database.read() as db:
        assert sorted(slot for slot, _table in placed(db, setting).values()) in ([0, 3], [1, 3])


def test_one_draft_released_by_two(any_app: Flask, any_cast: Cast, officers: list[FlaskClient]) -> None:
    database: Database = any_app.extensions["database"]
    setting = drafted(database, any_cast)
    address = f"/sessions/{setting.session}/timetable/release"
    answers = at_once([lambda client=client: client.post(address).status_code for client in officers])
    assert sorted(answers) == [302, 409]
    with database.read() as db:
        assert (placed(db, setting, 1), placed(db, setting, 2)) == ({"ann-ben": (0, 0), "ben-cat": (1, 0)}, {})


def test_one_run_at_a_time(any_app: Flask, any_cast: Cast, officers: list[FlaskClient]) -> None:
    setting = drafted(any_app.extensions["database"], any_cast)
    address = f"/sessions/{setting.session}/timetable/run"
    answers = at_once(
        [lambda client=client: client.post(address, data={"seconds": "10"}).status_code for client in officers]
    )
    assert sorted(answers) == [302, 409]


def test_a_release_while_somebody_leaves(any_app: Flask, any_cast: Cast, officers: list[FlaskClient]) -> None:
    """Whichever comes first, the version in force is without who has left, or the release is refused by name."""
    database: Database = any_app.extensions["database"]
    setting = drafted(database, any_cast)
    ben, session = sign_in(any_app, "ben@example.org"), f"/sessions/{setting.session}"
    left, released = at_once(
        [
            lambda: ben.post(f"{session}/leave", data={"reason": "Ill"}).status_code,
            lambda: officers[0].post(f"{session}/timetable/release").status_code,
        ]
    )
    with database.read() as db:
        last = last_number(db, setting.session)
        in_force = placed(db, setting, last) if last else {}
    assert (left, released, last, in_force) in [(302, 302, 2, {}), (302, 422, 0, {})]


def test_answers_while_requests_are_closed(any_app: Flask, any_cast: Cast, officers: list[FlaskClient]) -> None:
    """The yes is stored, or refused in words; what was told is what stands there."""
    database: Database = any_app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, any_cast, (), state="open")
        ask(
            db, db.get_one(Registration, setting.people["ann"]), db.get_one(Registration, setting.people["ben"]), "open"
        )
        db.flush()
        request = db.scalars(select(MeetingRequest.id)).one()
    ben, session = sign_in(any_app, "ben@example.org"), f"/sessions/{setting.session}"
    told, closed = at_once(
        [
            lambda: ben.post(f"{session}/requests/{request}/accept").status_code,
            lambda: officers[0].post(f"{session}/close").status_code,
        ]
    )
    with database.read() as db:
        state = db.get_one(MeetingRequest, request).state
    assert (told, closed, state) in [(302, 302, "accepted"), (409, 302, "open")]
