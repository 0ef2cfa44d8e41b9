"""The pages of the potential as readers and the ministry use them."""

import csv
import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from matchmaker.core.db import Database
from matchmaker.core.models import Audit
from matchmaker.territories.statistics.models import (
    Dimension,
    PotentialRun,
    PotentialSettings,
    Statistic,
    StatisticValue,
)
from matchmaker.vocabularies import terms
from tests.pages import errors_of, soup, text_of, typed, values_of
from tests.territories.making_statistics import REGIONS, make_panel, make_statistic, set_values

Browser = Callable[[str], FlaskClient]
SHARES = {
    "w_science": "50",
    "w_economy": "50",
    "w_researchers": "100",
    "w_dropouts": "0",
    "w_wage": "50",
    "w_unemployment": "50",
}


@pytest.fixture
def panel(database: Database, cast: object) -> Database:
    make_panel(database)
    return database


def column(page: object, number: int) -> list[str]:
    return [text_of(row.select("th, td")[number]) for row in soup(page).select(".potential-table tbody tr")]


def test_everybody_sees_map_and_table_alike(panel: Database, browser: Browser) -> None:
    page = browser("outsider").get("/potential/")
    parsed = soup(page)
    tiles = [text_of(tile.select_one(".visually-hidden")) for tile in parsed.select(".potential-map a")]
    rows = list(zip(column(page, 0), column(page, 1), column(page, 2), strict=True))
    assert len(tiles) == len(rows) == len(terms("regions"))
    for name, rank, score in rows:
        assert [tile for tile in tiles if tile.startswith(f"{name}: rank {rank}, index {score}, ")], name
    assert all("in 90 % of the draws" in tile for tile in tiles)
    assert parsed.select_one(".potential-map")["aria-labelledby"] == "map-title"
    assert all(table.caption and text_of(table.caption) for table in parsed.select("table"))


def test_the_table_is_sorted_by_any_column(panel: Database, browser: Browser) -> None:
    client = browser("outsider")
    assert column(client.get("/potential/"), 1) == sorted(column(client.get("/potential/"), 1), key=int)
    names = column(client.get("/potential/?sort=name&order=up"), 0)
    assert names == sorted(names)
    down = client.get("/potential/?sort=economy&order=down")
    scores = [float(one) for one in column(down, 4)]
    assert scores == sorted(scores, reverse=True)
    heads = {text_of(head): head.get("aria-sort") for head in soup(down).select(".potential-table thead th")}
    assert [name for name, way in heads.items() if way] == ["Economy en"]


def test_own_settings_stand_in_the_address_and_are_not_stored(panel: Database, browser: Browser) -> None:
    client = browser("outsider")
    plain = column(client.get("/potential/"), 2)
    address = "/potential/?weights=own&" + "&".join(f"{name}={value}" for name, value in SHARES.items())
    page = client.get(address)
    assert column(page, 2) != plain
    assert "These are your own settings." in page.text
    assert values_of(soup(page).select_one("#try form"))["w_researchers"] == ["100"]
    assert "w_researchers=100" in str(soup(page).select_one(".potential-table tbody a")["href"])
    assert column(client.get("/potential/"), 2) == plain
    with panel.read() as db:
        assert [list(db.scalars(select(table))) for table in (PotentialSettings, PotentialRun)] == [[], []]


def test_weights_that_do_not_add_up_leave_the_page_usable(panel: Database, browser: Browser) -> None:
    client = browser("outsider")
    page = client.get(
        "/potential/?weights=own&w_science=60&w_economy=30&w_researchers=100&w_wage=99&w_unemployment=lots"
    )
    assert page.status_code == 422
    assert errors_of(page) == {"w_unemployment": "Write a percentage from 0 to 100."}
    page = client.get("/potential/?weights=own&w_science=60&w_economy=30&w_researchers=100&w_wage=100")
    assert errors_of(page) == {"w_economy": "The weights of the dimensions add up to 90 %. They must add up to 100 %."}
    assert values_of(soup(page).select_one("#try form"))["w_science"] == ["60"]
    assert len(column(page, 0)) == len(REGIONS)


def test_choices_that_are_not_in_the_list(panel: Database, browser: Browser) -> None:
    page = browser("outsider").get("/potential/?normalise=magic&treat=salt")
    assert errors_of(page) == {
        name: f"“{value}” is not in the list. Choose from the list."
        for name, value in (("normalise", "magic"), ("treat", "salt"))
    }


