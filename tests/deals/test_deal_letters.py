"""Letters about a deal itself: to whom, once each, in whose language, and what never stands in them."""

import pytest
from flask import Flask
from sqlalchemy import update

from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.deals.actions import Head, name_officer, open_deal
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.deals.queries import load_deal
from matchmaker.organisations.models import Membership
from tests.cast import Cast
from tests.deals.making import add_colleague, with_everything
from tests.deals.rooms import DealRoom, deal_room
from tests.deals.test_deals_at_once import at_once
from tests.deals.test_opening import Pair

TITLE = "Fine copper flotation"


@pytest.fixture
def room(any_app: Flask, any_cast: Cast) -> DealRoom:
    return deal_room(any_app, any_cast, stage="lead")


def told(room: DealRoom) -> list[tuple[str, str]]:
    """Who has been written to, and the subject."""
    return [(who, subject) for who, subject, _body in room.letters()]


def send(room: DealRoom, name: str, way: str, **data: object) -> None:
    values = {key: str(value) for key, value in data.items()}
    assert room.browser(name).post(f"/deals/{room.deal}{way}", data=values).status_code == 302


def test_a_step_is_told_to_all_but_whoever_took_it(room: DealRoom) -> None:
    send(room, "officer", "/advance", seen="lead", note="They will pay any price.")
    assert room.letters() == [
        (
            who.lower(),
            f"Qualified: the deal “{TITLE}”",
            f"Good day, {who}!\n\nOfficer has taken a step on the deal “{TITLE}”.\n\nStage before: Lead\nStage now: "
            f"Qualified\n\nWhat comes next:\n/deals/{room.deal}",
        )
        for who in ("Author", "Company")
    ]
    send(room, "company", "/lose", seen="qualified", reason="price", note="Too dear.")
    lost = room.letters()
    assert [(who, subject) for who, subject, _body in lost] == [
        ("author", f"Lost: the deal “{TITLE}”"),
        ("officer", f"Lost: the deal “{TITLE}”"),
    ]
    assert not any(word in body for _who, _subject, body in lost for word in ("dear", "price"))


def test_a_step_that_is_refused_is_not_told(room: DealRoom) -> None:
    answer = room.browser("officer").post(f"/deals/{room.deal}/advance", data={"seen": "nda"})
    assert (answer.status_code, told(room)) == (409, [])


def test_each_in_the_language_of_its_reader(room: DealRoom) -> None:
    with room.database.write() as db:
        for name, locale in (("author", "kk"), ("company", "ru")):
            db.execute(update(User).where(User.id == room.user(name)).values(locale=locale))
    send(room, "officer", "/advance", seen="lead")
    assert room.letters() == [
        (
            "author",
            f"Расталды: «{TITLE}» мәмілесі",
            f"Қайырлы күн, Author!\n\n«{TITLE}» мәмілесі бойынша қадам жасалды (жасаған: Officer).\n\nБұрынғы кезең: Бастама\n"
            f"Қазіргі кезең: Расталды\n\nӘрі қарай не істеу керек:\n/deals/{room.deal}",
        ),
        (
            "company",
            f"Подтверждена: сделка «{TITLE}»",
            f"Здравствуйте, Company!\n\nПо сделке «{TITLE}» сделан шаг (кто сделал: Officer).\n\nПрежний этап: Лид\n"
            f"Нынешний этап: Подтверждена\n\nЧто дальше:\n/deals/{room.deal}",
        ),
    ]


def test_who_has_left_the_organisation_hears_nothing(room: DealRoom) -> None:
    with room.database.write() as db:
        db.execute(update(Membership).where(Membership.user_id == room.user("company")).values(state="requested"))
    send(room, "officer", "/advance", seen="lead")
    assert [who for who, _subject in told(room)] == ["author"]


