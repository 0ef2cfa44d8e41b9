"""An absent thing and a forbidden one give the same bytes: nobody learns that something exists."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.postings.files import attach_file
from matchmaker.postings.queries import load_posting
from tests.cast import Cast, draft_posting, form, publish_posting
from tests.conftest import sign_in
from tests.pages import without_tokens
from tests.world import LIMIT, PDF, make_world

Browser = Callable[[str], FlaskClient]
Call = Callable[[FlaskClient, int], object]

CALLS: dict[str, Call] = {
    "page": lambda client, n: client.get(f"/postings/{n}"),
    "page in a language": lambda client, n: client.get(f"/postings/{n}?lang=kk"),
    "edit": lambda client, n: client.get(f"/postings/{n}/edit"),
    "save": lambda client, n: client.post(f"/postings/{n}/edit", data=form()),
    "submit": lambda client, n: client.post(f"/postings/{n}/submit"),
    "publish": lambda client, n: client.post(f"/postings/{n}/publish"),
    "translation": lambda client, n: client.get(f"/postings/{n}/text/kk"),
    "save translation": lambda client, n: client.post(f"/postings/{n}/text/kk", data={"title": "Т"}),
    "recommendations": lambda client, n: client.get(f"/postings/{n}/recommendations"),
    "attach": lambda client, n: client.post(f"/postings/{n}/files", data={"file": (io.BytesIO(PDF), "a.pdf")}),
    "detach": lambda client, n: client.post(f"/postings/{n}/files/1/remove"),
    "answer for it": lambda client, n: client.post(f"/interests/{n}/1", data={"answer": "interested"}),
    "answer to it": lambda client, n: client.post(f"/interests/2/{n}", data={"answer": "interested"}),
    "api": lambda client, n: client.get(f"/api/v1/postings/{n}"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_draft_of_others_looks_absent(app: Flask, cast: Cast, browser: Browser, name: str) -> None:
    database, client = app.extensions["database"], browser("company")
    publish_posting(database, cast)
    last = publish_posting(database, cast, "company", "need")
    absent = without_tokens(CALLS[name](client, last + 1))
    with database.write() as db:
        assert draft_posting(db, cast["author"], cast.laboratory).id == last + 1
    assert without_tokens(CALLS[name](client, last + 1)) == absent
    assert absent[0] == 404


@pytest.mark.parametrize("confidential", [True, False])
def test_a_file_one_may_not_have_looks_absent(app: Flask, cast: Cast, browser: Browser, confidential: bool) -> None:
    database, client = app.extensions["database"], browser("company")
    absent = without_tokens(client.get("/postings/files/1"))
    offer = publish_posting(database, cast, visibility="public" if confidential else "invited")
    with database.write() as db:
        posting = load_posting(cast["author"], db, offer)
        attach_file(cast["author"], db, posting, "a.pdf", PDF, confidential=confidential, limit=LIMIT)
    assert without_tokens(client.get("/postings/files/1")) == absent
    assert absent[0] == 404


def test_an_introduction_of_others_looks_absent(app: Flask) -> None:
    calls = [("GET", "/introductions/{}"), ("POST", "/introductions/{}/close"), ("POST", "/introductions/{}/broker")]
    world = make_world(app)
    outsider, there, absent = sign_in(app, "outsider@example.org"), world.ids["introduction"], 999999

    def ask(number: object) -> list[tuple[int, bytes]]:
        found = [outsider.open(address.format(number), method=method) for method, address in calls]
        # the address itself stands in the page, for the language switch
        return [
            (status, page.replace(f"/introductions/{number}".encode(), b""))
            for status, page in map(without_tokens, found)
        ]

    assert ask(there) == ask(absent)
    assert {status for status, _page in ask(there)} == {404}


@pytest.mark.parametrize("number", ["999999", "99999999999", "99999999999999999999999"])
def test_numbers_beyond_any_id_are_just_absent(any_app: Flask, any_cast: Cast, number: str) -> None:
    client = sign_in(any_app, "officer@example.org")
    paths = ("postings", "organisations", "introductions", "api/v1/postings", "postings/files")
    assert {path: client.get(f"/{path}/{number}").status_code for path in paths} == dict.fromkeys(paths, 404)
    assert client.post(f"/interests/{number}/{number}", data={"answer": "interested"}).status_code == 404
    assert client.post(f"/postings/1/files/{number}/remove").status_code == 404
