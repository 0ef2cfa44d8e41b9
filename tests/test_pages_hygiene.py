"""What holds for every page: security headers, nothing inline, one heading, and a GET that cannot write."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from matchmaker.accounts.models import User
from matchmaker.core.db import Database
from matchmaker.web.access import access, db
from tests.cast import Cast
from tests.conftest import sign_in
from tests.pages import soup
from tests.test_access_matrix import CALLS
from tests.world import World, contents, make_world

Browser = Callable[[str], FlaskClient]
FORBIDDEN = "/postings/999999"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def addresses(world: World) -> list[str]:
    """Every page that can be asked for, and one that is not there."""
    endpoints = {rule.endpoint for rule in world.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    found = [CALLS[row][0].format(**world.ids) for row in CALLS if row.partition(":")[0] in endpoints]
    return [*found, FORBIDDEN, "/nowhere", "/search?text=copper&region=KZ-35", "/postings/new?kind=need"]


def is_page(answer: TestResponse) -> bool:
    return answer.mimetype == "text/html" and answer.status_code != 302


@pytest.mark.parametrize("role", ["author", "administrator", "anonymous"])
def test_headers_and_nothing_inline_on_every_page(app: Flask, role: str) -> None:
    world = make_world(app)
    client = app.test_client() if role == "anonymous" else sign_in(app, f"{role}@example.org")
    pages = 0
    for address in addresses(world):
        answer = client.get(address)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, address
        if is_page(answer):
            pages += 1
            check_nothing_inline(answer, address)
    assert pages >= 15


def check_nothing_inline(answer: TestResponse, address: str) -> None:
    page = soup(answer)
    assert page.select("style, [style], script:not([src]), iframe, object, embed, base") == [], address
    handlers = [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert handlers == [], address
    links = [tag.get("src") or tag.get("href") for tag in page.select("[src], link[href], a[href], form[action]")]
    assert [link for link in links if link and str(link).lower().startswith(("javascript:", "data:", "//"))] == [], (
        address
    )
    ids = [tag["id"] for tag in page.select("[id]")]
    assert sorted(ids) == sorted(set(ids)), f"an id stands twice on {address}"


def test_strict_transport_only_over_https(app: Flask) -> None:
    name = "Strict-Transport-Security"
    client = app.test_client()
    assert client.get("/about").headers.get(name) is None
    assert client.get("/about", base_url="https://localhost").headers.get(name) == "max-age=31536000"


def test_static_files_may_be_kept(app: Flask) -> None:
    answer = app.test_client().get("/static/app.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=86400" or answer.cache_control.max_age == 86400


@pytest.mark.parametrize("role", ["author", "administrator", "anonymous"])
def test_visiting_every_page_changes_nothing(app: Flask, tmp_path: Path, role: str) -> None:
    world = make_world(app)
    client = app.test_client() if role == "anonymous" else sign_in(app, f"{role}@example.org")
    before = contents(tmp_path / "matchmaker.sqlite")
    for address in addresses(world):
        client.get(address)
        client.head(address)
    assert contents(tmp_path / "matchmaker.sqlite") == before


def writing_view() -> str:
    """A view that breaks the law: it writes."""
    db().add(User(email="x@example.org", password_hash="", name="X", role="researcher"))
    db().flush()
    return "written"


def test_a_get_that_tries_to_write_is_refused_by_the_database(any_app: Flask) -> None:
    any_app.add_url_rule("/try", "try", access("public")(writing_view), methods=["GET"])
    with pytest.raises(DBAPIError):
        any_app.test_client().get("/try")
    assert users(any_app) == []


def test_a_post_that_only_reads_is_refused_too(any_app: Flask) -> None:
    any_app.add_url_rule("/try", "try", access("public", reads=True)(writing_view), methods=["POST"])
    with pytest.raises(DBAPIError):
        any_app.test_client().post("/try")
    assert users(any_app) == []


def failing_view() -> tuple[str, int]:
    """A view that writes and then answers with an error."""
    writing_view()
    return "no", 422


def test_a_post_commits_only_what_succeeds(any_app: Flask) -> None:
    any_app.add_url_rule("/good", "good", access("public")(writing_view), methods=["POST"])
    any_app.add_url_rule("/bad", "bad", access("public")(failing_view), methods=["POST"])
    client = any_app.test_client()
    assert client.post("/bad").status_code == 422
    assert users(any_app) == []
    assert client.post("/good").status_code == 200
    assert users(any_app) == ["x@example.org"]


def users(app: Flask) -> list[str]:
    database: Database = app.extensions["database"]
    with database.read() as reading:
        return [user.email for user in reading.query(User)]


def test_a_password_is_never_sent_back(browser: Browser, cast: Cast) -> None:
    sent = {"email": "author@example.org", "password": "mistyped-secret"}
    assert b"mistyped-secret" not in browser("anonymous").post("/sign-in", data=sent).data
