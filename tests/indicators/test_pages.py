"""The pages of indicators as people use them: list, one indicator, its files, forms and documents."""

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from matchmaker.core.db import Database
from matchmaker.indicators.models import Indicator
from matchmaker.indicators.values.models import IndicatorValue
from tests.cast import Cast, publish_posting
from tests.conftest import sign_in
from tests.indicators.making import PROOF, make_direction, make_indicator, make_value, sha
from tests.pages import errors_of, soup, text_of, typed

Browser = Callable[[str], FlaskClient]
PLAN = {("KZ", 2026): 120.0, ("KZ", 2035): 400.0, ("KZ-19", 2026): 20.0}


@pytest.fixture
def browser(app: Flask, cast: Cast) -> Browser:
    """`browser("officer")`: a client of that person; the public reads English too."""

    def open_as(name: str) -> FlaskClient:
        client = app.test_client() if name == "anonymous" else sign_in(app, f"{name}@example.org")
        if name == "anonymous":
            client.post("/language", data={"lang": "en"})
        return client

    return open_as


@pytest.fixture
def ids(app: Flask, cast: Cast) -> dict[str, int]:
    """One on course, one below critical, one without a target, one without a value; the second is made up."""
    with app.extensions["database"].write() as db:
        direction, other = make_direction(db), make_direction(db, "other", position=1)
        found = {
            "good": make_indicator(db, direction, "good", PLAN, owner_id=cast.laboratory),
            "bad": make_indicator(db, direction, "bad", PLAN, is_demo=True, names={"en": "Budget"}, better=1),
            "free": make_indicator(db, other, "free", baseline=None, baseline_year=None, critical=None),
            "fed": make_indicator(db, other, "fed", query="capabilities_published"),
        }
        make_value(db, found["good"], 110)
        make_value(db, found["bad"], 80, is_demo=True)
        make_value(db, found["free"], 1)
        make_value(db, found["good"], 19, 2026, "KZ-19")
        return {name: one.id for name, one in found.items()}


def rows(answer: object) -> list[list[str]]:
    """The cells of the tables of the list."""
    return [
        [text_of(cell) for cell in row.select("th, td")] for row in soup(answer).select("table.indicator-list tbody tr")
    ]


def test_the_list_says_how_each_stands(browser: Browser, ids: dict[str, int]) -> None:
    page = browser("anonymous").get("/indicators/")
    assert rows(page) == [
        ["Researchers people", "110 (2025)", "100", "400", "On course", ""],
        ["Budget demo people", "80 (2025)", "100", "400", "Below critical", ""],
        ["Researchers people", "1 (2025)", "–", "–", "No target", ""],
        ["Researchers people", "–", "–", "–", "No data", ""],
    ]
    counts = [text_of(one) for one in soup(page).select(".standing-counts li")]
    assert counts == ["All 4", "On course 1", "At risk 0", "Below critical 1", "No target 1", "No data 1"]
    assert len(soup(page).select("svg.spark[aria-hidden=true]")) == 3
    behind = [[text_of(cell) for cell in row.select("th, td")] for row in soup(page).select(".by-year")[0].select("tr")]
    assert behind[:2] == [
        ["Indicator", "2025", "2026", "2035"], ["Researchers", "110 / –", "– / 120", "– / 400"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("direction=people", ["Researchers people", "Budget demo people"]),
        ("standing=critical", ["Budget demo people"]),
        ("direction=other&standing=no_value", ["Researchers people"]),
        ("place=KZ-19&standing=on_course", ["Researchers people"]),
        (
            "standing=nonsense&place=XX",
            ["Researchers people", "Budget demo people", "Researchers people", "Researchers people"],
        ),
        ("direction=nonsense", []),
    ],
)
def test_the_list_narrows(browser: Browser, ids: dict[str, int], query: str, found: list[str]) -> None:
    page = browser("anonymous").get(f"/indicators/?{query}")
    assert [row[0] for row in rows(page)] == found


