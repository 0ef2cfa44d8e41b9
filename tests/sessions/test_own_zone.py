"""Times stand in the session's zone, and beside it in the reader's own where clocks differ: registering and answering."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from matchmaker.accounts.models import User
from matchmaker.core.db import Database
from matchmaker.sessions.requests.models import MeetingRequest
from tests.cast import Cast
from tests.pages import soup, text_of
from tests.sessions.asking import make_room
from tests.sessions.making import make_session

Browser = Callable[[str], FlaskClient]
ZONES = {"Europe/Berlin": "06:00–06:20", "Asia/Kolkata": "10:30–10:50", "Asia/Qyzylorda": ""}


@pytest.mark.parametrize("zone", ZONES)
def test_proposed_times_are_shown_in_both_zones(app: Flask, browser: Browser, cast: Cast, zone: str) -> None:
    room, database = make_room(app, cast), app.extensions["database"]
    made = room.ask("ann", "ben")
    with database.write() as db:
        db.execute(update(User).where(User.email == "ben@example.org").values(timezone=zone))
    ben, address = browser("ben"), f"/sessions/{room.session_id}/requests/{made.id}"
    expected = "10:00–10:20" + (f" ({ZONES[zone]} for you)" if ZONES[zone] else "")
    boxes = soup(ben.get(address)).select(".meet-slots label")
    assert text_of(boxes[0]).replace("\u202f", " ") == expected
    slot = str(boxes[0].input["value"])
    assert ben.post(f"{address}/counter", data={"slots": slot}).status_code == 302
    with database.read() as db:
        assert db.get_one(MeetingRequest, made.id).counter_slots == [int(slot)]
    assert expected in text_of(soup(ben.get(address)).main)
    assert "for you" not in text_of(soup(browser("ann").get(address)).main)


def test_ones_availability_is_asked_in_both_zones(browser: Browser, database: Database, cast: Cast) -> None:
    with database.write() as db:
        make_session(db)
        db.execute(update(User).where(User.email == "author@example.org").values(timezone="Europe/Berlin"))
    page = soup(browser("author").get("/sessions/1/register"))
    assert [text_of(one) for one in page.select("#f-arrives option")][:3] == [
        "I am there from the beginning", "10:00 (06:00 for you)", "10:20 (06:20 for you)",
    ]  # fmt: skip
    assert text_of(page.select_one("#f-absent .tick")).replace("\u202f", " ") == "10:00 – 10:20 06:00–06:20 for you"
