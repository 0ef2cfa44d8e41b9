"""The stages of a project: which may follow which, what a step needs, who may take it, and what the trail keeps."""

from datetime import date

import pytest
from flask import Flask

from matchmaker.core.audit import trail
from matchmaker.territories.projects.stages import FOLLOWING, STAGES
from matchmaker.vocabularies import terms
from tests.cast import Cast
from tests.deals.rooms import at_once
from tests.pages import errors_of, soup, text_of
from tests.territories.project_rooms import ProjectRoom, project_room

DONE = {"step_en_1": "Design", "planned_on_1": "2020-01-01", "done_on_1": "2020-02-01"}


@pytest.fixture
def room(app: Flask, cast: Cast) -> ProjectRoom:
    return project_room(app, cast)


def summary(answer: object) -> list[str]:
    return [text_of(one) for one in soup(answer).select(".error-summary li")]  # type: ignore[arg-type]


def test_the_table_is_whole() -> None:
    assert set(FOLLOWING) == set(terms("project_stages")) == {move.to for move in STAGES.values()}
    assert {verb: move.to for (_now, verb), move in STAGES.items()} == {f"to_{stage}": stage for stage in FOLLOWING}


@pytest.mark.parametrize("now", FOLLOWING)
def test_only_steps_of_the_table_are_possible(app: Flask, cast: Cast, now: str) -> None:
    room = project_room(app, cast, stage=now)
    client = room.browser("operator")
    with room.database.write() as db:
        db.connection().exec_driver_sql("UPDATE project_steps SET done_on = '2020-02-01'")
    for to in FOLLOWING:
        with room.database.write() as db:
            db.connection().exec_driver_sql(f"UPDATE infrastructure_projects SET stage = '{now}'")
        status = client.post(f"/projects/{room.project}/to_{to}", data={"note": "No money."}).status_code
        assert (to, status, room.stored().stage) == ((to, 302, to) if to in FOLLOWING[now] else (to, 409, now))


def test_the_way_of_a_project(room: ProjectRoom) -> None:
    client = room.browser("operator")
    address = f"/projects/{room.project}"
    assert client.post(f"{address}/to_construction").status_code == 302
    early = client.post(f"{address}/to_commissioned")
    assert (early.status_code, summary(early)) == (
        422,
        ["The step “Design” is not done yet. Write the day it was done first."],
    )
    form = soup(client.get(f"{address}/steps")).select_one("form [name=seal]")
    assert client.post(f"{address}/steps", data=DONE | {"seal": form["value"]}).status_code == 302
    assert client.post(f"{address}/to_commissioned").status_code == 302
    stored = room.stored()
    assert (stored.stage, stored.is_open) == ("commissioned", False)
    assert room.verbs() == ["to_construction", "plan_steps", "to_commissioned", "close"]
    history = [
        text_of(one) for one in soup(client.get(address)).select("[aria-labelledby=history-title] li p:last-child")
    ]
    assert history == ["Closed to investors", "Construction → Commissioned", "Steps changed", "Design → Construction"]


def test_construction_needs_its_days(app: Flask, cast: Cast) -> None:
    room = project_room(app, cast, ends_on=None)
    answer = room.browser("operator").post(f"/projects/{room.project}/to_construction")
    words = "Construction has a beginning and an end: write both days on the project's form first."
    assert (answer.status_code, summary(answer), room.stored().stage) == (422, [words], "design")


def test_stopping_needs_a_reason_that_is_kept(room: ProjectRoom) -> None:
    client, address = room.browser("operator"), f"/projects/{room.project}"
    silent = client.post(f"{address}/to_stopped", data={"note": "  "})
    assert errors_of(silent) == {"note": "Say why the project stops: those who follow it will ask."}
    assert client.post(f"{address}/to_stopped", data={"note": "No money."}).status_code == 302
    with room.database.read() as db:
        moved, closed = trail(db, "project", room.project)
    assert (moved.before, moved.after) == ({"stage": "design"}, {"stage": "stopped", "note": "No money."})
    assert (closed.verb, room.stored().is_open) == ("close", False)
    assert client.post(f"{address}/to_design").status_code == 302


def test_many_take_one_step_at_once(any_app: Flask, any_cast: Cast) -> None:
    room = project_room(any_app, any_cast)
    clients = [room.browser(("operator", "administrator")[number % 2]) for number in range(8)]
    found = at_once(clients, lambda client: client.post(f"/projects/{room.project}/to_construction"))
    assert (found, room.verbs()) == ([302] + [409] * 7, ["to_construction"])


def test_opening_says_what_is_lacking(room: ProjectRoom) -> None:
    client, address = room.browser("operator"), f"/projects/{room.project}/open"
    faults = {
        "UPDATE infrastructure_projects SET is_open = false, stage = 'stopped'": "A project that is commissioned or stopped looks for no money.",
        "UPDATE infrastructure_projects SET stage = 'idea', descriptions = '{}'": "Describe the project first: investors read what it is for.",
        """UPDATE infrastructure_projects SET cost_minor = 40000, descriptions = '{"ru": "Дом"}'""": "Nothing is lacking: the whole cost is committed already.",
    }
    for change, words in faults.items():
        with room.database.write() as db:
            db.connection().exec_driver_sql(change)
        answer = client.post(address)
        assert (answer.status_code, summary(answer)) == (422, [words])
    with room.database.write() as db:
        db.connection().exec_driver_sql("UPDATE infrastructure_projects SET cost_minor = 40001")
    assert [client.post(address).status_code for _time in range(2)] == [302, 302]
    assert (room.stored().is_open, room.verbs()) == (True, ["open"])
    assert room.stored().starts_on == date(2030, 1, 1)
