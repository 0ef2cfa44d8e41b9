"""Sites of a territory: added, changed, removed; the picture by kind; two people at once; bad input."""

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import clock
from matchmaker.territories.models import Territory
from matchmaker.territories.structure.models import Site
from matchmaker.vocabularies import terms
from tests.cast import Cast
from tests.deals.rooms import at_once
from tests.pages import errors_of, soup, text_of, typed, values_of
from tests.territories.making import make_site
from tests.territories.rooms import TerritoryRoom, territory_room

ROBOTS = {"kind": "robotics_centre", "name_en": "Robot hall", "opened_year": "2020", "address": "1 Lake Street",
          "description_en": "Cells and a test ground.", "source": "Gazette, 2024"}  # fmt: skip


@pytest.fixture
def room(app: Flask, cast: Cast) -> TerritoryRoom:
    return territory_room(app, cast)


@pytest.fixture
def any_room(any_app: Flask, any_cast: Cast) -> TerritoryRoom:
    return territory_room(any_app, any_cast)


def names(room: TerritoryRoom) -> list[tuple[str, str]]:
    """Kind and name of every site."""
    with room.database.read() as db:
        return [(one.kind, one.name) for one in db.scalars(select(Site).order_by(Site.id))]


def add(room: TerritoryRoom, **values: object) -> int:
    """A site made through the page; its id."""
    answer = room.browser("operator").post(f"{room.home}/structure/new", data=ROBOTS | values)
    assert answer.status_code == 302, answer.text
    return int(answer.headers["Location"].rpartition("#s")[2])


def test_a_site_from_its_form_to_its_removal(any_room: TerritoryRoom) -> None:
    site = add(any_room, organisation_id=str(any_room.cast.laboratory))
    rows = [
        text_of(one) for one in soup(any_room.browser("anonymous").get(f"{any_room.home}/structure")).select("li.site")
    ]
    assert rows == [
        "Robot hall Cells and a test ground. since 2020 Flotation Laboratory 1 Lake Street Source: Gazette, 2024"
    ]
    operator, address = any_room.browser("operator"), f"{any_room.home}/structure/{site}"
    form = values_of(soup(operator.get(address)).select_one("form.site-form"))
    changed = {key: value[0] for key, value in form.items()} | {"kind": "campus", "name_en": "Campus"}
    assert operator.post(address, data=changed).status_code == 302
    assert names(any_room) == [("campus", "Campus")]
    assert operator.post(f"{address}/remove", data={"version": "1"}).status_code == 409
    assert operator.post(f"{address}/remove", data={"version": "2"}).status_code == 302
    assert (names(any_room), operator.get(address).status_code) == ([], 404)
    assert any_room.verbs("territory", any_room.territory) == ["add_site", "edit_site", "remove_site"]


def test_the_picture_shows_every_kind_that_the_concept_lists(room: TerritoryRoom) -> None:
    year = clock.today().year + 2
    with room.database.write() as db:
        territory = db.get_one(Territory, room.territory)
        make_site(db, territory, "technopark", names={"en": "Zeta Park"})
        make_site(db, territory, "technopark", names={"en": "Alpha Park"}, is_planned=True, opened_year=year)
        make_site(db, territory, "technopark", names={"en": "Beta Park"}, is_demo=True)
    tiles = soup(room.browser("anonymous").get(room.home)).select(".structure-tile")
    assert len(tiles) == len(terms("site_kinds")) == 8
    assert text_of(tiles[0]) == f"Technology park 3 Beta Park demo Zeta Park Alpha Park (planned for {year})"
    assert {text_of(one.select_one("p")) for one in tiles[1:]} == {"None yet"}


def test_bad_input_is_told_in_words_and_kept(room: TerritoryRoom) -> None:
    operator, year = room.browser("operator"), clock.today().year
    empty = operator.post(f"{room.home}/structure/new", data={"address": "Here", "opened_year": "soon"})
    assert (empty.status_code, typed(empty, "form.site-form")["address"]) == (422, ["Here"])
    assert errors_of(empty) == {
        "kind": "Please choose.", "name_en": "Give the name in at least one language.",
        "opened_year": f"Write a whole number from 1900 to {year + 30}.",
    }  # fmt: skip
    past = operator.post(f"{room.home}/structure/new", data=ROBOTS | {"is_planned": "1"})
    coming = operator.post(f"{room.home}/structure/new", data=ROBOTS | {"opened_year": str(year + 1)})
    assert [errors_of(one) for one in (past, coming)] == [
        {"opened_year": "A planned site opens this year or later. Or take the tick away."},
        {"opened_year": "This year is still to come: tick that the site is planned."},
    ]
    unknown = operator.post(f"{room.home}/structure/new", data=ROBOTS | {"organisation_id": "9999"})
    assert errors_of(unknown) == {"organisation_id": "Choose from the list."}
    wrong = operator.post(f"{room.home}/structure/new", data=ROBOTS | {"kind": "palace"})
    assert errors_of(wrong) == {"kind": "“palace” is not in the list. Choose from the list."}
    assert names(room) == []


def test_two_people_change_the_same_site(room: TerritoryRoom) -> None:
    site = add(room)
    address, sent = f"{room.home}/structure/{site}", ROBOTS | {"version": "1"}
    assert room.browser("analyst").post(address, data=sent | {"kind": "campus"}).status_code == 302
    answer = room.browser("operator").post(address, data=sent | {"name_en": "Robot house"})
    assert answer.status_code == 409
    rows = [text_of(row) for row in soup(answer).select(".conflict tbody tr")]
    assert rows == ["Name in English Robot hall Robot house", "Kind University campus Robotics centre"]
    assert typed(answer, "form.site-form")["version"] == ["2"]


def test_a_form_sent_many_times_at_once_is_one_site(any_room: TerritoryRoom) -> None:
    clients = [any_room.browser("operator") for _number in range(8)]
    data = ROBOTS | {"form_token": "one-form"}
    assert at_once(clients, lambda client: client.post(f"{any_room.home}/structure/new", data=data)) == [302] * 8
    assert names(any_room) == [("robotics_centre", "Robot hall")]


def test_a_site_of_another_territory_is_not_there(room: TerritoryRoom) -> None:
    site = add(room)
    with room.database.write() as db:
        territory = db.get_one(Territory, room.territory)
        other = Territory(region="KZ-10", names={"en": "Other"}, manager_id=territory.manager_id)
        db.add(other)
        db.flush()
        address = f"/territories/{other.id}/structure/{site}"
    operator = room.browser("operator")
    found = [operator.get(address), operator.post(address, data=ROBOTS | {"version": "1"})]
    found.append(operator.post(f"{address}/remove", data={"version": "1"}))
    assert [one.status_code for one in found] == [404] * 3
    assert names(room) == [("robotics_centre", "Robot hall")]
