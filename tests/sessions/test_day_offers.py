"""Free times: offered to who gains, a meeting when both confirm, lost when taken meanwhile."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.core.errors import DomainError, Forbidden
from matchmaker.sessions.day import mending
from matchmaker.sessions.day.models import SlotOffer
from matchmaker.sessions.day.offering import answer_offer, expire_offers
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.sessions.days import at, letters, offers, person, released_day, session_of, voice
from tests.sessions.timetables import Setting, placed

PAIRS = ("ann-ben", "cat-dan", "ben-cat", "ann-dan")


@pytest.fixture
def setting(any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Setting:
    """Cat leaves before the first meeting; Ann and Dan, who wanted each other, are offered a time."""
    made = released_day(any_app.extensions["database"], any_cast, pairs=PAIRS)
    at(monkeypatch, -60)
    with any_app.extensions["database"].write() as db:
        mending.leave(any_cast["officer"], db, session_of(db, made), person(db, made, "cat"), "Ill")
    return made


def say(database: Database, setting: Setting, name: str, verb: str, at_once: threading.Barrier | None = None) -> str:
    """Answer the only offer; the state that comes of it, or the fault's name."""
    try:
        with database.write() as db:
            session, spoken, offer = (
                session_of(db, setting),
                voice(db, setting, name),
                db.scalars(select(SlotOffer.id)).one(),
            )
            if at_once:
                at_once.wait()
            return answer_offer(spoken, db, session, offer, spoken.own, verb).state
    except DomainError as fault:
        return type(fault).__name__


def test_both_confirm_and_it_is_a_meeting(any_app: Flask, setting: Setting) -> None:
    database: Database = any_app.extensions["database"]
    slot = offers(database, setting)["ann-dan"][0]
    assert offers(database, setting) == {"ann-dan": (slot, "open")}
    assert say(database, setting, "ann", "confirm") == "open"
    page = sign_in(any_app, "dan@example.org").get(f"/sessions/{setting.session}/my-day").text
    assert "A time has become free" in page
    assert say(database, setting, "dan", "confirm") == "confirmed"
    with database.read() as db:
        assert set(placed(db, setting, 3)) == set(placed(db, setting)) == {"ann-ben", "ann-dan"}
        assert placed(db, setting, 3)["ann-dan"][0] == slot
    assert set(letters(database)) == {"ben", "dan", "ann"}
    assert say(database, setting, "dan", "confirm") == "Conflict"


def test_both_at_once_make_one_meeting(any_app: Flask, setting: Setting) -> None:
    """On PostgreSQL both have read before either writes; on SQLite one waits for the other from the start."""
    database: Database = any_app.extensions["database"]
    barrier = None if database.is_sqlite else threading.Barrier(2)
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda name=name: found.append(say(database, setting, name, "confirm", barrier)))
        for name in ("ann", "dan")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["confirmed", "open"]
    with database.read() as db:
        assert set(placed(db, setting, 3)) == {"ann-ben", "ann-dan"}
        assert placed(db, setting, 4) == {}


def test_a_time_that_was_taken_is_lost(any_app: Flask, any_cast: Cast, setting: Setting) -> None:
    """Ann has confirmed; before Dan does, he says that he cannot come before the afternoon."""
    database: Database = any_app.extensions["database"]
    say(database, setting, "ann", "confirm")
    with database.write() as db:
        person(db, setting, "dan").late_until = clock.now() + timedelta(hours=20)
    assert say(database, setting, "dan", "confirm") == "lost"
    assert offers(database, setting)["ann-dan"][1] == "lost"
    with database.read() as db:
        assert placed(db, setting, 3) == {}


def test_declined_expired_and_not_for_others(any_app: Flask, any_cast: Cast, setting: Setting) -> None:
    database: Database = any_app.extensions["database"]
    with pytest.raises(Forbidden), database.write() as db:
        offer, ben = db.scalars(select(SlotOffer.id)).one(), voice(db, setting, "ben")
        answer_offer(ben, db, session_of(db, setting), offer, person(db, setting, "ann"), "confirm")
    with database.write() as db:
        db.scalars(select(SlotOffer)).one().expires_at = clock.now()
    assert say(database, setting, "ann", "confirm") == "Conflict"
    with database.write() as db:
        assert expire_offers(db) == 1
    assert offers(database, setting)["ann-dan"][1] == "expired"
    with database.write() as db:
        mending.offer_free(db, session_of(db, setting))
    assert say(database, setting, "ann", "decline") == "declined"
    with database.write() as db:
        mending.offer_free(db, session_of(db, setting))
    assert [state for _slot, state in offers(database, setting).values()] in (["declined"], ["open"])


def test_who_fits_is_found_by_a_job_while_nobody_waits(
    any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ann and Dan have said nothing of each other, but their postings fit; Cat, whose posting fits as well, leaves."""
    database: Database = any_app.extensions["database"]
    made = released_day(database, any_cast, pairs=("ann-ben", "cat-dan"), places=(("ann-ben", 0), ("cat-dan", 1)))
    brought = {
        "ann": publish_posting(database, any_cast),
        "dan": publish_posting(database, any_cast, "company", "need"),
    }
    run_jobs(any_app)
    at(monkeypatch, -60)
    with database.write() as db:
        for name, posting_id in {**brought, "cat": brought["ann"]}.items():
            person(db, made, name).posting_ids = [posting_id]
    with database.write() as db:
        mending.leave(any_cast["officer"], db, session_of(db, made), person(db, made, "cat"), "Ill")
    assert offers(database, made) == {}
    run_jobs(any_app)
    assert offers(database, made) == {"ann-dan": (1, "open")}
