"""Whatever is done to a royalty: rows of a key add up to what is due, and what was paid on stays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.deals.models import Deal
from matchmaker.deals.money.draft import read_term
from matchmaker.deals.money.payments import Paid, record_payment
from matchmaker.deals.money.queries import load_term, receivables_of
from matchmaker.deals.money.reading import dues_of_term
from matchmaker.deals.money.sales import Sold, report_sales
from matchmaker.deals.money.terms import edit_term
from tests.cast import Cast, make_cast
from tests.deals.making import make_deal
from tests.deals.making_money import ROYALTY, make_term, sign

MOMENT = datetime(2026, 2, 1, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fixed_day() -> Iterator[None]:
    """It is 1 February 2026."""
    with patch.object(clock, "now", lambda: MOMENT):
        yield


steps = st.one_of(
    st.tuples(st.just("sales"), st.integers(0, 3), st.integers(0, 10**10)),
    st.tuples(st.just("pay"), st.integers(0, 20), st.integers(1, 10**9)),
    st.tuples(st.just("rate"), st.integers(0, 100), st.integers(0, 10**7)),
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=12))
def test_rows_of_a_key_always_add_up_to_what_is_due_and_paid_rows_stay(
    app: Flask, walk: list[tuple[str, int, int]]
) -> None:
    database = app.extensions["database"]
    with database.session(writes=True) as db:  # never committed: each example begins anew
        cast = _cast(app)
        deal = make_deal(db, cast, "negotiation")
        term = make_term(db, deal, ROYALTY)
        sign(db, deal)
        kept: dict[int, tuple[int, date | None]] = {}
        for what, number, value in walk:
            _step(db, deal, term.id, what, number, value)
            found = receivables_of(db, deal.id)
            kept |= {row.id: (row.amount_minor, row.due_on) for row in found if row.payments and row.id not in kept}
            assert {row.id: (row.amount_minor, row.due_on) for row in found if row.id in kept} == kept
            due = {
                one.key: one.amount_minor
                for one in dues_of_term(load_term(db, deal, term.id), deal)
                if one.amount_minor
            }
            sums: dict[str, int] = {}
            for row in found:
                key = row.key.partition("+")[0]
                sums[key] = sums.get(key, 0) + row.amount_minor
            assert {key: total for key, total in sums.items() if total} == due
        db.rollback()


def _cast(app: Flask) -> Cast:
    if "kept_cast" not in app.extensions:
        app.extensions["kept_cast"] = make_cast(app.extensions["database"])
    return app.extensions["kept_cast"]


def _step(db: Session, deal: Deal, term_id: int, what: str, number: int, value: int) -> None:
    term = load_term(db, deal, term_id)
    if what == "sales":
        first = date(2025, 1 + 3 * number, 1)
        stored = next((one.sales_minor for one in term.sales if one.period_from == first), None)
        report_sales(SYSTEM, db, deal, term_id, first, Sold(value, stored))
    elif what == "rate":
        changes = {"tier_rate_1": str(number), "minimum": str(value)}
        edit_term(SYSTEM, db, deal, term_id, read_term(MultiDict(ROYALTY | changes), set()), term.version)
    elif found := receivables_of(db, deal.id):
        row = found[number % len(found)]
        record_payment(SYSTEM, db, deal, row.id, Paid(value, date(2026, 2, 1), is_over=True))
