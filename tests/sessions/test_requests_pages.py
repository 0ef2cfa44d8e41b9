"""Pages of whom to meet and of requests, through the door a participant takes."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.accounts.actor import SYSTEM
from matchmaker.organisations.actions import create_organisation
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.models import Mark, MeetingRequest
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of
from tests.sessions.asking import Room, make_room
from tests.sessions.making import make_person

OTHER_TEXTS = {"title": "Dust on tailings dams", "summary": "A binder that keeps the dust of tailings beaches down in strong wind.",
               "keywords": "dust, binder", "sectors": ["38"]}  # fmt: skip


@pytest.fixture
def room(app: Flask, cast: Cast) -> Room:
    """ann brings a capability, ben a need that fits, bea one that fits less; zoe of a bank brings nothing."""
    made = make_room(app, cast)
    offer = publish_posting(made.database, cast, "author")
    needs = [publish_posting(made.database, cast, "company", "need", **more) for more in ({}, OTHER_TEXTS)]
    run_jobs(app)
    with made.database.write() as db:
        session = db.get_one(InnovationSession, made.session_id)
        bank = create_organisation(SYSTEM, db, {"kind": "bank", "name_en": "Steppe Bank", "region": "KZ-75"})
        db.flush()
        made.ids["zoe"] = make_person(db, session, "zoe", bank.id).id
        for name, posting_id in (("ann", offer), ("ben", needs[0]), ("bea", needs[1])):
            db.get_one(Registration, made.ids[name]).posting_ids = [posting_id]
    return made


@pytest.fixture
def ann(room: Room) -> FlaskClient:
    return sign_in(room.app, "ann@example.org")


def names(client: FlaskClient, room: Room, query: str = "") -> list[str]:
    page = soup(client.get(f"/sessions/{room.session_id}/meet{query}"))
    return [text_of(one) for one in page.select(".meet h3")]


def test_the_best_come_first_with_reasons_and_colleagues_are_left_out(room: Room, ann: FlaskClient) -> None:
    page = soup(ann.get(f"/sessions/{room.session_id}/meet"))
    assert [text_of(one) for one in page.select(".meet h3")] == ["Ben", "Bea", "Zoe"]
    best = page.select_one(".meet")
    assert best is not None
    assert (
        text_of(best.select_one(".meet-pair")) == "Their need that fits you Flotation reagent for fine copper particles"
    )
    assert "How the score of" in text_of(best.select_one("details"))
    assert page.select(".meet")[2].select("details") == []
    score = int(re.findall(r"(\d+) points", best.decode())[0])
    card = soup(sign_in(room.app, "author@example.org").get("/postings/1/recommendations")).select_one(".match")
    assert f"{score} points of 100" in card.decode()  # both pages say the same of a pair


NARROWED = {
    "?region=KZ-75": ["Zoe"], "?kind=enterprise": ["Ben", "Bea"], "?sector=38": ["Bea"], "?text=zoe": ["Zoe"],
    "?text=steppe": ["Zoe"], "?text=dust": ["Bea"], "?text=nothing+like+it": [], "?mark=must": [],
}  # fmt: skip


def test_the_list_narrows(room: Room, ann: FlaskClient) -> None:
    assert {query: names(ann, room, query) for query in NARROWED} == NARROWED


def test_a_posting_without_its_owner_s_name_does_not_tell_on_the_page(room: Room, ann: FlaskClient) -> None:
    hidden = publish_posting(room.database, room.cast, "company", "need", visibility="anonymous", sectors=["01"])
    run_jobs(room.app)
    with room.database.write() as db:
        db.get_one(Registration, room.ids["zoe"]).posting_ids = [hidden]
    assert text_of(soup(ann.get(f"/sessions/{room.session_id}/meet")).select(".meet")[2].select_one(".meet-pair")) == ""
    assert names(ann, room, "?sector=01") == []
    assert names(ann, room, "?text=flotation") == ["Ben", "Bea"]


def test_marking_with_and_without_scripts(room: Room, ann: FlaskClient) -> None:
    url = f"/sessions/{room.session_id}/meet/{room.ids['ben']}/mark"
    answer = ann.post(url, data={"mark": "must"}, headers={"HX-Request": "true"})
    assert [(one["value"], one["aria-pressed"]) for one in soup(answer).select("button")] == [
        ("", "true"), ("like", "false"), ("no", "false"),
    ]  # fmt: skip
    assert ann.post(url, data={"mark": "like", "next": "/sessions/1/meet?page=1#person-2"}).location.endswith(
        "#person-2"
    )
    with room.database.read() as db:
        assert [one.mark for one in db.scalars(select(Mark))] == ["like"]
    assert names(ann, room, "?mark=like") == ["Ben"]
    with room.database.write() as db:
        db.add_all(
            Mark(registration_id=room.ids["ann"], other_id=one, mark="must")
            for one in (room.ids["bea"], room.ids["zoe"])
        )
        db.add(Mark(registration_id=room.ids["ann"], other_id=room.ids["art"], mark="must"))
    refused = ann.post(url, data={"mark": "must", "before": "like"}, headers={"HX-Request": "true"})
    assert (refused.status_code, "3 must-meets already" in refused.text) == (422, True)
    assert "3 must-meets already" in ann.post(url, data={"mark": "must"}, follow_redirects=True).text


def test_the_switch(room: Room, ann: FlaskClient) -> None:
    url = f"/sessions/{room.session_id}/meet/choose"
    for value in ("0", "1", "0"):
        assert ann.post(url, data={"open": value}).status_code == 302
    with room.database.read() as db:
        assert db.get_one(Registration, room.ids["ann"]).is_open_to_others is False


def test_asking_and_answering(room: Room, ann: FlaskClient) -> None:
    url = f"/sessions/{room.session_id}/meet/{room.ids['ben']}"
    form = soup(ann.get(url)).select_one("aside form")
    assert form is not None
    chosen = [one["value"] for one in form.select("input[name=pair][checked]")]
    assert chosen == ["2-1"]  # the best pair is proposed
    long = ann.post(url, data={"pair": "2-1", "message": "a" * 1001})
    assert (long.status_code, list(errors_of(long)), "a" * 1001 in long.text) == (422, ["message"], True)
    assert ann.post(url, data={"pair": "2-1", "message": "Let us talk"}).status_code == 302
    ben = sign_in(room.app, "ben@example.org")
    assert text_of(soup(ben.get("/")).select_one(".row-item")) == (
        "Answer requests for meetings Somebody would like to meet you at a session and waits for your answer. 1"
    )
    page = soup(ben.get(f"/sessions/{room.session_id}/requests"))
    assert [text_of(one) for one in page.select("h2")] == ["They wait for your answer"]
    with room.database.read() as db:
        request_id = db.scalars(select(MeetingRequest.id)).one()
    base = f"/sessions/{room.session_id}/requests/{request_id}"
    refused = ben.post(f"{base}/decline", data={"note": "Not this year"})
    assert (refused.status_code, list(errors_of(refused)), "Not this year" in refused.text) == (422, ["reason"], True)
    empty = ben.post(f"{base}/counter", data={})
    assert (empty.status_code, list(errors_of(empty))) == (422, ["counter"])
    assert ben.post(f"{base}/accept").status_code == 302
    stale = ben.post(f"{base}/decline", data={"reason": "too_early"})
    assert (stale.status_code, "Somebody has changed this meanwhile" in stale.text) == (409, True)
    assert room.state(request_id) == "accepted"
    page = soup(ann.get(f"/sessions/{room.session_id}/requests"))
    assert [text_of(one) for one in page.select("h2")] == ["Agreed meetings"]


def test_a_closed_session_shows_everything_and_takes_nothing(room: Room, ann: FlaskClient) -> None:
    made = room.ask("ann", "ben")
    room.change(state="closed")
    for page in ("meet", f"meet/{room.ids['zoe']}", "requests", f"requests/{made.id}"):
        found = soup(ann.get(f"/sessions/{room.session_id}/{page}"))
        assert "Requests are closed in this session" in text_of(found.select_one("main"))
        assert found.select("main form[method=post]") == []
    answer = ann.post(f"/sessions/{room.session_id}/meet/{room.ids['zoe']}", data={"message": "Hello"})
    assert (answer.status_code, "Requests are closed" in answer.text) == (409, True)


def test_the_officer_sees_numbers_and_sets_a_must_meet(room: Room) -> None:
    declined, open_one = room.ask("ann", "ben"), room.ask("art", "zoe")
    room.step("ben", "decline", declined.id, "too_early")
    officer, url = sign_in(room.app, "officer@example.org"), f"/sessions/{room.session_id}/requests"

    def numbers() -> dict[str, str]:
        page = soup(officer.get(url))
        return {text_of(one.dt): text_of(one.dd) for one in page.select(".figure")}

    expected = {"In all": "2", "Agreed": "0", "Waiting": "1", "Declined": "1", "Expired": "0", "Must-meets": "0"}
    assert numbers() == expected | {"People without any wish": "3"}
    assert "Too early for us: 1" in officer.get(url).text
    same = officer.post(f"{url}/must", data={"one": room.ids["ann"], "two": room.ids["art"]})
    assert (same.status_code, list(errors_of(same))) == (422, ["one"])
    assert officer.post(f"{url}/must", data={"one": room.ids["art"], "two": room.ids["zoe"]}).status_code == 302
    assert numbers() == expected | {"Agreed": "1", "Waiting": "0", "Must-meets": "1", "People without any wish": "2"}
    rows = soup(officer.get(f"{url}?state=accepted")).select("tbody tr")
    assert [text_of(row.th) for row in rows] == ["Art Flotation Laboratory"]
    assert officer.post(f"{url}/{open_one.id}/release").status_code == 302
    assert room.state(open_one.id) == "withdrawn"
