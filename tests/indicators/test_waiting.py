"""The home page tells what of indicators and of the annual report waits: for bodies, for owners, for the ministry."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from itertools import product

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.indicators.models import Direction
from matchmaker.indicators.values.due import due_values
from matchmaker.indicators.values.models import IndicatorValue
from matchmaker.indicators.values.periods import MONTHS, last_period
from matchmaker.indicators.waiting import waiting_reports
from tests.cast import ROLES, Cast
from tests.indicators.reporting import YEAR, make_indicator, report_room
from tests.pages import home_tasks

Told = dict[str, tuple[str, str]]
WRITE, WROTE = "Write what your organisation reports", ("1", "/reports/")
JUDGE, BOARD = "Accept or return what bodies have submitted", f"/reports/{YEAR}?standing=submitted"
ENTER, DUE = "Enter or publish values of indicators", "/indicators/due"


def told(client: FlaskClient) -> Told:
    """What the home page says of reports and values."""
    return {title: one for title, one in home_tasks(client).items() if title in (WRITE, JUDGE, ENTER)}


def _counts(db: Session, actor: Actor) -> tuple[int, ...]:
    parts = waiting_reports(actor).items()
    return tuple(db.execute(select(*(part.scalar_subquery().label(name) for name, part in parts))).one())


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
        found = {name: _counts(db, any_cast[name]) for name in ROLES}
        due = {name: len(due_values(any_cast[name], db)) for name in ROLES}
    assert {name: counts[0] for name, counts in found.items()} == due
    assert found == dict.fromkeys(ROLES, (0, 0, 0, 0)) | {
        "author": (0, 1, 0, 0),
        "company": (1, 0, 0, 0),
        "analyst": (2, 0, 1, YEAR),
        "administrator": (2, 0, 1, YEAR),
    }


def test_nothing_is_told_of_a_report_that_is_not_open(any_app: Flask, any_cast: Cast) -> None:
    room = report_room(any_app, any_cast, state="frozen")
    with room.database.read() as db:
        assert [_counts(db, any_cast[name])[1] for name in ("author", "company")] == [0, 0]


def test_a_value_is_due_until_one_of_its_period_is_published(any_app: Flask, any_cast: Cast) -> None:
    room = report_room(any_app, any_cast)
    today = clock.today()
    with room.database.write() as db:
        direction = db.scalars(select(Direction)).one()
        for frequency in MONTHS:
            over = last_period(frequency, today)
            for number, (state, days) in enumerate(product(("published", "draft", "withdrawn"), (0, 1))):
                one = make_indicator(db, direction, f"{frequency}{number}", frequency=frequency)
                made = datetime.combine(over.ends_on + timedelta(days=days), time(), UTC)
                value = IndicatorValue(indicator_id=one.id, year=over.year, version=1, value=1.0, state=state)
                value.made_at = made
                db.add(value)
    with room.database.read() as db:
        due = due_values(any_cast["analyst"], db)
        assert (_counts(db, any_cast["analyst"])[0], len(due)) == (2 + 3 * 5, 2 + 3 * 5)
