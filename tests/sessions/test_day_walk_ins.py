"""Who comes without a registration: taken in at the door, noted as here, offered what is free, or put on the waiting list."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.sessions.day.models import SlotOffer
from matchmaker.sessions.people.models import Registration
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of, values_of
from tests.sessions.days import at, letters, person, released_day, session_of
from tests.sessions.timetables import Setting

Browser = Callable[[str], FlaskClient]


@pytest.fixture
def setting(any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Setting:
    """Five minutes before the first meeting; Ann brings a need, for which Copper Works has a capability."""
    database: Database = any_app.extensions["database"]
    need = publish_posting(database, any_cast, "author", "need")
    publish_posting(database, any_cast, "company", "capability")
    run_jobs(any_app)
    made = released_day(database, any_cast)
    with database.write() as db:
        person(db, made, "ann").posting_ids = [need]
    at(monkeypatch, -5)
    return made


def form(organisation_id: int, **changes: object) -> MultiDict[str, object]:
    """What is typed at the door."""
    values = {"name": "Eva Late", "email": "Eva@example.com", "locale": "kk", "languages": ["en", "kk"]}
    return MultiDict(values | {"organisation_id": str(organisation_id)} | changes)


def known(database: Database, email: str) -> tuple[str, bool, list[str]]:
    """State, whether they are noted as here, and languages."""
    with database.read() as db:
        found = db.scalars(select(Registration).where(Registration.email == email)).one()
        return found.state, found.checked_in_at == clock.now(), found.languages


def test_somebody_unexpected_is_here_and_offered_a_time(any_app: Flask, any_cast: Cast, setting: Setting) -> None:
    database: Database = any_app.extensions["database"]
    officer, address = sign_in(any_app, "officer@example.org"), f"/sessions/{setting.session}/day"
    answer = officer.post(f"{address}/people", data=form(any_cast.enterprise), follow_redirects=True)
    assert "Eva Late is here. 1 free meeting is offered." in text_of(soup(answer).select_one("main"))
    assert known(database, "eva@example.com") == ("confirmed", True, ["kk", "en"])
    assert "Eva Late" in answer.text.split('id="offers"')[1]  # the officer answers for who has no account
    assert list(letters(database)) == ["eva"]
    with database.read() as db:
        offer = db.scalars(select(SlotOffer)).one()
        eva = max(offer.one_id, offer.two_id)
        assert (offer.one_id, offer.state) == (setting.people["ann"], "open")
    assert officer.post(f"{address}/offers/{offer.id}/{eva}/confirm").status_code == 302
    own = f"/sessions/{setting.session}/my-day/offers/{offer.id}/confirm"
    ann = sign_in(any_app, "ann@example.org")
    assert "Eva Late" in ann.get(f"/sessions/{setting.session}/my-day").text
    ann.post(own)
    with database.read() as db:
        assert db.get_one(SlotOffer, offer.id).state == "confirmed"
    again = officer.post(f"{address}/people", data=form(any_cast.enterprise), follow_redirects=True)
    assert "Eva Late is here." in again.text
    with database.read() as db:
        assert len(db.scalars(select(Registration).where(Registration.name == "Eva Late")).all()) == 1


def test_who_is_on_the_list_already_comes_with_their_own_registration(
    any_app: Flask, any_cast: Cast, setting: Setting
) -> None:
    database: Database = any_app.extensions["database"]
    officer, address = sign_in(any_app, "officer@example.org"), f"/sessions/{setting.session}/day/people"
    found = {}
    for state in ("invited", "declined", "applied", "waiting", "cancelled", "confirmed", "refused"):
        with database.write() as db:
            person(db, setting, "dan").state = state
            person(db, setting, "dan").checked_in_at = None
        status = officer.post(address, data=form(any_cast.laboratory, email="dan@example.org")).status_code
        found[state] = (status, *known(database, "dan@example.org")[:2])
    assert found == dict.fromkeys(
        ("invited", "declined", "applied", "waiting", "cancelled", "confirmed"), (302, "confirmed", True)
    ) | {"refused": (422, "refused", False)}


def test_when_every_place_is_taken_they_wait_at_the_door(any_app: Flask, any_cast: Cast, setting: Setting) -> None:
    database: Database = any_app.extensions["database"]
    with database.write() as db:
        session_of(db, setting).capacity = 4
    officer, address = sign_in(any_app, "officer@example.org"), f"/sessions/{setting.session}/day"
    for _twice in range(2):
        answer = officer.post(f"{address}/people", data=form(any_cast.enterprise), follow_redirects=True)
        assert "Every place is taken: Eva Late is noted as here" in answer.text
        assert known(database, "eva@example.com") == ("waiting", True, ["kk", "en"])
    assert "here, waits for a place" in answer.text
    assert "here of 4 expected</dt><dd>0</dd>" in answer.text
    officer.post(f"/sessions/{setting.session}/people/{setting.people['cat']}/cancel", data={"reason": "Ill"})
    assert known(database, "eva@example.com") == ("confirmed", True, ["kk", "en"])


def test_what_is_wrong_is_said_beside_the_field_and_stays_typed(browser: Browser, app: Flask, cast: Cast) -> None:
    made = released_day(app.extensions["database"], cast)
    officer, address = browser("officer"), f"/sessions/{made.session}/day/people"
    assert errors_of(officer.post(address, data=form(cast.enterprise, email="eva"))) == {
        "email": "This is not an e-mail address. Write it as name@example.org."
    }
    wrong = officer.post(address, data=form(cast.enterprise, languages=[]))
    assert errors_of(wrong) == {"languages": "Choose at least one language that you can talk in."}
    kept = values_of(soup(wrong).select_one(".day-walk-in form"))
    assert {name: kept[name] for name in ("name", "email", "locale", "organisation_id")} == {
        "name": ["Eva Late"], "email": ["Eva@example.com"], "locale": ["kk"], "organisation_id": [str(cast.enterprise)],
    }  # fmt: skip
    assert list(errors_of(officer.post(address, data=form(cast.enterprise, name="")))) == ["name"]
    assert list(errors_of(officer.post(address, data=form(999999)))) == ["organisation_id"]
