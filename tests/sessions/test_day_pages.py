"""The pages of the day: the badge, the door, one's own day, the board, and what comes after."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.recommendations.models import Interest
from matchmaker.sessions.day.models import FollowUp, Outcome
from matchmaker.sessions.day.queries import graded_pairs
from matchmaker.sessions.timetable.models import Absence
from tests.cast import Cast, publish_posting
from tests.conftest import sign_in
from tests.sessions.days import at, letters, meeting, person, released_day
from tests.sessions.timetables import Setting, placed

Browser = Callable[[str], FlaskClient]


@pytest.fixture
def setting(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Setting:
    """Five minutes into the first meeting."""
    made = released_day(app.extensions["database"], cast)
    at(monkeypatch, 5)
    return made


def test_the_badge_is_for_the_door(app: Flask, setting: Setting, browser: Browser, database: Database) -> None:
    stranger = browser("anonymous").get("/sessions/checkin/token-ann").text
    assert "«Clean copper»" in stranger  # strangers read Russian
    assert "Flotation Laboratory" not in stranger
    operator = browser("operator")
    assert "Is here" in operator.get("/sessions/checkin/token-ann").text
    page = operator.post("/sessions/checkin/token-ann", follow_redirects=True).text
    assert "Ann is here." in page
    assert "Here since 10:05" in page
    assert "Was here already." in operator.post("/sessions/checkin/token-ann", follow_redirects=True).text
    with database.read() as db:
        assert person(db, setting, "ann").checked_in_at == clock.now()


def test_the_door_counts_and_finds(setting: Setting, browser: Browser) -> None:
    client, address = browser("officer"), f"/sessions/{setting.session}/day"
    client.post(f"{address}/people/{setting.people['ann']}/arrive")
    page = client.get(address).text
    assert "here of 4 expected</dt><dd>1</dd>" in page
    assert "their meeting has begun</dt><dd>1</dd>" in page  # Ben, whose meeting runs
    found = client.get(f"{address}?text=dan").text
    assert ["Dan<br>" in found, "Ann<br>" in found] == [True, False]
    assert ["Ben<br>" in (late := client.get(f"{address}?show=late").text), "Dan<br>" in late] == [True, False]


def test_ones_own_day(app: Flask, setting: Setting, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    client, address = sign_in(app, "dan@example.org"), f"/sessions/{setting.session}/my-day"
    page = client.get(address).text
    assert "in 15 minutes" in page
    assert "table 1" in page
    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).text
    assert client.post(f"{address}/late", data={"minutes": "7"}).status_code == 422
    assert "Cat is told." in client.post(f"{address}/late", data={"minutes": "5"}, follow_redirects=True).text
    assert list(letters(database)) == ["cat"]
    assert "Dan comes late, about 10:25." in sign_in(app, "cat@example.org").get(address).text
    assert (
        "Your meeting has moved" in client.post(f"{address}/late", data={"minutes": "15"}, follow_redirects=True).text
    )
    with database.read() as db:
        assert placed(db, setting, 2)["cat-dan"][0] > 2


def test_nobody_is_asked_a_week_ahead_whether_they_run_late(
    app: Flask, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {}
    for hours in (7 * 24, 1):
        at(monkeypatch, -60 * hours)
        pages[hours] = sign_in(app, "dan@example.org").get(f"/sessions/{setting.session}/my-day").text
    assert ["I am running late" in pages[hours] for hours in (7 * 24, 1)] == [False, True]


def test_the_board_names_people_only_to_the_session(app: Flask, setting: Setting, browser: Browser) -> None:
    address = f"/sessions/{setting.session}/board"
    public, own = browser("anonymous").get(address).text, sign_in(app, "ben@example.org").get(address).text
    assert ["Ann" in public, "Flotation Laboratory" in public, "Ann" in own] == [False, True, True]


def test_outcomes_tasks_and_grades(app: Flask, cast: Cast, setting: Setting, database: Database) -> None:
    offer, need = publish_posting(database, cast), publish_posting(database, cast, "company", "need")
    with database.write() as db:
        met = meeting(db, setting, "ann-ben")
        met.need_id, met.capability_id = need, offer
    ann, address = sign_in(app, "ann@example.org"), f"/sessions/{setting.session}/my-meetings"
    assert "Ben" in ann.get(address).text
    ann.post(f"{address}/{met.id}/outcome", data={"outcome": "cooperation"})
    ann.post(f"{address}/{met.id}/outcome", data={"outcome": "cooperation", "rating": "4", "note": "Good"})
    assert ann.post(f"{address}/{met.id}/outcome", data={"outcome": "great"}).status_code == 422
    ann.post(f"{address}/{met.id}/task", data={"text": "Send samples", "due_on": "2027-04-01"})
    with database.read() as db:
        rows = [(one.outcome, one.rating, one.note) for one in db.scalars(select(Outcome))]
        task = db.scalars(select(FollowUp)).one()
        grades = {own: [(one.other, one.grade) for one in answers] for own, answers in graded_pairs(db).items()}
        assert (rows, task.text, grades) == ([("cooperation", 4, "Good")], "Send samples", {offer: [(need, 3.0)]})
        assert meeting(db, setting, "ann-ben").state == "held"
    ann.post(f"{address}/tasks/{task.id}/done")
    with database.read() as db:
        assert db.get_one(FollowUp, task.id).done_at == clock.now()
    with database.read() as db:
        later = meeting(db, setting, "cat-dan").id
    assert (
        sign_in(app, "cat@example.org").post(f"{address}/{later}/outcome", data={"outcome": "none"}).status_code == 409
    )


def test_an_introduction_is_asked_for(app: Flask, cast: Cast, setting: Setting, database: Database) -> None:
    """By the author, who takes Ann's place: an own posting needs an account of its organisation."""
    offer, need = publish_posting(database, cast), publish_posting(database, cast, "company", "need")
    with database.write() as db:
        person(db, setting, "ann").user_id = cast["author"].user_id
        met = meeting(db, setting, "ann-ben")
        met.need_id, met.capability_id = need, offer
    address = f"/sessions/{setting.session}/my-meetings/{met.id}/introduce"
    assert "other side wants it too" in sign_in(app, "author@example.org").post(address, follow_redirects=True).text
    with database.read() as db:
        assert [(one.own_id, one.other_id, one.answer) for one in db.scalars(select(Interest))] == [
            (offer, need, "interested")
        ]


