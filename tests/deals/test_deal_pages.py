"""The page of a deal: from the button that opens it to its history, and forms that keep what was typed."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.core import audit, clock
from matchmaker.core.db import Database
from matchmaker.deals.models import Deal, DealMove
from matchmaker.deals.pipeline.history import PAGE
from matchmaker.deals.queries import load_deal
from tests.cast import Cast
from tests.deals.making import add_colleague, make_deal, with_everything
from tests.deals.test_opening import Pair
from tests.pages import errors_of, soup, text_of, typed
from tests.test_query_counts import counting

Browser = Callable[[str], FlaskClient]
EDIT_FORM = "main form[data-guard]"


@pytest.fixture
def deal_id(database: Database, cast: Cast) -> int:
    with database.write() as db:
        return make_deal(db, cast).id


def texts(page: object, chosen: str) -> list[str]:
    return [text_of(one) for one in soup(page).select(chosen)]  # type: ignore[arg-type]


def test_from_the_introduction_to_the_deal_in_one_click(app: Flask, cast: Cast, browser: Browser) -> None:
    pair, client = Pair(app, cast), browser("company")
    address = f"/introductions/{pair.introduction}"
    button = f'form[action="/deals/from/introduction/{pair.introduction}"] button'
    assert texts(client.get(address), button) == []
    pair.introduce()
    assert {name: texts(browser(name).get(address), button) for name in ("company", "author", "officer")} == {
        name: ["Open the deal"] for name in ("company", "author", "officer")
    }
    page = client.post(f"/deals/from/introduction/{pair.introduction}", follow_redirects=True)
    assert texts(page, "h1") == ["Flotation reagent for fine copper particles"]
    assert [text_of(one).split()[0] for one in soup(page).select(".origin-line strong")] == [
        "Match",
        "Introduction",
        "Deal",
    ]
    links = {link["href"] for link in soup(page).select(".origin-line a")}
    assert links == {f"/postings/{pair.need}", f"/postings/{pair.offer}", address}
    assert texts(client.get(address), 'a[href="/deals/1"]') == ["To the deal"]
    with app.extensions["database"].write() as db:
        add_colleague(db, cast, "colleague", cast.enterprise)
    colleague = app.test_client()
    colleague.post("/sign-in", data={"email": "colleague@example.org", "password": "long enough"})
    assert "Ask a manager of your organisation to name you on it" in colleague.get(address).text
    assert [colleague.get("/deals/1").status_code, colleague.get("/api/v1/deals/1").status_code] == [404, 404]


def test_from_a_meeting_to_the_deal(app: Flask, cast: Cast, browser: Browser) -> None:
    met = Pair(app, cast).meet()
    page = browser("author").post(f"/deals/from/meeting/{met}", follow_redirects=True)
    assert [text_of(one) for one in soup(page).select(".origin-line strong")] == ["Meeting", "Deal"]
    assert "Clean copper" in text_of(soup(page).select_one(".origin-line"))


def test_a_form_from_scratch_keeps_what_was_typed(database: Database, cast: Cast, browser: Browser) -> None:
    client = browser("author")
    sent = {
        "title": "", "kind": "gift", "provider_id": str(cast.laboratory), "recipient_id": "", "value": "1,5 million", "trl": "12",
        "currency": "XXX", "ends_on": "31.12.2030", "summary": "What it is", "region": "KZ-99", "sector": "", "starts_on": "",
        "form_token": "once",
    }  # fmt: skip
    answer = client.post("/deals/new", data=sent)
    not_there = "“%s” is not in the list. Choose from the list."
    assert (answer.status_code, errors_of(answer)) == (
        422,
        {
            "title": "Please fill this in.", "kind": not_there % "gift", "recipient_id": "Choose from the list.",
            "value": "Write an amount, for example 1 500 000 or 1500000.50.", "trl": "Write a whole number from 1 to 9.",
            "currency": not_there % "XXX", "region": not_there % "KZ-99",
            "ends_on": "Write the date as year-month-day, for example 2027-03-31.",
        },
    )  # fmt: skip
    kept = typed(answer, EDIT_FORM)
    same = ("title", "provider_id", "value", "summary", "ends_on", "form_token")
    assert {name: kept[name] for name in same} == {name: [sent[name]] for name in same}
    mended = {
        "title": "Copper",
        "kind": "option",
        "recipient_id": str(cast.enterprise),
        "value": "1 500 000,50",
        "trl": "6",
    }
    mended |= {"currency": "KZT", "ends_on": "2030-12-31", "region": "KZ-62"}
    places = {client.post("/deals/new", data=sent | mended).headers["Location"] for _time in range(2)}
    assert places == {"/deals/1"}
    with database.read() as db:
        deal = load_deal(cast["author"], db, 1)
    assert (deal.title, deal.kind, deal.value_minor, deal.summary) == ("Copper", "option", 150000050, "What it is")
    assert (deal.need_id, deal.introduction_id, deal.score, deal.session_id) == (None, None, None, None)


@pytest.mark.parametrize("odd", ["\x00", "²", "9" * 30])
def test_odd_values_never_break_a_page(any_app: Flask, any_cast: Cast, odd: str) -> None:
    with any_app.extensions["database"].write() as db:
        make_deal(db, any_cast)
    client = any_app.test_client()
    client.post("/sign-in", data={"email": "officer@example.org", "password": "long enough"})
    for address in ("/deals/", "/deals/table", "/deals/table.csv", "/deals/1", "/api/v1/deals"):
        for name in ("stage", "kind", "region", "officer_id", "sort", "order", "page"):
            assert client.get(address, query_string={name: odd}).status_code == 200, (address, name)
    for name in ("title", "kind", "provider_id", "recipient_id", "value", "currency", "starts_on", "trl", "form_token"):
        sent = {"title": "A", "kind": "option", "provider_id": "1", "recipient_id": "2"} | {name: odd}
        assert client.post("/deals/new", data=sent).status_code in (302, 422), name
    for address, name in (
        ("kind", "kind"),
        ("officer", "officer"),
        ("people", "person"),
        ("edit", "version"),
        ("swap", "seen"),
    ):
        sent = {"title": "A", "side": "provider", "seen": "option", name: odd}
        assert client.post(f"/deals/1/{address}", data=sent).status_code in (302, 409, 422), address
    for name in ("seen", "reason", "note"):
        sent = {"seen": "lead", "reason": "price", name: odd}
        assert client.post("/deals/1/lose", data=sent).status_code in (302, 409, 422), name


def test_a_stale_form_is_compared_and_then_saved(
    database: Database, cast: Cast, browser: Browser, deal_id: int
) -> None:
    author, company, address = browser("author"), browser("company"), f"/deals/{deal_id}/edit"
    mine, theirs = (typed(one.get(address), EDIT_FORM) for one in (author, company))
    assert company.post(address, data=theirs | {"title": "Their title <b>", "trl": "7"}).status_code == 302
    answer = author.post(address, data=mine | {"summary": "My summary"})
    assert answer.status_code == 409
    assert texts(answer, ".error-summary li") == ["Somebody has changed this meanwhile. Compare, then save again."]
    rows = {
        text_of(row.th): [text_of(one) for one in row.find_all("td")]
        for row in soup(answer).select(".conflict tbody tr")
    }
    levels = [rows["Technology readiness level"][place] for place in (0, 1)]
    assert rows == {
        "Title": ["Their title <b>", "Fine copper flotation"],
        "Summary": ["empty", "My summary"],
        "Technology readiness level": levels,
    }
    again = typed(answer, EDIT_FORM)
    assert (again["summary"], again["version"]) == (["My summary"], ["2"])
    assert author.post(address, data=again).status_code == 302
    with database.read() as db:
        deal = load_deal(cast["author"], db, deal_id)
    assert (deal.title, deal.summary, deal.trl, deal.version) == ("Fine copper flotation", "My summary", 6, 3)


def test_an_opened_form_sent_back_changes_nothing(
    database: Database, cast: Cast, browser: Browser, deal_id: int
) -> None:
    client, address = browser("author"), f"/deals/{deal_id}/edit"
    assert client.post(address, data=typed(client.get(address), EDIT_FORM)).status_code == 302
    with database.read() as db:
        assert (load_deal(cast["author"], db, deal_id).version, audit.trail(db, "deal", deal_id)) == (1, [])


def test_steps_tell_what_they_need_and_keep_the_note(database: Database, browser: Browser, deal_id: int) -> None:
    officer = browser("officer")
    page = officer.get(f"/deals/{deal_id}")
    assert texts(page, ".deal-step button") == ["On to “Qualified”"]
    assert "Everything that this step needs is there." in page.text
    for seen in ("lead", "qualified"):
        officer.post(f"/deals/{deal_id}/advance", data={"seen": seen})
    page = officer.get(f"/deals/{deal_id}")
    assert texts(page, ".deal-missing li") == ["The NDA is not accepted by both sides yet. See to it"]
    refused = officer.post(f"/deals/{deal_id}/advance", data={"seen": "nda"})
    assert (refused.status_code, texts(refused, ".error-summary li")) == (
        422,
        ["The NDA is not accepted by both sides yet."],
    )
    lost = officer.post(f"/deals/{deal_id}/lose", data={"seen": "nda", "note": "Too dear for them"})
    assert (lost.status_code, soup(lost).select_one("#f-note-end").text) == (422, "Too dear for them")  # type: ignore[union-attr]
    assert texts(lost, ".field-error") == ["Choose why: the reasons are counted."]
    done = officer.post(
        f"/deals/{deal_id}/lose", data={"seen": "nda", "note": "Too dear", "reason": "price"}, follow_redirects=True
    )
    assert "Lost: Price. Too dear" in text_of(soup(done).select_one(".notice-warning"))
    assert texts(done, "#history strong") == [
        "Given up", "Moved on", "Moved on", "Opened",
    ]  # fmt: skip


def test_kind_sides_officer_and_people(database: Database, cast: Cast, browser: Browser, deal_id: int) -> None:
    with database.write() as db:
        clerk = add_colleague(db, cast, "clerk", cast.laboratory).id
        with_everything(db, db.get_one(Deal, make_deal(db, cast, stage="evaluation", title="Second").id))
    officer, author, company = browser("officer"), browser("author"), browser("company")
    refused = officer.post("/deals/2/kind", data={"kind": "mta", "seen": "exclusive_licence"})
    words = "A deal of the kind “Material transfer agreement (MTA)” has no stage “Evaluation”. Move it to a stage that both have."
    assert (refused.status_code, texts(refused, ".field-error")) == (422, [words])
    assert officer.post("/deals/1/kind", data={"kind": "mta", "seen": "exclusive_licence"}).status_code == 302
    stale = officer.post("/deals/1/kind", data={"kind": "option", "seen": "exclusive_licence"})
    assert (stale.status_code, texts(stale, ".error-summary li")) == (
        409, ["Somebody has changed the kind meanwhile. Look at it again."],
    )  # fmt: skip
    chosen = str(cast["administrator"].user_id)
    assert officer.post("/deals/1/officer", data={"officer": chosen}).status_code == 302
    assert officer.post("/deals/1/officer", data={"officer": str(clerk)}).status_code == 422
    names = {"person": str(clerk), "side": "provider", "is_signatory": "1"}
    assert [author.post("/deals/1/people", data=names).status_code for _time in range(2)] == [302, 302]
    assert company.post("/deals/1/people", data=names).status_code == 403
    assert officer.post("/deals/1/people", data=names | {"side": "recipient"}).status_code == 422
    assert company.post(f"/deals/1/people/{clerk}/drop").status_code == 403
    assert author.post("/deals/1/people", data=names | {"person": str(cast["outsider"].user_id)}).status_code == 422
    assert officer.post("/deals/1/swap", data={"seen": str(cast.laboratory)}).status_code == 302
    assert officer.post("/deals/1/swap", data={"seen": str(cast.laboratory)}).status_code == 409
    assert officer.post("/deals/2/swap", data={"seen": str(cast.laboratory)}).status_code == 409
    with database.read() as db:
        deal = load_deal(cast["officer"], db, 1)
    assert (deal.kind, deal.officer_id, deal.provider_id) == ("mta", cast["administrator"].user_id, cast.enterprise)
    assert [(one.user.name, one.side, one.is_signatory) for one in deal.people] == [
        ("Author", "recipient", True), ("Company", "provider", True), ("Clerk", "recipient", True),
    ]  # fmt: skip
    page = officer.get("/deals/1")
    assert text_of(soup(page).select_one("#history strong")) == "The two sides exchanged"
    assert author.post(f"/deals/1/people/{clerk}/drop").status_code == 302
    assert "Clerk" in text_of(soup(author.get("/deals/1")).select_one("#history"))


def test_a_thousand_events_cost_no_more_queries_and_little_time(app: Flask, cast: Cast, browser: Browser) -> None:
    database, ids = app.extensions["database"], {}
    with database.write() as db:
        for number in (10, 1000):
            deal = make_deal(db, cast, title=f"{number} events")
            ids[number] = deal.id
            begun = clock.now() - timedelta(days=300)
            moves = [("lead", "qualified", "advance"), ("qualified", "lead", "return")]
            for event in range(number - 1):
                at = begun + timedelta(minutes=event)
                if event % 10 == 0:
                    start, to, verb = moves[event // 10 % 2]
                    db.add(
                        DealMove(
                            deal_id=deal.id, from_stage=start, to_stage=to, verb=verb, user_id=deal.officer_id, at=at
                        )
                    )
                else:
                    audit.record(db, deal.officer_id, "edit", "deal", deal.id, {"title": "A"}, {"title": "B"})
    client, counts, seconds = browser("officer"), {}, {}
    for number, deal_id in ids.items():
        client.get(f"/deals/{deal_id}")
        with counting(database) as found:
            page = client.get(f"/deals/{deal_id}")
        assert f"{number} events" in text_of(soup(page).select_one("#history .section-head"))
        assert len(soup(page).select("#history li")) == min(number, PAGE)
        counts[number] = len(found)
        seconds[number] = min(_timed(client, deal_id) for _time in range(5))
    assert counts[10] == counts[1000] <= 8
    assert seconds[1000] <= 3 * seconds[10]
    last = client.get(f"/deals/{ids[1000]}?page=25")
    assert len(soup(last).select("#history li")) == PAGE
    assert client.get(f"/deals/{ids[1000]}?page=99").status_code == 200
    refused = client.post(f"/deals/{ids[1000]}/advance", data={"seen": "closed"})
    pages = [one["href"] for one in soup(refused).select("#history .pager a")]
    assert (refused.status_code, pages) == (409, [f"/deals/{ids[1000]}?page=2#history"])


def _timed(client: FlaskClient, deal_id: int) -> float:
    started = time.perf_counter()
    assert client.get(f"/deals/{deal_id}").status_code == 200
    return time.perf_counter() - started


@pytest.mark.parametrize(("asked", "chosen"), [("?kind=mta", ["mta"]), ("?kind=odd", [""]), ("", [""])])
def test_the_form_begins_with_the_kind_that_the_guide_advises(browser: Browser, asked: str, chosen: list[str]) -> None:
    assert typed(browser("author").get(f"/deals/new{asked}"), "main form.page-medium")["kind"] == chosen


def test_the_guide_leads_to_the_form_with_its_kind(browser: Browser) -> None:
    page = soup(browser("author").get("/deals/guide?company=company.yes"))
    links = [str(one["href"]) for one in page.select("a[href^='/deals/new']")]
    kind = links[0].removeprefix("/deals/new?kind=")
    assert typed(browser("author").get(links[0]), "main form.page-medium")["kind"] == [kind]


def test_the_guide_leads_to_the_change_of_kind(browser: Browser, deal_id: int) -> None:
    officer = browser("officer")
    found = []
    for asked in ("?kind=assignment", "?kind=exclusive_licence", "?kind=odd"):
        page = soup(officer.get(f"/deals/{deal_id}{asked}"))
        chosen = [str(one["value"]) for one in page.select("#f-kind option[selected]")]
        found.append((chosen, [one.has_attr("open") for one in page.select("details:has(#f-kind)")]))
    own = (["exclusive_licence"], [False])
    assert found == [(["assignment"], [True]), own, own]
