"""Who leaves, does not come, comes late; a table that fails: the rest stays, and only those concerned hear of it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.db import Database
from matchmaker.sessions.day import mending
from matchmaker.sessions.day.arrivals import check_in
from matchmaker.sessions.timetable.models import Absence, Meeting
from matchmaker.sessions.timetable.reading import load_frame
from tests.cast import Cast
from tests.conftest import sign_in
from tests.sessions.days import at, letters, offers, person, released_day, session_of
from tests.sessions.timetables import placed

Browser = Callable[[str], FlaskClient]
ALL = {"ann-ben": (0, 0), "cat-dan": (1, 0), "ben-cat": (2, 0)}


def test_who_leaves_is_out_of_the_timetable(any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the page: Cat leaves after the first meeting has begun; her two meetings are off, the others stay."""
    database: Database = any_app.extensions["database"]
    setting = released_day(database, any_cast)
    at(monkeypatch, 5)
    client = sign_in(any_app, "cat@example.org")
    assert client.post(f"/sessions/{setting.session}/leave", data={"reason": "Ill"}).status_code == 302
    with database.read() as db:
        assert placed(db, setting, 2) == placed(db, setting) == {"ann-ben": (0, 0)}
        assert placed(db, setting, 1) == ALL
        states = {one.id: (one.state, one.sequence) for one in db.scalars(select(Meeting).order_by(Meeting.id))}
    assert list(states.values()) == [("planned", 0), ("cancelled", 1), ("cancelled", 1)]
    found = letters(database)
    assert set(found) == {"ben", "dan"}
    assert "– cancelled: Cat (Flotation Laboratory), was 10:20–10:40, Hall A, table 1" in found["dan"]


def test_who_leaves_before_the_release_changes_no_timetable(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    setting = released_day(database, any_cast)
    with database.write() as db:
        session_of(db, setting).state = "closed"
        found = mending.leave(SYSTEM, db, session_of(db, setting), person(db, setting, "dan"), "Ill")
    assert found == []


def test_a_no_show_misses_what_has_begun(any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the second slot Cat is not there: that meeting counts as missed and stays, the third is called off."""
    database: Database = any_app.extensions["database"]
    setting = released_day(database, any_cast)
    at(monkeypatch, 25)
    with database.write() as db:
        cat = person(db, setting, "cat")
        mending.mark_no_show(any_cast["officer"], db, session_of(db, setting), cat)
    with database.read() as db:
        assert placed(db, setting, 2) == {"ann-ben": (0, 0), "cat-dan": (1, 0)}
        assert [(one.registration_id, one.state) for one in db.scalars(select(Absence))] == [(cat.id, "counted")]
    assert set(letters(database)) == {"ben", "cat"}
    with database.write() as db:
        assert check_in(any_cast["operator"], db, session_of(db, setting), person(db, setting, "cat")) is True
        assert mending.offer_free(db, session_of(db, setting)) == 1
    assert offers(database, setting) == {"ben-cat": (3, "open")}  # after the pause Ben waits for nobody


def test_who_is_late_meets_later(any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    database: Database = any_app.extensions["database"]
    setting = released_day(database, any_cast)
    at(monkeypatch, 5)
    with database.write() as db:
        session = load_frame(SYSTEM, db, setting.session)
        until = session.slots[2].starts_at
        mending.mark_late(any_cast["officer"], db, session, person(db, setting, "dan"), until)
    with database.read() as db:
        after = placed(db, setting, 2)
    assert {pair: after[pair] for pair in ("ann-ben", "ben-cat")} == {"ann-ben": (0, 0), "ben-cat": (2, 0)}
    assert after["cat-dan"][0] > 2
    assert set(letters(database)) == {"cat", "dan"}


def test_a_failed_table_moves_nobody_in_time(any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    database: Database = any_app.extensions["database"]
    setting = released_day(database, any_cast)
    at(monkeypatch, 5)
    with database.write() as db:
        session = load_frame(SYSTEM, db, setting.session)
        mending.close_table(any_cast["officer"], db, session, setting.tables[0])
    with database.read() as db:
        after = placed(db, setting, 2)
    assert {pair: slot for pair, (slot, _table) in after.items()} == {"ann-ben": 0, "cat-dan": 1, "ben-cat": 2}
    assert after["ann-ben"] == (0, 0)
    assert 0 not in {after["cat-dan"][1], after["ben-cat"][1]}


def test_the_officer_reads_what_has_moved(
    app: Flask, cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = released_day(app.extensions["database"], cast)
    at(monkeypatch, 5)
    client = browser("officer")
    address = f"/sessions/{setting.session}/day/people/{setting.people['dan']}/missing"
    page = client.post(address, follow_redirects=True).text
    assert "Cat – Dan" in page
    assert "10:20, Hall A, table 1" in page
    assert "1 meeting has changed." in page
