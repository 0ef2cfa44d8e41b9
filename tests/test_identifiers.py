"""Check digits of БИН and ROR: real numbers pass, a single wrong character is found."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from matchmaker.organisations.identifiers import ROR_ALPHABET, bin_check_digit, bin_fault, ror_fault

thorough = settings(derandomize=True, deadline=None, max_examples=400)
LENGTH = "A BIN has 12 digits."
IIN = "The fifth digit of a BIN is 4, 5 or 6, the sixth 0 to 3. This may be an IIN."
MONTH = "The third and fourth digits of a BIN are the month of registration, 01 to 12."
DIGIT = "The check digit does not fit: one of the digits is wrong."
ROR_SHAPE = "A ROR id looks like https://ror.org/05gq02987."
ROR_DIGIT = "The check digits of the ROR id do not fit: one of the characters is wrong."
# published by the organisations themselves
KNOWN_BINS = [
    "941240000193",
    "940140000385",
    "971240001315",
    "020240000555",
    "970240000816",
    "990140001154",
    "000740000728",
]
KNOWN_RORS = ["05gq02987", "052bx8q98", "042nb2s44", "03vek6s52", "00f54p054", "013meh722", "https://ror.org/052gg0110"]

YEAR, MONTHS = st.integers(0, 99).map("{:02}".format), st.integers(1, 12).map("{:02}".format)
FIRST_ELEVEN = st.builds(
    lambda year, month, kind, sort, number: f"{year}{month}{kind}{sort}{number:05}",
    YEAR, MONTHS, st.sampled_from("456"), st.sampled_from("0123"), st.integers(0, 99999),
)  # fmt: skip


@pytest.mark.parametrize("value", KNOWN_BINS)
def test_known_bins_pass(value: str) -> None:
    assert bin_fault(value) is None


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("", LENGTH),
        ("94124000019", LENGTH),
        ("9412400001931", LENGTH),
        ("94124000019x", LENGTH),
        ("٩٤١٢٤٠٠٠٠١٩٣", LENGTH),
        ("850101300005", IIN),  # the birthday of a person stands first
        ("941270000193", IIN),
        ("941244000193", IIN),
        ("941340000193", MONTH),
        ("940040000193", MONTH),
        ("941240000194", DIGIT),
    ],
)
def test_other_numbers_are_refused_in_words(value: str, fault: str) -> None:
    assert bin_fault(value) == fault


def digit_sum(first_eleven: str, weights: list[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(first_eleven, weights, strict=True)) % 11


@thorough
@given(FIRST_ELEVEN)
def test_the_check_digit_follows_the_published_rule(first: str) -> None:
    plain, shifted = digit_sum(first, list(range(1, 12))), digit_sum(first, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])
    assert bin_check_digit(first) == (plain if plain < 10 else shifted if shifted < 10 else None)


@thorough
@given(FIRST_ELEVEN, st.sampled_from([*range(10), 11]), st.integers(1, 9))
def test_a_single_wrong_digit_of_a_bin_is_found(first: str, position: int, shift: int) -> None:
    # The published rule itself is blind to the eleventh digit (its weight is 11, taken modulo 11), and where the
    # second weights step in it lets some single changes pass.
    value = f"{first}{bin_check_digit(first)}"
    wrong = value[:position] + str((int(value[position]) + shift) % 10) + value[position + 1 :]
    assume(all(digit_sum(one[:11], list(range(1, 12))) < 10 for one in (value, wrong)))
    assert bin_fault(value) is None
    assert bin_fault(wrong) in (IIN, MONTH, DIGIT)


@thorough
@given(FIRST_ELEVEN)
def test_exactly_one_check_digit_fits(first: str) -> None:
    fitting = [digit for digit in range(10) if bin_fault(f"{first}{digit}") is None]
    expected = bin_check_digit(first)
    assert fitting == ([] if expected is None else [expected])


def test_a_number_without_a_check_digit_is_refused() -> None:
    first = next(f"9412400{n:04}" for n in range(10000) if bin_check_digit(f"9412400{n:04}") is None)
    assert {bin_fault(f"{first}{digit}") for digit in range(10)} == {DIGIT}


@thorough
@given(YEAR, MONTHS, st.integers(1, 31), st.integers(0, 6), st.integers(0, 99999))
def test_the_number_of_a_person_is_refused(year: str, month: str, day: int, sex: int, number: int) -> None:
    first = f"{year}{month}{day:02}{sex}{number:04}"[:11]
    assert bin_fault(f"{first}{bin_check_digit(first) or 0}") == IIN


@pytest.mark.parametrize("value", KNOWN_RORS)
def test_known_ror_ids_pass(value: str) -> None:
    assert ror_fault(value) is ror_fault(value.upper().replace("HTTPS://ROR.ORG/", "https://ror.org/")) is None


@pytest.mark.parametrize(
    "value", ["", "05gq0298", "05gq029877", "15gq02987", "05gl02987", "05gq0298x", "05gq029²7", "http://x/05gq02987"]
)
def test_other_shapes_are_refused(value: str) -> None:
    assert ror_fault(value) == ROR_SHAPE


@thorough
@given(st.sampled_from(KNOWN_RORS[:6]), st.integers(1, 8), st.sampled_from(ROR_ALPHABET))
def test_a_single_wrong_character_of_a_ror_id_is_found(value: str, position: int, letter: str) -> None:
    wrong = value[:position] + letter + value[position + 1 :]
    assume(wrong != value)
    assert ror_fault(wrong) == (ROR_DIGIT if position < 7 or letter.isdigit() else ROR_SHAPE)
