"""Files of statistics through the door: nothing is stored until it is confirmed, and what was sent is kept meanwhile."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import select

from matchmaker.core.db import Database
from matchmaker.territories.statistics.importing.actions import mark_of
from matchmaker.territories.statistics.models import StatisticImport, StatisticValue
from tests.pages import errors_of, soup, text_of, values_of
from tests.territories.making_statistics import make_statistic, set_values

Browser = Callable[[str], FlaskClient]
IMPORTS = "/potential/data/imports"


@pytest.fixture
def panel(database: Database, cast: object) -> Database:
    """Two statistics, one with a value for Almaty."""
    with database.write() as db:
        set_values(db, make_statistic(db, "researchers", decimals=0), {"KZ-75": 10.0}, 2022, is_demo=True)
        make_statistic(db, "patents")
    return database


def stored(database: Database) -> list[tuple[str, int, float, str, bool]]:
    with database.read() as db:
        query = select(StatisticValue).order_by(StatisticValue.region, StatisticValue.statistic_id, StatisticValue.year)
        return [(one.region, one.year, one.value, one.source, one.is_demo) for one in db.scalars(query)]


BEFORE = [("KZ-75", 2022, 10.0, "Bureau of National Statistics", True)]


def send(client: FlaskClient, content: bytes, name: str = "figures.csv", to: str = IMPORTS, **more: str) -> object:
    form: dict[str, object] = {"source": "Yearbook 2023", "file": (io.BytesIO(content), name), **more}
    return client.post(to, data=form, content_type="multipart/form-data")


def workbook(rows: list[list[object]], merged: str = "") -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    if merged:
        book.worksheets[0].merge_cells(merged)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def typed_in(page: object) -> dict[str, list[str]]:
    return {
        name: values
        for name, values in values_of(soup(page).select_one("form[enctype]")).items()
        if name in ("source", "year")
    }


def seen_on(page: object) -> str:
    return str(soup(page).select_one("input[name=seen]")["value"])


def test_nothing_is_stored_until_it_is_confirmed(panel: Database, browser: Browser) -> None:
    analyst = browser("analyst")
    rows: list[list[object]] = [
        ["", "Researchers", None],
        ["Region", 2021, 2022],
        ["KZ-ALA", "12,5", 11],
        ["KZ-AST", "x y", 3],
    ]
    answer = send(analyst, workbook(rows, "B1:C1"), "figures.xlsx")
    page = analyst.get(answer.headers["Location"])
    assert stored(panel) == BEFORE
    words = text_of(soup(page).main)
    for part in (
        "Nothing of this file is stored yet.",
        "KZ-ALA",
        "12.5 decimal comma",
        "merged over B1:C1",
        "“x y” is not a number",
    ):
        assert part in words
    assert "changed (was 10)" in words
    done = analyst.post(answer.headers["Location"] + "/confirm", data={"seen": seen_on(page)})
    assert done.status_code == 302
    assert stored(panel) == [
        ("KZ-71", 2022, 3.0, "Yearbook 2023", False),
        ("KZ-75", 2021, 12.5, "Yearbook 2023", False),
        ("KZ-75", 2022, 11.0, "Yearbook 2023", False),
    ]
    again = analyst.post(answer.headers["Location"] + "/confirm", data={"seen": seen_on(page)})
    assert again.status_code == 409
    assert "The figures of this file are stored already." in again.text


def test_a_file_is_mended_and_sent_again(panel: Database, browser: Browser) -> None:
    analyst = browser("analyst")
    place = send(analyst, b"region;researchers 2022\nKZ-71;abc\n").headers["Location"]
    before = seen_on(analyst.get(place + "")) if soup(analyst.get(place)).select_one("input[name=seen]") else ""
    assert before == ""  # nothing to store, so no button
    answer = send(analyst, b"region;researchers 2022\nKZ-71;4\n", to=f"{place}/file")
    assert (answer.status_code, answer.headers["Location"]) == (302, place)
    assert stored(panel) == BEFORE
    analyst.post(f"{place}/confirm", data={"seen": seen_on(analyst.get(place))})
    assert stored(panel) == [("KZ-71", 2022, 4.0, "Yearbook 2023", False), *BEFORE]


def test_another_file_sent_meanwhile_is_not_stored_unseen(panel: Database, browser: Browser) -> None:
    analyst, administrator = browser("analyst"), browser("administrator")
    place = send(analyst, b"region;researchers 2022\nKZ-71;4\n").headers["Location"]
    seen = seen_on(analyst.get(place))
    send(administrator, b"region;researchers 2022\nKZ-71;5\n", to=f"{place}/file")
    answer = analyst.post(f"{place}/confirm", data={"seen": seen})
    assert answer.status_code == 409
    assert "Somebody has sent another file meanwhile." in answer.text
    assert stored(panel) == BEFORE


def test_a_forgotten_file_is_gone(panel: Database, browser: Browser) -> None:
    analyst = browser("analyst")
    place = send(analyst, b"region;researchers 2022\nKZ-71;4\n").headers["Location"]
    assert analyst.post(f"{place}/drop").status_code == 302
    assert analyst.get(place).status_code == 404
    with panel.read() as db:
        assert list(db.scalars(select(StatisticImport))) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_sent_back_changes_nothing(panel: Database, browser: Browser, kind: str) -> None:
    analyst = browser("analyst")
    template = analyst.get(f"/potential/data/template.{kind}").data
    page = analyst.get(send(analyst, template, f"statistics.{kind}").headers["Location"])
    assert "There is nothing new in this file." in page.text
    assert "cannot be taken" in page.text  # as a figure
    assert not soup(page).select("#faults-title")


def test_a_csv_of_russian_windows(panel: Database, browser: Browser) -> None:
    analyst = browser("analyst")
    answer = send(analyst, "Регион;researchers рус, 2022\nг. Астана;7,25\n".encode("cp1251"))
    assert "7.25" in analyst.get(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"", "figures.csv", {"file": "Choose a file that is not empty."}),
        (b"x", "figures.pdf", {"file": "Only .xlsx and .csv files are taken. Save the table as one of them."}),
        (b"PK not a zip", "figures.xlsx", {"file": "The file is named .xlsx but is something else inside. Open it in its program and save it as .xlsx."}),
        (b"\xd0\xcf\x11\xe0old", "figures.xlsx", {"file": "This is a file of an old format, or one under a password. Save it as .xlsx without a password."}),
        (b"\n \n", "figures.csv", {"file": "There is nothing in this file."}),
        (b"\x00\x01\x00", "figures.csv", {"file": "The text of the file cannot be read. Save it as CSV in UTF-8."}),
        (b"a;b\n" * 5001, "figures.csv", {"file": "The table is too large: at most 5000 rows and 300 columns."}),
    ],
)  # fmt: skip
def test_a_file_that_is_refused(
    panel: Database, browser: Browser, content: bytes, name: str, expected: dict[str, str]
) -> None:
    answer = send(browser("analyst"), content, name)
    assert (answer.status_code, errors_of(answer)) == (422, expected)
    with panel.read() as db:
        assert list(db.scalars(select(StatisticImport))) == []


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ({"source": " ", "year": "2022"}, {"source": "Name the source of the figures in at most 300 characters."}),
        (
            {"source": "x" * 301, "year": "2022"},
            {"source": "Name the source of the figures in at most 300 characters."},
        ),
        ({"source": "Book", "year": "1812"}, {"year": "1812 cannot be the year of a figure."}),
        ({"source": "Book", "year": "last"}, {"year": "last cannot be the year of a figure."}),
        ({"source": "Book", "year": "9" * 40}, {"year": f"{'9' * 40} cannot be the year of a figure."}),
    ],
)
def test_a_file_is_kept_while_source_and_year_are_mended(
    panel: Database, browser: Browser, typed: dict[str, str], faults: dict[str, str]
) -> None:
    analyst = browser("analyst")
    place = send(analyst, b"region;researchers\nKZ-71;4\n", **typed).headers["Location"]
    page = analyst.get(place)
    assert (errors_of(page), typed_in(page)) == (faults, {name: [said.strip()] for name, said in typed.items()})
    assert not soup(page).select("input[name=seen]")
    with panel.read() as db:
        mark = mark_of(db.scalars(select(StatisticImport)).one())
    refused = analyst.post(f"{place}/confirm", data={"seen": mark})
    assert (refused.status_code, errors_of(refused), stored(panel)) == (422, faults, BEFORE)
    assert analyst.post(f"{place}/file", data={"source": "Yearbook", "year": "2022"}).status_code == 302
    analyst.post(f"{place}/confirm", data={"seen": seen_on(analyst.get(place))})
    assert stored(panel) == [("KZ-71", 2022, 4.0, "Yearbook", False), *BEFORE]


def test_a_damaged_workbook_is_refused_in_words(panel: Database, browser: Browser) -> None:
    whole = workbook([["Region", "Researchers 2022"], ["KZ-75", 1]])
    answer = send(browser("analyst"), whole[:-30], "figures.xlsx")
    assert answer.status_code == 422
    assert list(errors_of(answer)) == ["file"]
