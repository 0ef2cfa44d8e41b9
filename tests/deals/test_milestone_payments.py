"""A milestone that a payment hangs on: met on the page of tasks, the payment falls due; it is not removed meanwhile."""

from datetime import timedelta

import pytest
from flask import Flask

from matchmaker.core import clock
from matchmaker.deals.models import Deal
from tests.cast import Cast
from tests.deals.making_money import make_milestone, make_term, rows
from tests.deals.rooms import DealRoom, deal_room
from tests.pages import soup, text_of

TERM = {"kind": "milestone", "payer": "recipient", "currency": "KZT", "amount": "1000", "payment_days": "30"}


@pytest.fixture
def room(any_app: Flask, any_cast: Cast) -> DealRoom:
    return deal_room(any_app, any_cast, signed_at=clock.now() - timedelta(days=9))


def dues(room: DealRoom) -> list[tuple[str, int, int]]:
    """Kind, amount and days from today of what is due."""
    with room.database.read() as db:
        found = rows(db, db.get_one(Deal, room.deal))
    return [(kind, amount, (due_on - clock.today()).days if due_on else 0) for _key, kind, amount, due_on in found]


def test_a_payment_follows_its_milestone(room: DealRoom) -> None:
    with room.database.write() as db:
        deal = db.get_one(Deal, room.deal)
        task = make_milestone(db, deal)
        make_term(db, deal, TERM, milestone_id=str(task.id))
    author, address = room.browser("author"), f"/deals/{room.deal}/work/{task.id}"
    assert dues(room) == []
    assert author.post(f"{address}/do", data={"version": "1"}).status_code == 302
    assert dues(room) == [("milestone", 100000, 30)]
    assert author.post(f"{address}/undo", data={"version": "2"}).status_code == 302
    assert dues(room) == []
    refused = author.post(f"{address}/remove", data={"version": "3"})
    assert refused.status_code == 422
    assert "A payment hangs on this milestone." in text_of(soup(refused).main)
    assert room.tasks() == [("Pilot line runs", False, False)]
