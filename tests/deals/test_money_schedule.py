"""The schedule of dues against examples worked by hand, to the tiyn, and what holds for every royalty."""

import subprocess
import sys
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.deals.money.currencies import codes, digits, read_amount, typed_amount
from matchmaker.deals.money.periods import spans
from matchmaker.deals.money.royalty import Tier, round_half_up, royalties, royalty_on
from matchmaker.deals.money.schedule import Agreement, Due, Fixed, OnMilestone, Royalty, dues_of, periods_of
from matchmaker.deals.money.standing import Owed, Total, totals_of

# 5 % of the first 10 000 000 ₸ of a year, 3 % of the next 15 000 000 ₸, 2 % above 25 000 000 ₸; all in tiyn
TIERS = (Tier(0, 500), Tier(1_000_000_000, 300), Tier(2_500_000_000, 200))
SIGNED = Agreement(signed_on=date(2027, 1, 15))


def licence(**changes: object) -> Royalty:
    """Two years by quarters from 1 January 2027, of which the second is a leap year."""
    values: dict[str, object] = {
        "tiers": TIERS, "period": "quarter", "starts_on": date(2027, 1, 1), "ends_on": date(2028, 12, 31),
    }  # fmt: skip
    return Royalty(**values | changes)  # type: ignore[arg-type]


def amounts(dues: list[Due]) -> list[tuple[str, int, date | None]]:
    return [(due.key, due.amount_minor, due.due_on) for due in dues]


def test_a_quarter_in_which_thresholds_are_passed_is_split_between_the_rates() -> None:
    # Sales by quarter: 7 654 321.23, 6 543 210.99, 15 000 000.01, 1.00 ₸
    # Q1: 7 654 321.23 × 5 %                                             = 382 716.0615       → 382 716.06
    # Q2: to the first threshold 10 000 000 − 7 654 321.23 = 2 345 678.77 × 5 % = 117 283.9385
    #     above it                6 543 210.99 − 2 345 678.77 = 4 197 532.22 × 3 % = 125 925.9666
    #     the year so far: 382 716.0615 + 117 283.9385 + 125 925.9666 = 625 925.9666 → 625 925.97
    #     the quarter: 625 925.97 − 382 716.06                                               = 243 209.91
    # Q3: the year's sales so far 14 197 532.22; to 25 000 000: 10 802 467.78 × 3 % = 324 074.0334
    #     above it 15 000 000.01 − 10 802 467.78 = 4 197 532.23 × 2 % = 83 950.6446
    #     the year so far: 625 925.9666 + 324 074.0334 + 83 950.6446 = 1 033 950.6446 → 1 033 950.64
    #     the quarter: 1 033 950.64 − 625 925.97                                             = 408 024.67
    # Q4: 1.00 × 2 % = 0.02; the year so far 1 033 950.6646 → 1 033 950.66                   = 0.02
    sold = {
        date(2027, 1, 1): 765_432_123, date(2027, 4, 1): 654_321_099,
        date(2027, 7, 1): 1_500_000_001, date(2027, 10, 1): 100,
    }  # fmt: skip
    found = [due for due in dues_of(licence(sales=sold), SIGNED) if due.sales_minor is not None]
    assert amounts(found) == [
        ("2027-01-01", 38_271_606, date(2027, 4, 30)),
        ("2027-04-01", 24_320_991, date(2027, 7, 30)),
        ("2027-07-01", 40_802_467, date(2027, 10, 30)),
        ("2027-10-01", 2, date(2028, 1, 30)),
    ]


def test_tiers_begin_anew_with_each_agreement_year() -> None:
    # 20 000 000 ₸ in the last quarter of 2027: 10 000 000 × 5 % + 10 000 000 × 3 % = 800 000 ₸
    # the same in the first quarter of 2028 costs the same: the count begins at 0 on 1 January 2028
    sold = {date(2027, 10, 1): 2_000_000_000, date(2028, 1, 1): 2_000_000_000}
    found = [due.amount_minor for due in dues_of(licence(sales=sold), SIGNED) if due.amount_minor]
    assert found == [80_000_000, 80_000_000]


