"""A signed deal with terms, receivables, payments and funding, in the world of the tests that visit every page."""

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.db import Database
from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Funding
from matchmaker.deals.money.payments import Paid, record_payment
from matchmaker.deals.money.sales import Sold, report_sales
from matchmaker.deals.money.standing import today
from tests.cast import Cast
from tests.deals.making import make_deal
from tests.deals.making_money import ROYALTY, UPFRONT, find, make_milestone, make_term, sign

Ids = dict[str, int | str]


def make_money_world(database: Database, cast: Cast) -> Ids:
    """One performing licence with money in every state, and one deal under talks."""
    with database.write() as db:
        signed, talks = make_deal(db, cast, "negotiation"), make_deal(db, cast, "negotiation")
        upfront, royalty = make_term(db, signed, UPFRONT), make_term(db, signed, ROYALTY)
        draft = make_term(db, talks, UPFRONT)
        sign(db, signed, stage="performing")
        row = find(db, signed, "upfront")
        paid = record_payment(SYSTEM, db, signed, row.id, Paid(100, today()))
        report_sales(SYSTEM, db, signed, royalty.id, royalty.starts_on, Sold(500_000_000))  # type: ignore[arg-type]
        _fund(signed)
        db.add_all(Funding(deal_id=signed.id, **one) for one in SOURCES)
        db.flush()
        return {
            "money": signed.id, "money_talks": talks.id, "money_term": upfront.id, "money_draft": draft.id,
            "money_royalty": royalty.id, "money_due": row.id, "money_paid": paid.id,
        }  # fmt: skip


SOURCES = (
    {"source": "own", "currency": "KZT", "amount_minor": 3_000_000_00, "share_bp": 3000},
    {"source": "bank", "funder": "Bank", "currency": "KZT", "amount_minor": 7_000_000_00, "share_bp": 7000},
)


def _fund(deal: Deal) -> None:
    deal.cost_minor = {"KZT": 10_000_000_00}


def fill_money(database: Database, cast: Cast, rows: int) -> int:
    """A signed deal with so many terms, each with a milestone, sales and payments; returns its id."""
    with database.write() as db:
        deal = make_deal(db, cast, "negotiation")
        for number in range(rows):
            milestone = make_milestone(db, deal, f"Milestone {number}")
            make_term(db, deal, UPFRONT | {"kind": "milestone"}, milestone_id=str(milestone.id))
            make_term(db, deal, UPFRONT)
            make_term(db, deal, ROYALTY)
        sign(db, deal, stage="performing")
        db.add_all(Funding(deal_id=deal.id, **one) for _row in range(rows) for one in SOURCES)
        record_payment(SYSTEM, db, deal, find(db, deal, "upfront").id, Paid(100, today()))
        return deal.id