def test_a_place_is_measured_by_its_own_targets(browser: Browser, ids: dict[str, int]) -> None:
    page = browser("anonymous").get("/indicators/?place=KZ-19")
    assert rows(page)[0] == ["Researchers people", "19 (2026)", "20", "–", "On course", ""]
    page = browser("anonymous").get(f"/indicators/{ids['good']}?place=KZ-19")
    lead = text_of(soup(page).select_one(".indicator-head .lead"))
    assert lead == "19 in 2026; the plan asks for 20, and a shortfall of 2.0 is allowed."


def test_one_below_critical_is_traced_to_its_document(browser: Browser, ids: dict[str, int]) -> None:
    client = browser("anonymous")
    page = client.get(f"/indicators/{ids['bad']}")
    assert (
        text_of(soup(page).select_one(".indicator-head .lead")) == "80 in 2025 is worse than the critical level of 90."
    )
    marks = [text_of(one) for one in soup(page).select(".indicator-head .demo-mark")]
    assert marks == ["demo: not from a published table"]
    table = [
        [text_of(cell) for cell in row.select("th, td")] for row in soup(page).select("figure + .table-wrap tbody tr")
    ]
    proof = f"report.txt SHA-256 {sha(PROOF.content)}"
    assert table[0] == ["2025 baseline: 100", "80 demo", "–", "Below critical", proof]
    link = soup(page).select_one("figure + .table-wrap a")
    answer = client.get(str(link["href"]))
    assert (answer.data, answer.mimetype) == (PROOF.content, "text/plain")
    assert answer.headers["Content-Disposition"] == "attachment; filename=report.txt"
    assert (
        soup(page).select_one("svg[role=img]")["aria-label"]
        == "Chart of targets and values; the table below tells the same"
    )


def test_the_files_hold_the_figures_with_their_marks(browser: Browser, ids: dict[str, int]) -> None:
    client = browser("anonymous")
    lines = list(
        csv.DictReader(io.StringIO(client.get("/indicators/indicators.csv?direction=people").data.decode("utf-8-sig")))
    )
    told = ("Code", "Place", "Year", "Target", "Value", "Status", "Version", "Plan is demo", "Value is demo")
    assert [tuple(line[name] for name in told) for line in lines] == [
        ("good", "Kazakhstan", "2025", "", "110", "On course", "1", "", ""),
        ("good", "Kazakhstan", "2026", "120", "", "", "", "", ""),
        ("good", "Kazakhstan", "2035", "400", "", "", "", "", ""),
        ("bad", "Kazakhstan", "2025", "", "80", "Below critical", "1", "demo", "demo"),
        ("bad", "Kazakhstan", "2026", "120", "", "", "", "demo", ""),
        ("bad", "Kazakhstan", "2035", "400", "", "", "", "demo", ""),
    ]
    assert {line["SHA-256"] for line in lines if line["Value"]} == {sha(PROOF.content)}
    sheet = load_workbook(io.BytesIO(client.get("/indicators/indicators.xlsx?standing=critical").data)).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0][:9] == ["Code", "Direction", "Indicator", "Unit", "Goal", "Place", "Year", "Target", "Value"]
    assert values[1][6:10] == [2025, None, 80, "Below critical"]
    assert values[1][-2:] == ["demo", "demo"]


def test_the_interface_gives_what_is_published(browser: Browser, ids: dict[str, int]) -> None:
    found = browser("anonymous").get("/api/v1/indicators?standing=critical").json
    assert found["total"] == 1
    one = found["indicators"][0]
    assert (one["code"], one["direction"]["code"], one["standing"], one["is_demo"]) == (
        "bad",
        "people",
        "critical",
        True,
    )
    assert one["latest"] == {
        "year": 2025, "value": 80.0, "version": 1, "standing": "critical", "origin": "entered", "is_demo": True,
        "published_at": one["latest"]["published_at"], "evidence_sha256": sha(PROOF.content),
    }  # fmt: skip
    assert one["targets"] == [{"year": 2026, "value": 120.0}, {"year": 2035, "value": 400.0}]


