"""Currencies and amounts: digits by ISO 4217, what people type, sums that never mix."""

from datetime import date

import pytest

from matchmaker.deals.money.currencies import codes, digits, read_amount, typed_amount
from matchmaker.deals.money.standing import Owed, Total, totals_of


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
