"""Sales that nobody has reported are asked for, weekly, from the day on which their royalty would be due."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import select, update

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.deals.money.asking import ask_for_sales
from matchmaker.deals.money.lines import REPORT, WAITING, lines_of
from matchmaker.deals.money.models import Term
from matchmaker.deals.money.queries import load_term, receivables_of, terms_of
from matchmaker.deals.money.sales import Sold, report_sales
from matchmaker.deals.money.standing import today
from matchmaker.deals.queries import load_deal
from matchmaker.organisations.models import Membership
from matchmaker.postings.jobs import start_sweeping
from tests.cast import Cast, run_jobs
from tests.deals.making import add_colleague
from tests.deals.making_money import ROYALTY, UPFRONT, make_term, sign
from tests.deals.rooms import DealRoom, deal_room

FIRST = datetime(2025, 4, 1, 6, tzinfo=UTC)  # the day after the first quarter


class Time:
    """A clock that tests put forward."""

    now = FIRST

    def go(self, days: int) -> None:
        """So many days after the first quarter."""
        self.now = FIRST + timedelta(days=days)


@pytest.fixture
def time() -> Iterator[Time]:
    found = Time()
    with patch.object(clock, "now", lambda: found.now):
        yield found


@pytest.fixture
def room(any_app: Flask, any_cast: Cast, time: Time) -> DealRoom:
    """A licence of 2025 and 2026 with quarterly royalties, payable thirty days after the quarter."""
    room = deal_room(any_app, any_cast, stage="negotiation")
    with room.database.write() as db:
        deal = load_deal(SYSTEM, db, room.deal)
        make_term(db, deal, ROYALTY, label="secret rate", minimum="")
        make_term(db, deal, UPFRONT, due_on="2026-12-01")
        sign(db, deal)
    return room


def ask(room: DealRoom) -> list[str]:
    """Who is written to by two sweeps."""
    for _minute in range(2):
        with room.database.write() as db:
            ask_for_sales(db)
    return [who for who, _subject, _body in room.letters()]


def report(room: DealRoom, first: str, sales: str = "100") -> None:
    address = f"/deals/{room.deal}/money/terms/1/sales/{first}"
    assert room.browser("company").post(address, data={"sales": sales, "seen": ""}).status_code == 302


def unreported(room: DealRoom) -> date | None:
    with room.database.read() as db:
        return db.scalar(select(Term.unreported_to).where(Term.id == 1))


def test_the_payers_people_and_the_officer_are_asked_weekly(room: DealRoom, time: Time) -> None:
    found = {}
    for day in range(50):
        time.go(day)
        if letters := ask(room):
            found[day] = letters
    assert found == {day: ["company", "officer"] for day in (30, 37, 44)}  # payable within 30 days


def test_a_report_ends_it_until_the_next_period(room: DealRoom, time: Time) -> None:
    time.go(125)
    assert ask(room) == ["company", "officer"]
    report(room, "2025-01-01", "0")  # nothing sold is a report
    assert unreported(room) == date(2025, 6, 30)
    assert ask(room) == []  # the other quarter has been asked for with the first
    time.go(132)
    assert ask(room) == ["company", "officer"]
    report(room, "2025-04-01")
    time.go(200)
    assert (ask(room), unreported(room)) == ([], date(2025, 9, 30))


def test_the_letter_names_periods_and_neither_amounts_nor_words_of_the_term(room: DealRoom, time: Time) -> None:
    time.go(130)
    with room.database.write() as db:
        ask_for_sales(db)
    assert room.letters()[0] == (
        "company",
        "Sales are not reported: Fine copper flotation",
        "Good day, Company!\n\nIn the deal “Fine copper flotation” royalties are counted from sales that are not reported yet. "
        "Periods without a report: 2; the oldest ended on March 31, 2025. The side that pays the royalties reports the sales; "
        f"when nothing was sold, it reports 0:\n/deals/{room.deal}/money",
    )


def test_who_has_left_and_who_is_not_named_are_not_asked(room: DealRoom, time: Time) -> None:
    with room.database.write() as db:
        add_colleague(db, room.cast, "sacha", room.cast.enterprise)
        db.execute(update(Membership).where(Membership.user_id == room.user("company")).values(state="requested"))
    time.go(40)
    assert ask(room) == ["officer"]


def test_asking_leaves_a_form_that_is_open_as_it_is(room: DealRoom, time: Time) -> None:
    time.go(40)
    with room.database.read() as db:
        before = db.scalars(select(Term.version).order_by(Term.id)).all()
    ask(room)
    with room.database.read() as db:
        assert db.scalars(select(Term.version).order_by(Term.id)).all() == before


def test_the_sweep_asks(app: Flask, cast: Cast, time: Time) -> None:
    room = deal_room(app, cast, stage="negotiation")
    with room.database.write() as db:
        deal = load_deal(SYSTEM, db, room.deal)
        make_term(db, deal, ROYALTY, payer="provider", minimum="")
        time.go(40)
        sign(db, deal)
        start_sweeping(db)
    run_jobs(app)
    subject = "Sales are not reported: Fine copper flotation"
    assert [(who, title) for who, title, _body in room.letters()] == [("author", subject), ("officer", subject)]


def test_what_is_kept_is_what_the_schedule_shows(app: Flask, cast: Cast, time: Time) -> None:
    room = deal_room(app, cast, stage="negotiation")
    time.go(300)

    def shown(stage: str) -> list[date | None]:
        """What is kept with the term, and the first period of the schedule that has no report."""
        with room.database.write() as db:
            deal = load_deal(SYSTEM, db, room.deal)
            sign(db, deal, FIRST if stage != "terminated" else FIRST + timedelta(days=150), stage)
            lines = lines_of(deal, terms_of(db, deal.id), receivables_of(db, deal.id), today())
            open_ends = [line.period_to for line in lines if line.state in (REPORT, WAITING)]
            return [load_term(db, deal, 1).unreported_to, next(iter(open_ends), None)]

    with room.database.write() as db:
        make_term(db, load_deal(SYSTEM, db, room.deal), ROYALTY, minimum="")
    assert unreported(room) is None  # before signing nothing is reported
    assert shown("signed") == [date(2025, 3, 31)] * 2
    with room.database.write() as db:
        for first in (date(2025, 1, 1), date(2025, 4, 1)):
            report_sales(cast["officer"], db, load_deal(SYSTEM, db, room.deal), 1, first, Sold(5))
    assert shown("performing") == [date(2025, 9, 30)] * 2
    assert shown("terminated") == [date(2025, 8, 29)] * 2  # the period ends with the agreement
