"""The JSON interface: its answers, its faults, its document, and a few hundred odd requests made from it."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.apps import make_app
from tests.cast import TEXTS, Cast, publish_posting, run_jobs
from tests.reports import pdf_of
from tests.world import copy_database, make_world

Browser = Callable[[str], FlaskClient]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = (
    "POST /api/v1/recommend",
    "POST /api/v1/extract",
    "GET /api/v1/postings",
    "GET /api/v1/postings/{posting_id}",
    "GET /api/v1/deals",
    "GET /api/v1/deals/{deal_id}",
    "GET /api/v1/indicators",
)
ASKED = {"text": "copper losses in flotation tailings", "kind": "need"}


@pytest.fixture(scope="module")
def document(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """The interface as its document describes it, over one of everything."""
    home = tmp_path_factory.mktemp("api")
    copy_database(sqlite_template, home / "matchmaker.sqlite")
    app = make_app(f"sqlite:///{home / 'matchmaker.sqlite'}", home)
    make_world(app)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("label", OPERATIONS)
def test_the_interface_keeps_what_its_document_says(
    document: schemathesis.BaseSchema, label: str, mode: schemathesis.GenerationMode
) -> None:
    method, path = label.split()

    # schemathesis' own pytest plugin does not know this pytest yet
    @settings(max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(document[path][method].as_strategy(generation_mode=mode))
    def check(case: Case) -> None:
        case.call_and_validate(checks=CHECKS)

    check()


def test_the_document_tells_of_every_operation(app: Flask) -> None:
    spec = app.test_client().get("/api/openapi.json").json
    told = {f"{method.upper()} {path}" for path, methods in spec["paths"].items() for method in methods}
    assert told == set(OPERATIONS)
    body = spec["paths"]["/api/v1/recommend"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/RecommendRequest"}
    assert spec["components"]["schemas"]["RecommendRequest"]["required"] == ["text", "kind"]


def test_counterparts_of_a_text(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    offer = publish_posting(database, any_cast, confidential="mercaptobenzothiazole")
    publish_posting(database, any_cast, "company", "need")
    run_jobs(any_app)
    answer = any_app.test_client().post(
        "/api/v1/recommend", json=ASKED | {"limit": 5}, headers={"Accept-Language": "en"}
    )
    assert answer.status_code == 200
    found = answer.json["recommendations"]
    assert [set(one) for one in found] == [{"posting_id", "kind", "title", "lang", "score", "reasons"}]
    assert (found[0]["posting_id"], found[0]["kind"], found[0]["title"]) == (offer, "capability", TEXTS["title"])
    assert 0 < found[0]["score"] <= 100
    assert any("flotation" in reason for reason in found[0]["reasons"])
    assert "mercapto" not in answer.text


REPORT = pdf_of(
    [
        [
            "Flotation of copper tailings",
            "Abstract",
            "A collector recovers fine copper at TRL 6.",
            "Keywords: copper, ore",
        ]
    ]
)
UNDERSTOOD = {
    "lang": "en",
    "title": "Flotation of copper tailings",
    "summary": "A collector recovers fine copper at TRL 6.",
    "description": "",
    "keywords": ["copper", "ore"],
    "trl": 6,
    "trl_stated": [6],
    "origins": {"title": "line", "summary": "abstract", "keywords": "stated"},
    "read": {"pages": 1, "words": 16, "is_cut": False},
}


def test_a_report_is_understood_and_matched(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    need = publish_posting(database, any_cast, "company", "need", confidential="mercaptobenzothiazole")
    publish_posting(database, any_cast)
    run_jobs(any_app)
    sent = {"file": (io.BytesIO(REPORT), "report.pdf"), "kind": "capability", "limit": "5"}
    answer = any_app.test_client().post("/api/v1/extract", data=sent)
    assert answer.status_code == 200
    found = answer.json["understood"]
    assert set(found.pop("codes")) == {"fields", "sectors", "cooperation"}
    assert found == UNDERSTOOD
    assert [one["posting_id"] for one in answer.json["recommendations"]] == [need]
    assert "mercapto" not in answer.text


def test_a_text_is_understood_as_a_file_is(app: Flask, cast: Cast) -> None:
    text = "Flotation of copper tailings\nAbstract\nA collector recovers fine copper at TRL 6.\nKeywords: copper, ore"
    found = app.test_client().post("/api/v1/extract", json={"text": text, "kind": "capability"}).json["understood"]
    assert {**found, "codes": {}} == UNDERSTOOD | {"codes": {}, "read": {"pages": None, "words": 16, "is_cut": False}}


EXTRACT_FAULTS = {
    "no kind": ({"file": (b"%PDF-1.4 x", "a.pdf")}, {"kind"}),
    "no file": ({"kind": "need"}, {"file"}),
    "damaged": ({"file": (b"%PDF-1.4 x", "a.pdf"), "kind": "need"}, {"file"}),
    "other file": ({"file": (b"MZ", "a.exe"), "kind": "need"}, {"file"}),
    "too many": ({"file": (REPORT, "a.pdf"), "kind": "need", "limit": "51"}, {"limit"}),
    "a file as text": ({"file": "text", "kind": "need"}, {"file"}),
}


@pytest.mark.parametrize("name", EXTRACT_FAULTS)
def test_a_report_that_cannot_be_taken(app: Flask, name: str) -> None:
    sent, fields = EXTRACT_FAULTS[name]
    data = {key: (io.BytesIO(value[0]), value[1]) if isinstance(value, tuple) else value for key, value in sent.items()}
    answer = app.test_client().post("/api/v1/extract", data=data, content_type="multipart/form-data")
    assert (answer.status_code, set(answer.json["error"]["fields"])) == (422, fields)


def test_reading_reports_is_limited_by_address(sqlite_url: str, tmp_path: Path) -> None:
    app = make_app(sqlite_url, tmp_path, rate_limit="2 per minute")
    ask = {"text": "copper flotation tailings", "kind": "need"}
    statuses = [app.test_client().post("/api/v1/extract", json=ask).status_code for _try in range(3)]
    assert statuses == [200, 200, 429]


def test_one_posting_and_the_list_of_them(app: Flask, cast: Cast) -> None:
    database = app.extensions["database"]
    first = publish_posting(database, cast, confidential="mercaptobenzothiazole")
    second = publish_posting(database, cast, "company", "need", visibility="anonymous")
    run_jobs(app)
    client = app.test_client()
    listing = client.get("/api/v1/postings")
    assert (listing.json["total"], [one["id"] for one in listing.json["postings"]]) == (2, [second, first])
    assert [one["organisation"] for one in listing.json["postings"]] == [None, "Flotation Laboratory"]
    assert client.get(f"/api/v1/postings/{first}").json == listing.json["postings"][1]
    assert client.get("/api/v1/postings?kind=need").json["total"] == 1
    assert client.get("/api/v1/postings?page=2").json == {"postings": [], "total": 2}
    found = client.get("/api/v1/postings?text=copper+flotation&kind=capability").json
    assert (found["total"], found["postings"][0]["id"]) == (1, first)
    assert "mercapto" not in listing.text


FAULTS = {
    "no JSON": ("{broken", {"body"}),
    "no object": ("[1, 2]", {"body"}),
    "nothing": ("", {"body"}),
    "empty object": ("{}", {"text", "kind"}),
    "wrong kind": ('{"text": "copper", "kind": "gold"}', {"kind"}),
    "short text": ('{"text": "c", "kind": "need"}', {"text"}),
    "long text": ('{"text": "' + "c" * 40_001 + '", "kind": "need"}', {"text"}),
    "no number": ('{"text": "copper", "kind": "need", "limit": "many"}', {"limit"}),
    "too many": ('{"text": "copper", "kind": "need", "limit": 51}', {"limit"}),
    "half a character": ('{"text": "copper \\ud800", "kind": "need"}', {"text"}),
    "not UTF-8": (b'{"text": "\xff\xfe copper", "kind": "need"}', {"body"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_request_that_cannot_be_read(app: Flask, name: str) -> None:
    body, fields = FAULTS[name]
    answer = app.test_client().post("/api/v1/recommend", data=body, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (422, "application/json")
    assert set(answer.json["error"]["fields"]) == fields
    assert (answer.json["error"]["status"], list(answer.json)) == (422, ["error"])


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/postings/1", 404),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/v1/postings/x", 404),
        ("DELETE", "/api/v1/postings", 405),
        ("GET", "/api/v1/recommend", 405),
    ],
)
def test_other_faults_are_json_too(app: Flask, method: str, address: str, status: int) -> None:
    answer = app.test_client().open(address, method=method)
    assert (answer.status_code, answer.mimetype, answer.json["error"]["status"]) == (status, "application/json", status)
    assert (status == 405) == ("Allow" in answer.headers)


def test_the_page_about_the_interface_gives_addresses_that_work(app: Flask, browser: Browser) -> None:
    client = browser("anonymous")
    text = client.get("/api/").text
    for address in (
        "/api/v1/recommend",
        "/api/v1/extract",
        "/api/v1/postings",
        "/api/v1/deals",
        "/health",
        "/ready",
        "/api/openapi.json",
    ):
        assert address in text
    assert client.get("/api/v1/postings?text=biogas&kind=capability&region=KZ-55").status_code == 200
