"""The NDA of a deal: offered, accepted by whoever signs, in force, replaced, ended; what each step opens and closes."""

import hashlib

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import audit
from matchmaker.core.errors import Conflict, Forbidden, Invalid
from matchmaker.deals.disclosure.models import Acceptance, Nda
from matchmaker.deals.disclosure.signing import Proof
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.notifications.models import Mail
from matchmaker.organisations.actions import create_organisation
from tests.cast import Cast
from tests.deals.ndas import Room, make_room

OWN = ["author", "officer", "administrator"]
OWN_TEXT = "Our own agreement on secrets.\n" * 12
CLOSES = (
    "Доступ на платформе Matchmaker прекращается, когда сделка отмечена на ней как несостоявшаяся, расторгнутая или "
    "завершённая, и возобновляется только в случае возобновления сделки.\n"
)


@pytest.fixture
def room(any_app: Flask, any_cast: Cast) -> Room:
    return make_room(any_app, any_cast)


def acceptances(room: Room) -> list[tuple[str, str, str, str]]:
    with room.database.read() as db:
        return [(one.side, one.name, one.method, one.sha256) for one in db.scalars(select(Acceptance))]


def states(room: Room) -> list[str]:
    with room.database.read() as db:
        return list(db.scalars(select(Nda.state).order_by(Nda.id)))


def test_both_signatories_accept_and_the_other_side_may_read(room: Room) -> None:
    offered = room.offer()
    assert offered.sha256 == hashlib.sha256(offered.text.encode("utf-8")).hexdigest()
    assert (room.readers(), room.accept("author").state, room.readers()) == (OWN, "offered", OWN)
    assert room.accept("company").state == "in_force"
    assert sorted(room.readers()) == sorted([*OWN, "company"])
    assert sorted(room.readers("need")) == sorted(["author", "company", "officer", "administrator"])
    assert acceptances(room) == [
        ("provider", "Author", "password", offered.sha256),
        ("recipient", "Company", "password", offered.sha256),
    ]
    with room.database.read() as db:
        lines = [(one.verb, one.actor_id) for one in audit.trail(db, "deal", room.deal_id)]
        letters = [(one.address.partition("@")[0], one.subject) for one in db.scalars(select(Mail).order_by(Mail.id))]
    who = {name: room.cast[name].user_id for name in ("author", "company", "officer")}
    assert lines == [
        ("nda_offer", who["officer"]),
        ("nda_accept", who["author"]),
        ("nda_accept", who["company"]),
        ("nda_in_force", who["company"]),
    ]
    assert letters[-3:] == [
        ("author", "An NDA waits for your acceptance: Fine copper flotation"),
        ("company", "An NDA waits for your acceptance: Fine copper flotation"),
        ("author", "The NDA is in force: Fine copper flotation"),
    ]


def test_a_new_text_voids_what_was_accepted(room: Room) -> None:
    room.put_in_force()
    first = room.hash()
    made = room.offer("company", text=OWN_TEXT)
    assert (states(room), room.readers(), made.acceptances) == (["replaced", "offered"], OWN, [])
    with pytest.raises(Conflict, match="has changed meanwhile"):
        room.accept("author", seen=first)
    for name in ("author", "company"):
        room.accept(name)
    assert [one[3] for one in acceptances(room)] == [first, first, made.sha256, made.sha256]
    assert "company" in room.readers()


def test_an_own_text_counts_word_for_word(room: Room) -> None:
    typed = (
        "Первая строка Cопоставима\r\nвторая  строка \x00\r\n" + "и ещё сто знаков, чтобы хватило. " * 8 + "\r\n\r\n"
    )
    made = room.offer("author", lang="ru", text=typed)
    assert made.text.startswith("Первая строка Cопоставима\nвторая  строка\nи ещё")
    assert made.text.endswith("хватило.\n\n" + CLOSES)


def test_the_hash_covers_what_the_end_of_the_deal_closes(room: Room) -> None:
    closes, stays = (room.offer(lang="ru", text=OWN_TEXT, ends_with_deal=one) for one in (True, False))
    assert (closes.text == OWN_TEXT + "\n" + CLOSES, closes.sha256 == stays.sha256) == (True, False)
    assert room.offer(lang="ru", text=closes.text, ends_with_deal=True).text == closes.text
    plain = room.offer(lang="ru")
    assert room.offer(lang="ru", text=f"{plain.text}More.").text == f"{plain.text}More.\n"
    for text in (closes.text, plain.text):
        with pytest.raises(Invalid, match="the opposite"):
            room.offer(lang="ru", text=text, ends_with_deal=False)


def test_the_same_text_offered_twice_is_one_offer(room: Room) -> None:
    first = room.offer("author", seen="", text=OWN_TEXT)
    assert room.offer("author", seen="", text=OWN_TEXT).id == first.id
    with pytest.raises(Conflict):
        room.offer("company", seen="", text=OWN_TEXT + "More.")