def test_being_named_is_told_once_to_the_person(room: DealRoom) -> None:
    with room.database.write() as db:
        sacha = add_colleague(db, room.cast, "sacha", room.cast.laboratory).id
    for signs in ("", "1", ""):  # who signs is changed afterwards: the person is on the deal already
        send(room, "author", "/people", person=sacha, side="provider", is_signatory=signs)
    assert room.letters() == [
        (
            "sacha",
            f"You take part in a deal: {TITLE}",
            f"Good day, Sacha!\n\nAuthor has named you on the deal “{TITLE}”: you speak there for Flotation Laboratory. See how "
            f"far it has come:\n/deals/{room.deal}",
        )
    ]
    send(room, "author", f"/people/{room.user('author')}/drop")
    send(room, "author", "/people", person=room.user("author"), side="provider")  # a manager names the own person
    assert told(room) == []


def test_leading_is_told_to_the_officer(room: DealRoom) -> None:
    chosen = room.user("administrator")
    for _time in range(2):
        send(room, "officer", "/officer", officer=chosen)
    assert room.letters() == [
        (
            "administrator",
            f"You lead a deal: {TITLE}",
            f"Good day, Administrator!\n\nOfficer has named you as the officer who leads the deal “{TITLE}”. See how far it has "
            f"come:\n/deals/{room.deal}",
        )
    ]
    send(room, "officer", "/officer", officer=room.user("officer"))
    assert told(room) == []


def test_twenty_at_once_write_as_one(room: DealRoom, any_app: Flask) -> None:
    at_once(any_app, "officer@example.org", f"/deals/{room.deal}/advance", {"seen": "lead"})
    assert [who for who, _subject in told(room)] == ["author", "company"]
    with room.database.write() as db:
        sacha = add_colleague(db, room.cast, "sacha", room.cast.laboratory).id
    data = {"person": str(sacha), "side": "provider"}
    at_once(any_app, "author@example.org", f"/deals/{room.deal}/people", data)
    assert [who for who, _subject in told(room)] == ["sacha"]


def test_an_opened_deal_is_told_to_those_on_it(any_app: Flask, any_cast: Cast) -> None:
    pair = Pair(any_app, any_cast)
    pair.introduce()
    room = DealRoom(any_app, any_cast, 1)
    room.letters()  # those of the introduction
    client = room.browser("company")
    for _time in range(2):
        assert client.post(f"/deals/from/introduction/{pair.introduction}").status_code == 302
    title = "Flotation reagent for fine copper particles"
    assert room.letters() == [
        (
            who.lower(),
            f"A new deal: {title}",
            f"Good day, {who}!\n\nCompany has opened the deal “{title}”: Flotation Laboratory and Copper Works. You take part in "
            "it. What it is about, who else takes part and what comes next:\n/deals/1",
        )
        for who in ("Author", "Officer")
    ]


def test_a_deal_of_a_meeting_and_of_a_form(app: Flask, cast: Cast) -> None:
    pair, room = Pair(app, cast), DealRoom(app, cast, 1)
    met = pair.meet()
    room.letters()
    assert room.browser("officer").post(f"/deals/from/meeting/{met}").status_code == 302
    assert [who for who, _subject in told(room)] == ["author", "company"]
    sides = {"provider_id": str(cast.laboratory), "recipient_id": str(cast.enterprise)}
    values = {"title": "Copper", "kind": "mta", "currency": "KZT", "form_token": "a" * 20} | sides
    assert room.browser("author").post("/deals/new", data=values).status_code == 302
    assert told(room) == [("company", "A new deal: Copper")]


def test_what_the_system_does_writes_no_letters(app: Flask, cast: Cast) -> None:
    room = DealRoom(app, cast, 1)
    with room.database.write() as db:
        head = Head("Copper", "exclusive_licence", cast.laboratory, cast.enterprise)
        made = open_deal(SYSTEM, db, head, leader_id=cast["administrator"].user_id)
        name_officer(SYSTEM, db, made, cast["officer"].user_id or 0)
        deal = with_everything(db, load_deal(SYSTEM, db, made.id))
        move_deal(SYSTEM, db, deal, "advance", seen="lead")
    assert told(room) == []
