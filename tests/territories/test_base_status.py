"""The list of territories and the way to the status: who decides, on what, in which order."""

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from matchmaker.accounts.actor import ANONYMOUS, Actor
from matchmaker.core.machine import moves
from matchmaker.territories import actions, rules
from matchmaker.territories.draft import Decision
from matchmaker.territories.models import Territory, TerritoryMove
from matchmaker.territories.queries import load_territory
from matchmaker.territories.states import STATE_NAMES, STATES
from matchmaker.vocabularies import terms
from tests.cast import ROLES, Cast
from tests.deals.rooms import at_once
from tests.pages import errors_of, soup, text_of, typed, values_of
from tests.territories.rooms import TerritoryRoom, territory_room

CANDIDATE = {
    "name_en": "Lake City", "name_ru": "Озёрный город", "region": "KZ-33", "sectors": ["water", "energy"],
    "area_ha": "1 250,5", "place_en": "By the lake", "website": "https://lake.example", "source": "Gazette, 2026",
    "decision_en": "Minutes 4 of the Council", "decided_on": "2026-01-15",
}  # fmt: skip
DECIDED = {"decision_en": "Order 12", "decided_on": "2026-02-01"}


@pytest.fixture
def room(app: Flask, cast: Cast) -> TerritoryRoom:
    return territory_room(app, cast)


@pytest.fixture
def any_room(any_app: Flask, any_cast: Cast) -> TerritoryRoom:
    return territory_room(any_app, any_cast, "candidate")


def way(room: TerritoryRoom, address: str) -> list[str]:
    """The lines of the way to the status, as everyone reads them."""
    return [text_of(one) for one in soup(room.browser("anonymous").get(address)).select("#way .trail li")]


def test_a_territory_from_candidate_to_suspended_and_back(any_room: TerritoryRoom) -> None:
    analyst = any_room.browser("analyst")
    steps = (("candidate", "assess", "2026-02-01"), ("assessment", "designate", "2026-03-01"),
             ("designated", "suspend", "2026-04-01"), ("suspended", "restore", "2026-05-01"))  # fmt: skip
    for seen, verb, day in steps:
        data = {"decision_en": f"Act of {verb}", "decided_on": day, "seen": seen, "note": "Read it."}
        assert analyst.post(f"{any_room.home}/{verb}", data=data).status_code == 302
    assert way(any_room, any_room.home)[:4] == [
        "Status restored May 1, 2026 Act of restore Read it.", "Status suspended April 1, 2026 Act of suspend Read it.",
        "Status granted March 1, 2026 Act of designate Read it.", "Assessment begun February 1, 2026 Act of assess Read it.",
    ]  # fmt: skip
    with any_room.database.read() as db:
        found = db.get_one(Territory, any_room.territory)
        assert (found.state, found.decision, found.decided_on) == ("designated", "Act of restore", date(2026, 5, 1))
    assert any_room.verbs("territory", any_room.territory) == ["assess", "designate", "suspend", "restore"]


def test_a_candidate_is_put_on_the_list(room: TerritoryRoom) -> None:
    analyst = room.browser("analyst")
    assert analyst.post("/territories/new", data=CANDIDATE | {"form_token": "one"}).status_code == 302
    assert analyst.post("/territories/new", data=CANDIDATE | {"form_token": "one"}).status_code == 302
    page = soup(room.browser("anonymous").get("/territories/"))
    assert [text_of(one) for one in page.select(".territory-card h2")] == ["Alatau", "Lake City"]
    assert way(room, f"/territories/{room.territory + 1}") == [
        "Put on the list of candidates January 15, 2026 Minutes 4 of the Council"
    ]
    facts = [text_of(one) for one in soup(analyst.get(f"/territories/{room.territory + 1}")).select("aside dl > div")]
    assert facts == [
        "Status Candidate, January 15, 2026", "Decision Minutes 4 of the Council", "Managing company Not named yet",
        "Region Jetisu Region", "Place By the lake", "Area 1,250.5 ha", "Sectors Energy Water",
        "Website https://lake.example", "Source of these facts Gazette, 2026",
    ]  # fmt: skip


