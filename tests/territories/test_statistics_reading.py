"""Numbers and regions as tables write them, whatever the style."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.territories.statistics.numbers import NotANumber, read_number
from matchmaker.territories.statistics.regions import OLD_ISO, read_region
from matchmaker.vocabularies import terms

quick = settings(deadline=None, database=None)
STYLES = (
    lambda whole, part: f"{whole:,}".replace(",", " ") + f",{part:03}",
    lambda whole, part: f"{whole:,}".replace(",", "\u00a0") + f",{part:03}",
    lambda whole, part: f"{whole:,}".replace(",", "\u202f") + f".{part:03}",
    lambda whole, part: f"{whole}.{part:03}",
    lambda whole, part: f"{whole},{part:03}",
    lambda whole, part: f" {whole},{part:03} %",
)


@quick
@given(st.integers(-(10**9), 10**9), st.integers(0, 999), st.sampled_from(STYLES))
def test_a_number_reads_the_same_in_every_style(whole: int, part: int, style: object) -> None:
    text = style(abs(whole), part)  # type: ignore[operator]
    expected = float(f"{abs(whole)}.{part:03}")
    assert read_number(text).value == expected
    assert read_number("−" + text.strip()).value == -expected


@quick
@given(st.floats(-1e12, 1e12, allow_nan=False) | st.integers(-(10**12), 10**12))
def test_what_a_spreadsheet_holds_as_a_number_is_taken_as_it_is(value: float) -> None:
    assert read_number(value).value == float(value)
    assert read_number(repr(float(value))).value == float(value)


@quick
@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        found = read_number(text).value
    except NotANumber:
        return
    assert found is None or isinstance(found, float)


@pytest.mark.parametrize(
    "text", ["abc", "12 тыс", "1 23 4", "12,5,7.1", "1.2.3", "12/5", "#REF!", "1e999", "½ млн", True]
)
def test_text_is_no_number(text: object) -> None:
    with pytest.raises(NotANumber):
        read_number(text)


@pytest.mark.parametrize("text", [None, "", "-", "–", "…", "...", "х", "x", "н/д", "n/a"])
def test_signs_of_what_is_not_known(text: object) -> None:
    assert read_number(text).value is None


@quick
@given(st.sampled_from(list(terms("regions").values())), st.sampled_from(["kk", "ru", "en"]), st.data())
def test_every_name_of_a_region_is_read(term: object, lang: str, data: st.DataObject) -> None:
    label = term.labels[lang]  # type: ignore[attr-defined]
    change = data.draw(
        st.sampled_from([str, str.upper, str.lower, lambda text: f"  {text} ", lambda text: text.replace(" ", "  ")])
    )
    found = read_region(change(label))
    assert found is not None
    assert found.code == term.code  # type: ignore[attr-defined]


@pytest.mark.parametrize("part", OLD_ISO)
def test_every_code_from_before_2022_is_read(part: str) -> None:
    found = read_region(f"KZ-{part}")
    assert found is not None
    assert found.code in terms("regions")
    assert found.notes[0] == "old_code"


@pytest.mark.parametrize("code", list(terms("regions")))
def test_codes_of_today_and_of_kato_are_read(code: str) -> None:
    found = [read_region(code), read_region(code.lower()), read_region(int(code[3:] + "0000000"))]
    assert [one.code for one in found if one] == [code] * 3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KZ-ALA", "KZ-75"), ("KZ-ALM", "KZ-19"), ("KZ-AST", "KZ-71"), ("KZ-YUZ", "KZ-61"), ("г. Алматы", "KZ-75"),
        ("Алматинская", "KZ-19"), ("Алматы облысы", "KZ-19"), ("ВКО", "KZ-63"), ("Нур-Султан", "KZ-71"), ("Жетысу", "KZ-33"),
        ("Jambyl Region", "KZ-31"), ("Туркестанская*", "KZ-61"), ("Восточно-Казахстанская обл.", "KZ-63"), ("БҚО", "KZ-27"),
    ],
)  # fmt: skip
def test_spellings(text: str, code: str) -> None:
    found = read_region(text)
    assert found is not None
    assert found.code == code


def test_almaty_alone_may_be_two_regions() -> None:
    for text in ("Алматы", "Almaty"):
        found = read_region(text)
        assert found is not None
        assert (found.code, found.among) == ("", ("KZ-75", "KZ-19"))


@pytest.mark.parametrize("text", ["KZ-BAY", "KZ-99", "Nowhere", "", None, "Всего", "711010000", "12.5"])
def test_what_is_no_region(text: object) -> None:
    assert read_region(text) is None
