"""Interests and introductions: both orders, double and concurrent answers, reasons, the state table, contacts."""

import threading
from dataclasses import replace
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.core import audit
from matchmaker.core.db import Database
from matchmaker.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from matchmaker.deals.disclosure.queries import may_read_confidential
from matchmaker.notifications.models import Mail
from matchmaker.postings.actions import move_posting
from matchmaker.postings.models import Invitation, Posting
from matchmaker.postings.queries import load_posting
from matchmaker.recommendations import rules
from matchmaker.recommendations.actions import answer, contact_line, move_introduction
from matchmaker.recommendations.introductions import load_introduction, waiting_interests
from matchmaker.recommendations.models import Interest, Introduction
from matchmaker.recommendations.overview import home_counts
from tests.cast import ROLES, Cast, publish_posting

OFFICERS, SIDES = {"officer", "administrator"}, {"author", "company", "officer", "administrator"}
TABLE = {
    "awaiting_officer": {"broker": ("introduced", OFFICERS), "decline": ("declined", SIDES)},
    "introduced": {"close": ("closed", SIDES)},
    "declined": {},
    "closed": {},
}
NAMES = (*ROLES, "anonymous")


class Pair:
    """A capability of the author's laboratory and a need of the company."""

    def __init__(self, database: Database, cast: Cast) -> None:
        self.database, self.cast = database, cast
        self.own = {"author": publish_posting(database, cast, "author", confidential="The collector's formula")}
        self.own["company"] = publish_posting(database, cast, "company", "need")

    def sides(self, db: Session, name: str) -> tuple[Posting, Posting]:
        other = "company" if name == "author" else "author"
        return tuple(load_posting(self.cast["officer"], db, self.own[one]) for one in (name, other))

    def answer(self, name: str, given: str = "interested", reason: str = "") -> Introduction | None:
        with self.database.write() as db:
            return answer(self.cast[name], db, *self.sides(db, name), given, reason)

    def mails(self) -> list[tuple[str, str]]:
        with self.database.read() as db:
            found = db.execute(select(Mail.address, Mail.subject).order_by(Mail.id)).all()
        return [(address.partition("@")[0], subject.partition(":")[0][:9]) for address, subject in found[2:]]


@pytest.fixture
def pair(any_app: Flask, any_cast: Cast) -> Pair:
    return Pair(any_app.extensions["database"], any_cast)


@pytest.mark.parametrize("order", [("author", "company"), ("company", "author")])
def test_two_yeses_in_either_order_make_one_introduction(pair: Pair, order: tuple[str, str]) -> None:
    first, second = order
    assert [pair.answer(first), pair.answer(first)] == [None, None]
    made = pair.answer(second)
    assert made is not None
    assert (made.capability_id, made.need_id, made.state) == (
        pair.own["author"],
        pair.own["company"],
        "awaiting_officer",
    )
    letters = [(second, "Somebody "), *((who, "Both side") for who in ("company", "author", "officer"))]
    assert pair.mails() == letters
    for name in order:
        with pytest.raises(Conflict):
            pair.answer(name)
    with pair.database.read() as db:
        assert db.query(Introduction).count() == 1
        verbs = [line.verb for line in audit.trail(db, "posting", pair.own[first])[-2:]]
        assert verbs == ["interested", "interested"]
        assert [line.verb for line in audit.trail(db, "introduction", made.id)] == ["create"]


def test_an_answer_waits_for_the_other_side_and_may_change(pair: Pair) -> None:
    def waiting(name: str) -> list[int]:
        with pair.database.read() as db:
            return [one.other.id for one in waiting_interests(pair.cast[name], db)]

    pair.answer("author")
    assert (waiting("company"), waiting("author"), waiting("outsider")) == ([pair.own["author"]], [], [])
    pair.answer("company", "declined", "trl_too_low")
    assert waiting("company") == []
    made = pair.answer("company")
    assert made is not None
    with pair.database.read() as db:
        assert [(row.answer, row.reason) for row in db.query(Interest)] == [("interested", "")] * 2


def test_an_interest_does_not_show_a_posting_that_is_not_meant_for_the_other_side(
    any_app: Flask, any_cast: Cast
) -> None:
    pair = Pair(any_app.extensions["database"], any_cast)
    pair.own["author"] = publish_posting(pair.database, any_cast, visibility="invited")
    before = pair.mails()
    pair.answer("author")
    assert pair.mails() == before
    with pair.database.read() as db:
        assert waiting_interests(any_cast["company"], db) == []
        assert home_counts(any_cast["company"], db, 180)["interests"] == 0
    with pair.database.write() as db:
        db.add(Invitation(posting_id=pair.own["author"], organisation_id=any_cast.enterprise))
    with pair.database.read() as db:
        assert [one.other.id for one in waiting_interests(any_cast["company"], db)] == [pair.own["author"]]
        assert home_counts(any_cast["company"], db, 180)["interests"] == 1


@pytest.mark.parametrize(
    ("given", "reason", "field"),
    [("declined", "", "reason"), ("declined", "because", "reason"), ("perhaps", "", "answer"), ("", "", "answer")],
)
def test_a_decline_needs_a_reason_from_the_list(pair: Pair, given: str, reason: str, field: str) -> None:
    with pytest.raises(Invalid) as fault:
        pair.answer("author", given, reason)
    assert list(fault.value.errors) == [field]
    with pair.database.read() as db:
        assert db.query(Interest).count() == 0