def test_what_a_candidate_lacks_is_told_at_once_and_kept(room: TerritoryRoom) -> None:
    sent = {"region": "XX", "sectors": ["magic"], "area_ha": "large", "website": "lake", "decided_on": "2999-01-01",
            "manager_id": "x", "description_en": "By the lake"}  # fmt: skip
    answer = room.browser("analyst").post("/territories/new", data=sent)
    assert (answer.status_code, typed(answer)["description_en"]) == (422, ["By the lake"])
    assert errors_of(answer) == {
        "name_en": "Give the name in at least one language.",
        "region": "“XX” is not in the list. Choose from the list.",
        "sectors": "“magic” is not in the list. Choose from the list.",
        "area_ha": "Write the area in hectares, for example 500 or 12.5.",
        "website": "A web address begins with https://.",
        "decision_en": "Name the act: who decided, its number, what it is called.",
        "decided_on": "Choose the day of the decision: not in the future, and not before 1991.",
    }


@pytest.mark.parametrize("area", ["0", "-3", "1e9", "٣", "12.345", "99999999"])
def test_an_area_that_is_none(room: TerritoryRoom, area: str) -> None:
    answer = room.browser("analyst").post("/territories/new", data=CANDIDATE | {"area_ha": area})
    assert errors_of(answer) == {"area_ha": "Write the area in hectares, for example 500 or 12.5."}


def test_only_a_managing_company_runs_a_territory(room: TerritoryRoom) -> None:
    answer = room.browser("analyst").post(
        "/territories/new", data=CANDIDATE | {"manager_id": str(room.cast.laboratory)}
    )
    assert errors_of(answer) == {"manager_id": "Choose a managing company from the list."}


def test_steps_need_a_decision_in_order_from_the_state_that_was_seen(room: TerritoryRoom) -> None:
    analyst = room.browser("analyst")
    empty = analyst.post(f"{room.home}/suspend", data={"seen": "designated"})
    assert errors_of(empty) == {
        "decision_en": "Name the act: who decided, its number, what it is called.",
        "decided_on": "Give the day of the decision.",
    }
    assert analyst.post(f"{room.home}/suspend", data=DECIDED | {"seen": "designated"}).status_code == 302
    early = analyst.post(
        f"{room.home}/restore", data={"decision_en": "Order 1", "decided_on": "2026-01-31", "seen": "suspended"}
    )
    assert errors_of(early) == {"decided_on": "The decision before this one is of 2026-02-01. Check the day."}
    assert typed(early, "#steps form")["decision_en"] == ["Order 1"]
    stale = analyst.post(f"{room.home}/suspend", data=DECIDED | {"seen": "designated"})
    assert stale.status_code == 409
    words = "Somebody has changed this meanwhile: the step is no longer possible. Look at it again."
    assert text_of(soup(stale).select_one(".error-summary li")) == words


def test_nobody_is_designated_without_a_managing_company(room: TerritoryRoom) -> None:
    with room.database.write() as db:
        found = db.get_one(Territory, room.territory)
        found.state, found.manager_id = "assessment", None
    answer = room.browser("analyst").post(f"{room.home}/designate", data=DECIDED | {"seen": "assessment"})
    words = text_of(soup(answer).select_one(".error-summary li"))
    assert (answer.status_code, words) == (422, "Name the managing company first: edit the territory.")


def test_many_decide_at_once_and_one_does(any_room: TerritoryRoom) -> None:
    clients = [any_room.browser(("analyst", "administrator")[number % 2]) for number in range(10)]
    data = DECIDED | {"seen": "candidate"}
    found = at_once(clients, lambda client: client.post(f"{any_room.home}/assess", data=data))
    assert found == [302] + [409] * 9
    with any_room.database.read() as db:
        assert [one.verb for one in db.scalars(select(TerritoryMove).order_by(TerritoryMove.id))] == ["open", "assess"]


