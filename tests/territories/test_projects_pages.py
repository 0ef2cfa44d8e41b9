"""What each reader sees of projects: the list and its sums, the page, the files; and that rule and query agree."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from openpyxl import load_workbook

from matchmaker.accounts.actor import ANONYMOUS
from matchmaker.core.i18n import use_locale
from matchmaker.territories.models import Territory
from matchmaker.territories.projects.models import Project
from matchmaker.territories.projects.queries import load_project, open_projects_of, projects_of
from matchmaker.territories.projects.rules import may_see
from matchmaker.territories.projects.stages import FOLLOWING
from matchmaker.territories.structure.models import Site
from tests.cast import Cast
from tests.pages import soup, text_of
from tests.territories.making import make_manager, make_territory
from tests.territories.making_projects import make_investor, make_project
from tests.territories.project_rooms import ProjectRoom, project_room

EVIL = "<script>evil()</script>\"'><img src=x onerror=evil()>{{7*7}}"


@pytest.fixture
def room(app: Flask, cast: Cast) -> ProjectRoom:
    made = project_room(app, cast)
    with made.database.write() as db:
        make_project(db, made.territory, names={"en": "Dollars"}, currency="USD", is_open=False, lines=())
        make_project(db, made.territory, names={"en": "Stopped"}, stage="stopped", is_open=False)
    return made


def table(room: ProjectRoom, name: str, select: str) -> list[list[str]]:
    page = soup(room.browser(name).get(f"/territories/{room.territory}/projects"))
    return [[text_of(cell) for cell in row.select("th, td")] for row in page.select(f"{select} tbody tr")]


LIST, SUMS = "main .stack > .table-wrap", "[aria-labelledby=totals-title]"


def test_who_runs_the_territory_sees_every_project_and_its_sums(room: ProjectRoom) -> None:
    assert table(room, "operator", LIST) == [
        ["Laboratory Laboratory · open to investors", "Design", "1,000.00 ₸", "400.00 ₸", "600.00 ₸"],
        ["Dollars Laboratory · not open", "Design", "1,000.00 USD", "0.00 USD", "1,000.00 USD"],
        ["Stopped Laboratory · not open", "Stopped", "1,000.00 ₸", "400.00 ₸", "600.00 ₸"],
    ]
    assert table(room, "analyst", SUMS) == [
        ["KZT", "1", "1,000.00 ₸", "400.00 ₸", "300.00 ₸", "600.00 ₸"],
        ["USD", "1", "1,000.00 USD", "0.00 USD", "0.00 USD", "1,000.00 USD"],
    ]


def test_the_public_sees_cost_and_gap_of_open_ones(room: ProjectRoom) -> None:
    assert table(room, "anonymous", LIST) == [["Laboratory Laboratory", "Design", "1,000.00 ₸", "600.00 ₸"]]
    assert table(room, "company", SUMS) == [["KZT", "1", "1,000.00 ₸", "600.00 ₸"]]
    page = soup(room.browser("anonymous").get(f"/projects/{room.project}"))
    facts = [text_of(one) for one in page.select("#funding dl > div")]
    assert facts == ["Cost 1,000.00 ₸", "Gap: what is not committed 600.00 ₸ (60 %)"]
    assert page.select("#funding table, #steps, #investors, [aria-labelledby=history-title]") == []


def test_an_investor_sees_the_mix_and_nobodys_name(room: ProjectRoom) -> None:
    with room.database.write() as db:
        db.connection().exec_driver_sql("UPDATE project_funding SET funder = 'Quiet Bank'")
    page = soup(room.browser("investor").get(f"/projects/{room.project}"))
    rows = [
        [text_of(cell) for cell in row.select("th, td")] for row in page.select("#funding table")[1].select("tbody tr")
    ]
    assert rows == [
        ["Second-tier bank", "400.00 ₸", "40 %", "0.00 ₸", "0 %"], ["Public budget", "0.00 ₸", "0 %", "300.00 ₸", "30 %"],
    ]  # fmt: skip
    assert (len(page.select("#steps tbody tr")), "Quiet Bank" in page.text) == (1, False)
    assert "Quiet Bank" in room.browser("officer").get(f"/projects/{room.project}").text


def test_the_site_and_the_way_to_the_investors_page_are_shown(room: ProjectRoom) -> None:
    with room.database.write() as db:
        db.add(Site(id=3, territory_id=room.territory, kind="laboratory", names={"en": "North field"}))
        db.flush()
        db.connection().exec_driver_sql(f"UPDATE infrastructure_projects SET site_id = 3 WHERE id = {room.project}")
    facts = [
        text_of(one) for one in soup(room.browser("anonymous").get(f"/projects/{room.project}")).select(".facts > div")
    ]
    assert facts[:2] == ["Territory Alatau, Almaty Region", "Site North field"]
    links = [
        [
            text_of(one)
            for one in soup(room.browser(name).get(f"/organisations/{room.fund}")).select("a[href^='/investors/']")
        ]
        for name in ("investor", "operator")
    ]
    assert links == [["Open projects"], []]


def test_late_steps_are_marked(room: ProjectRoom) -> None:
    with room.database.write() as db:
        db.connection().exec_driver_sql("UPDATE project_steps SET planned_on = '2020-01-31', done_on = '2020-02-01'")
    row = soup(room.browser("operator").get(f"/projects/{room.project}")).select_one("#steps tbody tr")
    assert text_of(row) == "1. Design Jan 31, 2020 Feb 1, 2020 late by 1 day –"
    with room.database.write() as db:
        db.connection().exec_driver_sql("UPDATE project_steps SET done_on = '2020-01-31'")
    row = soup(room.browser("operator").get(f"/projects/{room.project}")).select_one("#steps tbody tr")
    assert text_of(row) == "1. Design Jan 31, 2020 Jan 31, 2020 –"


def test_demonstration_data_is_marked_everywhere(room: ProjectRoom) -> None:
    with room.database.write() as db:
        db.connection().exec_driver_sql("UPDATE infrastructure_projects SET is_demo = true")
    for who, address in (
        ("operator", f"/projects/{room.project}"), ("anonymous", f"/territories/{room.territory}/projects"), ("investor", "/investors/"),
    ):  # fmt: skip
        assert text_of(soup(room.browser(who).get(address)).select_one(".chip-demo")) == "demo"


def test_the_files_hold_numbers_as_numbers(room: ProjectRoom) -> None:
    with room.database.write() as db:
        db.connection().exec_driver_sql(
            """UPDATE infrastructure_projects SET names = '{"en": "=1+1"}', is_demo = true WHERE id = 1"""
        )
    client = room.browser("operator")
    answer = client.get(f"/territories/{room.territory}/projects.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Projects", "Sums by currency"]
    heads, first, *_rest = list(book["Projects"].values)
    found = dict(zip(heads, first, strict=True))
    assert {name: found[name] for name in ("Project", "Currency", "Cost", "Gap", "Committed", "Negotiated", "Demonstration data")} == {
        "Project": "'=1+1", "Currency": "KZT", "Cost": 1000, "Gap": 600, "Committed": 400, "Negotiated": 300, "Demonstration data": "demo",
    }  # fmt: skip
    assert (found["Committed: Second-tier bank"], found["Committed: Public budget"]) == (400, 0)
    assert [row[0] for row in book["Sums by currency"].values] == ["Currency", "KZT", "USD"]
    lines = client.get(f"/territories/{room.territory}/projects.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(lines)))
    assert [(row["Begins on"], Decimal(row["Cost"]), row["Project stage"]) for row in rows] == [
        ("2030-01-01", Decimal(1000), stage) for stage in ("Design", "Design", "Stopped")
    ]
    public = room.browser("anonymous").get(f"/territories/{room.territory}/projects.csv").data.decode("utf-8-sig")
    assert [row.get("Committed") for row in csv.DictReader(io.StringIO(public))] == [None]


def test_the_public_page_gets_open_projects(room: ProjectRoom) -> None:
    with room.database.read() as db:
        assert [one.name for one in open_projects_of(db, room.territory)] == ["Laboratory"]
    with room.app.test_request_context("/"), room.database.read() as db:
        from flask import g, render_template

        g.db = db
        territory, found = db.get_one(Territory, room.territory), open_projects_of(db, room.territory)
        page = render_template("territories/projects/_public.html", territory=territory, open_projects=found)
    assert ["1,000.00" in page, "600.00" in page, "400.00" in page] == [True, True, False]


def test_typed_html_is_text(room: ProjectRoom) -> None:
    room.browser("investor").post(f"/investors/projects/{room.project}", data={"note": EVIL})
    data = {"name_en": EVIL, "description_en": EVIL, "kind": "campus", "cost": "1000", "source": EVIL, "version": "1"}
    operator = room.browser("operator")
    assert operator.post(f"/projects/{room.project}/edit", data=data).status_code == 302
    lines = {"source_1": "bank", "funder_1": EVIL, "amount_1": "1"}
    seal = soup(operator.get(f"/projects/{room.project}/funding")).select_one("form [name=seal]")
    assert operator.post(f"/projects/{room.project}/funding", data=lines | {"seal": seal["value"]}).status_code == 302
    for who in ("operator", "investor", "anonymous"):
        for address in (f"/projects/{room.project}", f"/territories/{room.territory}/projects", "/investors/"):
            page = soup(room.browser(who).get(address))
            assert page.select("main script, main img, [onerror]") == []
            assert EVIL in page.text or (who != "investor" and address == "/investors/")


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
def test_pages_speak_every_language(room: ProjectRoom, locale: str) -> None:
    client = room.browser("operator")
    client.post("/language", data={"lang": locale})
    with use_locale(locale):
        page = soup(client.get(f"/projects/{room.project}"))
        assert (page.html["lang"], len(page.select("h1"))) == (locale, 1)
        from matchmaker.core.i18n import _

        assert text_of(page.select_one("#funding-title")) == _("Funding")


def test_rule_and_query_agree(any_app: Flask, any_cast: Cast) -> None:
    """Every reader × every stage, open or not, in one's own territory, another's, and one that nobody runs."""
    database = any_app.extensions["database"]
    with database.write() as db:
        own = make_territory(db, any_cast)
        other = make_territory(db, any_cast, manager_id=any_cast.enterprise)
        nobodys = make_territory(db, any_cast, manager_id=make_manager(db, any_cast, 3))
        nobodys.manager_id = None
        for territory in (own, other, nobodys):
            for stage in FOLLOWING:
                for is_open in (True, False):
                    make_project(db, territory.id, stage=stage, is_open=is_open, lines=())
        make_investor(db)
        places = [one.id for one in (own, other, nobodys)]
    room = ProjectRoom(any_app, any_cast, places[0], 1, 1)
    readers = [ANONYMOUS, *(room.actor(name) for name in (*list(any_cast.actors)[:-1], "investor"))]
    with database.read() as db:
        everything = [load_project(room.actor("officer"), db, number) for number in range(1, 37)]
        assert isinstance(everything[0], Project) and everything[0].starts_on == date(2030, 1, 1)
        for actor in readers:
            seen = {one.id for place in places for one in projects_of(actor, db, place)}
            assert seen == {one.id for one in everything if may_see(actor, one)}, actor.role
        counts = {actor.role: sum(may_see(actor, one) for one in everything) for actor in readers}
    assert counts == {
        "anonymous": 18, "researcher": 18, "company": 18, "officer": 36, "operator": 24, "analyst": 36, "administrator": 36,
    }  # fmt: skip