def test_choices_that_the_figures_do_not_allow_are_told_in_words(
    database: Database, cast: object, browser: Browser
) -> None:
    with database.write() as db:
        values = dict.fromkeys(REGIONS, 0.0) | {"KZ-75": 1000.0, "KZ-10": -1000.0}
        set_values(db, make_statistic(db, "wild"), values)
    with database.write() as db:
        set_values(
            db,
            make_statistic(db, "tame"),
            {region: float(at % 3) for at, region in enumerate(REGIONS)} | {"KZ-10": -900.0},
        )
    page = browser("outsider").get("/potential/?normalise=zscore&aggregate=geometric")
    assert page.status_code == 200
    assert "A geometric mean needs scores above zero" in page.text or len(column(page, 0)) == len(REGIONS)


def test_no_statistics_at_all(database: Database, cast: object, browser: Browser) -> None:
    client = browser("analyst")
    for address in (
        "/potential/",
        "/potential/regions/KZ-75",
        "/potential/compare",
        "/potential/data/",
        "/potential/method",
    ):
        assert client.get(address).status_code == 200
    assert "There is nothing to reckon with yet" in client.get("/potential/").text
    answer = client.get("/potential/ranking.csv")
    assert (answer.status_code, "There is nothing to reckon with yet" in answer.text) == (422, True)


def test_a_statistic_with_no_data_and_a_region_with_none_are_named(panel: Database, browser: Browser) -> None:
    with panel.write() as db:
        make_statistic(db, "patents")
        for row in db.scalars(select(StatisticValue).where(StatisticValue.region == "KZ-62")):
            db.delete(row)
    client = browser("outsider")
    words = text_of(soup(client.get("/potential/")).select_one("[aria-labelledby=left-title]"))
    assert words == (
        "Not reckoned with Patents. There is no figure of any region. "
        "Ulytau Region. Nothing is known of this region, so it has no rank."
    )
    assert "no figures" in text_of(soup(client.get("/potential/")).select_one(".tile-s0"))
    assert client.get("/potential/regions/KZ-62").status_code == 200
    assert client.get("/potential/compare?one=KZ-62&two=KZ-75").status_code == 200


def test_a_region_explained(panel: Database, browser: Browser) -> None:
    with panel.write() as db:
        gone = select(StatisticValue).join(Statistic, Statistic.id == StatisticValue.statistic_id)
        db.delete(db.scalars(gone.where(Statistic.code == "wage", StatisticValue.region == "KZ-35")).one())
    client = browser("outsider")
    rank = dict(zip(column(client.get("/potential/"), 0), column(client.get("/potential/"), 1), strict=True))[
        "Karaganda Region"
    ]
    page = client.get("/potential/regions/KZ-35")
    parsed = soup(page)
    words = text_of(parsed.main)
    assert f"Rank {rank} of 20" in words
    assert text_of(parsed.select_one("[aria-labelledby=missing-title] li")) == "Wage"
    parts = parsed.select("[aria-labelledby=parts-title] tbody tr")
    assert sorted(text_of(part.th.a) for part in parts) == ["Dropouts", "Researchers", "Unemployment", "Wage"]
    weights = [float(text_of(part.select("td")[4]).removesuffix(" %")) for part in parts]
    assert sum(weights) == pytest.approx(100, abs=0.2)
    for title in ("moved-title", "lift-title"):
        assert parsed.select(f"[aria-labelledby={title}] tbody tr, [aria-labelledby={title}] p")
    assert client.get("/potential/regions/KZ-99").status_code == 404


def test_two_regions_compared(panel: Database, browser: Browser) -> None:
    client = browser("outsider")
    parsed = soup(client.get("/potential/compare?one=KZ-75&two=KZ-71"))
    heads = [text_of(head) for head in parsed.select("[aria-labelledby=statistics-title] thead th")]
    assert heads == ["Statistic", "Almaty City", "Astana City"]
    assert len(parsed.select("[aria-labelledby=statistics-title] tbody tr")) == 4
    assert len(parsed.select("[aria-labelledby=statistics-title] tbody tr:first-child svg")) == 2
    same = soup(client.get("/potential/compare?one=KZ-75&two=KZ-75"))
    assert len({text_of(head) for head in same.select("[aria-labelledby=statistics-title] thead th")}) == 3