def test_the_operator_edits_but_names_no_other_managing_company(room: TerritoryRoom) -> None:
    operator = room.browser("operator")
    form = values_of(soup(operator.get(f"{room.home}/edit")).select_one("main form"))
    assert "manager_id" not in form
    sent = {key: value[0] for key, value in form.items()} | {"name_en": "Alatau Park", "manager_id": ""}
    assert operator.post(f"{room.home}/edit", data=sent).status_code == 302
    with room.database.read() as db:
        found = load_territory(ANONYMOUS, db, room.territory)
        assert (found.name, found.manager is None) == ("Alatau Park", False)
    seen = soup(operator.get(room.home)).select_one("details .trail li")
    assert text_of(seen).startswith("Name")
    assert soup(room.browser("anonymous").get(room.home)).select("details .trail") == []


def test_two_people_edit_the_same_territory(room: TerritoryRoom) -> None:
    operator, analyst = room.browser("operator"), room.browser("analyst")
    sent = {"name_en": "Alatau", "region": "KZ-19", "version": "1"}
    assert operator.post(f"{room.home}/edit", data=sent | {"area_ha": "340", "sectors": "energy"}).status_code == 302
    answer = analyst.post(f"{room.home}/edit", data=sent | {"area_ha": "500"})
    assert answer.status_code == 409
    rows = [text_of(row) for row in soup(answer).select(".conflict tbody tr")]
    assert [row for row in rows if row.startswith(("Area", "Sectors"))] == [
        "Area, hectares 340 500", "Sectors Energy empty"
    ]  # fmt: skip
    again = {key: value[0] for key, value in typed(answer).items()}
    assert (again["area_ha"], again["version"]) == ("500", "2")
    assert analyst.post(f"{room.home}/edit", data=again).status_code == 302
    with room.database.read() as db:
        assert db.get_one(Territory, room.territory).area_ha == 500


def test_a_territory_that_is_not_there(room: TerritoryRoom) -> None:
    for address in ("/territories/99", "/territories/99/structure", "/territories/99/residents"):
        assert room.browser("anonymous").get(address).status_code == 404


def test_the_states_are_those_of_the_vocabulary() -> None:
    assert tuple(terms("territory_states")) == STATE_NAMES
    assert {state for state, _verb in STATES} | {move.to for move in STATES.values()} == set(STATE_NAMES)


@given(st.sampled_from(sorted({*ROLES.values(), "anonymous"})), st.sampled_from(STATE_NAMES), st.booleans())
def test_only_the_ministry_moves_and_always_can(role: str, state: str, belongs: bool) -> None:
    actor = Actor(user_id=1, role=role, organisations=frozenset({5}) if belongs else frozenset())
    territory = Territory(id=1, state=state, manager_id=5)
    assert bool(moves(STATES, actor, territory)) == rules.is_ministry(actor)
    runs = role == "administrator" or (role == "operator" and belongs)
    assert (rules.may_run(actor, territory), rules.may_edit(actor, territory)) == (
        runs, runs or rules.is_ministry(actor)
    )  # fmt: skip


@given(steps=st.lists(st.sampled_from(sorted({verb for _state, verb in STATES})), max_size=12))
def test_any_walk_stays_in_the_table(steps: list[str]) -> None:
    state = "candidate"
    for verb in steps:
        state = STATES[state, verb].to if (state, verb) in STATES else state
        assert state in STATE_NAMES


def test_a_decision_of_the_demo_is_marked_everywhere(room: TerritoryRoom) -> None:
    with room.database.write() as db:
        found = load_territory(ANONYMOUS, db, room.territory)
        made_up = Decision({"en": "Act"}, date(2026, 3, 1), is_demo=True)
        actions.move_territory(room.cast["analyst"], db, found, "suspend", made_up, "designated")
    page = soup(room.browser("anonymous").get(room.home))
    marks = [text_of(one.parent) for one in page.select(".chip-demo")]
    assert marks == [
        "Suspended demo Almaty Region", "Status suspended demo March 1, 2026 Act",
        "demo No decision that grants this status has been published.",
    ]  # fmt: skip
    assert len(soup(room.browser("anonymous").get("/territories/")).select(".chip-demo")) == 1
