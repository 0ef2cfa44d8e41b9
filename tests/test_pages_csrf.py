"""Every form is protected against being sent from another site; only the JSON interface, which has no cookies, is not."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast, form
from tests.conftest import sign_in
from tests.pages import soup, text_of, token_in
from tests.test_access_matrix import CALLS, ROLES
from tests.world import World, make_world


@pytest.fixture
def world(app: Flask) -> World:
    return make_world(app)


def guarded(world: World, role: str) -> FlaskClient:
    """A signed-in browser of an application that checks tokens."""
    client = sign_in(world.app, f"{role}@example.org")
    world.app.config["WTF_CSRF_ENABLED"] = True
    return client


def posts(app: Flask) -> list[str]:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    return [row for row in CALLS if row.partition(":")[0] in endpoints and not row.startswith("api.")]


def test_every_post_without_a_token_is_refused(world: World) -> None:
    client = guarded(world, "administrator")
    rows = posts(world.app)
    assert len(rows) > 20
    found = {
        row: client.post(CALLS[row][0].format(**world.ids), data={"csrf_token": "wrong"}).status_code for row in rows
    }
    assert found == dict.fromkeys(rows, 400)


def test_a_post_with_the_pages_token_is_taken(world: World) -> None:
    client = guarded(world, "author")
    token = token_in(client, "/postings/new")
    sent = {**form().to_dict(flat=False), "organisation_id": "1", "csrf_token": token}
    assert client.post("/postings/new", data=sent).status_code == 302
    header = {"X-CSRFToken": token, "HX-Request": "true"}
    assert client.post("/postings/lint", data={"title": "Flotation"}, headers=header).status_code == 200


def test_anothers_token_is_refused(world: World) -> None:
    author = guarded(world, "author")
    world.app.config["WTF_CSRF_ENABLED"] = False
    company = sign_in(world.app, "company@example.org")
    world.app.config["WTF_CSRF_ENABLED"] = True
    assert author.post("/sign-out-everywhere", data={"csrf_token": token_in(company, "/settings")}).status_code == 400


def test_the_refusal_is_told_in_the_readers_language(world: World) -> None:
    client = sign_in(world.app, "author@example.org")
    client.post("/settings", data={"name": "Author", "locale": "kk", "timezone": "Asia/Almaty"})
    world.app.config["WTF_CSRF_ENABLED"] = True
    page = soup(client.post("/settings"))
    assert (page.html or {})["lang"] == "kk"
    assert "Author" in text_of(page.select_one("header"))


def test_every_form_of_every_page_carries_a_token(world: World) -> None:
    client = guarded(world, "author")
    getters = {rule.endpoint for rule in world.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    seen = 0
    for row in CALLS:
        if row.partition(":")[0] in getters:
            for one in soup(client.get(CALLS[row][0].format(**world.ids))).select("form[method=post]"):
                seen += 1
                assert one.select_one("input[name=csrf_token][value]"), (row, one.get("action"))
    assert seen > 50


def test_the_interface_needs_no_token(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = True
    asked = {"text": "copper flotation", "kind": "need"}
    assert world.app.test_client().post("/api/v1/recommend", json=asked).status_code == 200


@pytest.mark.parametrize("role", ROLES[:-1])
def test_an_unknown_address_keeps_the_readers_menu(app: Flask, cast: Cast, role: str) -> None:
    answer = sign_in(app, f"{role}@example.org").get("/nowhere")
    assert answer.status_code == 404
    assert f"{role}@example.org" in text_of(soup(answer).select_one("header"))
    assert soup(answer).html["lang"] == "en"
