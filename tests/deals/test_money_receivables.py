"""Receivables follow the terms from signing on; what was paid on never changes but by an adjustment."""

from datetime import UTC, date, datetime
from unittest.mock import patch

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import audit, clock
from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.deals.models import Deal
from matchmaker.deals.money.draft import read_term
from matchmaker.deals.money.lines import lines_of, owed_lines
from matchmaker.deals.money.models import Payment
from matchmaker.deals.money.payments import Paid, record_payment, reverse_payment
from matchmaker.deals.money.queries import load_term, receivables_of, terms_of
from matchmaker.deals.money.reading import dues_of_term
from matchmaker.deals.money.receivables import milestone_met, recompute
from matchmaker.deals.money.reminders import sweep_late
from matchmaker.deals.money.sales import Sold, report_sales
from matchmaker.deals.money.standing import totals_of
from matchmaker.deals.money.terms import edit_term, remove_term
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.notifications.models import Mail
from tests.cast import Cast, make_cast
from tests.deals.making import make_deal
from tests.deals.making_money import ROYALTY, STAGE, UPFRONT, days, find, make_milestone, make_term, rows, sign

Q1, Q2 = date(2025, 1, 1), date(2025, 4, 1)
TODAY = date(2026, 2, 1)
MOMENT = datetime(2026, 2, 1, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fixed_day() -> object:
    """It is 1 February 2026."""
    with patch.object(clock, "now", lambda: MOMENT):
        yield


def read(values: dict[str, str], **changes: str) -> object:
    return read_term(MultiDict(values | changes), set())


def test_before_signing_there_is_a_preview_and_nothing_is_due(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        deal = make_deal(db, any_cast, "negotiation")
        make_term(db, deal, UPFRONT)
        make_term(db, deal, ROYALTY, minimum="")
        assert rows(db, deal) == []
        found = lines_of(deal, terms_of(db, deal.id), [], TODAY)
        assert [(line.kind, line.state) for line in found] == [("royalty", "planned")] * 8 + [("upfront", "planned")]
        assert [one.amount_minor for one in owed_lines(found)] == [250_000_050]


def test_signing_makes_the_receivables_and_a_report_makes_a_royalty_due(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        deal = make_deal(db, any_cast, "negotiation")
        make_term(db, deal, UPFRONT)
        royalty = make_term(db, deal, ROYALTY)
        sign(db, deal)
        assert rows(db, deal) == [
            ("upfront", "upfront", 250_000_050, date(2025, 2, 9)),
            ("min 2025-01-01", "minimum", 100_000_000, date(2026, 1, 30)),
            ("min 2026-01-01", "minimum", 100_000_000, date(2027, 1, 30)),
        ]
        # 12 000 000 ₸: 10 000 000 × 5 % + 2 000 000 × 3 % = 560 000 ₸; to the minimum of 2025 lack 440 000 ₸
        report_sales(any_cast["company"], db, deal, royalty.id, Q1, Sold(1_200_000_000))
        assert rows(db, deal)[1:3] == [
            ("2025-01-01", "royalty", 56_000_000, date(2025, 4, 30)),
            ("min 2025-01-01", "minimum", 44_000_000, date(2026, 1, 30)),
        ]
        before = [vars(one).copy() for one in receivables_of(db, deal.id)]
        recompute(db, deal)  # nothing has changed: nothing changes
        assert [one["id"] for one in before] == [one.id for one in receivables_of(db, deal.id)]


def test_the_pipeline_makes_receivables_when_it_signs_and_cuts_them_when_it_terminates(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db, patch("matchmaker.deals.pipeline.needs.agreement"):
        deal = make_deal(db, cast, "signed", "service_contract", signed_at=MOMENT - days(400))
        make_term(db, deal, ROYALTY)
        assert [one[0] for one in rows(db, deal)] == ["min 2025-01-01", "min 2026-01-01"]
        move_deal(cast["officer"], db, deal, "terminate", seen="signed", reason="agreement")
        # 2026 ends on 1 February: 32 of 365 days of 1 000 000 ₸ = 87 671.2328… → 87 671.23 ₸, 30 days after that day
        assert rows(db, deal) == [
            ("min 2025-01-01", "minimum", 100_000_000, date(2026, 1, 30)),
            ("min 2026-01-01", "minimum", 8_767_123, date(2026, 3, 3)),
        ]


def test_a_correction_of_sales_that_were_paid_for_is_an_adjustment(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        deal = make_deal(db, any_cast, "negotiation")
        royalty = make_term(db, deal, ROYALTY, minimum="")
        sign(db, deal)
        report_sales(any_cast["company"], db, deal, royalty.id, Q1, Sold(100_000_000))
        record_payment(any_cast["author"], db, deal, find(db, deal, "2025-01-01").id, Paid(5_000_000, Q2))
        report_sales(any_cast["officer"], db, deal, royalty.id, Q1, Sold(120_000_000, 100_000_000))
        first = ("2025-01-01", "royalty", 5_000_000, date(2025, 4, 30))
        assert rows(db, deal) == [first, ("2025-01-01+1", "adjustment", 1_000_000, TODAY + days(30))]
        report_sales(any_cast["officer"], db, deal, royalty.id, Q1, Sold(90_000_000, 120_000_000))
        assert rows(db, deal) == [first, ("2025-01-01+1", "adjustment", -500_000, TODAY + days(30))]
        credit = find(db, deal, "2025-01-01+1")
        record_payment(any_cast["author"], db, deal, credit.id, Paid(500_000, TODAY))  # given back
        report_sales(any_cast["officer"], db, deal, royalty.id, Q1, Sold(100_000_000, 90_000_000))
        assert [one[2] for one in rows(db, deal)] == [5_000_000, -500_000, 500_000]
        trail = [
            (one.verb, one.before.get("sales"), one.after.get("sales")) for one in audit.trail(db, "deal", deal.id)
        ]
        assert [one for one in trail if "sales" in one[0]] == [
            ("report_sales", None, 100_000_000),
            ("correct_sales", 100_000_000, 120_000_000),
            ("correct_sales", 120_000_000, 90_000_000),
            ("correct_sales", 90_000_000, 100_000_000),
        ]


def test_who_may_report_and_when(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, "negotiation")
        royalty = make_term(db, deal, ROYALTY)
        with pytest.raises(Invalid, match="not signed yet"):
            report_sales(cast["company"], db, deal, royalty.id, Q1, Sold(1))
        sign(db, deal)
        with pytest.raises(Forbidden):
            report_sales(cast["author"], db, deal, royalty.id, Q1, Sold(1))
        with pytest.raises(Invalid, match="not over yet"):
            report_sales(cast["company"], db, deal, royalty.id, date(2026, 1, 1), Sold(1))
        with pytest.raises(NotFound):
            report_sales(cast["company"], db, deal, royalty.id, date(2025, 1, 2), Sold(1))
        report_sales(cast["company"], db, deal, royalty.id, Q1, Sold(1))
        with pytest.raises(Conflict):  # somebody else's form was opened before
            report_sales(cast["officer"], db, deal, royalty.id, Q1, Sold(2))


def test_a_milestone_makes_its_payment_due_when_it_is_met_after_signing(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        deal = make_deal(db, any_cast, "negotiation")
        milestone = make_milestone(db, deal)
        make_term(db, deal, UPFRONT, kind="milestone", milestone_id=str(milestone.id), payment_days="10")
        milestone.done_at = MOMENT
        with pytest.raises(Invalid, match="only after the agreement is signed"):
            milestone_met(db, milestone)
        milestone.done_at = None
        sign(db, deal)
        assert rows(db, deal) == []
        # 31 January 2026, 20:30 UTC is 1:30 on 1 February in Kazakhstan
        milestone.done_at = datetime(2026, 1, 31, 20, 30, tzinfo=UTC)
        milestone_met(db, milestone)
        assert rows(db, deal) == [("milestone", "milestone", 250_000_050, date(2026, 2, 11))]
        milestone.done_at = None  # a mistake
        milestone_met(db, milestone)
        assert rows(db, deal) == []


def test_payments_come_in_parts_and_more_than_is_open_is_told(any_app: Flask, any_cast: Cast) -> None:
    author = any_cast["author"]
    with any_app.extensions["database"].write() as db:
        deal = make_deal(db, any_cast, "negotiation")
        make_term(db, deal, UPFRONT)
        sign(db, deal)
        row = find(db, deal, "upfront")
        with pytest.raises(Forbidden):  # nobody confirms their own payment
            record_payment(any_cast["company"], db, deal, row.id, Paid(1, TODAY))
        first = record_payment(author, db, deal, row.id, Paid(100_000_050, TODAY), "token")
        assert record_payment(author, db, deal, row.id, Paid(100_000_050, TODAY), "token") is first
        with pytest.raises(Invalid) as fault:
            record_payment(author, db, deal, row.id, Paid(150_000_001, TODAY))
        assert fault.value.errors == {
            "amount": "Only 1,500,000.00 KZT is open: this is 0.01 more. Enter less, or tick that it was overpaid."
        }
        record_payment(author, db, deal, row.id, Paid(150_000_001, TODAY, is_over=True))
        terms = terms_of(db, deal.id)
        (line,) = lines_of(deal, terms, receivables_of(db, deal.id), TODAY)
        assert (line.state, line.paid_minor, line.open_minor) == ("overpaid", 250_000_051, -1)
        reverse_payment(author, db, deal, row.id, first.id)
        with pytest.raises(Conflict, match="reversed already"):
            reverse_payment(author, db, deal, row.id, first.id)
        assert db.scalar(select(func.sum(Payment.amount_minor))) == 150_000_001
        (line,) = lines_of(deal, terms, receivables_of(db, deal.id), TODAY)
        assert (line.state, line.open_minor) == ("late", 100_000_049)


def test_a_payment_before_signing_is_refused_in_words(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, "negotiation")
        make_term(db, deal, UPFRONT)
        with pytest.raises(Invalid, match="not signed yet, so nothing is due"):
            record_payment(cast["officer"], db, deal, 1, Paid(1, TODAY))


def test_what_is_entered_under_a_term_stays_true(app: Flask, cast: Cast) -> None:
    officer = cast["officer"]
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, "negotiation")
        royalty = make_term(db, deal, ROYALTY)
        stage = make_term(db, deal, STAGE)
        sign(db, deal)
        report_sales(officer, db, deal, royalty.id, Q2, Sold(1))
        for changes, field in (
            ({"starts_on": "2025-01-02"}, "ends_on"), ({"ends_on": "2025-05-01"}, "ends_on"), ({"period": "half"}, "ends_on"),
            ({"currency": "USD"}, "currency"), ({"payer": "provider"}, "payer"),
        ):  # fmt: skip
            with pytest.raises(Invalid) as fault:
                edit_term(officer, db, deal, royalty.id, read(ROYALTY, **changes), royalty.version)  # type: ignore[arg-type]
            assert list(fault.value.errors) == [field], changes
        edit_term(officer, db, deal, royalty.id, read(ROYALTY, ends_on="2025-06-30"), royalty.version)  # type: ignore[arg-type]
        with pytest.raises(Invalid, match="so it stays"):
            remove_term(officer, db, deal, royalty.id, royalty.version)
        remove_term(officer, db, deal, stage.id, stage.version)
        with pytest.raises(NotFound):
            load_term(db, deal, stage.id)
        with pytest.raises(Forbidden):  # from signing on an officer enters what both have agreed
            edit_term(cast["author"], db, deal, royalty.id, read(ROYALTY), royalty.version)  # type: ignore[arg-type]


def test_totals_of_a_deal_in_two_currencies_are_two_lines(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, "negotiation")
        make_term(db, deal, STAGE)
        make_term(db, deal, STAGE, currency="JPY", amount="7", due_on="2027-01-01")
        sign(db, deal)
        lines = lines_of(deal, terms_of(db, deal.id), receivables_of(db, deal.id), TODAY)
        found = [(one.currency, one.open_minor, one.late_minor) for one in totals_of(owed_lines(lines), TODAY)]
        assert found == [("JPY", 7, 0), ("KZT", 30_000, 30_000)]


def test_reminders_go_to_the_payers_people_and_the_officer_each_in_their_language(
    any_app: Flask, any_cast: Cast
) -> None:
    database = any_app.extensions["database"]
    with database.write() as db:
        deal = make_deal(db, any_cast, "negotiation", title="Flotation")
        make_term(db, deal, UPFRONT, note="secret rebate")
        make_term(db, deal, STAGE)
        sign(db, deal)
    with database.write() as db:
        assert sweep_late(db) == 1
        assert sweep_late(db) == 0  # told once
    with database.read() as db:
        letters = list(db.scalars(select(Mail).order_by(Mail.address)))
    assert [one.address for one in letters] == ["company@example.org", "officer@example.org"]
    assert "Late payments: 2; the oldest was due on February 9, 2025" in letters[0].body
    assert not any(word in one.body for one in letters for word in ("secret", "First payment", "2500000", "300"))
    with database.write() as db, patch.object(clock, "now", lambda: MOMENT + days(7)):
        assert sweep_late(db) == 1  # and again after a week
    with database.write() as db:
        deal = db.get_one(Deal, deal.id)
        for row in receivables_of(db, deal.id):
            record_payment(SYSTEM, db, deal, row.id, Paid(row.amount_minor, TODAY))
    with database.write() as db, patch.object(clock, "now", lambda: MOMENT + days(99)):
        assert sweep_late(db) == 0  # paid


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


def _step(db: object, deal: Deal, term_id: int, what: str, number: int, value: int) -> None:
    term = load_term(db, deal, term_id)  # type: ignore[arg-type]
    if what == "sales":
        first = date(2025, 1 + 3 * number, 1)
        stored = next((one.sales_minor for one in term.sales if one.period_from == first), None)
        report_sales(SYSTEM, db, deal, term_id, first, Sold(value, stored))  # type: ignore[arg-type]
    elif what == "rate":
        changes = {"tier_rate_1": str(number), "minimum": str(value)}
        edit_term(SYSTEM, db, deal, term_id, read(ROYALTY, **changes), term.version)  # type: ignore[arg-type]
    elif found := receivables_of(db, deal.id):  # type: ignore[arg-type]
        row = found[number % len(found)]
        record_payment(SYSTEM, db, deal, row.id, Paid(value, TODAY, is_over=True))  # type: ignore[arg-type]
