"""A session from its form to its page: what is made, what bad input is told, what moves, what others may see."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.notifications.models import Mail
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.queries import load_whole_session
from matchmaker.sessions.slots import Rhythm, Stretch, make_slots
from tests.cast import Cast
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of, values_of
from tests.sessions.forms import session_form
from tests.sessions.making import make_person, make_session

Browser = Callable[[str], FlaskClient]


def whole(database: Database, cast: Cast, session_id: int = 1) -> InnovationSession:
    with database.read() as db:
        return load_whole_session(cast["officer"], db, session_id)


def hours(session: InnovationSession) -> list[tuple[str, str, bool]]:
    return [(f"{slot.starts_at:%H:%M}", f"{slot.ends_at:%H:%M}", slot.pause_after) for slot in session.slots]


def test_a_session_is_made_with_its_slots_and_tables(any_app: Flask, any_cast: Cast) -> None:
    client = sign_in(any_app, "officer@example.org")
    sent = session_form(form_token="once")
    assert client.post("/sessions/new", data=sent).headers["Location"] == "/sessions/1"
    assert client.post("/sessions/new", data=sent).headers["Location"] == "/sessions/1"
    made = whole(any_app.extensions["database"], any_cast)
    assert (made.state, made.titles, made.capacity) == ("draft", {"ru": "Чистая медь", "en": "Clean copper"}, 40)
    assert hours(made) == [  # in UTC; 10:00 in Almaty is 05:00, and the pause pushes the third slot
        ("05:00", "05:20", False), ("05:25", "05:45", True), ("06:30", "06:50", False), ("06:55", "07:15", False),
    ]  # fmt: skip
    assert [(table.number, table.room) for table in made.tables] == [(1, "Hall A"), (2, "Hall A"), (3, "Hall A")]
    assert [(one.languages, one.number) for one in made.interpreters] == [("en-kk", 1)]


def test_slots_of_a_rhythm() -> None:
    found = make_slots(Rhythm(600, 30, 0, 3, pauses=((640, 660), (690, 700))))
    assert found == [Stretch(600, 630, True), Stretch(660, 690, True), Stretch(700, 730)]


BAD = {
    "no title": ({"title_en": "", "title_ru": ""}, {"title_en": "Give the title in at least one language."}),
    "past": ({"starts_on": "2020-01-01"}, {"starts_on": "This day has passed already. Choose a day from today on."}),
    "zone": ({"timezone": "Mars/Base"}, {"timezone": "There is no time zone “Mars/Base”. Choose one from the list."}),
    "floor": ({"floor": "5", "most": "3"}, {"floor": "Nobody can be promised more meetings than the most that one person may have."}),
    "tables": ({"more_tables": "0"}, {"more_tables": "People who meet on site need tables. Add at least one."}),
    "pause": ({"pauses": "14:00-13:00"}, {"pauses": "The pause 14:00-13:00 ends before it begins."}),
    "midnight": ({"first_at": "23:00"}, {"slot_count": "The last meetings would run past midnight. Make fewer or shorter ones."}),
    "late": ({"registration_until": "2027-03-20T10:00"}, {"registration_until": "This is after the session. Choose a moment before it ends."}),
    "several": (
        {"capacity": "many", "online_url": "room.example.org"},
        {"capacity": "Write a whole number from 1 to 10000.", "online_url": "A web address begins with https://."},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_in_words_and_nothing_typed_is_lost(browser: Browser, name: str) -> None:
    changes, expected = BAD[name]
    answer = browser("officer").post("/sessions/new", data=session_form(**changes))
    assert answer.status_code == 422
    assert {key: words.split(": ", 1)[-1] for key, words in errors_of(answer).items()} == expected
    typed = values_of(soup(answer).select_one("form.session-editor"))
    assert typed["theme_en"] == ["Flotation reagent for fine copper particles from tailings"]


def test_an_online_session_needs_no_tables(browser: Browser, database: Database, cast: Cast) -> None:
    sent = session_form(mode="online", more_tables="", online_url="https://room.example.org")
    assert browser("officer").post("/sessions/new", data=sent).status_code == 302
    assert whole(database, cast).tables == []


def test_a_moved_day_takes_slots_and_programme_along(any_app: Flask, any_cast: Cast) -> None:
    client = sign_in(any_app, "officer@example.org")
    client.post("/sessions/new", data=session_form())
    sent = session_form(starts_on="2027-03-19", timezone="Asia/Tokyo", version="1")
    assert client.post("/sessions/1/edit", data=sent).status_code == 302
    moved = whole(any_app.extensions["database"], any_cast)
    assert (moved.starts_on, {slot.starts_at.date() for slot in moved.slots}) == (
        date(2027, 3, 19),
        {date(2027, 3, 19)},
    )
    assert hours(moved)[0] == ("01:00", "01:20", False)  # 10:00 in Tokyo
    stale = client.post("/sessions/1/edit", data=session_form(title_en="Mine", version="1"))
    assert stale.status_code == 409
    assert [text_of(row) for row in soup(stale).select(".conflict th[scope=row]")][:1] == ["Title in English"]


def plan_form(client: FlaskClient, **changes: object) -> dict[str, object]:
    page = soup(client.get("/sessions/1/plan"))
    return values_of(page.select_one("main form.stack")) | changes


def test_the_plan_is_changed_row_by_row(any_app: Flask, any_cast: Cast) -> None:
    client = sign_in(any_app, "officer@example.org")
    client.post("/sessions/new", data=session_form())
    made = whole(any_app.extensions["database"], any_cast)
    first, second, third, _last = (slot.id for slot in made.slots)
    one, two, three = (table.id for table in made.tables)
    changes = {
        f"slot-{first}-from": "10:25", f"slot-{first}-to": "10:45",  # exchanged with the second
        f"slot-{second}-from": "10:00", f"slot-{second}-to": "10:20", f"slot-{third}-remove": "1",
        "slot-new1-from": "14:00", "slot-new1-to": "14:20",
        f"table-{one}-number": "2", f"table-{two}-number": "1", f"table-{three}-remove": "1",
        f"table-{one}-equipment": ["screen"], f"table-{two}-closed": [str(first)], "more_tables": "1",
        "interpreters-en-kk": "", "interpreters-kk-ru": "2", "away-kk-ru": [str(second)],
        "item-new1-from": "09:00", "item-new1-to": "09:45", "item-new1-kind": "plenary", "item-new1-title_en": "Opening",
    }  # fmt: skip
    assert client.post("/sessions/1/plan", data=plan_form(client, **changes)).status_code == 302
    plan = whole(any_app.extensions["database"], any_cast)
    assert [(slot.id, f"{slot.starts_at:%H:%M}") for slot in plan.slots[:2]] == [(second, "05:00"), (first, "05:25")]
    assert hours(plan)[2:] == [("06:55", "07:15", False), ("09:00", "09:20", False)]
    assert [(table.id, table.equipment, table.closed) for table in plan.tables[:2]] == [
        (two, [], [first]),
        (one, ["screen"], []),
    ]
    assert [table.number for table in plan.tables] == [1, 2, 3]
    assert [(row.languages, row.number, row.away) for row in plan.interpreters] == [("kk-ru", 2, [second])]
    assert [(item.kind, item.titles, f"{item.starts_at:%H:%M}") for item in plan.programme] == [
        ("plenary", {"en": "Opening"}, "04:00")
    ]
    assert client.post("/sessions/1/plan", data=plan_form(client) | {"version": "1"}).status_code == 409


def test_faults_of_a_plan_stand_at_their_rows(browser: Browser, database: Database, cast: Cast) -> None:
    client = browser("officer")
    client.post("/sessions/new", data=session_form())
    made = whole(database, cast)
    first, second = (slot.id for slot in made.slots[:2])
    changes = {f"slot-{second}-from": "10:10", f"table-{made.tables[1].id}-number": "1", "item-new1-from": "11:00",
               "item-new1-to": "10:00", "item-new1-title_en": "Visit"}  # fmt: skip
    answer = client.post("/sessions/1/plan", data=plan_form(client, **changes))
    assert answer.status_code == 422
    assert errors_of(answer) == {
        f"slot-{second}-from": "The meeting at 10:10 begins before the one at 10:00 ends.",
        f"table-{made.tables[1].id}-number": "There are two tables with the number 1.",
        "item-new1-from": "11:00–10:00: the end is before the beginning.",
    }
    backwards = client.post("/sessions/1/plan", data=plan_form(client, **{f"slot-{first}-to": "09:00"}))
    assert errors_of(backwards) == {f"slot-{first}-from": "10:00–09:00: the end is before the beginning."}


def test_the_times_are_made_anew(browser: Browser, database: Database, cast: Cast) -> None:
    client = browser("officer")
    client.post("/sessions/new", data=session_form())
    sent = {"then": "anew", "version": "1", "first_at": "9:00", "minutes": "30", "between": "0", "slot_count": "2"}
    assert client.post("/sessions/1/plan", data=sent).status_code == 302
    assert hours(whole(database, cast)) == [("04:00", "04:30", False), ("04:30", "05:00", False)]


def test_a_draft_is_hidden_until_it_is_announced_complete(browser: Browser, database: Database) -> None:
    officer = browser("officer")
    officer.post("/sessions/new", data=session_form(theme_en="", venue_en=""))
    assert browser("anonymous").get("/sessions/1").status_code == 404
    answer = officer.post("/sessions/1/announce")
    assert answer.status_code == 422
    assert [text_of(line) for line in soup(answer).select(".error-summary li")] == [
        "Theme in English: Describe the theme in at least one language: invitations follow from it.",
        "Place in English: Say where people meet.",
    ]
    officer.post("/sessions/1/edit", data=session_form(version="1"))
    assert officer.post("/sessions/1/announce").status_code == 302
    assert browser("anonymous").get("/sessions/1").status_code == 200
    assert "/sessions/1" in browser("anonymous").get("/sessions/").text


def test_a_cancelled_session_tells_everyone_why(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    with database.write() as db:
        session = make_session(db)
        make_person(db, session, "ann", any_cast.enterprise)
        make_person(db, session, "ben", any_cast.enterprise, state="declined")
    client = sign_in(any_app, "officer@example.org")
    assert client.post("/sessions/1/cancel", data={"reason": ""}).status_code == 422
    assert client.post("/sessions/1/cancel", data={"reason": "The hall burnt down"}).status_code == 302
    with database.read() as db:
        letters = [
            (mail.address, mail.subject, "The hall burnt down" in mail.body) for mail in db.scalars(select(Mail))
        ]
    assert letters == [("ann@example.org", "Cancelled: Clean copper", True)]
    assert "The hall burnt down" in client.get("/sessions/1").text


def test_release_is_no_step_of_this_room(browser: Browser, database: Database) -> None:
    with database.write() as db:
        make_session(db, state="closed")
    assert browser("officer").post("/sessions/1/release").status_code == 404


def test_the_page_tells_search_engines_and_readers(browser: Browser, database: Database, cast: Cast) -> None:
    with database.write() as db:
        session = make_session(db, capacity=5, venues={"en": "Karaganda, Mira 12"})
        make_person(db, session, "ann", cast.enterprise)
    page = soup(browser("author").get("/sessions/1"))
    event = page.select_one("[itemtype='https://schema.org/Event']")
    assert event is not None
    facts = {str(tag["itemprop"]): tag.get("content") or tag.get("href") for tag in event.select("meta, link")}
    assert facts == {
        "name": "Karaganda, Mira 12", "startDate": "2027-03-18T05:00:00+00:00", "endDate": "2027-03-18T07:40:00+00:00",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode", "eventStatus": "https://schema.org/EventScheduled",
        "address": "Karaganda, Mira 12",
    }  # fmt: skip
    assert [text_of(one) for one in page.select(".chips-plain li")] == ["Copper Works"]
    assert "4 of 5" in text_of(page.select_one("aside"))
    assert "Ann" not in text_of(page.main)


def test_sessions_are_listed_by_what_comes_first(browser: Browser, database: Database) -> None:
    with database.write() as db:
        for name, days, state in (
            ("Later", 20, "open"),
            ("Sooner", 10, "open"),
            ("Old", -10, "finished"),
            ("Mine", 5, "draft"),
        ):
            make_session(
                db, slots=0, tables=0, state=state, starts_on=clock.today() + timedelta(days=days), titles={"en": name}
            )
    for who, expected in (("anonymous", ["Sooner", "Later", "Old"]), ("officer", ["Mine", "Sooner", "Later", "Old"])):
        page = soup(browser(who).get("/sessions/"))
        assert [text_of(link) for link in page.select(".session-card h3")] == expected
