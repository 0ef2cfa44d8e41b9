"""Twenty clients press “accept” at once: one acceptance for each side, and the others are told so in words."""

import threading
from collections import Counter

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.core import audit
from matchmaker.deals.disclosure.models import Acceptance, Nda, Opening
from tests.cast import PASSWORD, Cast
from tests.conftest import sign_in
from tests.deals.ndas import Room, make_room
from tests.pages import soup, text_of

CLIENTS = 20
ALREADY = "Your side has accepted this NDA already. There is nothing more to do."


def together(clients: list[FlaskClient], address: str, sent: dict[str, str]) -> list[tuple[int, str]]:
    """What each is answered, all having pressed at the same moment: status and the page's message."""
    barrier, found = threading.Barrier(len(clients)), [(0, "")] * len(clients)

    def press(place: int) -> None:
        barrier.wait()
        answer = clients[place].post(address, data=sent)
        found[place] = (answer.status_code, text_of(soup(answer).select_one(".error-summary li")))

    threads = [threading.Thread(target=press, args=(place,)) for place in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def verbs(room: Room) -> Counter[str]:
    with room.database.read() as db:
        return Counter(line.verb for line in audit.trail(db, "deal", room.deal_id))


def test_twenty_accept_at_once(any_app: Flask, any_cast: Cast) -> None:
    room = make_room(any_app, any_cast)
    room.offer()
    signers = [("author", "company")[number % 2] for number in range(CLIENTS)]
    clients = [sign_in(any_app, f"{name}@example.org") for name in signers]
    found = together(clients, f"/deals/{room.deal_id}/nda/accept", {"seen": room.hash(), "password": PASSWORD})
    assert Counter(found) == {(302, ""): 2, (409, ALREADY): CLIENTS - 2}
    assert {name for name, answer in zip(signers, found, strict=True) if answer[0] == 302} == {"author", "company"}
    with room.database.read() as db:
        assert sorted(one.side for one in db.scalars(select(Acceptance))) == ["provider", "recipient"]
        assert [one.state for one in db.scalars(select(Nda))] == ["in_force"]
    assert verbs(room) == {"nda_offer": 1, "nda_accept": 2, "nda_in_force": 1}


def test_accepting_and_ending_at_once(any_app: Flask, any_cast: Cast) -> None:
    room = make_room(any_app, any_cast)
    room.offer()
    room.accept("company")
    clients = [sign_in(any_app, "author@example.org") for _client in range(6)]
    sent, address = {"seen": room.hash(), "password": PASSWORD}, f"/deals/{room.deal_id}/nda"
    answers = [threading.Thread(target=clients[0].post, args=(f"{address}/end",), kwargs={"data": sent})]
    answers[0].start()
    found = together(clients[1:], f"{address}/accept", sent)
    answers[0].join()
    assert {status for status, _words in found} <= {302, 409}
    assert (room.hash(), room.is_in_force()) == ("", False)


def test_opening_at_once_is_written_down_once(any_app: Flask, any_cast: Cast) -> None:
    room = make_room(any_app, any_cast)
    room.put_in_force()
    clients = [sign_in(any_app, "company@example.org") for _client in range(8)]
    found = together(clients, f"/deals/{room.deal_id}/nda/postings/{room.postings['capability']}/open", {})
    assert Counter(found) == {(302, ""): 8}
    with room.database.read() as db:
        assert len(list(db.scalars(select(Opening)))) == 1