def test_what_is_lacking_to_the_minimum_falls_due_with_the_last_period_of_the_year() -> None:
    # minimum 1 000 000 ₸ a year. 2027: sales of 4 000 000 ₸ → 200 000 ₸ of royalty, 800 000 ₸ lack, due 30 days after
    # 31 December 2027. 2028: sales of 30 000 000 ₸ → 500 000 + 450 000 + 100 000 = 1 050 000 ₸: nothing lacks.
    sold = {date(2027, 4, 1): 400_000_000, date(2028, 7, 1): 3_000_000_000}
    found = [due for due in dues_of(licence(sales=sold, minimum_minor=100_000_000), SIGNED) if due.amount_minor]
    assert amounts(found) == [
        ("2027-04-01", 20_000_000, date(2027, 7, 30)),
        ("min 2027-01-01", 80_000_000, date(2028, 1, 30)),
        ("2028-07-01", 105_000_000, date(2028, 10, 30)),
    ]


def test_a_minimum_is_cut_by_days_in_a_broken_year_that_holds_29_february() -> None:
    # From 15 October 2026 to 31 March 2028, half-years of the agreement:
    #   15.10.2026–14.04.2027, 15.04.2027–14.10.2027, 15.10.2027–31.03.2028 (broken)
    # The second year runs 15.10.2027–14.10.2028 and holds 29 February 2028: 366 days. Of them the agreement has
    #   October 17 + November 30 + December 31 + January 31 + February 29 + March 31 = 169 days.
    # 1 000 000.00 × 169/366 = 461 748.6338… → 461 748.63 ₸, due 45 days after 31.03.2028: 15.05.2028.
    # The first year is whole: 1 000 000 ₸, due 45 days after 14.10.2027: 28.11.2027.
    clause = licence(
        period="half",
        starts_on=date(2026, 10, 15),
        ends_on=date(2028, 3, 31),
        minimum_minor=100_000_000,
        payment_days=45,
    )
    assert [(one.first, one.last) for one in periods_of(clause)] == [
        (date(2026, 10, 15), date(2027, 4, 14)),
        (date(2027, 4, 15), date(2027, 10, 14)),
        (date(2027, 10, 15), date(2028, 3, 31)),
    ]
    assert amounts([due for due in dues_of(clause, SIGNED) if due.kind == "minimum"]) == [
        ("min 2026-10-15", 100_000_000, date(2027, 11, 28)),
        ("min 2027-10-15", 46_174_863, date(2028, 5, 15)),
    ]


def test_calendar_years_break_the_first_period_and_the_first_year() -> None:
    # From 10 February 2028 (a leap year) to 30 June 2029 by calendar quarters.
    # 2028: 10.02.–31.12. = 366 − 40 = 326 days (31 of January and 9 of February are before it).
    #   minimum 3 660 000.00 × 326/366 = 3 260 000.00 ₸
    # 2029: 01.01.–30.06. = 181 days of 365: 3 660 000.00 × 181/365 = 1 814 958.9041 → 1 814 958.90 ₸
    clause = licence(
        starts_on=date(2028, 2, 10), ends_on=date(2029, 6, 30), reckoning="calendar", minimum_minor=366_000_000
    )
    periods = periods_of(clause)
    assert (periods[0].first, periods[0].last, periods[1].first) == (
        date(2028, 2, 10), date(2028, 3, 31), date(2028, 4, 1),
    )  # fmt: skip
    assert amounts([due for due in dues_of(clause, SIGNED) if due.kind == "minimum"]) == [
        ("min 2028-02-10", 326_000_000, date(2029, 1, 30)),
        ("min 2029-01-01", 181_495_890, date(2029, 7, 30)),
    ]


def test_an_agreement_of_29_february_has_its_years_on_the_28th_until_the_next_leap_year() -> None:
    years = [*spans(date(2028, 2, 29), date(2032, 3, 31), 12)]
    assert [(one.first, one.days, one.whole_days) for one in years] == [
        (date(2028, 2, 29), 365, 365),
        (date(2029, 2, 28), 365, 365),
        (date(2030, 2, 28), 365, 365),
        (date(2031, 2, 28), 366, 366),  # up to 28 February 2032
        (date(2032, 2, 29), 32, 365),  # broken: 29 February and the 31 days of March
    ]


def test_quarters_of_an_agreement_of_the_31st_do_not_slide() -> None:
    found = [one.first for one in spans(date(2027, 1, 31), date(2028, 1, 30), 3)]
    assert found == [date(2027, 1, 31), date(2027, 4, 30), date(2027, 7, 31), date(2027, 10, 31)]


@pytest.mark.parametrize(
    ("sales", "royalty"),
    [
        (10, 1),  # 10 tiyn × 5 % = 0.5 tiyn: a half counts as one more
        (9, 0),  # 0.45 tiyn
        (30, 2),  # 1.5 tiyn → 2; half even would say 2 as well
        (50, 3),  # 2.5 tiyn → 3; half even would say 2
    ],
)
def test_a_half_of_the_minor_unit_is_rounded_up(sales: int, royalty: int) -> None:
    assert round_half_up(royalty_on(TIERS, sales)) == royalty


