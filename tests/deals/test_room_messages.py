"""The room of a deal: who says what to whom, what is new, and letters that never hold the text."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.disclosure.text import parties
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.models import Deal, DealPerson
from matchmaker.deals.room.models import DealMessage
from matchmaker.deals.room.queries import unread_by_deal
from matchmaker.organisations.models import Membership
from tests.cast import Cast
from tests.deals.rooms import DealRoom, at_once, deal_room
from tests.pages import errors_of, soup, text_of, typed
from tests.test_query_counts import counting
from tests.world import contents

EVIL = "<script>evil()</script>\"'><img src=x onerror=evil()>{{7*7}}"
NOON = datetime(2031, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def room(app: Flask, cast: Cast) -> DealRoom:
    return deal_room(app, cast)


@pytest.fixture
def any_room(any_app: Flask, any_cast: Cast) -> DealRoom:
    return deal_room(any_app, any_cast)


def say(room: DealRoom, who: str, text: str = "Good morning.", **more: object) -> None:
    answer = room.browser(who).post(f"/deals/{room.deal}/room", data={"text": text} | more)
    assert answer.status_code == 302, answer.text


def lines(room: DealRoom, client: FlaskClient, more: str = "") -> list[list[str]]:
    """Author and side, text, marks, and whether it is new, of each message on the page."""
    found = []
    for one in soup(client.get(f"/deals/{room.deal}/room{more}")).select("li.message"):
        head = " ".join(text_of(part) for part in one.select(".message-head strong, .message-head > span:not([class])"))
        marks = [text_of(mark) for mark in one.select(".chip")]
        found.append(
            [head, text_of(one.select_one(".message-text")), *marks, *(["new"] if one.select(".message-new") else [])]
        )
    return found


def unread(room: DealRoom, who: str) -> dict[int, int]:
    with room.database.read() as db:
        return dict(db.execute(unread_by_deal(room.cast[who])).all())


def test_both_sides_and_the_officer_talk(any_room: DealRoom) -> None:
    say(any_room, "author", "Samples are on their way.")
    say(any_room, "company", "Thank you.\nWhen?", mentions=[any_room.user("author"), any_room.user("officer")])
    say(any_room, "officer", "By Friday, please.")
    assert lines(any_room, any_room.browser("author")) == [
        ["Officer Technology-transfer officer", "By Friday, please.", "new"],
        ["Company Technology recipient", "Thank you. When?", "@Author", "@Officer", "new"],
        ["Author Technology provider", "Samples are on their way."],
    ]
    assert any_room.verbs() == ["message"] * 3


def test_what_is_typed_is_shown_as_text(room: DealRoom) -> None:
    with room.database.write() as db:
        db.execute(update(User).values(name=EVIL))
    say(room, "author", EVIL, mentions=[room.user("company")])
    page = soup(room.browser("company").get(f"/deals/{room.deal}/room"))
    assert page.select("script:not([src]), img, [onerror]") == []
    assert [one.get_text() for one in page.select(".message-text")] == [EVIL]


def test_reading_is_noted_by_a_button_and_never_by_looking(room: DealRoom) -> None:
    for number in range(3):
        say(room, "author", f"Message {number}")
    client, address = room.browser("company"), f"/deals/{room.deal}/room"
    path = room.database.engine.url.database or ""
    before = contents(path)
    form = soup(client.get(address)).select_one("form[data-mark-read]")
    client.get(f"{address}?after=0", headers={"HX-Request": "true"})
    assert (contents(path) == before, unread(room, "company")) == (True, {room.deal: 3})
    assert form is not None
    assert client.post(f"{address}/read", data={"message": "2"}).status_code == 302
    assert unread(room, "company") == {room.deal: 1}
    assert client.post(f"{address}/read", data={"message": "1"}).status_code == 302  # never back
    assert unread(room, "company") == {room.deal: 1}
    assert [task for task in map(text_of, soup(client.get("/")).select(".row-item")) if "messages" in task] == [
        "Read the new messages in your deals The other side or the officer has written. 1"
    ]
    script = {"X-Requested-With": "fetch"}
    assert client.post(f"{address}/read", data={"message": "99999"}, headers=script).status_code == 204
    say(room, "author", "One more")  # what was read ahead was not there yet
    assert (unread(room, "company"), unread(room, "author"), unread(room, "outsider")) == ({room.deal: 1}, {}, {})
    assert soup(room.browser("author").get(address)).select("form[data-mark-read]") == []


def test_writing_notes_what_was_on_the_page(room: DealRoom) -> None:
    say(room, "author", "First")
    say(room, "officer", "Second")
    say(room, "company", "Answer to the first", seen="1")
    assert unread(room, "company") == {room.deal: 1}


def test_officers_count_only_the_rooms_they_are_in(room: DealRoom) -> None:
    say(room, "author")
    assert [unread(room, who) for who in ("officer", "administrator")] == [{room.deal: 1}, {}]
    room.browser("administrator").post(f"/deals/{room.deal}/room/read", data={"message": "1"})
    say(room, "author")
    assert unread(room, "administrator") == {room.deal: 1}


def test_new_messages_come_by_themselves(room: DealRoom) -> None:
    say(room, "author", "First")
    client, address = room.browser("company"), f"/deals/{room.deal}/room"
    watch = soup(client.get(address)).select_one("[hx-get]")
    assert watch is not None
    look = str(watch["hx-get"])
    assert look == f"{address}?after=1"
    htmx = {"HX-Request": "true"}
    assert client.get(look, headers=htmx).status_code == 204
    say(room, "author", "Second")
    part = soup(client.get(look, headers=htmx))
    assert ([text_of(one) for one in part.select(".message-text")], part.select("html")) == (["Second"], [])
    assert [one["hx-get"] for one in part.select("[hx-get]")] == [f"{address}?after=2"]


def test_a_form_sent_many_times_at_once_is_one_message(any_room: DealRoom) -> None:
    clients = [any_room.browser("author") for _number in range(8)]
    data = {"text": "Only once", "form_token": "one-form", "mentions": [str(any_room.user("company"))]}
    found = at_once(clients, lambda client: client.post(f"/deals/{any_room.deal}/room", data=data))
    assert found == [302] * 8
    assert [line[1] for line in lines(any_room, any_room.browser("company"))] == ["Only once"]
    assert (any_room.verbs(), len(any_room.letters())) == (["message"], 2)


def test_many_write_at_once(any_room: DealRoom) -> None:
    clients = [any_room.browser(("author", "company", "officer")[number % 3]) for number in range(9)]
    found = at_once(clients, lambda client: client.post(f"/deals/{any_room.deal}/room", data={"text": "Now"}))
    assert (found, len(lines(any_room, any_room.browser("author")))) == ([302] * 9, 9)
    assert (
        len(any_room.letters()) <= 10
    )  # three, and whoever has written since anew; the first and the last writing add none


def test_bad_input_is_told_in_words_and_kept(room: DealRoom) -> None:
    client, address = room.browser("author"), f"/deals/{room.deal}/room"
    company = str(room.user("company"))
    empty = client.post(address, data={"text": " ", "mentions": [company]})
    assert errors_of(empty) == {"text": "Please fill this in."}
    assert typed(empty, ".room-write form")["mentions"] == [company]
    long = client.post(address, data={"text": "a" * 5001})
    assert errors_of(long) == {"text": "Too long: 5001 characters. Keep to 5000."}
    assert typed(long, ".room-write form")["text"] == ["a" * 5001]
    stranger = client.post(address, data={"text": "Hear!", "mentions": [str(room.user("outsider"))]})
    assert (stranger.status_code, typed(stranger, ".room-write form")["text"]) == (422, ["Hear!"])
    assert lines(room, client) == []


def make_documents(room: DealRoom) -> dict[str, int]:
    with room.database.write() as db:
        made = [
            DealDocument(deal_id=room.deal, kind="other", name=f"{side} {'secret' if is_secret else 'open'}",
                         side=side, is_confidential=is_secret)
            for side in ("provider", "recipient") for is_secret in (False, True)
        ]  # fmt: skip
        db.add_all(made)
        db.flush()
        return {one.name: one.id for one in made}


def test_documents_are_pointed_to_for_those_who_may_see_them(room: DealRoom) -> None:
    ids = make_documents(room)
    own = ["provider open", "provider secret", "recipient open"]
    client = room.browser("author")
    offered = [text_of(one) for one in soup(client.get(f"/deals/{room.deal}/room")).select(".room-documents label")]
    assert offered == ["provider open", "provider secret confidential", "recipient open"]
    say(room, "author", "Look", documents=[ids[name] for name in own])
    links = [one["href"] for one in soup(client.get(f"/deals/{room.deal}/room")).select(".message-marks a")]
    assert links == [f"/deals/{room.deal}/documents/{ids[name]}" for name in own]
    hidden = client.post(f"/deals/{room.deal}/room", data={"text": "Look", "documents": [ids["recipient secret"]]})
    assert (hidden.status_code, list(errors_of(hidden))) == (422, ["documents"])
    seen = {who: lines(room, room.browser(who))[0][2:] for who in ("author", "officer", "company")}
    assert seen == {"author": own, "officer": [*own, "new"], "company": ["provider open", "recipient open", "new"]}
    with room.database.write() as db:
        sides = parties(db.get_one(Deal, room.deal))
        db.add(Nda(deal_id=room.deal, **sides, state="in_force", lang="en", text="NDA", sha256=""))
    assert lines(room, room.browser("company"))[0][2:] == [*own, "new"]


def move(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    moment = NOON + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: moment)


def told(room: DealRoom) -> list[tuple[str, str]]:
    return [(who, subject) for who, subject, _body in room.letters()]


NEWS, ASKED = "New messages: Fine copper flotation", "Author asks you: Fine copper flotation"


def test_one_letter_an_hour_until_it_is_read(any_room: DealRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    room = any_room
    move(monkeypatch, 0)
    say(room, "author")
    assert told(room) == [("company", NEWS), ("officer", NEWS)]
    move(monkeypatch, 20)
    say(room, "author")
    say(room, "author", mentions=[room.user("company")])
    assert told(room) == [("company", ASKED)]
    room.browser("officer").post(f"/deals/{room.deal}/room/read", data={"message": "3"})
    say(room, "author")
    assert told(room) == [("officer", NEWS)]
    move(monkeypatch, 79)
    say(room, "author")
    assert told(room) == []  # the company was written to less than an hour ago
    move(monkeypatch, 81)
    say(room, "author")
    assert told(room) == [("company", NEWS), ("officer", NEWS)]


def test_who_has_left_is_not_written_to_nor_to_be_named(room: DealRoom) -> None:
    with room.database.write() as db:
        db.execute(update(Membership).where(Membership.user_id == room.user("company")).values(state="requested"))
        db.execute(update(User).where(User.id == room.user("officer")).values(role="operator"))
    say(room, "author")
    assert told(room) == []
    assert soup(room.browser("author").get(f"/deals/{room.deal}/room")).select("[name=mentions]") == []


LETTERS = {
    "en": [
        (NEWS, "Good day, Company!\n\nAuthor has written to you in the deal “Fine copper flotation”. Read and answer here:\n"
         "/deals/1/room"),
        (ASKED, "Good day, Company!\n\nAuthor names you in a message in the deal “Fine copper flotation” and waits for your "
         "answer:\n/deals/1/room"),
    ],
    "ru": [
        ("Новые сообщения: Fine copper flotation", "Здравствуйте, Company!\n\nAuthor пишет вам по сделке «Fine copper "
         "flotation». Прочитать и ответить можно здесь:\n/deals/1/room"),
        ("Author обращается к вам: Fine copper flotation", "Здравствуйте, Company!\n\nAuthor упоминает вас в сообщении по "
         "сделке «Fine copper flotation» и ждёт ответа:\n/deals/1/room"),
    ],
    "kk": [
        ("Жаңа хабарламалар: Fine copper flotation", "Қайырлы күн, Company!\n\nAuthor сізге «Fine copper flotation» мәмілесі "
         "бойынша хабарлама жазды. Оқып, жауап беру үшін:\n/deals/1/room"),
        ("Author сізден жауап күтеді: Fine copper flotation", "Қайырлы күн, Company!\n\nAuthor «Fine copper flotation» "
         "мәмілесіндегі хабарламада сізді атап көрсетті және жауабыңызды күтеді:\n/deals/1/room"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_the_letters_in_the_readers_language(room: DealRoom, locale: str) -> None:
    with room.database.write() as db:
        db.execute(update(User).where(User.id == room.user("company")).values(locale=locale))
    say(room, "author")
    say(room, "author", mentions=[room.user("company")])
    found = [(subject, body) for who, subject, body in room.letters() if who == "company"]
    assert found == LETTERS[locale]


def test_the_text_is_nowhere_but_in_the_room(
    any_room: DealRoom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "Xanthate-Q7 at 41 degrees"
    say(any_room, "author", secret, mentions=[any_room.user("company")])
    any_room.browser("author").post(f"/deals/{any_room.deal}/room", data={"text": secret, "mentions": ["999"]})
    any_room.browser("outsider").post(f"/deals/{any_room.deal}/room", data={"text": secret})
    with any_room.database.read() as db:
        connection = db.connection()
        rows = {
            name: str(connection.exec_driver_sql(f"SELECT * FROM {name}").all())
            for name in ("audit", "mails", "jobs", "deal_messages")
        }
    assert {name for name, text in rows.items() if secret in text} == {"deal_messages"}
    assert secret not in "".join(capsys.readouterr())
    for who, found in (("company", True), ("outsider", False), ("analyst", False), ("anonymous", False)):
        client = any_room.app.test_client() if who == "anonymous" else any_room.browser(who)
        pages = (
            f"/deals/{any_room.deal}/room",
            f"/deals/{any_room.deal}/room?after=0",
            "/",
            f"/search?text={secret[:8]}",
        )
        assert any(secret in client.get(page).text for page in pages) is found
    assert secret not in any_room.browser("company").get("/").text


def test_a_thousand_messages_are_as_quick_as_ten(app: Flask, cast: Cast) -> None:
    times, queries = {}, {}
    for number in (10, 1000):
        room = deal_room(app, cast)
        many = [{"deal_id": room.deal, "user_id": room.user("author"), "text": "Good morning. " * 20,
                 "mentions": [room.user("company")], "documents": []} for _number in range(number)]  # fmt: skip
        with room.database.write() as db:
            db.execute(insert(DealMessage), many)
        client, address = room.browser("company"), f"/deals/{room.deal}/room"
        client.get(address)
        with counting(room.database) as found:
            assert len(lines(room, client)) == min(number, 30)
        queries[number] = len(found)
        spent = []
        for _try in range(5):
            began = time.perf_counter()
            client.get(address)
            spent.append(time.perf_counter() - began)
        times[number] = min(spent)
    assert queries[10] == queries[1000] <= 8
    assert times[1000] <= 3 * times[10]


def test_every_message_is_reached_page_by_page(room: DealRoom) -> None:
    with room.database.write() as db:
        many = [{"deal_id": room.deal, "user_id": room.user("author"), "text": str(one), "mentions": [], "documents": []}
                for one in range(65)]  # fmt: skip
        db.execute(insert(DealMessage), many)
    client, address, found = room.browser("company"), f"/deals/{room.deal}/room", []
    while address:
        page = soup(client.get(address))
        found.append([text_of(one) for one in page.select(".message-text")])
        older = [str(link["href"]) for link in page.select("a.btn[href*=before]")]
        address = older[0] if older else ""
    assert [len(part) for part in found] == [30, 30, 5]
    assert [int(text) for part in found for text in part] == list(range(64, -1, -1))
    assert len(soup(client.get(f"/deals/{room.deal}/room?before=31")).select("[hx-get]")) == 0


def test_a_manager_who_is_not_named_reads_and_writes_too(room: DealRoom) -> None:
    with room.database.write() as db:
        deal = db.get_one(Deal, room.deal)
        db.query(DealPerson).filter_by(deal_id=deal.id, user_id=room.user("company")).delete()
    say(room, "company", "I manage the enterprise.")
    assert [line[1] for line in lines(room, room.browser("author"))] == ["I manage the enterprise."]
