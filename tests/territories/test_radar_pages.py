"""Pages of the radar: picture, table, topics, needs behind a cell, files, and the way to a session."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import insert, select, update

from matchmaker.core import clock
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting, PostingText
from matchmaker.territories.radar.counting import Chosen, Count, Need, columns_of, count, heat_of, root
from matchmaker.territories.radar.models import DemandReading
from matchmaker.territories.radar.queries import Text
from matchmaker.territories.radar.topics import key_of, keywords_of, topics_of
from matchmaker.vocabularies import terms
from tests.cast import Cast, publish_posting, run_jobs
from tests.pages import soup, text_of, values_of
from tests.test_query_counts import counting

Browser = Callable[[str], FlaskClient]
THEN = timedelta(days=95)


def look(app: Flask, browser: Browser) -> None:
    """Every need is looked at, as somebody who oversees asks for."""
    run_jobs(app)
    assert browser("analyst").post("/radar/read").status_code == 302
    run_jobs(app)


@pytest.fixture
def four(app: Flask, cast: Cast, browser: Browser) -> list[int]:
    """Needs: copper (07, 2.5) twice, of which one is anonymous; wool (13, 4.2); glass without a sector. One was met before."""
    database, needs = app.extensions["database"], []
    for changes in (
        {}, {"visibility": "anonymous", "keywords": "Flotation, tailings"},
        {"sectors": ["13"], "fields": ["4.2"], "keywords": "wool", "title": "Washing of wool in cold water"},
        {"sectors": [], "fields": ["1.4", "2.5"], "keywords": "glass", "title": "Cutting of glass without dust"},
    ):  # fmt: skip
        needs.append(publish_posting(database, cast, "company", "need", **changes))
    publish_posting(database, cast, "company", "need", visibility="members", title="A need that only members may see")
    look(app, browser)
    with database.write() as db:
        db.add(DemandReading(need_id=needs[0], on=clock.today() - THEN, score=80))
        db.add(DemandReading(need_id=needs[2], on=clock.today() - THEN, score=10))
    return needs


def table_of(page: FlaskClient, address: str) -> dict[str, dict[str, str]]:
    """The rows that hold something: column → words."""
    table = soup(page.get(address)).select_one(".radar-table")
    assert table is not None
    found = {}
    for row in table.select("tbody tr, tfoot tr"):
        cells = {str(cell["data-label"]): text_of(cell) for cell in row.select("td[data-label]")}
        if cells["Together"] != "0 of 0 unchanged":
            found[text_of(row.th)] = cells
    return found


def test_the_table_counts_by_region_and_sector_with_trends_in_words(four: list[int], browser: Browser) -> None:
    mining, making = terms("oked")["B"].label, terms("oked")["C"].label
    assert table_of(browser("analyst"), "/radar/") == {
        "Ulytau Region": {
            "Together": "3 of 3 growing, +2", "Share unmet": "100%",
            mining: "1 of 1 growing, +1", making: "1 of 1 unchanged", "Not given": "1 of 1 growing, +1",
        },
        "Region not disclosed": {"Together": "1 of 1 growing, +1", "Share unmet": "100%", mining: "1 of 1 growing, +1"},
        "Together": {
            "Together": "4 of 4 growing, +3", "Share unmet": "100%",
            mining: "2 of 2 growing, +2", making: "1 of 1 unchanged", "Not given": "1 of 1 growing, +1",
        },
    }  # fmt: skip


def test_by_field_and_inside_a_broad_one(four: list[int], browser: Browser) -> None:
    found = table_of(browser("officer"), "/radar/?by=fields&field=2&region=KZ-62")
    assert found["Together"] == {
        "Together": "2 of 2 growing, +2", "Share unmet": "100%", terms("ford")["2.5"].label: "2 of 2 growing, +2",
    }  # fmt: skip


def test_the_same_figures_for_every_reader(four: list[int], browser: Browser) -> None:
    pages = [browser(role).get("/radar/radar.csv").data for role in ("officer", "operator", "analyst", "administrator")]
    assert pages == pages[:1] * 4
    page = browser("officer").get("/radar/").text
    assert ("A need that only members may see" in page, "Copper Works" in page) == (False, False)


def test_a_cell_leads_to_its_needs(four: list[int], browser: Browser) -> None:
    client = browser("operator")
    links = soup(client.get("/radar/")).select(".radar-table tbody a")
    cell = next(link for link in links if str(link["aria-label"]).startswith("Ulytau Region, Manufacturing"))
    assert cell["href"] == "/radar/?region=KZ-62&sector=C&by=sectors#needs"
    page = soup(client.get(str(cell["href"])))
    assert [text_of(one) for one in page.select("#needs .row-link")] == ["Washing of wool in cold water"]
    assert {client.get(str(link["href"])).status_code for link in links} == {200}


def test_odd_addresses_narrow_nothing(four: list[int], browser: Browser) -> None:
    client = browser("analyst")
    for odd in ("region=KZ-99", "sector=%3Cscript%3E", "field=2.5.1", "by=colour", "page=-3", "page=x"):
        heads = soup(client.get(f"/radar/?{odd}")).select_one("#needs-title")
        assert text_of(heads) == "4 needs without a good counterpart", odd
    assert client.get("/radar/?page=99").status_code == 200


def test_the_picture_says_the_same_as_the_table(four: list[int], browser: Browser) -> None:
    picture = soup(browser("analyst").get("/radar/")).select_one(".radar-picture svg")
    assert picture is not None
    counts = [int(text_of(one)) for one in picture.select(".radar-count")]
    assert (picture["role"], sorted(counts), len(picture.select("path"))) == ("img", [1, 1, 1, 1], 3)


def test_topics_join_keywords_and_begin_a_session(four: list[int], browser: Browser) -> None:
    officer, analyst = browser("officer"), browser("analyst")
    topics = soup(officer.get("/radar/")).select("section[aria-labelledby=topics-title] .panel")
    assert [(text_of(one.h3).lower(), text_of(one.p)) for one in topics] == [("flotation", "2 unmet needs growing, +2")]
    button = topics[0].select_one("a.btn")
    assert button is not None
    form = values_of(soup(officer.get(str(button["href"]))).select_one("main form"))
    assert (form["title_en"], form["region"], form["sectors"]) == (["Flotation"], ["KZ-62"], ["07"])
    assert form["theme_en"][0].startswith("Needs of enterprises without a good counterpart: Flotation, ")
    assert soup(analyst.get("/radar/")).select(".radar-topics a.btn") == [], "officers run sessions"


def test_the_form_of_a_session_takes_no_unknown_codes(browser: Browser) -> None:
    page = browser("officer").get(
        "/sessions/new?region=KZ-99&sectors=07&sectors=xx&title_ru=%3Cb%3E&title_en=" + "a" * 999
    )
    form = values_of(soup(page).select_one("main form"))
    assert (form["region"], form["sectors"], form["title_ru"]) == ([""], ["07"], ["<b>"])
    assert len(form["title_en"][0]) == 200


def test_the_files(four: list[int], browser: Browser) -> None:
    client = browser("analyst")
    lines = list(csv.reader(StringIO(client.get("/radar/radar.csv").data.decode("utf-8-sig"))))
    day = (clock.today() - timedelta(days=90)).isoformat()
    assert lines[0] == ["Region code", "Region", "Sector code", "Sector", "Field code", "Field of science", "Unmet needs",
                        "All needs", "Share unmet", f"Unmet on {day}", "Change"]  # fmt: skip
    assert [[*line[:1], line[2], line[4], *line[6:]] for line in lines[1:]] == [
        ["KZ-62", "B", "2", "1", "1", "1.0", "0", "1"],
        ["KZ-62", "C", "4", "1", "1", "1.0", "1", "0"],
        ["KZ-62", "", "1", "1", "1", "1.0", "0", "1"],
        ["KZ-62", "", "2", "1", "1", "1.0", "0", "1"],
        ["", "B", "2", "1", "1", "1.0", "0", "1"],
    ]
    book = load_workbook(BytesIO(client.get("/radar/radar.xlsx").data))
    assert book.sheetnames == ["By region", "By sector", "By field", "Regions and sectors", "Regions and fields",
                               "Topics", "Needs"]  # fmt: skip
    assert [row[1:] for row in book["By region"].iter_rows(values_only=True) if row[0] == "Ulytau Region"] == [
        (3, 3, 1, 1, 2)
    ]
    assert [row[3] for row in book["Needs"].iter_rows(min_row=2, values_only=True)] == four


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_page_in_each_language(four: list[int], browser: Browser, lang: str) -> None:
    client = browser("analyst")
    client.post("/language", data={"lang": lang})
    page = soup(client.get("/radar/?by=fields"))
    titles = {"kk": "Қанағаттандырылмаған сұраныс", "ru": "Неудовлетворённый спрос", "en": "Unmet demand"}
    assert text_of(page.h1) == titles[lang]
    assert text_of(page.select_one("#needs-title")) == {
        "kk": "Лайықты серіктесі жоқ 4 сұраныс", "ru": "4 запроса без подходящего партнёра",
        "en": "4 needs without a good counterpart",
    }[lang]  # fmt: skip


def test_before_the_first_reading(browser: Browser) -> None:
    page = soup(browser("analyst").get("/radar/"))
    assert text_of(page.select_one("#radar-run p")) == "The needs have not been looked at yet."
    assert text_of(page.select_one("#needs p")) == "None here."
    assert browser("analyst").get("/radar/radar.xlsx").status_code == 200


def test_progress_is_told_while_a_run_goes_on(app: Flask, cast: Cast, browser: Browser) -> None:
    client = browser("analyst")
    publish_posting(app.extensions["database"], cast, "company", "need")
    client.post("/radar/read")
    waiting = soup(client.get("/radar/progress"))
    assert (text_of(waiting.p), waiting.div["hx-get"] if waiting.div else "") == (
        "Waiting for the job runner…",
        "/radar/progress",
    )
    run_jobs(app)
    done = soup(client.get("/radar/progress"))
    assert text_of(done.p).startswith("All needs were looked at ")
    assert done.select("[hx-get]") == []


def test_two_thousand_needs(app: Flask, cast: Cast, browser: Browser) -> None:
    """Eight statements at most, and the counts of a table made by hand."""
    database, day, whole = app.extensions["database"], clock.today(), 2000
    first = publish_posting(database, cast, "company", "need")
    sections, fields = (
        [code for code in terms("oked") if len(code) == 2],
        [code for code in terms("ford") if "." in code],
    )
    with database.write() as db:
        row = {
            name: value for name, value in db.execute(select(Posting.__table__)).one()._mapping.items() if name != "id"
        }
        codes = [{"sectors": [sections[n % 40]], "fields": [fields[n % 30]]} for n in range(whole)]
        rows = [row | {"id": 100 + n, "codes": codes[n], "form_token": None} for n in range(whole)]
        db.execute(insert(Posting), rows)
        words = [f"theme {n % 50}, area {n % 7}" for n in range(whole)]
        db.execute(insert(PostingText), [{"posting_id": 100 + n, "lang": "en", "title": f"Need {n}", "keywords": words[n]}
                                         for n in range(whole)])  # fmt: skip
        for age in range(0, 120, 12):
            db.execute(insert(DemandReading), [
                {"need_id": 100 + n, "on": day - timedelta(days=age), "score": (n + age) % 90} for n in range(whole)
            ])  # fmt: skip
    client = browser("analyst")
    assert client.get("/radar/").status_code == 200
    with counting(database) as found:
        page = soup(client.get("/radar/"))
    assert len(found) <= 8, "\n".join(one[:90] for one in found)
    unmet = sum(n % 90 < 45 for n in range(whole))
    assert text_of(page.select_one("#needs-title")) == f"{unmet} needs without a good counterpart"
    assert first == 1


NEED = Need(1, "KZ-62", ("07",), ("2.5",), True, False, 20, None)


def test_counts_by_hand() -> None:
    others = [
        Need(2, "", (), ("2.5", "2.7"), False, True, 70, 9),
        Need(3, "KZ-62", ("08", "07"), ("1.1",), True, None, None, None),
    ]
    heat = heat_of([NEED, *others], "sectors", Chosen(), ["KZ-62", "KZ-75"], True)
    assert heat.columns == ["B", "none"]
    assert [(region, total) for region, _cells, total in heat.rows] == [
        ("KZ-62", Count(2, 2, 0)), ("KZ-75", Count(0, 0, 0)), ("none", Count(0, 1, 1)),
    ]  # fmt: skip
    assert (heat.whole, heat.whole.change, heat.whole.share) == (Count(2, 3, 1), 1, 2 / 3)
    assert [heat.level(Count(number, 9, None)) for number in (0, 1, 2)] == [0, 2, 4]
    assert columns_of(others[1], "sectors", "B") == {"07", "08"}
    assert (root("oked", "07"), root("ford", "2.5"), root("oked", "??")) == ("B", "2", "??")
    assert count([], False) == Count(0, 0, None)


def test_keywords_of_three_languages_are_one_topic(app: Flask) -> None:
    glossary = app.extensions["index"].engine.glossary
    assert {
        key_of(glossary, word, lang) for word, lang in (("Flotation", "en"), ("флотация", "ru"), ("флотация", "kk"))
    } == {"flotat"}
    texts = [Text(n, lang, "", words) for n, (lang, words) in enumerate(
        (("en", "flotation, water"), ("ru", "Флотация; вода"), ("kk", "су, флотация"), ("en", "glass")))]  # fmt: skip
    words = {text.need_id: keywords_of(glossary, text) for text in texts}
    needs = [Need(n, "KZ-62", ("07",), ("2.5",), True, True, n, None) for n in range(4)]
    found = topics_of(needs, words, True)
    assert [(topic.count, [need.id for need in topic.examples], topic.region, topic.sector) for topic in found] == [
        (Count(3, 3, 3), [0, 1, 2], "KZ-62", "07")
    ]


def test_an_organisation_that_moves_takes_its_needs_along(
    app: Flask, cast: Cast, four: list[int], browser: Browser
) -> None:
    with app.extensions["database"].write() as db:
        db.execute(update(Organisation).where(Organisation.id == cast.enterprise).values(region="KZ-75"))
    assert [*table_of(browser("analyst"), "/radar/")] == ["Almaty City", "Region not disclosed", "Together"]