def test_payments_that_are_no_royalties() -> None:
    unsigned = Agreement()
    assert amounts(dues_of(Fixed("upfront", 500), SIGNED)) == [("upfront", 500, date(2027, 2, 14))]
    assert amounts(dues_of(Fixed("upfront", 500), unsigned)) == [("upfront", 500, None)]
    assert amounts(dues_of(Fixed("stage", 700, date(2027, 6, 1)), SIGNED)) == [("stage", 700, date(2027, 6, 1))]
    met = OnMilestone(900, done_on=date(2027, 3, 1), payment_days=14)
    assert amounts(dues_of(met, SIGNED)) == [("milestone", 900, date(2027, 3, 15))]
    early = OnMilestone(900, done_on=date(2026, 12, 1), payment_days=14)  # met before signing: counted from signing
    assert amounts(dues_of(early, SIGNED)) == [("milestone", 900, date(2027, 1, 29))]
    (expected,) = dues_of(OnMilestone(900, expected_on=date(2027, 9, 1)), SIGNED)
    assert (expected.due_on, expected.expected_on) == (None, date(2027, 10, 1))


def test_an_agreement_that_ends_early_owes_up_to_that_day() -> None:
    # Terminated on 15 May 2027. Royalty: Q1 and 1 April to 15 May; the minimum of 365 000 ₸ for the 135 days
    # (31 + 28 + 31 + 30 + 15) of 365: 135 000 ₸. Sales of Q1 1 000 000 ₸ bring 50 000, of April and May 100 000 ₸ bring 5 000;
    # 80 000 ₸ lack, due 30 days after 15 May 2027.
    ended = Agreement(date(2027, 1, 1), date(2027, 5, 15))
    sold = {date(2027, 1, 1): 100_000_000, date(2027, 4, 1): 10_000_000, date(2027, 7, 1): 999}
    assert amounts(dues_of(licence(sales=sold, minimum_minor=36_500_000), ended)) == [
        ("2027-01-01", 5_000_000, date(2027, 4, 30)),
        ("2027-04-01", 500_000, date(2027, 6, 14)),
        ("min 2027-01-01", 8_000_000, date(2027, 6, 14)),
    ]
    assert dues_of(Fixed("stage", 700, date(2027, 6, 1)), ended) == []
    assert dues_of(OnMilestone(900, done_on=date(2027, 6, 1)), ended) == []
    before = Agreement(date(2027, 1, 1), date(2026, 12, 31))
    assert [dues_of(licence(reckoning=one), before) for one in ("agreement", "calendar")] == [[], []]


# ---- what holds for every royalty

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
money = st.integers(0, 10**12)
tier_lists = st.lists(
    st.tuples(st.integers(1, 10**11), st.integers(0, 10_000)), max_size=4, unique_by=lambda one: one[0]
)


@st.composite
def clauses(draw: st.DrawFn) -> Royalty:
    """A royalty of up to eight years, with the sales of all its periods."""
    rest = [Tier(begins, rate) for begins, rate in sorted(draw(tier_lists))]
    starts = draw(days)
    clause = Royalty(
        tiers=(Tier(0, draw(st.integers(0, 10_000))), *rest),
        period=draw(st.sampled_from(("quarter", "half", "year"))),
        starts_on=starts,
        ends_on=starts + timedelta(days=draw(st.integers(0, 3000))),
        reckoning=draw(st.sampled_from(("agreement", "calendar"))),
        minimum_minor=draw(st.none() | st.integers(0, 10**11)),
    )
    sold = {one.first: draw(money) for one in periods_of(clause)}
    return Royalty(**{**vars(clause), "sales": sold})


def by_year(clause: Royalty) -> list[tuple[int, int, int]]:
    """Of each year: what is due, its royalties alone, and its sales."""
    dues = dues_of(clause, SIGNED)
    found = []
    for year in spans(clause.starts_on, clause.ends_on, 12, clause.reckoning):
        own = [due for due in dues if due.period_from and year.first <= due.period_from <= year.last]
        royalty = sum(due.amount_minor for due in own if due.kind == "royalty")
        found.append((sum(due.amount_minor for due in own), royalty, sum(due.sales_minor or 0 for due in own)))
    return found


