"""Bad input: each fault in words at its field, with what was typed kept."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from matchmaker.indicators.numbers import MOST, read_number
from matchmaker.indicators.values.models import Evidence, IndicatorValue
from tests.cast import Cast
from tests.indicators.making import make_direction, make_indicator, make_value
from tests.pages import errors_of, typed

Browser = Callable[[str], FlaskClient]


@pytest.fixture
def number(app: Flask, cast: Cast) -> int:
    """An indicator of one decimal with a published value of 2025."""
    with app.extensions["database"].write() as db:
        made = make_indicator(db, make_direction(db), decimals=1)
        make_value(db, made)
        return made.id


VALUE = {"place": "KZ", "year": "2024", "value": "110"}
PROVE = "Attach the document that proves the value: a report, a letter, an extract."


@pytest.mark.parametrize(
    ("changes", "file", "faults"),
    [
        ({}, None, {"file": PROVE}),
        ({}, ("empty.txt", b""), {"file": "Choose a file that is not empty."}),
        ({}, ("virus.exe", b"MZ"), {"file": "Files of type “exe” are not taken. Use pdf, png, jpg, jpeg, docx, xlsx, pptx, txt, csv."}),
        ({}, ("report.pdf", b"plain"), {"file": "The file is named .pdf but is something else inside. Open it in its program and save it as .pdf."}),
        ({}, ("report.pdf", b"%PDF-1.4 broken"), {"file": "The file is damaged and does not open. Open it in its program, save it anew, and upload that."}),
        ({"keeps_evidence": "1"}, None, {"file": PROVE}),
        ({"value": ""}, ("a.txt", b"a"), {"value": "Write the value."}),
        ({"value": "many"}, ("a.txt", b"a"), {"value": "“many” is not a number. Write digits, for example 12 500 or 4,7."}),
        ({"value": "1e5"}, ("a.txt", b"a"), {"value": "“1e5” is not a number. Write digits, for example 12 500 or 4,7."}),
        ({"value": "NaN"}, ("a.txt", b"a"), {"value": "“NaN” is not a number. Write digits, for example 12 500 or 4,7."}),
        ({"value": "1.25"}, ("a.txt", b"a"), {"value": "This indicator has 1 digits after the point: write no more of them."}),
        ({"value": "9" * 13}, ("a.txt", b"a"), {"value": "This number is too large. Check the number of zeros."}),
        ({"year": ""}, ("a.txt", b"a"), {"year": "Write the year of the value."}),
        ({"year": "1999"}, ("a.txt", b"a"), {"year": "Write a whole number from 2000 to 2100."}),
        ({"year": "2100"}, ("a.txt", b"a"), {"year": "This year has not begun. A value is what was reached; what is planned is a target."}),
        ({"place": "KZ-ALA"}, ("a.txt", b"a"), {"place": "“KZ-ALA” is not in the list. Choose from the list."}),
        ({"place": "t7"}, ("a.txt", b"a"), {"place": "“t7” is not in the list. Choose from the list."}),
        ({"year": "2025"}, ("a.txt", b"a"), {"reason": "A value of this place and year is published. Say why it changes: readers see the reason with it."}),
    ],
)  # fmt: skip
def test_a_value(
    app: Flask,
    browser: Browser,
    number: int,
    changes: dict[str, str],
    file: tuple[str, bytes] | None,
    faults: dict[str, str],
) -> None:
    data: dict[str, object] = {**VALUE, **changes}
    if file:
        data["file"] = (io.BytesIO(file[1]), file[0])
    answer = browser("analyst").post(f"/indicators/{number}/values/new", data=data)
    assert (answer.status_code, errors_of(answer)) == (422, faults)
    form = typed(answer, "form[enctype]")
    sent = {**VALUE, **changes}
    assert (form["value"], form["year"]) == ([sent["value"]], [sent["year"]])
    with app.extensions["database"].read() as db:
        counts = [db.scalar(select(func.count()).select_from(table)) for table in (IndicatorValue, Evidence)]
    assert counts == [1, 1]


INDICATOR = {"code": "new-01", "name_en": "New", "direction_id": "1", "decimals": "0", "is_active": "1"}


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"name_en": ""}, {"name_en": "Give the name in at least one language."}),
        ({"name_en": "N" * 301}, {"name_en": "Too long: 301 characters. Keep to 300."}),
        ({"code": ""}, {"code": "Write a short code of Latin letters, digits, points and dashes, for example int-01."}),
        ({"code": "код"}, {"code": "Write a short code of Latin letters, digits, points and dashes, for example int-01."}),
        ({"code": "ppl-01"}, {"code": "The code “ppl-01” is taken. Choose another."}),
        ({"direction_id": ""}, {"direction_id": "Choose the direction."}),
        ({"direction_id": "77"}, {"direction_id": "“77” is not in the list. Choose from the list."}),
        ({"query": "drop table"}, {"query": "“drop table” is not in the list. Choose from the list."}),
        ({"owner_id": "999"}, {"owner_id": "“999” is not in the list. Choose from the list."}),
        ({"frequency": "daily"}, {"frequency": "“daily” is not in the list. Choose from the list."}),
        ({"decimals": "7"}, {"decimals": "Write a whole number from 0 to 6."}),
        ({"baseline": "10"}, {"baseline_year": "A baseline is a value and its year: write both, or neither."}),
        ({"baseline_year": "2025"}, {"baseline": "A baseline is a value and its year: write both, or neither."}),
        ({"baseline": "1", "baseline_year": "2036"}, {"baseline_year": "The baseline comes before the targets: 2035 at the latest."}),
        ({"critical": "0,5"}, {"critical": "This indicator counts whole units: write a number without a fraction."}),
    ],
)  # fmt: skip
def test_a_definition(browser: Browser, number: int, changes: dict[str, str], faults: dict[str, str]) -> None:
    answer = browser("analyst").post("/indicators/new", data={**INDICATOR, **changes})
    assert (answer.status_code, errors_of(answer)) == (422, faults)
    assert typed(answer, "form.editor")["name_en"] == [{**INDICATOR, **changes}["name_en"]]


def test_targets(browser: Browser, number: int) -> None:
    data = {"place": ["KZ", "KZ-19", "XX"], "target_KZ_2026": "ten", "target_KZ-19_2030": "1,55", "target_XX_2026": "5",
            "reason": "Approved", "version": "1"}  # fmt: skip
    answer = browser("analyst").post(f"/indicators/{number}/targets", data=data)
    assert answer.status_code == 422
    assert errors_of(answer) == {
        "target_KZ_2026": "“ten” is not a number. Write digits, for example 12 500 or 4,7.",
        "target_KZ-19_2030": "This indicator has 1 digits after the point: write no more of them.",
    }
    assert typed(answer, "form[method=post].panel")["target_KZ_2026"] == ["ten"]


def test_a_direction(browser: Browser, number: int) -> None:
    answer = browser("analyst").post("/indicators/directions", data={"code": "people", "name_en": "People"})
    assert errors_of(answer) == {"code": "The code “people” is taken. Choose another."}
    answer = browser("analyst").post("/indicators/directions", data={"code": "x", "position": "-1"})
    assert errors_of(answer) == {
        "name_en": "Give the name in at least one language.", "position": "Write a whole number from 0 to 9999.",
    }  # fmt: skip


@pytest.mark.parametrize(
    "address",
    ["/indicators/999", "/indicators/999/trace", "/indicators/evidence/999", "/indicators/99999999999999999999"],
)
def test_what_is_not_there(browser: Browser, number: int, address: str) -> None:
    assert browser("analyst").get(address).status_code == 404


@pytest.mark.parametrize("query", ["year=abc", "year=999999999", "place=%00", "place=t1&year=0", "year=-1"])
def test_odd_addresses(browser: Browser, number: int, query: str) -> None:
    client = browser("analyst")
    for page in ("", "/trace", "/values/new"):
        assert client.get(f"/indicators/{number}{page}?{query}").status_code == 200
    assert client.get(f"/indicators/?{query}&direction=%00&standing=%00").status_code == 200


@pytest.mark.parametrize(
    ("typed_text", "found"),
    [
        ("", None), ("12 500", 12500), ("12 500,5", 12500.5), ("4,7", 4.7), ("4.70", 4.7), ("-3", -3), ("−3", -3),
        (str(MOST), MOST), ("0", 0),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(typed_text: str, found: float | None) -> None:
    assert read_number(typed_text, 1) == (found, None)
