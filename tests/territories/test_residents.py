"""Residents: applications, decisions with their reasons, mending, letters to both sides, bad input, many at once."""

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.territories.models import Territory
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.residents.queries import resident_counts
from tests.cast import Cast
from tests.deals.rooms import at_once
from tests.pages import errors_of, soup, text_of, typed, values_of
from tests.territories.rooms import TerritoryRoom, territory_room

ACTIVITY = "Pilot flotation of fine copper ores, with tests for others."
ASKED = {"activity": ACTIVITY, "sector": "mining", "jobs": "20", "investment": "25 000 000,50", "currency": "KZT"}


@pytest.fixture
def room(app: Flask, cast: Cast) -> TerritoryRoom:
    return territory_room(app, cast)


@pytest.fixture
def any_room(any_app: Flask, any_cast: Cast) -> TerritoryRoom:
    return territory_room(any_app, any_cast)


def apply(room: TerritoryRoom, who: str = "author", **values: str) -> str:
    """An application sent through the page; its address."""
    organisation = room.cast.laboratory if who == "author" else room.cast.enterprise
    data = ASKED | {"organisation_id": str(organisation)} | values
    answer = room.browser(who).post(f"{room.home}/residents/apply", data=data)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def step(room: TerritoryRoom, who: str, address: str, verb: str, **values: str) -> int:
    """The status of a step taken from the page as it stands."""
    client = room.browser(who)
    field = soup(client.get(address)).select_one("aside form input[name=version]")
    data = {"version": str(field["value"]) if field else "0"} | values
    return client.post(f"{address}/{verb}", data=data).status_code


def states(room: TerritoryRoom) -> list[tuple[str, str]]:
    """State and reason of every residency."""
    with room.database.read() as db:
        return [(one.state, one.reason) for one in db.scalars(select(Residency).order_by(Residency.id))]


def subjects(room: TerritoryRoom) -> list[tuple[str, str]]:
    """To whom and what the new letters are about."""
    return [(who, subject) for who, subject, _body in room.letters()]


def test_an_application_is_returned_mended_and_admitted(any_room: TerritoryRoom) -> None:
    address = apply(any_room)
    assert subjects(any_room) == [("operator", "A new application: Flotation Laboratory")]
    assert step(any_room, "operator", address, "return", reason="incomplete", note="How many jobs?") == 302
    ((who, subject, body),) = any_room.letters()
    assert (who, subject) == ("author", "Please complete your application: Alatau")
    assert "Reason: Incomplete.\n\nHow many jobs?\n\nChange it" in body and address in body
    author = any_room.browser("author")
    assert text_of(soup(author.get(f"{address}/edit")).select_one(".reason")) == "Returned : Incomplete How many jobs?"
    form = values_of(soup(author.get(f"{address}/edit")).select_one("main form"))
    assert (form["investment"], form["jobs"]) == (["25000000.50"], ["20"])
    mended = {key: value[0] for key, value in form.items()} | {"jobs": "30"}
    assert author.post(f"{address}/edit", data=mended).status_code == 302
    assert (states(any_room), subjects(any_room)) == (
        [("applied", "")], [("operator", "Sent again: Flotation Laboratory")]
    )  # fmt: skip
    assert step(any_room, "operator", address, "admit", note="Welcome.") == 302
    assert subjects(any_room) == [("author", "You are a resident: Alatau")]
    history = [
        text_of(one.select_one("q")) or one.contents[0].strip() for one in soup(author.get(address)).select(".trail li")
    ]
    assert history == ["Welcome.", "Sent again", "Application changed", "How many jobs?", "Applied"]
    with any_room.database.read() as db:
        assert resident_counts(db) == {any_room.territory: 1}
    assert any_room.verbs("residency", 1) == ["apply", "return", "edit", "send", "admit"]