def test_an_owner_enters_and_the_ministry_publishes(app: Flask, browser: Browser, ids: dict[str, int]) -> None:
    owner, ministry, public = browser("author"), browser("analyst"), browser("anonymous")
    address = f"/indicators/{ids['good']}"
    data = {"place": "KZ", "year": "2026", "value": "131", "note": "Page 4", "file": (io.BytesIO(b"131"), "letter.txt")}
    assert owner.post(f"{address}/values/new", data=data).status_code == 302

    def versions(client: FlaskClient) -> list[str]:
        return [text_of(row.select_one("th")) for row in soup(client.get(address)).select("#versions tbody tr")]

    assert (versions(owner), versions(public)) == (["2026, version 1", "2025, version 1"], ["2025, version 1"])
    assert [text_of(one) for one in soup(owner.get(address)).select(".version-moves button")] == ["Withdraw : 2026"]
    database: Database = app.extensions["database"]
    with database.read() as db:
        draft = db.scalars(select(IndicatorValue).where(IndicatorValue.state == "draft")).one()
        number, proof = draft.id, draft.evidence_id
    assert public.get(f"/indicators/evidence/{proof}").status_code == 404
    assert ministry.post(f"{address}/values/{number}/publish").status_code == 302
    assert versions(public) == ["2026, version 1", "2025, version 1"]
    assert public.get(f"/indicators/evidence/{proof}").data == b"131"
    page = ministry.post(f"{address}/values/{number}/publish")
    assert page.status_code == 409


def test_a_value_is_taken_from_the_platform_and_traced(
    app: Flask, cast: Cast, browser: Browser, ids: dict[str, int]
) -> None:
    database: Database = app.extensions["database"]
    posting = publish_posting(database, cast)
    with database.read() as db:
        year = db.get_one(Indicator, ids["fed"]).created_at.year
    address, ministry = f"/indicators/{ids['fed']}", browser("analyst")
    page = ministry.get(f"{address}/values/new?year={year}")
    assert "Capabilities published for the first time: 1 (1 row counted; Kazakhstan" in text_of(
        soup(page).select_one(".panel p")
    )
    assert ministry.post(f"{address}/values/take", data={"place": "KZ", "year": str(year)}).status_code == 302
    with database.read() as db:
        value = db.scalars(select(IndicatorValue).where(IndicatorValue.origin == "platform")).one()
    assert ministry.post(f"{address}/values/{value.id}/publish").status_code == 302
    page = browser("anonymous").get(f"{address}/trace")
    assert text_of(soup(page).select_one("#published-title")) == "Published: 1 people"
    links = [(text_of(one), one["href"]) for one in soup(page).select("tbody a")]
    assert links == [("Flotation reagent for fine copper particles", f"/postings/{posting}")]
    assert "What the platform counts now Listed is what you may see" in text_of(
        soup(page).select_one("[aria-labelledby=sources-title]")
    )
    counted = text_of(soup(ministry.get(f"{address}/trace")).select_one("[aria-labelledby=sources-title] p"))
    assert counted == "Capabilities published for the first time: 1 (1 row counted)."


def test_the_ministry_makes_an_indicator_and_its_targets(browser: Browser, ids: dict[str, int]) -> None:
    client = browser("analyst")
    data = {
        "name_kk": "Үлес", "name_ru": "Доля", "name_en": "Share", "code": "NEW-01", "direction_id": "1", "decimals": "1",
        "better": "less", "frequency": "quarter", "baseline": "12,5", "baseline_year": "2025", "critical": "20", "is_active": "1",
        "form_token": "once",
    }  # fmt: skip
    first = client.post("/indicators/new", data=data)
    assert client.post("/indicators/new", data=data).headers["Location"] == first.headers["Location"]
    address = first.headers["Location"]
    form = typed(client.get(address), "form[method=post].panel")
    plan = {key: value[0] for key, value in form.items()} | {"target_KZ_2026": "12", "target_KZ_2035": "8,5"}
    assert client.post(address, data=plan).status_code == 302
    shown = client.get(address.removesuffix("/targets"))
    facts = [text_of(one) for one in soup(shown).select(".facts > div")]
    assert facts == [
        "Code new-01",
        "Goal Less is better",
        "How often Quarterly",
        "Baseline 12.5 (2025)",
        "Critical level 20.0",
    ]
    trail = text_of(soup(shown).select_one("[aria-labelledby=changes-title] li"))
    assert trail.endswith("Analyst Target: Kazakhstan, 2026: none → 12.0 Target: Kazakhstan, 2035: none → 8.5")
    again = client.post(address, data=plan | {"target_KZ_2026": "13", "version": "2"})
    why = "Say why: readers of published figures see each change with its reason."
    assert (again.status_code, errors_of(again)) == (422, {"reason": why})
    form = typed(client.get(address.replace("targets", "edit")), "form.editor")
    changed = {key: value[0] for key, value in form.items()} | {"critical": "18", "reason": "Decree 7"}
    assert client.post(address.replace("targets", "edit"), data=changed).status_code == 302
    trail = text_of(soup(client.get(address.removesuffix("/targets"))).select_one("[aria-labelledby=changes-title] li"))
    assert trail.endswith("Analyst: Decree 7 Critical level: 20.0 → 18.0")


