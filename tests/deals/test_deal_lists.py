"""Lists of deals: the board, the table and its file, home and desk, the JSON interface."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from matchmaker.core import clock
from matchmaker.core.db import Database
from tests.cast import Cast
from tests.deals.making import make_deal
from tests.pages import soup, text_of, typed

Browser = Callable[[str], FlaskClient]
LISTS = ("/deals/", "/deals/table")


@pytest.fixture
def deal_id(database: Database, cast: Cast) -> int:
    with database.write() as db:
        return make_deal(db, cast).id


def texts(page: object, chosen: str) -> list[str]:
    return [text_of(one) for one in soup(page).select(chosen)]  # type: ignore[arg-type]


def test_the_board_has_a_form_on_every_card_that_can_move(
    database: Database, cast: Cast, browser: Browser, deal_id: int
) -> None:
    with database.write() as db:
        for stage in ("nda", "closed", "lost"):
            make_deal(db, cast, stage=stage, title=f"At {stage}", reason="price" if stage == "lost" else "")

    def cards(page: object) -> dict[str, dict[str, list[str]]]:
        return {
            str(column["data-stage"]): {
                text_of(card.select_one(".deal-card-name")): [
                    str(one["data-verb"]) for one in card.select("[data-verb]")
                ]
                for card in column.select(".deal-card")
            }
            for column in soup(page).select(".deal-column")  # type: ignore[arg-type]
            if column.select(".deal-card")
        }

    officers = {
        "lead": {"Fine copper flotation": ["advance", "lose"]}, "nda": {"At nda": ["advance", "return", "lose"]},
        "closed": {"At closed": []}, "lost": {"At lost": ["reopen"]},
    }  # fmt: skip
    sides = {
        "lead": {"Fine copper flotation": ["lose"]}, "nda": {"At nda": ["advance", "lose"]}, "closed": {"At closed": []}, "lost": {"At lost": []},
    }  # fmt: skip
    officer = browser("officer")
    page = officer.get("/deals/")
    assert [cards(page), cards(browser("author").get("/deals/")), cards(browser("operator").get("/deals/"))] == [
        officers,
        sides,
        {},
    ]
    assert len(soup(page).select(".deal-column")) == 11
    assert [one["data-stage"] for one in soup(page).select(".deal-column.is-shown")] == ["lead"]
    narrow = [str(one["data-stage"]) for one in soup(page).select(".deal-column.is-empty")]
    assert narrow == ["qualified", "evaluation", "term_sheet", "negotiation", "signed", "performing", "terminated"]
    chosen = officer.get("/deals/?stage=nda")
    assert texts(chosen, ".board-chooser [aria-current]") == ["NDA 1"]
    sent = typed(page, ".deal-card form")
    assert sent["seen"] == ["lead"]
    answer = officer.post(f"/deals/{deal_id}/advance", data=sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/deals/")
    assert "Fine copper flotation" in cards(officer.get("/deals/"))["qualified"]


def test_the_table_sorts_filters_and_goes_to_a_spreadsheet(database: Database, cast: Cast, browser: Browser) -> None:
    kinds = {"B": ("option", "nda", "KZ-35"), "a": ("mta", "lead", "KZ-62"), "=C": ("option", "signed", "KZ-62")}
    with database.write() as db:
        for name, (kind, stage, region) in kinds.items():
            make_deal(db, cast, kind=kind, stage=stage, title=name, region=region, value_minor=150000050)
    client = browser("officer")

    def names(query: str) -> list[str]:
        return texts(client.get(f"/deals/table?{query}"), "tbody th a")

    assert names("sort=title&order=asc") == ["=C", "a", "B"]
    assert names("sort=title&order=desc") == ["B", "a", "=C"]
    assert names("sort=stage") == ["a", "B", "=C"]
    assert names("sort=kind&order=asc") == ["B", "=C", "a"]
    assert (names("kind=option&region=KZ-62"), names("stage=nda"), names("stage=lost")) == (["=C"], ["B"], [])
    officer = cast["officer"].user_id
    assert (names(f"officer_id={officer}&sort=title"), names("officer_id=999")) == (["=C", "a", "B"], [])
    answer = client.get("/deals/table.csv?sort=title&order=asc&region=KZ-62")
    assert answer.headers["Content-Disposition"] == "attachment; filename=deals.csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(one["Title"], one["Stage"], one["Expected worth"], one["Currency"]) for one in rows] == [
        ("'=C", "Signed", "1500000.50", "KZT"), ("a", "Lead", "1500000.50", "KZT"),
    ]  # fmt: skip
    assert len(list(csv.reader(io.StringIO(browser("operator").get("/deals/table.csv").text)))) == 1


def test_home_shows_own_deals_and_the_desk_idle_ones(database: Database, cast: Cast, browser: Browser) -> None:
    with database.write() as db:
        for name, days, stage in (
            ("Fresh", 20, "lead"),
            ("Idle", 22, "nda"),
            ("Longer idle", 40, "signed"),
            ("Over", 50, "closed"),
        ):
            make_deal(db, cast, title=name, stage=stage, touched_at=clock.now() - timedelta(days=days))
        make_deal(db, cast, title="Of another", officer_id=None)
    found = {
        name: texts(browser(name).get("/"), "section[aria-labelledby=deals-title] .row-link")
        for name in ("author", "officer", "operator")
    }
    mine = ["Fresh", "Idle", "Longer idle"]
    assert found == {"author": ["Of another", *mine], "officer": mine, "operator": []}
    assert texts(browser("officer").get("/desk/"), "#deals .row-link") == ["Longer idle", "Idle"]
    nav = {name: "Deals" in texts(browser(name).get("/"), ".site-tabs a") for name in ("author", "officer", "analyst")}
    assert nav == {"author": True, "officer": True, "analyst": False}


def test_the_interface_gives_deals_to_those_on_them(database: Database, cast: Cast, browser: Browser) -> None:
    with database.write() as db:
        first = make_deal(db, cast, value_minor=100).id
        second = make_deal(db, cast, kind="option", stage="signed", title="Second").id
    client = browser("author")
    listing = client.get("/api/v1/deals").json
    assert (listing["total"], [one["id"] for one in listing["deals"]]) == (2, [second, first])
    one = client.get(f"/api/v1/deals/{first}").json
    assert one == listing["deals"][1]
    times = {name: one.pop(name) for name in ("created_at", "moved_at", "touched_at")}
    assert all(times.values())
    nothing = dict.fromkeys(("need_id", "capability_id", "introduction_id", "score", "session_id", "meeting_id"))
    assert one == {
        "id": first, "title": "Fine copper flotation", "summary": "", "kind": "exclusive_licence", "stage": "lead",
        "provider": {"id": cast.laboratory, "name": "Flotation Laboratory"},
        "recipient": {"id": cast.enterprise, "name": "Copper Works"}, "officer": "Officer", "region": "KZ-62", "sector": "07",
        "trl": 6, "currency": "KZT", "value_minor": 100, "origin": nothing, "reason": "", "starts_on": None, "ends_on": None,
        "signed_at": None,
    }  # fmt: skip
    assert [one["id"] for one in client.get("/api/v1/deals?stage=signed&kind=option").json["deals"]] == [second]
    others = {name: browser(name).get("/api/v1/deals").json for name in ("outsider", "operator", "analyst")}
    assert others == {name: {"deals": [], "total": 0} for name in others}
    stranger = browser("anonymous").get("/api/v1/deals")
    assert (stranger.status_code, set(stranger.json)) == (401, {"error"})
    absent = [browser("outsider").get(f"/api/v1/deals/{number}") for number in (first, 999)]
    assert [one.status_code for one in absent] == [404, 404]
    assert absent[0].json == absent[1].json


def test_the_figures_are_led_to_for_those_who_may_see_them(cast: Cast, browser: Browser) -> None:
    found = {
        name: [
            [one["href"] for one in soup(browser(name).get(way)).select("a[href='/deals/figures']")] for way in LISTS
        ]
        for name in ("author", "officer", "operator", "analyst", "outsider")
    }
    both = [["/deals/figures"], ["/deals/figures"]]
    assert found == {"author": both, "officer": both, "operator": both, "analyst": both, "outsider": [[], []]}
