"""Writers of an SQLite file in turn: nobody is overtaken for ever, and who cannot be served is told in words."""

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from matchmaker.core import turns
from matchmaker.core.db import Database
from matchmaker.core.turns import Line
from tests.cast import Cast
from tests.pages import soup as parsed
from tests.pages import text_of


def waiting(line: Line, number: int) -> None:
    """Until so many stand in the line."""
    while len(line._waiting) < number:
        time.sleep(0.001)


def test_whoever_came_first_goes_first() -> None:
    line, order = Line(), list[int]()
    line.enter()

    def go(number: int) -> None:
        line.enter()
        order.append(number)
        line.leave()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(6)]
    for number, thread in enumerate(threads):
        thread.start()
        waiting(line, number + 1)
    line.leave()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4, 5]
    line.enter(0.01)  # free again


def test_who_gives_up_leaves_the_line() -> None:
    line = Line()
    line.enter()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        line.enter(0.01)
    assert not line._waiting
    line.leave()
    line.enter(0.01)


def test_many_writers_of_two_processes_all_write(sqlite_url: str) -> None:
    """Two handles of one file, as two processes have them; twelve threads add one, ten times each."""
    databases = [Database(sqlite_url), Database(sqlite_url)]
    with databases[0].write() as db:
        db.execute(text("CREATE TABLE counted (number INTEGER)"))
        db.execute(text("INSERT INTO counted VALUES (0)"))

    def add(database: Database) -> None:
        for _time in range(10):
            with database.write() as db:
                number = db.scalar(text("SELECT number FROM counted"))
                db.execute(text("UPDATE counted SET number = :new"), {"new": number + 1})

    threads = [threading.Thread(target=add, args=(databases[number % 2],)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with databases[0].read() as db:
        assert db.scalar(text("SELECT number FROM counted")) == 120


def test_a_connection_keeps_its_turn_over_several_transactions(database: Database) -> None:
    with database.engine.connect() as connection:
        for _time in range(2):
            with connection.begin():
                connection.execute(text("DELETE FROM audit"))
    with database.write() as db:
        db.execute(text("DELETE FROM audit"))


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    """Another program writes into the test's file for longer than anybody waits."""
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    other = sqlite3.connect(tmp_path / "matchmaker.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_who_cannot_write_is_told_so_and_can_send_it_again(
    browser: Callable[[str], FlaskClient], locked: sqlite3.Connection
) -> None:
    author, form = browser("author"), {"kind": "laboratory", "name_en": "Ore Laboratory", "region": "KZ-35"}
    refused = author.post("/organisations/new", data=form)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "Too much at once Very many people are saving something now." in text_of(parsed(refused).select_one("main"))
    locked.execute("ROLLBACK")
    assert author.post("/organisations/new", data=form).status_code == 302


def test_who_cannot_write_waits_no_longer_in_the_line(
    database: Database, cast: Cast, locked: sqlite3.Connection
) -> None:
    for _time in range(2):
        with pytest.raises(OperationalError, match="locked"), database.write() as db:
            db.execute(text("DELETE FROM audit"))
    locked.execute("ROLLBACK")
    with database.write() as db:
        db.execute(text("DELETE FROM audit"))


class _GivenUp(Exception):
    sqlstate = "40P01"


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (OperationalError("UPDATE", None, _GivenUp("deadlock detected")), 503),
        (OperationalError("SELECT", None, sqlite3.OperationalError("no such table: audit")), 500),
        (StaleDataError("UPDATE statement on table expected to update 1 row(s); 0 were matched."), 409),
    ],
)
def test_what_the_database_gives_up_is_worded(app: Flask, fault: Exception, status: int) -> None:
    def fail() -> None:
        raise fault

    app.config.update(PROPAGATE_EXCEPTIONS=False)
    app.add_url_rule("/fails", view_func=fail)
    answer = app.test_client().get("/fails")
    assert (answer.status_code, "<main" in answer.text) == (status, True)
