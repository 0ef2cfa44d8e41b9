"""The NDA page of a deal, and opening what the NDA protects: a step that is written down and that the owner sees."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from matchmaker.core import audit, clock
from matchmaker.core.i18n import LOCALES
from matchmaker.deals.disclosure.models import Opening
from matchmaker.organisations.models import Organisation
from tests.cast import PASSWORD, Cast
from tests.conftest import sign_in
from tests.deals.ndas import SECRETS, Room, make_room
from tests.pages import errors_of, soup, text_of, typed

CAPABILITY = SECRETS["capability"]
OWN_TEXT = "Our own agreement on secrets.\n" * 12


@pytest.fixture
def room(app: Flask, cast: Cast) -> Room:
    return make_room(app, cast)


@pytest.fixture
def clients(app: Flask, room: Room) -> dict[str, FlaskClient]:
    return {name: sign_in(app, f"{name}@example.org") for name in ("author", "company", "officer", "outsider")}


def nda(room: Room, *rest: object) -> str:
    return "/".join(map(str, (f"/deals/{room.deal_id}/nda", *rest)))


def opened(room: Room) -> list[tuple[str, int, str, int | None]]:
    with room.database.read() as db:
        return [(one.what, one.what_id, one.side, one.user_id) for one in db.scalars(select(Opening))]


def test_from_an_offer_to_an_nda_in_force_on_the_page(room: Room, clients: dict[str, FlaskClient]) -> None:
    officer, author, company = (clients[name] for name in ("officer", "author", "company"))
    assert "No NDA is offered." in officer.get(nda(room)).text
    form = {"lang": "ru", "years": "3", "ends_with_deal": "1", "seen": ""}
    shown = officer.post(nda(room, "offer"), data=form | {"then": "edit"})
    assert (shown.status_code, room.hash()) == (200, "")
    text = typed(shown, f"form[action='{nda(room, 'offer')}']")["text"][0]
    assert "в течение 3 лет после" in text and "Flotation Laboratory в лице: Author" in text
    assert officer.post(nda(room, "offer"), data=form | {"text": text + "\nОсобое условие."}).status_code == 302
    assert author.get(nda(room, "text.txt")).data.decode().endswith("ответчика.\n\nОсобое условие.\n")

    page = soup(author.get(nda(room)))
    assert text_of(page.select_one(".nda-text")).endswith("Особое условие.")
    assert room.hash() in text_of(page.select_one(".nda-hash"))
    sent = {"seen": room.hash(), "password": PASSWORD}
    assert author.post(nda(room, "accept"), data=sent).status_code == 302
    sides = [text_of(one) for one in soup(company.get(nda(room))).select(".nda-sides li")]
    assert "Accepted by Author" in sides[0] and "Not accepted yet. Signs: Company" in sides[1]
    company.post(nda(room, "accept"), data=sent)
    assert "The NDA is in force. The people named on the deal" in text_of(soup(company.get(nda(room))).main)
    assert room.is_in_force()


def test_what_cannot_be_accepted_is_told_on_the_page(room: Room, clients: dict[str, FlaskClient]) -> None:
    room.offer()
    author, seen = clients["author"], room.hash()
    answer = author.post(nda(room, "accept"), data={"seen": seen, "password": "mistyped"})
    wrong = {"password": "The password is wrong. Type the password of your account."}
    assert (answer.status_code, errors_of(answer)) == (422, wrong)
    assert "mistyped" not in answer.text
    room.offer("company", text=OWN_TEXT)
    answer = author.post(nda(room, "accept"), data={"seen": seen, "password": PASSWORD})
    assert answer.status_code == 409
    assert text_of(soup(answer).select_one(".error-summary li")).startswith(
        "The text of the NDA has changed meanwhile."
    )
    assert "Our own agreement on secrets." in answer.text
    refused = clients["officer"].post(nda(room, "accept"), data={"seen": room.hash(), "password": PASSWORD})
    assert (refused.status_code, "be named as signatory" in refused.text) == (403, True)


def test_an_offer_that_is_refused_keeps_what_was_typed(room: Room, clients: dict[str, FlaskClient]) -> None:
    room.offer()
    form = {"lang": "en", "years": "99", "seen": room.hash(), "text": "Too short"}
    answer = clients["company"].post(nda(room, "offer"), data=form)
    assert (answer.status_code, set(errors_of(answer))) == (422, {"years", "text"})
    kept = typed(answer, f"form[action='{nda(room, 'offer')}']")
    assert (kept["text"], kept["years"], kept["lang"]) == (["Too short"], ["99"], ["en"])
    assert not soup(answer).select_one("#f-ends_with_deal[checked]")
    stale = clients["company"].post(nda(room, "offer"), data=form | {"years": "9", "text": OWN_TEXT, "seen": ""})
    assert (stale.status_code, OWN_TEXT.strip() in stale.text) == (409, True)


def test_opening_is_a_step_that_the_owner_sees(room: Room, clients: dict[str, FlaskClient]) -> None:
    company, author = clients["company"], clients["author"]
    posting, part = f"/postings/{room.postings['capability']}", nda(room, "postings", room.postings["capability"])
    assert (company.get(part).status_code, company.post(f"{part}/open").status_code) == (404, 404)
    room.put_in_force()
    for address in (posting, part):
        answer = company.get(address)
        assert (CAPABILITY in answer.text, "Open the confidential part" in answer.text) == (False, True), address
    assert opened(room) == []
    assert company.post(f"{part}/open", data={"next": posting}).location == posting
    assert (CAPABILITY in company.get(posting).text, CAPABILITY in company.get(part).text) == (True, True)
    company.post(f"{part}/open")
    seen = [("posting", room.postings["capability"], "recipient", room.cast["company"].user_id)]
    assert opened(room) == seen
    rows = [[text_of(cell) for cell in row.select("td")][1:] for row in soup(author.get(nda(room))).select("tbody tr")]
    assert rows == [["Company Technology recipient", "Confidential part: Flotation reagent for fine copper particles"]]
    assert soup(company.get(nda(room))).select("tbody tr") == []
    with room.database.read() as db:
        lines = [
            (one.after["what"], one.actor_id) for one in audit.trail(db, "deal", room.deal_id) if one.verb == "nda_open"
        ]
    assert lines == [("posting", room.cast["company"].user_id)]


def test_after_a_day_it_is_opened_and_written_down_anew(room: Room, clients: dict[str, FlaskClient]) -> None:
    room.put_in_force()
    part = nda(room, "postings", room.postings["capability"])
    clients["company"].post(f"{part}/open")
    with room.database.write() as db:
        db.execute(update(Opening).values(at=clock.now() - timedelta(hours=25)))
    assert CAPABILITY not in clients["company"].get(part).text
    clients["company"].post(f"{part}/open")
    assert (len(opened(room)), CAPABILITY in clients["company"].get(part).text) == (2, True)


def test_owners_and_officers_read_without_being_written_down(room: Room, clients: dict[str, FlaskClient]) -> None:
    part = nda(room, "postings", room.postings["capability"])
    for name in ("author", "officer"):
        assert CAPABILITY in clients[name].get(part).text
        assert clients[name].post(f"{part}/open").status_code == 302
    assert opened(room) == []
    assert clients["outsider"].get(part).status_code == 404


def test_the_partner_reads_on_when_the_posting_is_withdrawn(room: Room, clients: dict[str, FlaskClient]) -> None:
    room.put_in_force()
    clients["author"].post(f"/postings/{room.postings['capability']}/withdraw")
    part = nda(room, "postings", room.postings["capability"])
    clients["company"].post(f"{part}/open")
    assert CAPABILITY in clients["company"].get(part).text
    assert clients["company"].get(f"/postings/{room.postings['capability']}").status_code == 404
    clients["author"].post(nda(room, "end"), data={"seen": room.hash()})
    assert clients["company"].get(part).status_code == 404


@pytest.mark.parametrize("lang", LOCALES)
def test_the_plain_text_names_parties_terms_and_the_deal(room: Room, lang: str) -> None:
    with room.database.write() as db:
        db.get_one(Organisation, room.cast.laboratory).bin = "123456789012"
    text = room.offer(lang=lang, years=1).text
    for words in ("Fine copper flotation", "Flotation Laboratory", "123456789012", "Copper Works", "Author", "Company", "SHA-256", "Matchmaker"):  # fmt: skip
        assert words in text, words
    assert "%(" not in text and "(s" not in text
    assert {"kk": "1 жыл бойы", "ru": "в течение 1 года", "en": "for 1 year after"}[lang] in text
    other = room.offer(lang=lang, years=21, ends_with_deal=False).text
    assert {"kk": "21 жыл бойы", "ru": "в течение 21 года", "en": "for 21 years after"}[lang] in other
    assert len(text.splitlines()) == len(other.splitlines()) > 30
