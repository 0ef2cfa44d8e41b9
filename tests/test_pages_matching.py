"""The page about matching: open to everyone, in three languages, its figures those of the weights and of the graded set."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from babel.numbers import format_decimal, format_percent
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.core.i18n import LOCALES, use_locale
from matchmaker.matching.fusion import shipped
from matchmaker.paths import GOLD
from matchmaker.recommendations.edition import Edition
from matchmaker.recommendations.method import bands, chances, example, meetings, parts, rises
from matchmaker.vocabularies import terms
from tests.cast import Cast, publish_posting, run_jobs
from tests.pages import soup, text_of

Browser = Callable[[str], FlaskClient]
PAGE = "/about/matching"
ROLES = ("anonymous", "author", "company", "officer", "operator", "analyst", "administrator", "outsider")
TITLES = {"kk": "Серіктестер қалай іріктеледі", "ru": "Как подбираются пары", "en": "How matching works"}
FIGURES = json.loads(GOLD.read_text(encoding="utf-8"))


def page_in(client: FlaskClient, locale: str, role: str) -> BeautifulSoup:
    """The page, after the language was chosen."""
    client.post("/language", data={"lang": locale, "next": PAGE})
    answer = client.get(PAGE)
    assert answer.status_code == 200, role
    return soup(answer)


def by_key(page: BeautifulSoup, key: str) -> dict[str, str]:
    """The cells that carry a key, in words."""
    return {str(cell[key]): text_of(cell) for cell in page.select(f"[{key}]")}


def fixed(value: float, digits: int, locale: str) -> str:
    return format_decimal(value, f"0.{'0' * digits}", locale=locale)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("role", ROLES)
def test_everyone_reads_it_in_three_languages(browser: Browser, cast: Cast, role: str, locale: str) -> None:
    page = page_in(browser(role), locale, role)
    assert page.html is not None
    assert page.html["lang"] == locale
    assert [text_of(title) for title in page.select("h1")] == [TITLES[locale]]
    sections = [str(link["href"]) for link in page.select(".method-contents a")]
    assert sections == [f"#{section['id']}" for section in page.select(".method > section")]
    assert len(sections) == 8


@pytest.mark.parametrize("locale", LOCALES)
def test_the_points_are_those_of_the_weights(app: Flask, locale: str) -> None:
    shown = by_key(page_in(app.test_client(), locale, "anonymous"), "data-part")
    assert shown == {name: fixed(points, 1, locale) for name, points in shipped().points.items()}


def test_the_points_are_those_of_the_weights_in_use(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    own = replace(shipped(), version="taught", points=dict.fromkeys(shipped().points, 100 / 11))
    monkeypatch.setattr(Edition, "fusion", own)
    page = page_in(app.test_client(), "en", "anonymous")
    assert by_key(page, "data-part") == dict.fromkeys(own.points, "9.1")
    assert "version taught" in text_of(page.select_one(".method-points caption"))
    assert text_of(page.select_one(".method-stand")).endswith("Since then the weights in use have changed.")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_figures_are_those_of_the_file(app: Flask, locale: str) -> None:
    page = page_in(app.test_client(), locale, "anonymous")
    measures = {name: fixed(FIGURES["measures"][name], 3, locale) for name in ("ndcg@10", "recall@10", "mrr")}
    assert by_key(page, "data-figure") == measures | {"needs": str(FIGURES["needs"])}
    cells = {name: text.split(" ")[:2] for name, text in by_key(page, "data-pair").items()}
    assert cells == {
        f"{one['need']}-{one['capability']}": [fixed(one["ndcg@10"], 2, locale), str(one["needs"])]
        for one in FIGURES["pairs"]
    }
    shares = {one["word"]: format_percent(one["fitting"] / one["pairs"], locale=locale) for one in FIGURES["words"]}
    assert {name: text.partition("(")[2][:-1] for name, text in by_key(page, "data-word").items()} == {
        name: " ".join(share.split()) for name, share in shares.items()
    }
    prose = text_of(page.select_one("#figures"))
    assert FIGURES["engine"] in prose
    assert all(fixed(value, 2, locale) in prose for value in FIGURES["exposure"].values())


def test_every_picture_has_its_table(app: Flask) -> None:
    page = page_in(app.test_client(), "en", "anonymous")
    pictures = page.select("figure.picture > svg[role=img]")
    assert [page.find(id=str(picture["aria-labelledby"])) is not None for picture in pictures] == [True] * 3
    assert len(page.select("details.disclosure table caption")) == len(pictures)
    assert [table for table in page.select("main table") if table.caption is None] == []


def test_roads_lead_to_it(app: Flask, browser: Browser, cast: Cast) -> None:
    publish_posting(app.extensions["database"], cast)
    publish_posting(app.extensions["database"], cast, "company", "need")
    run_jobs(app)
    assert soup(browser("anonymous").get("/about")).select(f'main a[href="{PAGE}"]')
    assert soup(browser("anonymous").get("/search")).select(f'footer a[href="{PAGE}"]')
    cards = soup(browser("author").get("/postings/1/recommendations"))
    assert cards.select(f'.match details.disclosure a[href="{PAGE}"]')


def test_the_words_begin_where_cards_begin_them() -> None:
    found = [(band.word, band.low, band.high) for band in bands(shipped())]
    assert found == [("strong", 60, 100), ("good", 45, 59), ("possible", 0, 44)]
    assert [band.least for band in bands(shipped())] == [shipped().chance(score) for score in (60, 45, 0)]


def test_curves_rise_to_all_points() -> None:
    found = rises(shipped(), 4)
    assert [z for z, _points in found] == [0, 3, 6, 9, 12]
    texts = {part.name: part.points for part in parts(shipped())["texts"]}
    assert found[0][1] == dict.fromkeys(texts, 0.0)
    assert found[-1][1] == pytest.approx(texts)
    values = [chance for _score, chance in chances(shipped())]
    assert values == sorted(values)


def test_the_parts_are_all_parts_with_titles_in_the_readers_language() -> None:
    for locale in LOCALES:
        with use_locale(locale):
            found = [part for group in parts(shipped()).values() for part in group]
        assert {part.name for part in found} == set(shipped().points)
        assert [part.title for part in found if not part.title] == []
    assert sum(part.points for part in found) == pytest.approx(100, abs=0.05)


def test_the_example_meets_in_concepts(app: Flask) -> None:
    found = meetings(example(app.extensions["index"].engine))
    assert [(node, [one.lang for one in met]) for node, met in found] == [
        ("wastewater", ["kk", "ru"]),
        ("heavy metal", ["kk", "ru"]),
        ("purification", ["kk", "ru"]),
    ]
    assert set(terms("langs")) == {"kk", "ru", "en"}
