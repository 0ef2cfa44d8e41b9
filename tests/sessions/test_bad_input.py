"""What people get wrong, or what just happens so: each is told in a clear sentence, and nothing breaks.

Told elsewhere: a session in the past, no tables, overlapping times, nobody ever free at registration
(test_people_session, test_people_registrations), one meeting moved by two officers (test_timetable_together).
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.sessions.models import Interpreters, SessionTable
from matchmaker.sessions.people.models import Registration, new_secret
from matchmaker.sessions.requests.asking import OPEN_MOST
from matchmaker.sessions.requests.models import MeetingRequest
from matchmaker.sessions.requests.wishes import wishes
from matchmaker.sessions.timetable.models import Meeting, Placement, TimetableRun, TimetableVersion
from tests.cast import Cast
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of
from tests.sessions.forms import session_form
from tests.sessions.making import make_person, make_session
from tests.sessions.test_people_session import plan_form
from tests.sessions.test_timetable_together import at_once
from tests.sessions.timetables import make_setting, place, placed, run

Browser = Callable[[str], FlaskClient]


def told(client: FlaskClient, session_id: int) -> list[str]:
    """The sentences above the draft of a timetable."""
    page = soup(client.get(f"/sessions/{session_id}/timetable"))
    return [text_of(one) for one in page.select(".notice-warning p")]


def test_a_plan_without_a_table_or_a_time(browser: Browser) -> None:
    client = browser("officer")
    client.post("/sessions/new", data=session_form())
    form = plan_form(client)
    gone = {f"{kind}-{name}-remove": "1" for kind in ("slot", "table") for name in form[kind]}
    assert errors_of(client.post("/sessions/1/plan", data=form | gone)) == {
        "slots": "Without a single slot nobody can meet. Keep or add one.",
        "more_tables": "People who meet on site need tables. Add at least one.",
    }


def test_one_participant(app: Flask, cast: Cast, browser: Browser) -> None:
    database: Database = app.extensions["database"]
    with database.write() as db:
        session = make_session(db, state="closed")
        make_person(db, session, "ann", cast.laboratory)
    few = "Fewer than two people take part: there is nobody to meet. Invite, approve or add more."
    assert told(browser("officer"), session.id) == [few]
    made = run(database, session.id)
    with database.read() as db:
        assert db.get_one(TimetableRun, made).state == "done"
    assert told(browser("officer"), session.id) == [few]
    with database.write() as db:
        make_person(db, session, "art", cast.laboratory)
    assert told(browser("officer"), session.id) == [
        "Everyone who takes part is of one organisation: meetings are for people of two. Invite others."
    ]
    with database.write() as db:
        make_person(db, session, "ben", cast.enterprise)
    run(database, session.id)
    assert told(browser("officer"), session.id) == [
        "Nobody has asked for a meeting, and nobody fits by their postings: there is nothing to place."
    ]


def test_somebody_there_at_no_time_and_no_table_open(app: Flask, cast: Cast, browser: Browser) -> None:
    database: Database = app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, cast)
        db.get_one(Registration, setting.people["ben"]).absent = setting.slots
        for table in db.scalars(select(SessionTable)):
            table.closed = setting.slots
    assert told(browser("officer"), setting.session) == [
        "There at none of the times, so without a meeting: Ben. Ask when they can come, or take them out.",
        "No table can be used at any time: nobody can meet on site. Open tables again, or add some.",
    ]
    made = run(database, setting.session)
    with database.read() as db:
        assert (db.get_one(TimetableRun, made).state, placed(db, setting)) == ("done", {})


def test_a_session_whose_day_has_passed(
    app: Flask, cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.extensions["database"].write() as db:
        setting = make_setting(db, cast)
        draft = make_session(db, state="draft", venues={"en": "Karaganda"})
        later = draft.slots[-1].ends_at + timedelta(days=1)
    client = browser("officer")
    monkeypatch.setattr(clock, "now", lambda: later)
    assert told(client, setting.session) == [
        "All times of this session have passed already. Move its day before you release a timetable."
    ]
    answer = client.post(f"/sessions/{draft.id}/announce")
    assert answer.status_code == 422
    assert "This day has passed already. Choose a day from today on." in answer.text


def test_pins_that_cannot_all_be_kept_are_named_on_the_page_and_no_others(
    app: Flask, cast: Cast, browser: Browser
) -> None:
    """Two pinned to one time with one interpreter: each alone could stay; the third has nothing to do with it."""
    database: Database = app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, cast)
        place(db, setting, "ben-cat", 2, 1)
        interpreters = db.scalars(select(Interpreters)).one()
        interpreters.number = 2
        for name, languages in (("ann", ["kk"]), ("ben", ["en"]), ("cat", ["kk"]), ("dan", ["en"])):
            db.get_one(Registration, setting.people[name]).languages = languages
        place(db, setting, "ann-ben", 0, 0)
        place(db, setting, "cat-dan", 0, 1)
        interpreters.number = 1
    run(database, setting.session)
    lines = soup(browser("officer").get(f"/sessions/{setting.session}/timetable")).select(".run .notice-danger")
    assert [text_of(one) for one in lines] == [
        "There is no timetable: these requirements cannot be met together. Ann – Ben is pinned to 10:00–10:20. Cat – "
        "Dan is pinned to 10:00–10:20. Unpin or move one of them, or change when people are there."
    ]


COMPANY, OTHERS = 60, 50


def rows_of(db: object, session_id: int, organisation_id: int, names: Iterable[str]) -> list[int]:
    """Confirmed people without accounts, in one statement."""
    rows = [
        {"session_id": session_id, "organisation_id": organisation_id, "state": "confirmed", "name": name,
         "email": f"{name}@example.com", "token": new_secret(), "languages": ["en"]} for name in names
    ]  # fmt: skip
    return list(db.scalars(insert(Registration).returning(Registration.id), rows))


def test_three_thousand_requests_of_one_company(any_app: Flask, any_cast: Cast) -> None:
    """Sixty people of one company ask fifty others: every page answers, the next request is refused in words."""
    database: Database = any_app.extensions["database"]
    with database.write() as db:
        session = make_session(db)
        theirs = rows_of(db, session.id, any_cast.enterprise, [f"c{number}" for number in range(COMPANY)])
        others = rows_of(db, session.id, any_cast.laboratory, [f"l{number}" for number in range(OTHERS)])
        company = db.get_one(Registration, theirs[0])
        company.user_id, company.email = any_cast["company"].user_id, "company@example.org"
        until = clock.now() + timedelta(days=3)
        asked = [
            {"session_id": session.id, "from_id": one, "to_id": other, "for_any": True, "expires_at": until}
            for one in theirs for other in others
        ]  # fmt: skip
        db.execute(insert(MeetingRequest), asked)
        late = make_person(db, session, "late", any_cast.laboratory)
    assert len(asked) == 3000
    client, address = sign_in(any_app, "company@example.org"), f"/sessions/{session.id}"
    pages = [client.get(f"{address}/{page}").status_code for page in ("requests", "meet", f"meet/{late.id}")]
    officer = sign_in(any_app, "officer@example.org")
    pages += [officer.get(f"{address}/{page}").status_code for page in ("requests", "requests?page=90", "people")]
    assert pages == [200] * 6
    box = soup(client.get(f"{address}/requests"))
    assert [text_of(one) for one in box.select(".section-head .count, ul.rows + p")] == [
        "3000", "The first 100 of them are shown. Show all",
    ]  # fmt: skip
    refused = client.post(f"{address}/meet/{late.id}", data={"message": "One more"})
    assert refused.status_code == 422
    words = f"You have {OPEN_MOST} requests that wait for an answer. Wait for answers, or withdraw one"
    assert words in text_of(soup(refused).main)
    with database.read() as db:
        assert len(wishes(db, session.id)) == COMPANY * (OTHERS + 1)  # with whoever stands in beside those asked


def test_a_release_while_people_answer(any_app: Flask, any_cast: Cast) -> None:
    """Ben gives his place back while the timetable is released, and Cat answers too late: nobody is told what is not so."""
    database: Database = any_app.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, any_cast)
        for number, pair in enumerate(("ann-ben", "cat-dan", "ben-cat")):
            place(db, setting, pair, number, 0)
        asked = MeetingRequest(
            session_id=setting.session, from_id=setting.people["dan"], to_id=setting.people["ann"],
            expires_at=clock.now() + timedelta(days=1),
        )  # fmt: skip
        db.add(asked)
        db.flush()
    officer, ben, ann = (sign_in(any_app, f"{name}@example.org") for name in ("officer", "ben", "ann"))
    address = f"/sessions/{setting.session}"
    answers = at_once(
        [
            lambda: officer.post(f"{address}/timetable/release").status_code,
            lambda: ben.post(f"{address}/leave", data={"reason": "Ill"}).status_code,
            lambda: ann.post(f"{address}/requests/{asked.id}/accept").status_code,
        ]
    )
    released, left, accepted = answers
    assert (left, accepted) == (302, 409)
    assert released in (302, 422)  # 422: Ben had left before, and the officer is told that he is still in the draft
    words = ann.post(f"{address}/requests/{asked.id}/accept").text
    assert "Requests are closed in this session" in words
    with database.read() as db:
        assert db.get_one(MeetingRequest, asked.id).state == "open"
        last = select(TimetableVersion.id).where(TimetableVersion.session_id == setting.session)
        last = last.where(TimetableVersion.number > 0).order_by(TimetableVersion.number.desc()).limit(1)
        query = select(Meeting.one_id, Meeting.two_id).join(Placement, Placement.meeting_id == Meeting.id)
        pairs = db.execute(query.where(Placement.version_id == last.scalar_subquery())).all()
        assert not any(setting.people["ben"] in pair for pair in pairs)
        assert len(pairs) == (1 if released == 302 else 0)