def test_refused_withdrawn_ended_and_left(room: TerritoryRoom) -> None:
    first = apply(room)
    assert step(room, "operator", first, "refuse", reason="not_profile") == 302
    second = apply(room)
    assert step(room, "author", second, "withdraw", note="Later.") == 302
    third, fourth = apply(room), apply(room, "company")
    for address in (third, fourth):
        assert step(room, "operator", address, "admit") == 302
    room.letters()
    assert step(room, "operator", third, "end", reason="breach", note="No work was done.") == 302
    assert step(room, "company", fourth, "leave", note="We move.") == 302
    assert states(room) == [("refused", "not_profile"), ("withdrawn", ""), ("ended", "breach"), ("ended", "own_wish")]
    assert subjects(room) == [
        ("author", "Your residency has ended: Alatau"), ("operator", "A resident leaves: Copper Works")
    ]  # fmt: skip
    with room.database.read() as db:
        assert resident_counts(db) == {}


def test_everyone_sees_residents_and_nobody_else_the_applications(room: TerritoryRoom) -> None:
    asked, admitted = apply(room), apply(room, "company")
    assert step(room, "operator", admitted, "admit") == 302
    seen = {}
    for who in ("anonymous", "outsider", "company", "author", "operator", "officer", "analyst"):
        client = room.browser(who)
        rows = soup(client.get(f"{room.home}/residents")).select(".row-link")
        plans = [text_of(one) for one in soup(client.get(admitted)).select(".facts dt")]
        seen[who] = ([text_of(one) for one in rows], client.get(asked).status_code, "Jobs planned" in plans)
    public = (["Copper Works"], 404, False)
    whole = (["Flotation Laboratory", "Copper Works"], 200, True)
    assert seen == {
        "anonymous": public, "outsider": public, "company": (["Copper Works"], 404, True),
        "author": (["Flotation Laboratory", "Copper Works"], 200, False), "operator": whole, "officer": whole,
        "analyst": whole,
    }  # fmt: skip


def test_bad_input_is_told_in_words_and_kept(room: TerritoryRoom) -> None:
    author = room.browser("author")
    sent = {"organisation_id": str(room.cast.laboratory), "activity": "Copper", "sector": "magic", "jobs": "-2",
            "investment": "much", "currency": "KZT"}  # fmt: skip
    answer = author.post(f"{room.home}/residents/apply", data=sent)
    assert (answer.status_code, typed(answer, "form.panel")["activity"]) == (422, ["Copper"])
    assert errors_of(answer) == {
        "activity": "Too short: 6 characters. Write at least 40.",
        "sector": "“magic” is not in the list. Choose from the list.",
        "jobs": "Write a whole number from 0 to 100000.",
        "investment": "Write the amount in digits, for example 1 500 000.50.",
    }
    foreign = author.post(f"{room.home}/residents/apply", data=ASKED | {"organisation_id": str(room.cast.enterprise)})
    assert errors_of(foreign) == {"organisation_id": "Choose an organisation that you manage."}
    currency = author.post(
        f"{room.home}/residents/apply", data=ASKED | {"organisation_id": str(room.cast.laboratory), "currency": "XYZ"}
    )
    assert list(errors_of(currency)) == ["currency"]
    assert states(room) == []


def test_an_organisation_applies_once_at_a_time(room: TerritoryRoom) -> None:
    apply(room)
    author = room.browser("author")
    again = author.post(f"{room.home}/residents/apply", data=ASKED | {"organisation_id": str(room.cast.laboratory)})
    assert errors_of(again) == {"organisation_id": "This organisation has an application or a place here already."}
    page = soup(author.get(f"{room.home}/residents/apply"))
    assert (
        text_of(page.select_one(".empty p"))
        == "Every organisation that you manage has an application or a place here already."
    )


