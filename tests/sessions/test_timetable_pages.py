"""The officer's pages of a timetable, by the forms that stand on them."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.core.db import Database
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.models import DraftStep, Meeting, Placement, TimetableVersion
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


def move(browser: Browser, database: Database, setting: Setting, pair: str, **form: object) -> object:
    """Send the form of a meeting's page."""
    address = f"/sessions/{setting.session}/timetable/meetings/{meeting_id(database, setting, pair)}/move"
    return browser("officer").post(address, data=form)


def test_a_move_is_saved_and_undone(browser: Browser, database: Database, setting: Setting) -> None:
    answer = move(browser, database, setting, "ann-ben", slot=setting.slots[3], table=setting.tables[2])
    assert answer.status_code == 302
    with database.read() as db:
        assert placed(db, setting) == {"ann-ben": (3, 2), "cat-dan": (1, 0)}
        draft = db.scalars(select(TimetableVersion)).one()
        assert (draft.scores["placed"], draft.scores["scores"]["mutual"]) == (2, 2)
    for expected in ({"ann-ben": (0, 0), "cat-dan": (1, 0)}, {"ann-ben": (0, 0)}, {}):
        with database.read() as db:
            step = db.scalars(select(DraftStep.id).order_by(DraftStep.id.desc())).first()
        browser("officer").post(f"/sessions/{setting.session}/timetable/undo", data={"step": step})
        with database.read() as db:
            assert placed(db, setting) == expected


def test_the_checker_refuses_in_words(browser: Browser, database: Database, setting: Setting) -> None:
    with database.write() as db:
        place(db, setting, "ben-cat", 2, 0)
    answer = move(browser, database, setting, "ben-cat", slot=setting.slots[0])
    assert answer.status_code == 422
    assert "Ben (Copper Works) would have two meetings at 10:00–10:20: with Ann, Cat." in answer.text
    with database.read() as db:
        assert placed(db, setting)["ben-cat"] == (2, 0)


def test_the_page_says_what_each_slot_would_mean(browser: Browser, database: Database, setting: Setting) -> None:
    address = f"/sessions/{setting.session}/timetable/meetings/{meeting_id(database, setting, 'cat-dan')}/places"
    with database.write() as db:
        db.get_one(Registration, setting.people["dan"]).absent = [setting.slots[5]]
    found = browser("officer").get(address).get_json()
    assert [place["slot"] for place in found] == setting.slots
    assert [place["faults"] for place in found] == [*[[]] * 5, ["Dan (Copper Works) is not there at 12:20–12:40."]]


def test_a_meeting_moved_by_somebody_else_is_told(browser: Browser, database: Database, setting: Setting) -> None:
    seen = {"seen_slot": setting.slots[0], "seen_table": setting.tables[0]}
    first = move(browser, database, setting, "ann-ben", slot=setting.slots[3], **seen)
    second = move(browser, database, setting, "ann-ben", slot=setting.slots[4], **seen)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Somebody has moved this meeting meanwhile." in second.text
    with database.read() as db:
        assert placed(db, setting)["ann-ben"] == (3, 0)


def test_pin_unpin_and_take_out(browser: Browser, database: Database, setting: Setting) -> None:
    address = f"/sessions/{setting.session}/timetable/meetings/{meeting_id(database, setting, 'ann-ben')}"
    pinned = []
    for verb in ("unpin", "pin", "remove"):
        assert browser("officer").post(f"{address}/{verb}").status_code == 302
        with database.read() as db:
            pinned.append([one.is_pinned for one in db.scalars(select(Placement).order_by(Placement.meeting_id))])
    assert pinned == [[False, True], [True, True], [True]]
    assert browser("officer").post(f"{address}/pin").status_code == 409


def test_a_wish_is_added_by_hand(browser: Browser, database: Database, setting: Setting) -> None:
    officer, base = browser("officer"), f"/sessions/{setting.session}/timetable"
    assert "Ben – Cat" in officer.get(f"{base}/unplaced").text
    pair = {"one": setting.people["cat"], "two": setting.people["ben"]}
    assert "possible" in officer.get(f"{base}/add", query_string=pair).text
    assert officer.post(f"{base}/add", data=pair | {"slot": setting.slots[2]}).status_code == 302
    assert officer.post(f"{base}/add", data=pair | {"slot": setting.slots[3]}).status_code == 409
    with database.read() as db:
        assert placed(db, setting)["ben-cat"] == (2, 0)
    assert "Every wish is placed." in officer.get(f"{base}/unplaced").text


@pytest.mark.parametrize("form", [{"one": "x"}, {"one": "999", "two": "1", "slot": "1"}, {"one": "1", "two": "1"}, {}])
def test_nonsense_is_refused(browser: Browser, setting: Setting, form: dict[str, str]) -> None:
    officer, base = browser("officer"), f"/sessions/{setting.session}/timetable"
    assert officer.post(f"{base}/add", data=form).status_code == 422
    assert officer.post(f"{base}/meetings/1/move", data={"slot": "999", "table": "-1"}).status_code == 422
    assert officer.post(f"{base}/run", data={"seconds": "0"}).status_code == 422


def test_nobody_adjusts_while_the_engine_works(browser: Browser, database: Database, setting: Setting) -> None:
    officer, base = browser("officer"), f"/sessions/{setting.session}/timetable"
    assert officer.post(f"{base}/run", data={"seconds": "10"}).status_code == 302
    assert "Waiting for the job runner" in officer.get(f"{base}/progress").text
    assert move(browser, database, setting, "ann-ben", slot=setting.slots[3]).status_code == 409
    assert officer.post(f"{base}/run", data={"seconds": "10"}).status_code == 409
    assert officer.post(f"{base}/release").status_code == 409
    assert officer.post(f"{base}/stop").status_code == 302
    assert officer.get(f"{base}/progress").headers["HX-Refresh"] == "true"
    assert move(browser, database, setting, "ann-ben", slot=setting.slots[3]).status_code == 302


def test_an_open_session_has_no_timetable_yet(browser: Browser, database: Database, cast: Cast) -> None:
    with database.write() as db:
        setting = make_setting(db, cast, state="open")
    answer = browser("officer").post(f"/sessions/{setting.session}/timetable/run", data={"seconds": "10"})
    assert answer.status_code == 409
    assert "Close them first." in answer.text


def test_the_room_says_where_one_is(browser: Browser, setting: Setting) -> None:
    page = browser("officer").get(f"/sessions/{setting.session}/timetable/figures").text
    assert f'href="/sessions/{setting.session}/timetable/figures" aria-current="page"' in page