@settings(deadline=None)
@given(clauses())
def test_the_periods_of_a_year_bring_the_royalty_of_its_sales_and_at_least_the_minimum(clause: Royalty) -> None:
    years = [*spans(clause.starts_on, clause.ends_on, 12, clause.reckoning)]
    for (due, royalty, sales), year in zip(by_year(clause), years, strict=True):
        assert royalty == round_half_up(royalty_on(clause.tiers, sales))
        assert due == max(royalty, round_half_up((clause.minimum_minor or 0) * year.share))


@settings(deadline=None)
@given(clauses())
def test_periods_cover_the_agreement_without_a_gap_and_lie_in_one_year_each(clause: Royalty) -> None:
    found = periods_of(clause)
    assert (found[0].first, found[-1].last) == (clause.starts_on, clause.ends_on)
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(found))
    years = [*spans(clause.starts_on, clause.ends_on, 12, clause.reckoning)]
    assert all(any(year.first <= one.first and one.last <= year.last for year in years) for one in found)
    assert all(0 < one.share <= 1 for one in found)


@given(clauses().map(lambda one: one.tiers), money, money)
def test_more_sales_never_lower_the_royalty(tiers: tuple[Tier, ...], sales: int, more: int) -> None:
    assert royalty_on(tiers, sales + more) >= royalty_on(tiers, sales) >= 0
    assert all(one >= 0 for one in royalties(tiers, [sales, more]))


@given(clauses().map(lambda one: one.tiers), st.lists(st.tuples(money, money), min_size=1, max_size=6))
def test_splitting_a_period_changes_no_total(tiers: tuple[Tier, ...], parts: list[tuple[int, int]]) -> None:
    whole = royalties(tiers, [one + other for one, other in parts])
    split = royalties(tiers, [half for pair in parts for half in pair])
    assert whole == [one + other for one, other in zip(split[::2], split[1::2], strict=True)]


# ---- currencies


def test_a_currency_has_the_digits_that_iso_gives_it() -> None:
    assert {code: digits(code) for code in ("KZT", "USD", "JPY", "KWD", "IQD", "UZS")} == {
        "KZT": 2, "USD": 2, "JPY": 0, "KWD": 3, "IQD": 3, "UZS": 2,
    }  # fmt: skip
    assert {"XXX", "SUR", "KZ", ""} & set(codes()) == set()


@pytest.mark.parametrize(
    ("typed", "code", "minor"),
    [
        ("1 500 000,50", "KZT", 150_000_050),
        ("1500000.5", "KZT", 150_000_050),
        ("12", "JPY", 12),
        ("1,234", "KWD", 1234),
        ("1,500,000.5", "KZT", 150_000_050),
        ("1.500.000", "JPY", 1_500_000),
        ("1,500.50", "USD", 150_050),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, code: str, minor: int) -> None:
    assert read_amount(typed, code) == (minor, None)
    assert read_amount(typed_amount(minor, code), code) == (minor, None)


@pytest.mark.parametrize(
    ("typed", "code", "fault"),
    [
        ("-5", "KZT", "An amount cannot be negative. Write it without the minus sign."),
        ("1,50,000", "KZT", "Write the amount in digits, for example 1 500 000.50."),
        ("1,500", "KZT", "KZT has 2 digits after the point: write no more of them."),
        ("12.5", "JPY", "JPY has no smaller unit: write a whole number, without a point or comma."),
        ("five", "KZT", "Write the amount in digits, for example 1 500 000.50."),
        ("9" * 16, "KZT", "This amount is too large. Check the number of zeros."),
    ],
)
def test_an_amount_that_cannot_be_taken_is_told_in_words(typed: str, code: str, fault: str) -> None:
    assert read_amount(typed, code) == (None, fault)


def test_totals_keep_currencies_and_payers_apart() -> None:
    late, later = date(2027, 1, 1), date(2028, 1, 1)
    owed = [
        Owed("recipient", "KZT", 100, 40, late), Owed("recipient", "KZT", 50, 60, late), Owed("recipient", "USD", 7, 0, later),
        Owed("provider", "KZT", 3, 0, late), Owed("recipient", "KZT", -20, 0, None),
    ]  # fmt: skip
    assert totals_of(owed, date(2027, 6, 1)) == [
        Total("provider", "KZT", 3, 0, 3, 3),
        Total("recipient", "KZT", 130, 100, 30, 60),
        Total("recipient", "USD", 7, 0, 7, 0),
    ]
    assert [one.standing(date(2027, 6, 1)) for one in owed] == ["late", "overpaid", "due", "late", "credit"]


def test_the_engine_knows_neither_the_database_nor_the_web() -> None:
    code = "import sys, matchmaker.deals.money.schedule; print({'sqlalchemy', 'flask'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