def test_demo_figures_are_marked_wherever_they_are_shown(database: Database, cast: object, browser: Browser) -> None:
    with database.write() as db:
        made = make_statistic(db, "patents")
        set_values(db, made, {region: float(at) for at, region in enumerate(REGIONS) if region != "KZ-75"})
        set_values(db, made, {"KZ-75": 77.0}, is_demo=True)
    client = browser("outsider")
    for address in (
        "/potential/",
        "/potential/regions/KZ-75",
        "/potential/compare?one=KZ-75&two=KZ-71",
        "/potential/data/",
        f"/potential/data/{made.id}",
    ):
        assert soup(client.get(address)).select(".chip-demo"), address
    rows = list(csv.DictReader(io.StringIO(client.get("/potential/ranking.csv").data.decode("utf-8-sig"))))
    assert {row["Code"]: row["Demo figures"] for row in rows if row["Demo figures"] != "0"} == {"KZ-75": "1"}
    book = load_workbook(io.BytesIO(client.get("/potential/ranking.xlsx").data))
    assert book.sheetnames == ["Ranking", "Figures", "Method"]
    marked = [row for row in book["Figures"].iter_rows(min_row=2, values_only=True) if row[7]]
    assert marked == [("Patents", None, "KZ-75", "Almaty City", 77, 2022, "Bureau of National Statistics", "demo")]
    assert ("Demo", "Some figures are not published ones: they are made up for the demonstration.") in list(
        book["Method"].iter_rows(values_only=True)
    )
    template = client.get("/potential/data/template.csv").data.decode("utf-8-sig")
    assert [line.rsplit(";", 1)[1] for line in template.splitlines() if ";KZ-75;" in line] == ["demo"]


def test_the_files_tell_what_the_page_tells(panel: Database, browser: Browser) -> None:
    client = browser("outsider")
    page = client.get("/potential/?normalise=rank")
    rows = list(
        csv.DictReader(io.StringIO(client.get("/potential/ranking.csv?normalise=rank").data.decode("utf-8-sig")))
    )
    assert [(row["Region"], row["Rank"]) for row in rows] == list(zip(column(page, 0), column(page, 1), strict=True))
    book = load_workbook(io.BytesIO(client.get("/potential/ranking.xlsx?normalise=rank").data))
    assert [row[2] for row in book["Ranking"].iter_rows(min_row=2, values_only=True)] == column(page, 0)
    assert ("Making figures comparable", "Ranks") in list(book["Method"].iter_rows(values_only=True))


# What the ministry changes


def test_settings_are_published_for_everybody(panel: Database, browser: Browser) -> None:
    analyst, visitor = browser("analyst"), browser("outsider")
    before = column(visitor.get("/potential/"), 2)
    form = typed(analyst.get("/potential/settings")) | {"weights": "own", "treat": "none"} | SHARES
    assert analyst.post("/potential/settings", data=form).status_code == 302
    assert column(visitor.get("/potential/"), 2) != before
    assert "These are your own settings." not in visitor.get("/potential/").text
    with panel.read() as db:
        row = db.scalars(select(PotentialSettings)).one()
        verbs = list(db.scalars(select(Audit.verb).where(Audit.subject == "potentialsettings")))
    assert (row.choices["weights"], row.choices["shares"]["researchers"], verbs) == ("own", 100.0, ["publish"])


def test_published_percentages_that_a_new_statistic_upsets(panel: Database, browser: Browser) -> None:
    analyst = browser("analyst")
    analyst.post("/potential/settings", data={"weights": "own", "version": "0"} | SHARES)
    with panel.write() as db:
        one = db.scalars(select(Statistic).where(Statistic.code == "wage")).one()
        one.is_used = False
    page = browser("outsider").get("/potential/")
    assert page.status_code == 422
    assert "The weights in “Economy en” add up to 50 %." in page.text
    assert len(column(page, 0)) == len(REGIONS)


def test_settings_that_cannot_be_published(panel: Database, browser: Browser) -> None:
    analyst = browser("analyst")
    answer = analyst.post("/potential/settings", data={"weights": "own", "version": "0"} | SHARES | {"w_wage": "40"})
    assert (answer.status_code, errors_of(answer)) == (
        422, {"w_unemployment": "The weights in “Economy en” add up to 90 %. They must add up to 100 %."},
    )  # fmt: skip
    assert typed(answer)["w_wage"] == ["40"]
    analyst.post("/potential/settings", data={"normalise": "rank", "version": "0"})
    late = analyst.post("/potential/settings", data={"normalise": "zscore", "version": "0"})
    assert (late.status_code, "Somebody else has changed this meanwhile." in late.text) == (409, True)


STATISTIC = {
    "code": "patents", "names_kk": "Патенттер", "names_ru": "Патенты", "names_en": "Patents", "units_en": "number",
    "dimension_code": "science", "direction": "1", "treatment": "log", "weight": "0,5", "decimals": "0", "is_used": "1",
}  # fmt: skip


