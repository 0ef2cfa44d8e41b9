"""The home page tells what of indicators and of the annual report waits: for bodies, for owners, for the ministry."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from matchmaker.indicators.waiting import report_counts
from tests.cast import ROLES, Cast
from tests.indicators.reporting import YEAR, report_room
from tests.pages import home_tasks

Told = dict[str, tuple[str, str]]
WRITE, WROTE = "Write what your organisation reports", ("1", "/reports/")
JUDGE, BOARD = "Accept or return what bodies have submitted", f"/reports/{YEAR}?standing=submitted"
ENTER, DUE = "Enter or publish values of indicators", "/indicators/due"


def told(client: FlaskClient) -> Told:
    """What the home page says of reports and values."""
    return {title: one for title, one in home_tasks(client).items() if title in (WRITE, JUDGE, ENTER)}


def test_each_is_told_what_waits_for_them(app: Flask, cast: Cast, browser: Callable[[str], FlaskClient]) -> None:
    room = report_room(app, cast)
    nothing: dict[str, Told] = {name: {} for name in ROLES}
    ministry = {ENTER: ("2", DUE)}
    before = nothing | {
        "author": {WRITE: WROTE},
        "company": {WRITE: WROTE, ENTER: ("1", DUE)},
        "analyst": ministry,
        "administrator": ministry,
    }
    assert {name: told(browser(name)) for name in ROLES} == before
    assert room.fill("author").status_code == room.fill("company").status_code == 302
    ministry = ministry | {JUDGE: ("2", BOARD)}
    after = before | {"author": {}, "company": {ENTER: ("1", DUE)}, "analyst": ministry, "administrator": ministry}
    assert {name: told(browser(name)) for name in ROLES} == after
    assert room.step("analyst", "return") == room.step("analyst", "accept", "company") == 302
    assert {name: told(browser(name)) for name in ROLES} == before | {"company": {ENTER: ("1", DUE)}}


def test_the_counts_on_both_databases(any_app: Flask, any_cast: Cast) -> None:
    room = report_room(any_app, any_cast)
    room.fill("company")
    with room.database.read() as db:
        found = {name: tuple(report_counts(any_cast[name], db).values()) for name in ROLES}
    assert found == dict.fromkeys(ROLES, (0, 0, 0, 0)) | {
        "author": (0, 1, 0, 0),
        "company": (1, 0, 0, 0),
        "analyst": (2, 0, 1, YEAR),
        "administrator": (2, 0, 1, YEAR),
    }


def test_nothing_is_told_of_a_report_that_is_not_open(any_app: Flask, any_cast: Cast) -> None:
    room = report_room(any_app, any_cast, state="frozen")
    with room.database.read() as db:
        assert [report_counts(any_cast[name], db)["to_write"] for name in ("author", "company")] == [0, 0]