def test_two_people_edit_the_same(browser: Browser, ids: dict[str, int]) -> None:
    address = f"/indicators/{ids['good']}"
    forms = {name: typed(browser(name).get(f"{address}/edit"), "form.editor") for name in ("analyst", "administrator")}
    data = {name: {key: value[0] for key, value in form.items()} | {"reason": "Why"} for name, form in forms.items()}
    assert (
        browser("administrator").post(f"{address}/edit", data=data["administrator"] | {"critical": "91"}).status_code
        == 302
    )
    answer = browser("analyst").post(f"{address}/edit", data=data["analyst"] | {"critical": "92"})
    assert answer.status_code == 409
    stored = [text_of(part) for part in soup(answer).select(".conflict dl > div")]
    assert stored == ["Critical level 91"]
    again = {key: value[0] for key, value in typed(answer, "form.editor").items()}
    assert (again["critical"], again["reason"]) == ("92", "Why")
    assert browser("analyst").post(f"{address}/edit", data=again).status_code == 302
    old = typed(browser("analyst").get(f"{address}/targets"), "form[method=post].panel")
    plan = {key: value[0] for key, value in old.items() if key != "place"} | {"place": "KZ", "reason": "Why"}
    assert browser("administrator").post(f"{address}/targets", data=plan | {"target_KZ_2026": "125"}).status_code == 302
    answer = browser("analyst").post(f"{address}/targets", data=plan | {"target_KZ_2026": "130"})
    assert answer.status_code == 409
    assert [text_of(part) for part in soup(answer).select(".conflict dl > div")] == ["Kazakhstan, 2026 125"]
    assert errors_of(browser("analyst").post(f"{address}/targets", data=plan | {"version": "9", "reason": ""})) == {
        "reason": "Say why: readers of published figures see each change with its reason."
    }


def test_directions_are_data(browser: Browser, ids: dict[str, int]) -> None:
    client = browser("analyst")
    assert (
        client.post("/indicators/directions", data={"code": "new", "name_en": "Fresh", "position": "5"}).status_code
        == 302
    )
    rows_of = [text_of(one) for one in soup(client.get("/indicators/directions")).select("li.row-item")]
    assert rows_of == ["People people", "People other", "Fresh new"]
    form = typed(client.get("/indicators/directions/3"), "section.panel form")
    changed = {key: value[0] for key, value in form.items()} | {"name_en": "Fresher"}
    assert client.post("/indicators/directions/3", data=changed).status_code == 302
    answer = client.post("/indicators/directions/3", data=changed | {"name_en": "Late"})
    assert answer.status_code == 409
    assert [text_of(part) for part in soup(answer).select(".conflict dl > div")] == ["name_en Fresher"]


def test_what_is_due_leads_to_where_it_is_done(browser: Browser, ids: dict[str, int]) -> None:
    page = soup(browser("author").get("/indicators/due"))
    assert [one["href"].partition("?")[0] for one in page.select("a.row-link")] == [
        f"/indicators/{ids['good']}/values/new"
    ] * (len(page.select("a.row-link")))
    assert browser("company").get("/indicators/due").status_code == 200