def test_an_absence_is_appealed_and_excused(app: Flask, setting: Setting, browser: Browser, database: Database) -> None:
    with database.read() as db:
        met = meeting(db, setting, "ann-ben").id
    ann, ben = sign_in(app, "ann@example.org"), sign_in(app, "ben@example.org")
    address = f"/sessions/{setting.session}/my-meetings"
    ann.post(f"{address}/{met}/outcome", data={"outcome": "they_absent"})
    assert "You are said to have missed this meeting." in ben.get(address).text
    assert ben.post(f"{address}/{met}/appeal", data={"appeal": " "}).status_code == 422
    ben.post(f"{address}/{met}/appeal", data={"appeal": "The lift stood still"})
    officer, desk = browser("officer"), f"/sessions/{setting.session}/day/absences"
    assert "The lift stood still" in officer.get(desk).text
    officer.post(f"{desk}/{met}/{setting.people['ben']}/excuse", data={"answer": "It did"})
    with database.read() as db:
        found = [(one.registration_id, one.state, one.answer) for one in db.scalars(select(Absence))]
    assert found == [(setting.people["ben"], "excused", "It did")]


def test_who_says_that_it_took_place_is_not_absent(app: Flask, setting: Setting, database: Database) -> None:
    with database.read() as db:
        met = meeting(db, setting, "ann-ben").id
    for name, said in (("ann", "they_absent"), ("ben", "insight")):
        address = f"/sessions/{setting.session}/my-meetings/{met}/outcome"
        sign_in(app, f"{name}@example.org").post(address, data={"outcome": said})
    with database.read() as db:
        assert list(db.scalars(select(Absence))) == []
        assert meeting(db, setting, "ann-ben").state == "held"
