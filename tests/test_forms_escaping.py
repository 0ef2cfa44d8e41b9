"""HTML and script typed into every field are shown as typed, everywhere they appear, and never act."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import update

from matchmaker.accounts.models import User
from matchmaker.deals.disclosure.models import Acceptance, Nda
from matchmaker.organisations.models import Organisation
from matchmaker.postings.files import attach_file
from matchmaker.postings.queries import load_posting
from matchmaker.terminology.models import GlossaryEntry
from matchmaker.web.formats import markdown
from tests.apps import make_app
from tests.conftest import sign_in
from tests.pages import soup
from tests.test_access_matrix import CALLS
from tests.world import LIMIT, World, copy_database, make_world

EVIL = "<script>evil()</script>\"'><img src=x onerror=evil()><svg/onload=evil()>{{7*7}}"
MARKS = ("evil()", "{{7*7}}")
TEXTS = ("title", "summary", "description", "advantages", "expectations", "keywords", "equipment", "confidential")


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One of everything, with EVIL in every text that anyone can type."""
    home = tmp_path_factory.mktemp("evil")
    copy_database(sqlite_template, home / "matchmaker.sqlite")
    app = make_app(f"sqlite:///{home / 'matchmaker.sqlite'}", home, demo="1")
    made = make_world(
        app, **{name: f"{EVIL} flotation of copper ore, {name}. " * (1 if name == "title" else 3) for name in TEXTS}
    )
    spoil(made)
    yield made
    made.database.engine.dispose()


def spoil(world: World) -> None:
    """EVIL in names, descriptions, notes and file names, past the checks of the forms where these would refuse."""
    names = {f"name_{lang}": f"{EVIL} {lang}" for lang in ("kk", "ru", "en")}
    texts = {f"description_{lang}": EVIL for lang in ("kk", "ru", "en")}
    with world.database.write() as db:
        db.execute(update(User).values(name=EVIL))
        db.execute(update(Organisation).values(website=f"https://example.org/{EVIL}", ror=EVIL, **names, **texts))
        db.execute(update(Nda).values(text=EVIL))
        db.execute(update(Acceptance).values(name=EVIL, signer=EVIL, method="cms"))
        db.execute(update(GlossaryEntry).values(kk=EVIL, ru=EVIL, en=EVIL, domain=EVIL[:40], note=EVIL))
        offer = load_posting(world.cast["author"], db, int(world.ids["offer"]))
        attach_file(world.cast["author"], db, offer, f"{EVIL}.txt", b"text", confidential=False, limit=LIMIT)
    officer = sign_in(world.app, "officer@example.org")
    officer.post(f"/postings/{world.ids['submitted']}/return", data={"note": EVIL})
    officer.post(f"/introductions/{world.ids['introduction']}/close", data={"note": EVIL})


def acts(page: BeautifulSoup) -> list[str]:
    """Everything in a page that typed text could have brought in and that would act."""
    found = [str(tag) for tag in page.select("script:not([src]), img, iframe, object, embed, style, svg[onload]")]
    found += [str(tag)[:80] for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    return found + [str(tag)[:80] for tag in page.select("[href^=javascript], [src^=javascript]")]


def pages(app: Flask) -> list[str]:
    getters = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return [row for row in CALLS if row.partition(":")[0] in getters]


@pytest.mark.parametrize("role", ["author", "company", "administrator", "anonymous"])
def test_typed_html_is_text_on_every_page(world: World, role: str) -> None:
    client = world.app.test_client() if role == "anonymous" else sign_in(world.app, f"{role}@example.org")
    shown = []
    for row in pages(world.app):
        answer = client.get(CALLS[row][0].format(**world.ids))
        if answer.mimetype != "text/html":
            continue
        page = soup(answer)
        assert acts(page) == [], row
        assert "49" not in [text.strip() for text in page.find_all(string=True)], row
        if all(mark in page.get_text() for mark in MARKS):
            shown.append(row)
    least = {"postings.detail", "organisations.detail", "organisations.index", "search.index", "home.index"}
    least |= {"glossary.index"} if role == "administrator" else set()
    assert least <= set(shown)


def test_typed_html_is_text_in_a_form_that_comes_back(world: World) -> None:
    client = sign_in(world.app, "author@example.org")
    for address in ("/postings/new", "/organisations/new", "/settings", "/postings/1/text/kk"):
        fields = [field["name"] for field in soup(client.get(address)).select("main [name]")]
        assert acts(soup(client.post(address, data=dict.fromkeys(map(str, fields), EVIL)))) == [], address
    for address in ("/sign-up", "/sign-in", "/search?text=" + EVIL, "/organisations/?text=" + EVIL):
        client = world.app.test_client()
        assert acts(soup(client.get(address))) == []
        sent = dict.fromkeys(("name", "email", "role", "locale", "timezone", "next"), EVIL)
        assert acts(soup(client.post(address.partition("?")[0], data=sent))) == []


def test_typed_html_is_text_in_live_parts(world: World) -> None:
    client = sign_in(world.app, "company@example.org")
    for address in ("/postings/lint", "/postings/live"):
        answer = client.post(
            address, data={"kind": "need", "title": f"{EVIL} copper ore flotation", "description": EVIL}
        )
        assert (answer.status_code, acts(soup(answer))) == (200, [])


def test_letters_hold_what_was_typed_as_text(world: World) -> None:
    page = soup(world.app.test_client().get("/mailbox"))
    assert (acts(page), "evil()" in page.get_text()) == ([], True)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("# Head", "<h3>Head</h3>\n"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"),
        ("[a](javascript:evil())", "<p>[a](javascript:evil())</p>\n"),
        ("![x](https://example.org/x.png)", "<p></p>\n"),
        ("[a](https://example.org)", '<p><a href="https://example.org" rel="noopener noreferrer">a</a></p>\n'),
        ("**b** and `c`", "<p><strong>b</strong> and <code>c</code></p>\n"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>\n"),
    ],
)
def test_markdown_is_sanitised(typed: str, shown: str) -> None:
    assert markdown(typed) == shown
