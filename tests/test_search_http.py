"""Search over HTTP: a shareable address, empty query by date, facet counts, pages, what must not be found."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from matchmaker.core import clock
from matchmaker.postings.models import Posting
from matchmaker.web.search import most_frequent
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import soup, text_of

Browser = Callable[[str], FlaskClient]
# kind, owner, title, and what the facets look at
SHELF = (
    ("capability", "author", "Flotation reagent for fine copper", {"fields": ["2.5"], "sectors": ["07"], "trl": "3"}),
    (
        "capability",
        "author",
        "Biogas from poultry manure in winter",
        {"fields": ["2.7"], "sectors": ["01"], "trl": "6"},
    ),
    (
        "capability",
        "author",
        "Copper smelting slag in road concrete",
        {"fields": ["2.5"], "sectors": ["07", "23"], "trl": "9"},
    ),
    (
        "need",
        "company",
        "Copper losses in flotation tailings",
        {"fields": ["2.5"], "cooperation": ["licence"], "trl": "6"},
    ),
    (
        "need",
        "company",
        "Насосы изнашиваются за один сезон",
        {"lang": "ru", "visibility": "anonymous", "trl": "7", "fields": ["2.9"]},
    ),
    ("need", "company", "Membrane for boron in drinking water", {"visibility": "members", "fields": ["2.9"]}),
)
PUBLIC = [title for _kind, _who, title, more in SHELF if more.get("visibility") != "members"]


@pytest.fixture
def shelf(any_app: Flask, any_cast: Cast) -> Flask:
    """Six postings, each published a day after the one before."""
    database = any_app.extensions["database"]
    ids = [publish_posting(database, any_cast, who, kind, title=title, **more) for kind, who, title, more in SHELF]
    with database.write() as db:
        for day, posting_id in enumerate(ids):
            at = clock.now() - timedelta(days=10 - day)
            db.execute(update(Posting).where(Posting.id == posting_id).values(published_at=at))
    run_jobs(any_app)
    return any_app


def titles(client: FlaskClient, address: str) -> list[str]:
    """What a search shows, in its order."""
    return [text_of(link) for link in soup(client.get(address)).select(".card-name a")]


def facets(client: FlaskClient, address: str) -> dict[str, int]:
    """Every facet entry that is not chosen: where it leads, and the count it shows."""
    links = soup(client.get(address)).select(".facet a:not([aria-current])")
    return {str(link["href"]): int(text_of(link.select_one(".facet-count"))) for link in links}


def test_an_empty_query_lists_by_date_latest_first(shelf: Flask) -> None:
    assert titles(shelf.test_client(), "/search") == PUBLIC[::-1]
    assert titles(sign_in(shelf, "outsider@example.org"), "/search") == [title for _k, _w, title, _m in SHELF][::-1]


def test_filters_narrow_the_list(shelf: Flask) -> None:
    client, copper = shelf.test_client(), [PUBLIC[3], PUBLIC[2], PUBLIC[0]]
    assert titles(client, "/search?kind=need") == [PUBLIC[4], PUBLIC[3]]
    assert titles(client, "/search?fields=2.5&sectors=07") == copper
    assert titles(client, "/search?fields=2.5&fields=2.7&kind=capability") == [PUBLIC[2], PUBLIC[1], PUBLIC[0]]
    assert titles(client, "/search?trl_min=4&trl_max=6") == [PUBLIC[3], PUBLIC[1]]
    assert titles(client, "/search?lang=ru") == [PUBLIC[4]]
    assert titles(client, "/search?region=KZ-35") == [PUBLIC[2], PUBLIC[1], PUBLIC[0]]
    assert titles(client, "/search?kind=gold") == []


def test_text_ranks_what_it_finds_and_the_address_can_be_shared(shelf: Flask) -> None:
    client, address = shelf.test_client(), "/search?text=copper+flotation&kind=capability"
    found = titles(client, address)
    assert found[0] == PUBLIC[0]
    assert set(found) <= {title for kind, _who, title, _more in SHELF if kind == "capability"}
    assert titles(sign_in(shelf, "outsider@example.org"), address) == found
    page = soup(client.get(address))
    assert page.select_one("#f-text")["value"] == "copper flotation"
    assert page.select_one("input[name=kind][checked]")["value"] == "capability"


def test_each_facet_count_is_the_number_found_behind_it(shelf: Flask) -> None:
    client = shelf.test_client()
    for address in ("/search", "/search?text=copper+flotation&kind=capability"):
        counts = facets(client, address)
        assert len(counts) > 5
        assert {link: len(titles(client, link)) for link in counts} == counts


def test_facets_that_count_alike_stand_in_the_order_of_their_codes() -> None:
    assert most_frequent(Counter({"KZ-75": 1, "KZ-10": 1, "KZ-35": 2})) == ["KZ-35", "KZ-10", "KZ-75"]


def test_an_anonymous_posting_betrays_neither_region_nor_kind_of_owner(shelf: Flask) -> None:
    client = shelf.test_client()
    assert PUBLIC[4] not in titles(client, "/search?region=KZ-62")
    assert PUBLIC[4] not in titles(client, "/search?organisation_kind=enterprise")
    assert "Copper Works" not in client.get("/search?lang=ru").text


def test_pages_part_the_list_without_loss(app: Flask, cast: Cast, browser: Browser) -> None:
    database = app.extensions["database"]
    ids = [publish_posting(database, cast, title=f"Flotation of copper ore number {n}") for n in range(41)]
    run_jobs(app)
    client = browser("anonymous")
    for query in ("", "&text=flotation+copper+ore"):
        pages = [titles(client, f"/search?page={number}{query}") for number in (1, 2, 3, 4)]
        assert [len(page) for page in pages] == [20, 20, 1, 0]
        assert len({title for page in pages for title in page}) == len(ids)
    page = soup(client.get("/search?page=2&kind=capability"))
    assert [link["href"] for link in page.select(".pager a")] == [
        "/search?page=1&kind=capability",
        "/search?page=3&kind=capability",
    ]


@pytest.mark.parametrize("visibility", ["invited", "members"])
def test_what_one_may_not_see_is_neither_found_nor_counted(
    app: Flask, cast: Cast, browser: Browser, visibility: str
) -> None:
    publish_posting(app.extensions["database"], cast, visibility=visibility, fields=["2.9"])
    run_jobs(app)
    client = browser("anonymous")
    for address in ("/search", "/search?text=flotation+copper"):
        assert (titles(client, address), facets(client, address)) == ([], {})
