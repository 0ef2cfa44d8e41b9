"""Releasing: what is frozen, who is written to, and what calendars and agendas then say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.core.db import Database
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.notifications.models import Mail
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.actions import move_meeting, remove_meeting
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.sessions.timetable.reading import load_frame
from matchmaker.sessions.timetable.release import release
from tests.cast import Cast
from tests.sessions.timetables import Setting, make_setting, place, placed

Browser = Callable[[str], FlaskClient]


def released(database: Database, cast: Cast, **values: object) -> Setting:
    """Three meetings, released as version 1; the letters are taken away."""
    with database.write() as db:
        setting = make_setting(db, cast, **values)
        for number, pair in enumerate(("ann-ben", "cat-dan", "ben-cat")):
            place(db, setting, pair, number, 0)
        db.execute(update(User).where(User.email == "dan@example.org").values(locale="ru"))
        release(SYSTEM, db, db.get_one(InnovationSession, setting.session))
    return setting


def change(database: Database, setting: Setting) -> None:
    """Ann and Ben later, Ben and Cat no more; released as version 2."""
    with database.write() as db:
        db.query(Mail).delete()
        session = db.get_one(InnovationSession, setting.session)
        ids = dict(db.execute(select(Meeting.one_id, Meeting.id).where(Meeting.two_id == setting.people["ben"])).all())
        gone = db.scalars(select(Meeting.id).where(Meeting.one_id == setting.people["ben"])).one()
        move_meeting(SYSTEM, db, session, ids[setting.people["ann"]], setting.slots[3])
        remove_meeting(SYSTEM, db, session, gone)
        release(SYSTEM, db, session, "Ben is ill until noon")


def letters(database: Database) -> dict[str, str]:
    """What each got."""
    with database.read() as db:
        return {mail.address.split("@")[0]: mail.body for mail in db.scalars(select(Mail).order_by(Mail.id))}


def test_the_first_release_tells_everybody(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    setting = released(database, any_cast)
    with database.read() as db:
        assert (
            placed(db, setting, 1) == placed(db, setting) == {"ann-ben": (0, 0), "cat-dan": (1, 0), "ben-cat": (2, 0)}
        )
        assert db.get_one(InnovationSession, setting.session).state == "released"
    found = letters(database)
    assert set(found) == {"ann", "ben", "cat", "dan"}
    assert (
        "– 10:00–10:20, Hall A, table 1: Ann (Flotation Laboratory)\n– 10:40–11:00, Hall A, table 1: Cat"
        in found["ben"]
    )
    assert f"/sessions/{setting.session}/agenda" in found["ben"]


def test_later_only_those_concerned_hear_of_it(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    setting = released(database, any_cast)
    change(database, setting)
    found = letters(database)
    assert set(found) == {"ann", "ben", "cat"}
    assert (
        "– moved: Ann (Flotation Laboratory), now 11:40–12:00, Hall A, table 1, was 10:00–10:20, Hall A" in found["ben"]
    )
    assert "– cancelled: Cat (Flotation Laboratory), was 10:40–11:00, Hall A, table 1" in found["ben"]
    with database.read() as db:
        meetings = {one.id: (one.state, one.sequence) for one in db.scalars(select(Meeting).order_by(Meeting.id))}
    assert list(meetings.values()) == [("planned", 1), ("planned", 0), ("cancelled", 1)]


def test_the_same_is_not_released_twice(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    setting = released(database, cast)
    with pytest.raises(Conflict), database.write() as db:
        release(SYSTEM, db, db.get_one(InnovationSession, setting.session))


def test_who_has_left_is_not_released(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, cast)
        place(db, setting, "ann-ben", 0, 0)
        db.get_one(Registration, setting.people["ben"]).state = "cancelled"
    with pytest.raises(Invalid) as refused, database.write() as db:
        release(SYSTEM, db, db.get_one(InnovationSession, setting.session))
    assert refused.value.errors == {"draft": "Ben (Copper Works) no longer takes part but is still in the timetable."}


def test_the_history_shows_what_each_version_has_changed(browser: Browser, database: Database, cast: Cast) -> None:
    setting = released(database, cast)
    change(database, setting)
    page = browser("officer").get(f"/sessions/{setting.session}/timetable/versions").text
    assert [page.count(word) for word in ("new meeting", ">moved<", ">cancelled<", "Ben is ill until noon")] == [
        3,
        1,
        1,
        1,
    ]


def feed(app: Flask, database: Database, setting: Setting, name: str) -> bytes:
    """Someone's calendar, by its secret address, without signing in."""
    with database.read() as db:
        token = db.get_one(Registration, setting.people[name]).calendar_token
    answer = app.test_client().get(f"/sessions/calendar/{token}.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return answer.data


def events(data: bytes) -> dict[str, tuple[str, int, datetime]]:
    """Status, sequence and beginning of each event by its UID."""
    calendar = icalendar.Calendar.from_ical(data)
    return {
        str(one["UID"]): (str(one["STATUS"]), int(one["SEQUENCE"]), one["DTSTART"].dt.astimezone(UTC))
        for one in calendar.walk("VEVENT")
    }


def test_calendars_follow_under_stable_names(app: Flask, database: Database, cast: Cast) -> None:
    setting = released(database, cast)
    begins = datetime(2027, 3, 18, 5, tzinfo=UTC)
    minutes = [begins + timedelta(minutes=number) for number in (0, 40, 100)]
    assert list(events(feed(app, database, setting, "ben")).values()) == [
        ("CONFIRMED", 0, minutes[0]), ("CONFIRMED", 0, minutes[1]),
    ]  # fmt: skip
    before = set(events(feed(app, database, setting, "ben")))
    change(database, setting)
    after = events(feed(app, database, setting, "ben"))
    assert set(after) == before
    assert list(after.values()) == [("CANCELLED", 1, minutes[1]), ("CONFIRMED", 1, minutes[2])]


@pytest.mark.parametrize("zone", ["Asia/Almaty", "Europe/Berlin", "America/New_York"])
def test_another_library_reads_the_same_moments(app: Flask, database: Database, cast: Cast, zone: str) -> None:
    """Berlin and New York change to summer time in March; 22:00 UTC is after midnight in Almaty."""
    late = datetime(2027, 3, 27, 22, tzinfo=UTC)
    with database.write() as db:
        setting = make_setting(db, cast, timezone=zone)
        session = load_frame(SYSTEM, db, setting.session)
        for number, slot in enumerate(session.slots):
            slot.starts_at, slot.ends_at = (late + timedelta(hours=6 * number + more) for more in (0, 1))
        place(db, setting, "ann-ben", 0, 0)
        place(db, setting, "ben-cat", 4, 0)
        release(SYSTEM, db, session)
    data = feed(app, database, setting, "ben")
    read = [one.dtstart.value for one in vobject.readOne(data.decode()).vevent_list]
    assert [one.astimezone(UTC) for one in read] == [late, late + timedelta(hours=24)]
    assert [when for _status, _sequence, when in events(data).values()] == [late, late + timedelta(hours=24)]


def test_an_agenda_shows_both_zones(app: Flask, database: Database, cast: Cast, browser: Browser) -> None:
    setting = released(database, cast)
    with database.write() as db:
        db.get_one(Registration, setting.people["ben"]).timezone = "Europe/Berlin"
    page = browser("ben").get(f"/sessions/{setting.session}/agenda").text
    assert [page.count(text) for text in ("10:00–10:20", "06:00–06:20 for you", "Cat", "Dan")] == [1, 1, 1, 0]


def test_who_may_read_whose_agenda(database: Database, cast: Cast, browser: Browser) -> None:
    """Ben's organisation is the company's; the author is of the laboratory."""
    setting = released(database, cast)
    address = f"/sessions/{setting.session}/agenda/{setting.people['ben']}"
    company = f"/sessions/{setting.session}/agenda/company/{cast.enterprise}"
    for path in (address, f"{address}/pdf", company):
        seen = [browser(who).get(path).status_code for who in ("ben", "company", "officer", "author", "outsider")]
        assert seen == [200, 200, 200, 404, 404], path
    assert browser("outsider").get(f"/sessions/{setting.session}/agenda").status_code == 404


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_papers_are_printed(database: Database, cast: Cast, browser: Browser, locale: str) -> None:
    setting = released(database, cast)
    officer = browser("officer")
    officer.post("/language", data={"locale": locale})
    for name in ("badges", "tables", "door"):
        answer = officer.get(f"/sessions/{setting.session}/papers/{name}.pdf")
        assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-"), answer.text


def test_clocks_change_when_the_zone_says(app: Flask, database: Database, cast: Cast) -> None:
    with database.write() as db:
        setting = make_setting(db, cast, timezone="Europe/Berlin")
    zone = icalendar.Calendar.from_ical(feed(app, database, setting, "ann")).walk("VTIMEZONE")[0]
    onsets = [(one.name, one["DTSTART"].to_ical().decode(), one["TZOFFSETTO"].to_ical()) for one in zone.subcomponents]
    assert onsets[3:5] == [("DAYLIGHT", "20270328T020000", "+0200"), ("STANDARD", "20271031T030000", "+0100")]
