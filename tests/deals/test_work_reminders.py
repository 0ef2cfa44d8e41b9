"""Reminders: seven days before, the day before, and once when it is late, in the owner's language; calendars."""

from datetime import UTC, datetime, timedelta

import pytest
import vobject
from flask import Flask
from icalendar import Calendar
from sqlalchemy import update

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.deals.models import Deal
from matchmaker.deals.work.models import DealTask
from matchmaker.deals.work.reminders import remind_owners
from matchmaker.organisations.models import Membership
from tests.cast import Cast
from tests.deals.rooms import DealRoom, deal_room
from tests.pages import soup

START = datetime(2031, 3, 1, 6, tzinfo=UTC)


@pytest.fixture
def room(any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> DealRoom:
    """On the first of March; the officer gives tasks to others."""
    move(monkeypatch, 1)
    return deal_room(any_app, any_cast)


def move(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    moment = START + timedelta(days=day - 1)
    monkeypatch.setattr(clock, "now", lambda: moment)


def give(room: DealRoom, day: int, to: str = "company", title: str = "Send samples", by: str = "officer") -> None:
    data = {"title": title, "owner_id": room.user(to), "due_on": f"2031-03-{day:02}"}
    assert room.browser(by).post(f"/deals/{room.deal}/work", data=data).status_code == 302


def sweep(room: DealRoom) -> list[tuple[str, str]]:
    """Twice, as every minute does."""
    for _minute in range(2):
        with room.database.write() as db:
            remind_owners(db)
    return [(who, subject) for who, subject, _body in room.letters()]


def test_three_letters_each_once(room: DealRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    give(room, 20)
    found = {}
    for day in range(1, 29):
        move(monkeypatch, day)
        if letters := sweep(room):
            found[day] = letters
    due, late = [("company", "By March 20, 2031: Send samples")], [("company", "Late: Send samples")]
    assert found == {13: due, 19: due, 21: late}


def test_a_runner_that_was_away_does_not_write_three_at_once(room: DealRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    give(room, 20)
    move(monkeypatch, 25)
    assert sweep(room) == [("company", "Late: Send samples")]


def test_another_day_or_owner_starts_anew(room: DealRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    give(room, 5)
    assert sweep(room) == [("company", "By March 5, 2031: Send samples")]
    data = {"title": "Send samples", "owner_id": room.user("author"), "due_on": "2031-03-05", "version": "1"}
    assert room.browser("officer").post(f"/deals/{room.deal}/work/1", data=data).status_code == 302
    assert sweep(room) == [("author", "By March 5, 2031: Send samples")]
    later = data | {"due_on": "2031-03-06", "version": "2"}  # a letter has not made the version another
    assert room.browser("author").post(f"/deals/{room.deal}/work/1", data=later).status_code == 302
    assert sweep(room) == []  # the author knows: it was the author's own doing
    move(monkeypatch, 5)
    assert sweep(room) == [("author", "By March 6, 2031: Send samples")]


def test_who_is_not_reminded(room: DealRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    for title in ("done", "removed", "kept"):
        give(room, 8, title=title)
    officer = room.browser("officer")
    officer.post(f"/deals/{room.deal}/work/1/do", data={"version": "1"})
    officer.post(f"/deals/{room.deal}/work/2/remove", data={"version": "1"})
    assert sweep(room) == [("company", "By March 8, 2031: kept")]
    move(monkeypatch, 9)
    with room.database.write() as db:
        db.execute(update(Membership).where(Membership.user_id == room.user("company")).values(state="requested"))
    assert sweep(room) == []  # who has left the enterprise hears nothing of its deals
    with room.database.write() as db:
        db.execute(update(Membership).values(state="active"))
        db.execute(update(Deal).values(stage="lost"))
    assert sweep(room) == []


DUE = {
    "en": (
        "By March 8, 2031: Send samples",
        "Good day, Company!\n\nOn the deal “Fine copper flotation” this is to be done by March 8, 2031:\n\nSend samples\n\n"
        "When it is done, tick it off; if it cannot be done by then, choose another day:\n/deals/1/work",
    ),
    "ru": (
        "До 8 марта 2031\u202fг.: Send samples",
        "Здравствуйте, Company!\n\nПо сделке «Fine copper flotation» есть задача со сроком 8 марта 2031\u202fг.:\n\n"
        "Send samples\n\nКогда она выполнена, отметьте это; если к сроку не успеть, выберите другой день:\n/deals/1/work",
    ),
    "kk": (
        "Мерзімі — 2031\u202fж. 8 наурыз: Send samples",
        "Қайырлы күн, Company!\n\n«Fine copper flotation» мәмілесі бойынша тапсырманың мерзімі — 2031\u202fж. 8 наурыз:\n\n"
        "Send samples\n\nОрындалған соң белгілеп қойыңыз; мерзіміне үлгермесеңіз, басқа күнді таңдаңыз:\n/deals/1/work",
    ),
}
LATE = {
    "en": (
        "Late: Send samples",
        "Good day, Company!\n\nOn the deal “Fine copper flotation” this was to be done by March 8, 2031 and is not ticked "
        "off:\n\nSend samples\n\nWhen it is done, tick it off; if it needs longer, choose another day:\n/deals/1/work",
    ),
    "ru": (
        "Просрочено: Send samples",
        "Здравствуйте, Company!\n\nПо сделке «Fine copper flotation» просрочена задача со сроком 8 марта 2031\u202fг.:\n\n"
        "Send samples\n\nЕсли она выполнена, отметьте это; если нужно больше времени, выберите другой день:\n/deals/1/work",
    ),
    "kk": (
        "Мерзімі өтті: Send samples",
        "Қайырлы күн, Company!\n\n«Fine copper flotation» мәмілесі бойынша тапсырманың мерзімі өтіп кетті (2031\u202fж. 8 "
        "наурыз):\n\nSend samples\n\nОрындалған болса, белгілеп қойыңыз; көбірек уақыт керек болса, басқа күнді таңдаңыз:\n"
        "/deals/1/work",
    ),
}


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_letters_in_the_owners_language(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    move(monkeypatch, 1)
    room = deal_room(app, cast)
    with room.database.write() as db:
        db.execute(update(User).where(User.id == room.user("company")).values(locale=locale))
    give(room, 8)
    found = []
    for day in (1, 9):
        move(monkeypatch, day)
        with room.database.write() as db:
            remind_owners(db)
        found += room.letters()
    assert found == [("company", *DUE[locale]), ("company", *LATE[locale])]


def feed(room: DealRoom) -> bytes:
    """The company's calendar, read by somebody who is not signed in."""
    page = soup(room.browser("company").get("/deals/tasks"))
    address = str(page.select("#calendar-address")[0]["value"])
    answer = room.app.test_client().get(address.removeprefix("http://127.0.0.1:8000"))
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    return answer.data


def events(data: bytes) -> list[dict[str, object]]:
    """The calendar as icalendar reads it."""
    names = ("uid", "summary", "description", "status", "sequence", "transp", "url")
    found = Calendar.from_ical(data).walk("VEVENT")
    return [{name: str(one[name]) for name in names} | {"on": one.start, "until": one.end} for one in found]


def test_the_calendar_is_read_back(room: DealRoom) -> None:
    client = room.browser("company")
    assert client.post("/deals/tasks/calendar").status_code == 302
    give(room, 8)
    give(room, 31, title="Pay; twice, «с НДС»")
    give(room, 9, to="author", title="Not mine")
    client.post(f"/deals/{room.deal}/work/1/do", data={"version": "1"})
    before = events(feed(room))
    client.post(f"/deals/{room.deal}/work/2/remove", data={"version": "1"})
    first, second = events(feed(room))
    day = timedelta(days=1)
    common = {"description": "Fine copper flotation", "transp": "TRANSPARENT",
              "url": f"http://127.0.0.1:8000/deals/{room.deal}/work"}  # fmt: skip
    on = datetime(2031, 3, 8).date()
    assert first == common | {
        "uid": "deal-task-1@127.0.0.1:8000", "summary": "Done: Send samples", "status": "CONFIRMED", "sequence": "2",
        "on": on, "until": on + day,
    }  # fmt: skip
    on = datetime(2031, 3, 31).date()
    assert second == common | {
        "uid": "deal-task-2@127.0.0.1:8000", "summary": "Pay; twice, «с НДС»", "status": "CANCELLED", "sequence": "2",
        "on": on, "until": on + day,
    }  # fmt: skip
    assert before == [first, second | {"status": "CONFIRMED", "sequence": "1"}]
    read = vobject.readOne(feed(room).decode()).vevent_list
    assert [(one.summary.value, one.dtstart.value, one.sequence.value) for one in read] == [
        ("Done: Send samples", first["on"], "2"), ("Pay; twice, «с НДС»", second["on"], "2"),
    ]  # fmt: skip


def test_a_new_address_ends_the_one_before(room: DealRoom) -> None:
    client = room.browser("company")
    client.post("/deals/tasks/calendar")
    before = str(soup(client.get("/deals/tasks")).select("#calendar-address")[0]["value"])
    client.post("/deals/tasks/calendar")
    after = str(soup(client.get("/deals/tasks")).select("#calendar-address")[0]["value"])
    stranger = room.app.test_client()
    assert [stranger.get(one.removeprefix("http://127.0.0.1:8000")).status_code for one in (before, after)] == [
        404,
        200,
    ]


def test_the_calendar_of_who_has_left_is_empty(room: DealRoom) -> None:
    give(room, 8)
    room.browser("company").post("/deals/tasks/calendar")
    assert len(events(feed(room))) == 1
    with room.database.write() as db:
        db.execute(update(DealTask).values(owner_id=room.user("author")))
    assert events(feed(room)) == []