def test_only_the_own_side_answers_between_live_postings_of_two(pair: Pair) -> None:
    database, cast = pair.database, pair.cast
    cousin = publish_posting(database, cast, "author", "need")
    with database.write() as db:
        offer, need = pair.sides(db, "author")
        own_need = load_posting(cast["officer"], db, cousin)
        allowed = {name for name in NAMES if rules.may_answer(cast[name], offer, need)}
        assert allowed == {"author", "officer", "administrator"}
        assert [rules.may_answer(cast["officer"], *two) for two in ((offer, own_need), (need, own_need))] == [
            False,
            False,
        ]
        move_posting(cast["company"], db, need, "pause")
        for name in ("author", "officer", "company", "anonymous"):
            with pytest.raises(Forbidden):
                answer(cast[name], db, offer, need, "interested")


def answer_together(pair: Pair) -> list[Introduction | None]:
    """Both sides answer in two transactions that have both begun before either answers."""
    barrier, made = threading.Barrier(2), []

    def give(name: str) -> None:
        with pair.database.write() as db:
            sides = pair.sides(db, name)
            barrier.wait()
            made.append(answer(pair.cast[name], db, *sides, "interested"))

    threads = [threading.Thread(target=give, args=(name,)) for name in pair.own]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return made


def test_answers_at_the_same_moment_make_exactly_one(postgres_app: Flask) -> None:
    database, cast = postgres_app.extensions["database"], postgres_app.extensions["cast"]
    for _round in range(5):
        made = answer_together(Pair(database, cast))
        assert sorted(one is None for one in made) == [False, True]
    with database.read() as db:
        assert db.query(Introduction).count() == 5


def introduced(pair: Pair) -> int:
    pair.answer("author")
    made = pair.answer("company")
    assert made is not None
    return made.id


def outcome_of(pair: Pair, introduction_id: int, name: str, state: str, verb: str) -> str:
    with pair.database.session(writes=True) as db:
        introduction = load_introduction(pair.cast["officer"], db, introduction_id)
        introduction.state = state
        try:
            return move_introduction(pair.cast[name], db, introduction, verb).state
        except DomainError as fault:
            return type(fault).__name__


def test_every_step_of_every_role_is_as_the_table_says(pair: Pair) -> None:
    introduction_id = introduced(pair)
    for state, verb, name in product(TABLE, ("broker", "decline", "close", "reopen"), NAMES):
        to, who = TABLE[state].get(verb, ("Conflict", set(NAMES)))
        expected = to if name in who else "Forbidden"
        assert outcome_of(pair, introduction_id, name, state, verb) == expected, (state, verb, name)


def test_contacts_open_when_introduced_and_secrets_do_not(pair: Pair) -> None:
    introduction_id, readers = introduced(pair), ("author", "company", "officer", "operator", "outsider")

    def seen() -> tuple[list[str], list[str]]:
        with pair.database.read() as db:
            introduction = load_introduction(pair.cast["officer"], db, introduction_id)
            offer = load_posting(pair.cast["officer"], db, pair.own["author"])
            contacts = [name for name in readers if rules.may_see_contacts(pair.cast[name], introduction)]
            secrets = [name for name in readers if may_read_confidential(pair.cast[name], db, offer)]
            return contacts, secrets

    sides, own = ["author", "company", "officer"], ["author", "officer"]
    assert seen() == (["officer"], own)
    for verb in ("broker", "close"):
        with pair.database.write() as db:
            introduction = load_introduction(pair.cast["officer"], db, introduction_id)
            move_introduction(pair.cast["officer"], db, introduction, verb, note="Meet on Friday.")
        assert seen() == (sides, own), verb


def test_brokering_writes_each_side_the_others_contacts(pair: Pair) -> None:
    introduction_id = introduced(pair)
    with pair.database.write() as db:
        introduction = load_introduction(pair.cast["officer"], db, introduction_id)
        move_introduction(pair.cast["officer"], db, introduction, "broker", note="Meet on Friday.")
        assert introduction.officer_id == pair.cast["officer"].user_id
        lines = {side: ", ".join(contact_line(db, getattr(introduction, side))) for side in ("need", "capability")}
    with pair.database.read() as db:
        letters = {mail.address: mail.body for mail in db.query(Mail).order_by(Mail.id.desc()).limit(2)}
    assert [lines["capability"] in letters["company@example.org"], lines["need"] in letters["author@example.org"]] == [
        True
    ] * 2
    assert ["Meet on Friday." in body and "formula" not in body for body in letters.values()] == [True] * 2


def test_others_do_not_know_of_an_introduction(pair: Pair) -> None:
    introduction_id = introduced(pair)
    stranger = replace(pair.cast["author"], organisations=frozenset({999}))
    with pair.database.read() as db:
        for actor in (pair.cast["outsider"], pair.cast["operator"], pair.cast["anonymous"], stranger):
            with pytest.raises(NotFound):
                load_introduction(actor, db, introduction_id)