def test_a_statistic_is_added_and_edited(panel: Database, browser: Browser) -> None:
    analyst = browser("analyst")
    place = analyst.post("/potential/data/new", data=STATISTIC).headers["Location"]
    form = typed(analyst.get(f"{place}/edit"))
    assert {name: value for name, value in form.items() if name in ("weight", "treatment", "names_ru")} == {
        "weight": ["0.5"], "treatment": ["log"], "names_ru": ["Патенты"],
    }  # fmt: skip
    assert analyst.post(f"{place}/edit", data=form | {"weight": "2"}).status_code == 302
    with panel.read() as db:
        one = db.scalars(select(Statistic).where(Statistic.code == "patents")).one()
        assert (one.weight, one.treatment, one.decimals, one.units, one.version) == (2.0, "log", 0, {"en": "number"}, 2)
    late = analyst.post(f"{place}/edit", data=form | {"weight": "3"})
    assert late.status_code == 409
    assert [text_of(one) for one in soup(late).select(".conflict dt")] == ["Weight"]
    assert analyst.post(f"{place}/edit", data=typed(late)).status_code == 302


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"code": "Bad Code"}, {"code": "Write a short name of 3 to 30 small Latin letters, figures and underscores."}),
        ({"code": "wage"}, {"code": "This short name is taken. Choose another."}),
        ({"code": "science"}, {"code": "This short name is taken. Choose another."}),
        ({"code": "index"}, {"code": "This short name is taken. Choose another."}),
        ({"names_kk": ""}, {"names_kk": "Please fill this in."}),
        ({"dimension_code": ""}, {"dimension_code": "Choose from the list."}),
        ({"dimension_code": "x"}, {"dimension_code": "“x” is not in the list. Choose from the list."}),
        ({"weight": "-1"}, {"weight": "Write a number from 0 to 1000; weights count beside those of the same group."}),
        (
            {"weight": "heavy"},
            {"weight": "Write a number from 0 to 1000; weights count beside those of the same group."},
        ),
        ({"decimals": "9"}, {"decimals": "Write a whole number from 0 to 6."}),
        ({"treatment": "magic"}, {"treatment": "“magic” is not in the list. Choose from the list."}),
        ({"query": "rumours"}, {"query": "“rumours” is not in the list. Choose from the list."}),
    ],
)
def test_a_statistic_that_is_refused(
    panel: Database, browser: Browser, change: dict[str, str], expected: dict[str, str]
) -> None:
    answer = browser("analyst").post("/potential/data/new", data=STATISTIC | change)
    assert (answer.status_code, errors_of(answer)) == (422, expected)


def test_a_dimension_is_added_and_edited(panel: Database, browser: Browser) -> None:
    analyst = browser("analyst")
    form = {"code": "nature", "names_kk": "Табиғат", "names_ru": "Природа", "names_en": "Nature", "weight": "2"}
    assert analyst.post("/potential/data/dimensions/new", data=form).status_code == 302
    stored = typed(analyst.get("/potential/data/dimensions/nature"))
    assert analyst.post("/potential/data/dimensions/nature", data=stored | {"weight": "3"}).status_code == 302
    assert analyst.post("/potential/data/dimensions/nature", data=stored | {"weight": "4"}).status_code == 409
    with panel.read() as db:
        assert db.get_one(Dimension, "nature").weight == 3.0
    assert analyst.get("/potential/data/dimensions/nowhere").status_code == 404


def test_one_value_is_written_changed_and_taken_away(panel: Database, browser: Browser) -> None:
    analyst = browser("analyst")
    with panel.read() as db:
        wage = db.scalars(select(Statistic.id).where(Statistic.code == "wage")).one()
    address = f"/potential/data/{wage}/values"
    form = {"region": "KZ-75", "year": "2023", "value": "1 234,5", "source": "Yearbook"}

    def there() -> list[tuple[float, str, bool]]:
        with panel.read() as db:
            query = select(StatisticValue).where(StatisticValue.statistic_id == wage, StatisticValue.year == 2023)
            return [(one.value, one.source, one.is_demo) for one in db.scalars(query)]

    analyst.post(address, data=form)
    assert there() == [(1234.5, "Yearbook", False)]
    analyst.post(address, data=form | {"value": "7", "is_demo": "1"})
    assert there() == [(7.0, "Yearbook", True)]
    analyst.post(address, data=form | {"value": ""})
    assert there() == []
    refused = analyst.post(address, data={"region": "KZ-99", "year": "1066", "value": "lots", "source": ""})
    assert refused.status_code == 422
    assert sorted(errors_of(refused)) == ["region", "value", "year"]
    assert errors_of(analyst.post(address, data=form | {"source": ""})) == {
        "source": "Name the source: the publication, or who reckoned it."
    }


def test_nobody_types_what_the_platform_counts(panel: Database, browser: Browser) -> None:
    with panel.write() as db:
        made = make_statistic(db, "needs_here", query="needs")
    analyst = browser("analyst")
    form = {"region": "KZ-75", "year": "2023", "value": "5", "source": "Me"}
    answer = analyst.post(f"/potential/data/{made.id}/values", data=form)
    assert (answer.status_code, "The platform counts this statistic itself; nobody types it." in answer.text) == (
        422,
        True,
    )
    assert not soup(analyst.get(f"/potential/data/{made.id}")).select("[name=value]")
