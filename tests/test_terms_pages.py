"""The glossary's pages: an officer meets a missing word and suggests it, an operator decides, the officer sees it."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.core import audit
from matchmaker.core.i18n import _, use_locale
from matchmaker.postings.actions import save_translation
from matchmaker.postings.queries import load_posting
from matchmaker.terminology import rules
from matchmaker.terminology.models import GlossaryEntry
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of, typed
from tests.terms import TERM, accept, publish_unknown, suggest, terms

Browser = Callable[[str], FlaskClient]


def table(page: BeautifulSoup) -> list[list[str]]:
    return [[text_of(cell) for cell in row.select("th, td")] for row in page.select("main tbody tr")]


def rows_in(page: BeautifulSoup, section: str) -> list[str]:
    return [text_of(row) for row in page.select(f"#{section} .row-item")]


def test_a_missing_word_becomes_a_term(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    officer, operator = (sign_in(any_app, f"{name}@example.org") for name in ("officer", "operator"))
    posting = publish_unknown(any_app, any_cast)
    run_jobs(any_app)
    page = soup(officer.get("/glossary/unknown"))
    first = table(page)[0]
    assert first[:3] == ["зюмбрик", "Russian", "1"]
    assert "Зюмбрики" in first[3]
    assert text_of(page.select_one("tbody mark")) == "Зюмбрики"
    assert page.select_one(f"tbody a[href='/postings/{posting}']")
    link = page.select_one("tbody tr a.btn")
    assert link is not None
    form = typed(officer.get(str(link["href"])), "main form")
    assert {name: value for name, value in form.items() if value != [""] and name != "csrf_token"} == {
        "ru": ["зюмбрик"]
    }

    answer = officer.post("/glossary/suggest", data=TERM | {"note": "Seen in a capability."})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/glossary/")
    page = soup(officer.get("/glossary/"))
    assert page.select("#awaiting form") == []
    assert len(rows_in(page, "awaiting")) == 1
    assert "Waits" in rows_in(page, "mine")[0]
    assert "Decide on suggested terms" in operator.get("/").text

    page = soup(operator.get("/glossary/"))
    assert "Suggested by Officer" in rows_in(page, "awaiting")[0]
    assert "Seen in a capability." in rows_in(page, "awaiting")[0]
    assert [form["action"] for form in page.select("#awaiting form")] == ["/glossary/1/accept", "/glossary/1/reject"]
    assert operator.post("/glossary/1/accept").status_code == 302
    page = soup(officer.get("/glossary/?text=зюмбриками"))
    assert rows_in(page, "awaiting") == []
    assert "In use" in rows_in(page, "mine")[0]
    assert "Decided by Operator" in rows_in(page, "mine")[0]
    assert table(page) == [
        ["quibbler, quibble stone", "зюмбрақ, зюмбрақша", "зюмбрик", "Mining and metallurgy", "Suggested here"]
    ]
    run_jobs(any_app)
    assert "зюмбрик" not in [row[0] for row in table(soup(officer.get("/glossary/unknown")))]
    with database.read() as db:
        assert [(one.verb, one.actor_id) for one in audit.trail(db, "glossaryentry", 1)] == [
            ("suggest", any_cast["officer"].user_id),
            ("accept", any_cast["operator"].user_id),
        ]


def test_a_rejected_term_is_not_used_and_can_be_taken_up(app: Flask, cast: Cast, browser: Browser) -> None:
    database, operator = app.extensions["database"], browser("operator")
    suggest(database, cast)
    assert operator.post("/glossary/1/reject").status_code == 302
    assert "Rejected" in rows_in(soup(browser("officer").get("/glossary/")), "mine")[0]
    assert operator.post("/glossary/1/reject").status_code == 409
    assert operator.post("/glossary/1/accept").status_code == 302
    page = soup(operator.get("/glossary/?text=quibbler"))
    assert [form["action"] for form in page.select("tbody form")] == ["/glossary/1/reject"]
    assert operator.post("/glossary/1/reject").status_code == 302
    assert terms(database) == [("quibbler", "suggestion", "rejected")]
    assert table(soup(operator.get("/glossary/?text=quibbler"))) == []
    assert operator.post("/glossary/9/accept").status_code == 404


def test_what_the_glossary_has_is_found_by_any_of_its_languages(browser: Browser) -> None:
    client, found = browser("officer"), {}
    for text in ("flotation reagent", "Флотореагентами", "флотореагенттерінің", "ФЛОТОРЕАГЕНТ"):
        page = soup(client.get("/glossary/", query_string={"text": text}))
        found[text] = [row[0] for row in table(page) if "flotation reagent" in row[0]][:1]
    assert found == {text: ["flotation reagent"] for text in found}
    assert table(soup(client.get("/glossary/?text=зюмбрик"))) == []
    assert "The glossary does not have this term." in client.get("/glossary/?text=зюмбрик").text


def test_a_search_that_finds_much_shows_the_nearest(browser: Browser) -> None:
    page = soup(browser("officer").get("/glossary/?text=water"))
    assert len(table(page)) == 50
    assert table(page)[0][0].split(", ")[0] == "water"
    assert "The nearest 50 are shown." in text_of(page.select_one("main caption"))


FAULTS = {
    "empty": (
        dict.fromkeys(TERM, " \u200b"),
        dict.fromkeys(("kk", "ru", "en"), "Please fill this in.")
        | dict.fromkeys(("domain", "pos"), "Please fill this in."),
    ),
    "scripts": (
        {"en": "квибблер", "ru": "зюмбрақ"},
        {
            "en": "“квибблер” has Cyrillic letters. Write the English term in Latin letters.",
            "ru": "“зюмбрақ” has Kazakh letters. Write the Russian term here.",
        },
    ),
    "too many words": (
        {"kk": "бір екі үш төрт бес"},
        {"kk": "“бір екі үш төрт бес” has more than 4 words and would never be found. Shorten it."},
    ),
    "lists": (
        {"domain": "gold", "pos": "gold"},
        {
            "domain": "“gold” is not in the list. Choose from the list.",
            "pos": "“gold” is no part of speech. Use one of: noun, adj, verb, adv, num, name, abbr, term.",
        },
    ),
    "note": ({"note": "ore " * 200}, {"note": "Too long: 799 characters. Keep to 500."}),
    "there already": (
        {"kk": "флотореагент", "ru": "флотореагент", "en": "flotation reagent"},
        {
            "en": "A concept with the same first terms is in the glossary or waits for a decision. Put another term first, "
            "or leave it."
        },
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_suggestion_names_the_field_and_keeps_what_was_typed(app: Flask, browser: Browser, name: str) -> None:
    changes, errors = FAULTS[name]
    answer = browser("officer").post("/glossary/suggest", data=TERM | changes)
    assert (answer.status_code, errors_of(answer)) == (422, errors)
    kept = typed(answer, "main form")
    assert {field: kept[field] for field in changes if field not in ("domain", "pos")} == {
        field: [value] for field, value in changes.items() if field not in ("domain", "pos")
    }
    assert terms(app.extensions["database"]) == []


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_faults_are_told_in_the_readers_language(browser: Browser, locale: str) -> None:
    client = browser("officer")
    client.post("/language", data={"lang": locale})
    found = errors_of(client.post("/glossary/suggest", data=TERM | {"en": "квибблер"}))
    with use_locale(locale):
        text = _("“%(term)s” has Cyrillic letters. Write the English term in Latin letters.", term="квибблер")
    assert found == {"en": text}
    assert "Cyrillic" not in text


def test_the_same_suggestion_twice(app: Flask, browser: Browser) -> None:
    officer, administrator = browser("officer"), browser("administrator")
    assert [officer.post("/glossary/suggest", data=TERM).status_code for _time in range(2)] == [302, 302]
    assert administrator.post("/glossary/suggest", data=TERM).status_code == 422
    assert administrator.post("/glossary/suggest", data=TERM | {"ru": "зюмбр"}).status_code == 302
    assert [concept for concept, _source, _state in terms(app.extensions["database"])] == ["quibbler", "quibbler-2"]


def test_what_came_into_the_glossary_meanwhile_is_not_accepted_again(app: Flask, cast: Cast, browser: Browser) -> None:
    database = app.extensions["database"]
    one = suggest(database, cast)
    with database.write() as db:
        twin = GlossaryEntry(concept="twin", source="import", state="accepted", **TERM)
        db.add(twin)
    answer = browser("operator").post(f"/glossary/{one}/accept")
    assert answer.status_code == 409
    assert "The glossary has these terms already by now" in answer.text
    assert terms(database)[0] == ("quibbler", "suggestion", "suggested")


def test_words_are_counted_only_in_postings_that_the_reader_may_see(app: Flask, cast: Cast, browser: Browser) -> None:
    publish_unknown(app, cast, visibility="invited")
    publish_unknown(app, cast, visibility="members")
    run_jobs(app)
    counts = {
        role: {row[0]: row[2] for row in table(soup(browser(role).get("/glossary/unknown")))}.get("зюмбрик")
        for role in ("officer", "operator")
    }
    assert counts == {"officer": "2", "operator": "1"}


def test_a_translation_whose_words_are_known_is_not_missed(app: Flask, cast: Cast, browser: Browser) -> None:
    database = app.extensions["database"]
    posting = publish_posting(database, cast)
    texts = {"title": "Флотореагент для меди", "summary": "Собиратель извлекает медь, а зюмбрик её держит."}
    with database.write() as db:
        save_translation(cast["author"], db, load_posting(cast["author"], db, posting), "ru", texts)
    run_jobs(app)
    assert [row[0] for row in table(soup(browser("officer").get("/glossary/unknown")))] == ["зюмбрик"]


def test_the_list_comes_into_the_page_by_itself(app: Flask, cast: Cast, browser: Browser) -> None:
    publish_unknown(app, cast)
    run_jobs(app)
    officer = browser("officer")
    part = officer.get("/glossary/unknown", headers={"HX-Request": "true"})
    assert (soup(part).find("h1"), len(soup(part).select("table"))) == (None, 1)
    assert soup(officer.get("/glossary/")).select_one("[hx-get='/glossary/unknown']")


@pytest.mark.parametrize(
    ("role", "shown"),
    [("officer", True), ("operator", True), ("administrator", True), ("analyst", False), ("author", False)],
)
def test_the_glossary_is_in_the_menu_of_those_who_work_with_it(browser: Browser, role: str, shown: bool) -> None:
    links = soup(browser(role).get("/search")).select("nav a[href='/glossary/']")
    assert bool(links) is shown


def test_the_desk_leads_to_the_glossary(browser: Browser) -> None:
    assert soup(browser("officer").get("/desk/")).select_one("main a[href='/glossary/']")


def test_terms_are_seen_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    for number, verb in enumerate(("", "accept", "reject")):
        term = suggest(database, any_cast, ru=f"зюмбрик {number}")
        if verb:
            accept(database, any_cast, term, verb)
    with database.read() as db:
        everything = list(db.scalars(select(GlossaryEntry)))
        seen = {}
        for name, actor in any_cast.actors.items():
            by_rule = {one.id for one in everything if rules.may_see(actor, one)}
            assert set(db.scalars(select(GlossaryEntry.id).where(rules.visible_to(actor)))) == by_rule
            seen[name] = len(by_rule)
    assert seen == dict.fromkeys(any_cast.actors, 0) | {"officer": 3, "operator": 3, "administrator": 3}


@pytest.mark.parametrize("odd", ["\x00", "²", "%", "|", "'; DROP TABLE postings; --", "<script>evil()</script>"])
def test_odd_values_never_break_a_page(any_app: Flask, any_cast: Cast, odd: str) -> None:
    client = sign_in(any_app, "officer@example.org")
    assert client.get("/glossary/", query_string={"text": odd}).status_code == 200
    assert client.get("/glossary/suggest", query_string={"ru": odd, "pos": odd}).status_code == 200
    for name in (*TERM, "note"):
        answer = client.post("/glossary/suggest", data=TERM | {name: odd})
        assert answer.status_code in (302, 422), name
        assert soup(answer).select("main script") == []


def test_units_figures_and_endings_are_no_missing_words(app: Flask, cast: Cast, browser: Browser) -> None:
    publish_unknown(app, cast, keywords="зюмбрик, 18-й, м3, км, тсж-нан, хз, зщк-флюмбрик")
    run_jobs(app)
    found = [row[0] for row in table(soup(browser("officer").get("/glossary/unknown")))]
    assert found == ["зщк-флюмбрик", "зюмбрик"]


def test_a_whole_word_is_nearer_than_a_piece_of_one(browser: Browser) -> None:
    found = [row[2].split(", ") for row in table(soup(browser("officer").get("/glossary/?text=вода")))]
    whole = ["вода" in " ".join(terms).split() for terms in found]
    assert found[0] == ["вода"]
    assert whole == sorted(whole, reverse=True)