def test_a_decision_wants_its_reason_and_words(room: TerritoryRoom) -> None:
    address, operator = apply(room), room.browser("operator")
    none = operator.post(f"{address}/refuse", data={"version": "1", "note": "No."})
    assert errors_of(none) == {"reason": "Choose a reason: the organisation is told."}
    assert typed(none, "aside form")["note"] == ["No."]
    wordless = operator.post(f"{address}/return", data={"version": "1", "reason": "incomplete"})
    assert errors_of(wordless) == {"note": "Say it in words: the organisation reads this."}
    wrong = operator.post(f"{address}/refuse", data={"version": "1", "reason": "weather"})
    assert errors_of(wrong) == {"reason": "“weather” is not in the list. Choose from the list."}
    assert (states(room), subjects(room)) == (
        [("applied", "")],
        [("operator", "A new application: Flotation Laboratory")],
    )


def test_a_decision_rests_on_what_was_read(room: TerritoryRoom) -> None:
    address = apply(room)
    author = room.browser("author")
    form = values_of(soup(author.get(f"{address}/edit")).select_one("main form"))
    assert (
        author.post(f"{address}/edit", data={key: value[0] for key, value in form.items()} | {"jobs": "2"}).status_code
        == 302
    )
    assert room.browser("operator").post(f"{address}/admit", data={"version": "1"}).status_code == 409
    assert step(room, "operator", address, "admit") == 302
    assert author.get(f"{address}/edit").status_code == 409
    late = author.post(f"{address}/edit", data=ASKED | {"version": "3"})
    assert (late.status_code, states(room)) == (409, [("admitted", "")])


def test_a_territory_that_takes_none(room: TerritoryRoom) -> None:
    address = apply(room)
    with room.database.write() as db:
        db.get_one(Territory, room.territory).state = "suspended"
    assert step(room, "operator", address, "admit") == 409
    company = room.browser("company")
    assert company.get(f"{room.home}/residents/apply").status_code == 403
    assert company.post(f"{room.home}/residents/apply", data=ASKED).status_code == 403
    said = text_of(soup(company.get(f"{room.home}/residents")).select_one("aside p"))
    assert (said, states(room)) == ("This territory takes no residents now.", [("applied", "")])


def test_nobody_decides_on_an_organisation_of_their_own(room: TerritoryRoom) -> None:
    from matchmaker.organisations.models import Membership

    with room.database.write() as db:
        user_id = room.cast["operator"].user_id
        db.add(Membership(organisation_id=room.cast.laboratory, user_id=user_id, role="member"))
    address = apply(room)
    assert room.browser("operator").post(f"{address}/admit", data={"version": "1"}).status_code == 403
    assert room.browser("administrator").post(f"{address}/admit", data={"version": "1"}).status_code == 302


def test_many_apply_and_many_decide_at_once(any_room: TerritoryRoom) -> None:
    data = ASKED | {"organisation_id": str(any_room.cast.laboratory)}
    clients = [any_room.browser("author") for _number in range(6)]
    found = at_once(clients, lambda client: client.post(f"{any_room.home}/residents/apply", data=data))
    assert (found, states(any_room)) == ([302] + [422] * 5, [("applied", "")])
    address = f"{any_room.home}/residents/1"
    clients = [any_room.browser(("operator", "author")[number % 2]) for number in range(8)]

    def decide(client: object) -> object:
        verb = "admit" if clients.index(client) % 2 == 0 else "withdraw"
        return client.post(f"{address}/{verb}", data={"version": "1"})

    assert at_once(clients, decide).count(302) == 1
    assert len(any_room.verbs("residency", 1)) == 2


def test_the_operator_is_told_at_home(room: TerritoryRoom) -> None:
    operator = room.browser("operator")
    title = "Decide on applications of residents"
    rows = [text_of(one) for one in soup(operator.get("/")).select(".row-link")]
    assert title not in rows
    apply(room)
    apply(room, "company")
    row = next(one for one in soup(operator.get("/")).select(".row-item") if title in text_of(one))
    assert (text_of(row.select_one(".count")), row.select_one("a")["href"]) == ("2", f"{room.home}/residents#waiting")
    assert title not in [text_of(one) for one in soup(room.browser("administrator").get("/")).select(".row-link")]
