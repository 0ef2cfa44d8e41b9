"""Twenty at the same moment: one effect, one history row; the others are told in words, or led to what there is."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.core import audit
from matchmaker.core.db import Database
from matchmaker.core.errors import DomainError
from matchmaker.deals.actions import edit_deal, name_person
from matchmaker.deals.draft import read_edit
from matchmaker.deals.models import Deal, DealMove, DealPerson
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.deals.queries import load_deal
from matchmaker.web.deals.deal import stored_values
from tests.cast import Cast
from tests.conftest import sign_in
from tests.deals.making import make_deal
from tests.deals.test_opening import Pair
from tests.pages import soup, text_of

CLIENTS = 20
MOVED = "Somebody has moved this deal meanwhile. Look at it again."


def at_once(app: Flask, email: str, address: str, data: dict[str, str]) -> list[TestResponse]:
    """Twenty browsers of one account send the same form at the same moment."""
    cookie = sign_in(app, email).get_cookie("session")
    assert cookie is not None
    barrier, found = threading.Barrier(CLIENTS), list[TestResponse]()

    def press() -> None:
        client = app.test_client()
        client.set_cookie("session", cookie.value)
        barrier.wait()
        found.append(client.post(address, data=data))

    run([press] * CLIENTS)
    return found


def run(deeds: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.fixture
def deal_id(any_app: Flask, any_cast: Cast) -> int:
    with any_app.extensions["database"].write() as db:
        return make_deal(db, any_cast).id


def test_twenty_press_advance(any_app: Flask, deal_id: int) -> None:
    answers = at_once(any_app, "officer@example.org", f"/deals/{deal_id}/advance", {"seen": "lead", "note": "On we go"})
    assert Counter(one.status_code for one in answers) == {302: 1, 409: CLIENTS - 1}
    words = {text_of(soup(one).select_one(".error-summary li")) for one in answers if one.status_code == 409}
    assert words == {MOVED}
    with any_app.extensions["database"].read() as db:
        assert [(one.from_stage, one.to_stage) for one in db.query(DealMove)] == [("", "lead"), ("lead", "qualified")]
        assert [one.verb for one in audit.trail(db, "deal", deal_id)] == ["advance"]
        deal = db.get_one(Deal, deal_id)
        assert (deal.stage, deal.version) == ("qualified", 2)


def test_twenty_open_the_deal_of_one_introduction(any_app: Flask, any_cast: Cast) -> None:
    pair = Pair(any_app, any_cast)
    pair.introduce()
    answers = at_once(any_app, "company@example.org", f"/deals/from/introduction/{pair.introduction}", {})
    assert {(one.status_code, one.headers["Location"]) for one in answers} == {(302, "/deals/1")}
    with pair.database.read() as db:
        assert [one.verb for one in db.query(DealMove)] == ["open"]
        assert [one.verb for one in audit.trail(db, "deal", 1)] == ["open"]


def test_twenty_send_one_form(any_app: Flask, any_cast: Cast) -> None:
    sides = {"provider_id": str(any_cast.laboratory), "recipient_id": str(any_cast.enterprise)}
    form = {"title": "Copper", "kind": "option", "form_token": "once", **sides}
    answers = at_once(any_app, "author@example.org", "/deals/new", form)
    assert {(one.status_code, one.headers.get("Location")) for one in answers} == {(302, "/deals/1")}
    with any_app.extensions["database"].read() as db:
        assert [one.verb for one in db.query(DealMove)] == ["open"]


def together(database: Database, deed: Callable[[object, Callable[[], object]], object], times: int = 8) -> list[str]:
    """Do it in transactions of their own; on PostgreSQL all have begun and read before any of them acts."""
    barrier = None if database.is_sqlite else threading.Barrier(times)
    found = list[str]()

    def one() -> None:
        try:
            with database.write() as db:
                deed(db, barrier.wait if barrier else lambda: None)
            found.append("done")
        except DomainError as fault:
            found.append(type(fault).__name__)

    run([one] * times)
    return found


def test_all_have_read_before_the_first_steps(any_app: Flask, any_cast: Cast, deal_id: int) -> None:
    def step(db: object, ready: Callable[[], object]) -> None:
        deal = load_deal(any_cast["officer"], db, deal_id)  # type: ignore[arg-type]
        ready()
        move_deal(any_cast["officer"], db, deal, "advance", seen="lead")  # type: ignore[arg-type]

    assert Counter(together(any_app.extensions["database"], step)) == {"done": 1, "Conflict": 7}


def test_of_several_who_edit_one_saves(any_app: Flask, any_cast: Cast, deal_id: int) -> None:
    names = iter(f"Copper {number}" for number in range(8))

    def save(db: object, ready: Callable[[], object]) -> None:
        deal = load_deal(any_cast["author"], db, deal_id)  # type: ignore[arg-type]
        values = stored_values(deal)
        values["title"] = next(names)
        ready()
        edit_deal(any_cast["author"], db, deal, read_edit(values, deal), 1)  # type: ignore[arg-type]

    assert Counter(together(any_app.extensions["database"], save)) == {"done": 1, "Conflict": 7}


def test_naming_somebody_several_times_at_once_names_them_once(any_app: Flask, any_cast: Cast, deal_id: int) -> None:
    database = any_app.extensions["database"]
    with database.write() as db:
        db.query(DealPerson).delete()

    def name(db: object, ready: Callable[[], object]) -> None:
        deal = load_deal(any_cast["officer"], db, deal_id)  # type: ignore[arg-type]
        user = db.get_one(User, any_cast["author"].user_id)  # type: ignore[attr-defined]
        ready()
        name_person(any_cast["officer"], db, deal, user, "provider", is_signatory=True)  # type: ignore[arg-type]

    assert Counter(together(database, name)) == {"done": 8}
    with database.read() as db:
        assert [(one.user.name, one.is_signatory) for one in load_deal(any_cast["officer"], db, deal_id).people] == [
            ("Author", True)
        ]
        assert [one.verb for one in audit.trail(db, "deal", deal_id)] == ["name"]
        assert db.scalars(select(Deal.version)).one() == 1  # a form that was open meanwhile is not stale
