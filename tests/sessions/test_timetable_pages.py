"""The officer's pages of a timetable, by the forms that stand on them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.core.db import Database
from matchmaker.sessions.timetable.models import DraftStep, Meeting, TimetableVersion
from tests.cast import Cast
from tests.sessions.timetables import Setting, make_setting, place, placed

Browser = Callable[[str], FlaskClient]


@pytest.fixture
def setting(database: Database, cast: Cast) -> Setting:
    """Ann and Ben in the first slot, Cat and Dan in the second; Ben and Cat wait."""
    with database.write() as db:
        made = make_setting(db, cast)
        place(db, made, "ann-ben", 0, 0)
        place(db, made, "cat-dan", 1, 0)
    return made


def meeting_id(database: Database, setting: Setting, pair: str) -> int:
    """The stored meeting of a pair."""
    one, two = sorted(setting.people[name] for name in pair.split("-"))
    with database.read() as db:
        return db.scalars(select(Meeting.id).where(Meeting.one_id == one, Meeting.two_id == two)).one()


@pytest.mark.parametrize("page", ["", "?view=tables", "/unplaced", "/figures", "/versions", "/meetings/1"])
def test_every_page_shows(browser: Browser, setting: Setting, page: str) -> None:
    answer = browser("officer").get(f"/sessions/{setting.session}/timetable{page}")
    assert answer.status_code == 200, answer.text
    assert "Clean copper" in answer.text