@pytest.mark.parametrize(
    ("offer", "fields"),
    [
        ({"lang": "de"}, {"lang"}),
        ({"years": 0}, {"years"}),
        ({"years": 31}, {"years"}),
        ({"text": "short"}, {"text"}),
        ({"lang": "", "years": -1, "text": "x" * 60_001}, {"lang", "years", "text"}),
    ],
)
def test_an_offer_that_cannot_be_taken_names_its_fields(app: Flask, cast: Cast, offer: dict[str, object], fields: set[str]) -> None:  # fmt: skip
    with pytest.raises(Invalid) as fault:
        make_room(app, cast).offer(**offer)
    assert set(fault.value.errors) == fields


def test_only_who_signs_accepts_and_others_are_told_what_to_do(room: Room) -> None:
    room.offer()
    room.name("outsider", "recipient")
    with pytest.raises(Forbidden, match="Ask Company to accept it"):
        room.accept("outsider")
    for name in ("officer", "operator"):
        with pytest.raises(Forbidden, match="be named as signatory on the deal's page"):
            room.accept(name)
    with pytest.raises(Invalid, match="password is wrong"):
        room.accept("author", proof=Proof(password="not mine"))
    with pytest.raises(Invalid, match="Choose how to sign"):
        room.accept("author", proof=Proof(method="cms"))
    room.accept("author")
    with pytest.raises(Conflict, match="Your side has accepted this NDA already"):
        room.accept("author")
    assert [one[0] for one in acceptances(room)] == ["provider"]


def test_who_has_left_the_organisation_neither_signs_nor_reads(room: Room) -> None:
    room.name("outsider", "recipient", signs=True, join=False)
    room.offer()
    with pytest.raises(Forbidden):
        room.accept("outsider")
    for name in ("author", "company"):
        room.accept(name)
    assert "outsider" not in room.readers()


@pytest.mark.parametrize("stage", ["lost", "terminated", "closed"])
def test_the_end_of_the_deal_closes_what_the_nda_opened(room: Room, stage: str) -> None:
    room.put_in_force()
    room.set(stage=stage)
    assert (room.readers(), room.is_in_force()) == (OWN, False)
    for step in (lambda: room.offer(text=OWN_TEXT), lambda: room.accept("author")):
        with pytest.raises(Conflict, match="has ended"):
            step()
    room.set(stage="qualified")
    assert "company" in room.readers()


def test_access_stays_where_the_nda_says_so(room: Room) -> None:
    room.put_in_force(ends_with_deal=False)
    room.set(stage="lost")
    assert ("company" in room.readers(), room.is_in_force()) == (True, True)
    room.end("author")
    assert (room.readers(), states(room)) == (OWN, ["ended"])


def test_ending_and_withdrawing(room: Room) -> None:
    room.offer()
    with pytest.raises(Forbidden, match="Only officers and the people who sign"):
        room.end("operator")
    room.end("company")
    with pytest.raises(Conflict, match="ended already"):
        room.end("officer")
    with pytest.raises(Conflict):
        room.accept("author", seen="")
    room.put_in_force()
    with pytest.raises(Conflict, match="has changed meanwhile"):
        room.end("officer", seen="0" * 64)
    room.end("officer")
    assert (states(room), room.readers()) == (["ended", "ended"], OWN)
    with room.database.read() as db:
        last = [one.address for one in db.scalars(select(Mail).where(Mail.subject.like("%has ended%")))]
    assert last == ["author@example.org", "company@example.org"]


def test_an_nda_binds_the_organisations_it_was_made_between(room: Room) -> None:
    room.put_in_force()
    with room.database.write() as db:
        bank = {"kind": "bank", "name_en": "Bank", "region": "KZ-75"}
        third_id = create_organisation(room.cast["administrator"], db, bank).id
    room.set(recipient_id=third_id)
    room.name("outsider", "recipient")
    assert (room.is_in_force(), room.readers()) == (False, OWN)
    with pytest.raises(Conflict, match="has changed meanwhile"):
        room.offer(seen="")


def test_the_evaluation_needs_an_nda_in_force(room: Room) -> None:
    room.set(stage="nda")
    with pytest.raises(Invalid, match="not accepted by both sides"):
        room.act("officer", lambda *way: move_deal(*way, "advance", seen="nda"))
    room.put_in_force()
    assert room.act("officer", lambda *way: move_deal(*way, "advance", seen="nda")).to_stage == "evaluation"


def test_an_offer_replaces_a_text_one_has_seen(room: Room) -> None:
    room.offer()
    with pytest.raises(Conflict, match="has changed meanwhile"):
        room.offer("company", seen="", text=OWN_TEXT)
