"""The home page tells what is late and what is to be reported: to the side that pays, and to the officer who leads."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.deals.actions import name_officer
from matchmaker.deals.models import Deal
from matchmaker.deals.money.payments import Paid, record_payment
from matchmaker.deals.money.queries import receivables_of
from matchmaker.deals.waiting import deal_counts
from tests.cast import ROLES, Cast
from tests.deals.making import make_deal
from tests.deals.making_money import ROYALTY, STAGE, UPFRONT, make_term, sign
from tests.pages import home_tasks

Browser = Callable[[str], FlaskClient]
TODAY = date(2026, 2, 1)
PAY = "Pay what is late in your deals"
REPORT = "Report your sales"
SEE_LATE = "See to late payments in your deals"
SEE_SALES = "See to sales that are not reported"


@pytest.fixture(autouse=True)
def fixed_day() -> object:
    """It is 1 February 2026."""
    with patch.object(clock, "now", lambda: datetime(2026, 2, 1, 6, tzinfo=UTC)):
        yield


def licence(database: Database, cast: Cast, *terms: dict[str, str], stage: str = "performing") -> int:
    """A deal with terms, signed unless its stage comes before."""
    with database.write() as db:
        deal = make_deal(db, cast, "negotiation")
        for term in terms:
            make_term(db, deal, term)
        if stage != "negotiation":
            sign(db, deal, stage=stage)
        return deal.id


def tasks(client: FlaskClient) -> dict[str, tuple[str, str]]:
    """What the home page says of money: the task, its count, where it leads."""
    return {title: told for title, told in home_tasks(client).items() if title in (PAY, REPORT, SEE_LATE, SEE_SALES)}


def test_one_deal_leads_to_its_money_and_several_to_the_list(app: Flask, cast: Cast, browser: Browser) -> None:
    database: Database = app.extensions["database"]
    licence(database, cast, UPFRONT, STAGE, ROYALTY | {"minimum": ""})
    money = "/deals/1/money"
    company, officer = browser("company"), browser("officer")
    assert tasks(company) == {PAY: ("2", money), REPORT: ("1", money)}
    assert tasks(officer) == {SEE_LATE: ("2", money), SEE_SALES: ("1", money)}
    licence(database, cast, STAGE)
    assert tasks(company) == {PAY: ("3", "/deals/table"), REPORT: ("1", money)}
    assert tasks(officer) == {SEE_LATE: ("3", "/deals/table"), SEE_SALES: ("1", money)}
    others = [tasks(browser(name)) for name in ("author", "administrator", "operator", "analyst", "outsider")]
    assert others == [{}] * 5  # neither paying nor leading


def test_what_is_paid_reported_or_still_to_come_is_not_told(app: Flask, cast: Cast, browser: Browser) -> None:
    database: Database = app.extensions["database"]
    deal_id = licence(database, cast, STAGE, UPFRONT | {"due_on": "2026-02-01"}, ROYALTY | {"starts_on": "2026-01-01"})
    licence(database, cast, STAGE, stage="negotiation")  # a preview
    company = browser("company")
    assert tasks(company) == {PAY: ("1", f"/deals/{deal_id}/money")}
    with database.write() as db:
        deal = db.get_one(Deal, deal_id)
        late = next(one for one in receivables_of(db, deal_id) if one.due_on == date(2025, 3, 1))
        record_payment(SYSTEM, db, deal, late.id, Paid(late.amount_minor - 1, TODAY))
    assert tasks(company) == {PAY: ("1", f"/deals/{deal_id}/money")}  # a part is missing
    with database.write() as db:
        record_payment(SYSTEM, db, db.get_one(Deal, deal_id), late.id, Paid(1, TODAY))
    assert tasks(company) == {}


def test_the_provider_may_be_the_one_who_pays(app: Flask, cast: Cast, browser: Browser) -> None:
    licence(app.extensions["database"], cast, STAGE | {"payer": "provider"})
    assert (tasks(browser("author")), tasks(browser("company"))) == ({PAY: ("1", "/deals/1/money")}, {})


def test_the_counts_on_both_databases(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    for _deal in range(2):
        licence(database, any_cast, STAGE, ROYALTY | {"minimum": ""})
    with database.write() as db:
        name_officer(SYSTEM, db, db.get_one(Deal, 2), any_cast["administrator"].user_id or 0)
    with database.read() as db:
        found = {name: tuple(deal_counts(any_cast[name], db).values()) for name in ROLES}
    nothing = (0,) * 9
    assert found == dict.fromkeys(ROLES, nothing) | {
        "company": (0, 0, 0, 2, 2, 1, 2, 2, 1),
        "officer": (0, 0, 0, 1, 1, 1, 1, 1, 1),
        "administrator": (0, 0, 0, 1, 1, 2, 1, 1, 2),
    }
