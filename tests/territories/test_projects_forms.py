"""The forms of a project through the door: facts, steps, funding; bad input, two editors, many at once."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.core import clock
from matchmaker.territories.structure.models import Site
from tests.cast import Cast
from tests.deals.rooms import at_once
from tests.pages import errors_of, soup, text_of, typed
from tests.territories.project_rooms import ProjectRoom, project_room

FORM: dict[str, object] = {
    "name_en": "Campus", "name_ru": "Кампус", "description_en": "Study and live.", "kind": "campus", "sector": "85",
    "cost": "2 500 000,50", "currency": "KZT", "starts_on": "2030-01-01", "ends_on": "2031-01-01",
    "wanted_sources": ["ppp", "ifi"], "source": "Order 7", "is_demo": "1",
}  # fmt: skip
TOMORROW = (clock.today() + timedelta(days=1)).isoformat()
CHANGED = "Somebody else has changed this meanwhile. Compare, and save again."


@pytest.fixture
def room(app: Flask, cast: Cast) -> ProjectRoom:
    return project_room(app, cast)


@pytest.fixture
def any_room(any_app: Flask, any_cast: Cast) -> ProjectRoom:
    return project_room(any_app, any_cast)


def seal(client: FlaskClient, address: str) -> str:
    field = soup(client.get(address)).select_one("form [name=seal]")
    assert field is not None
    return str(field["value"])


def summary(answer: object) -> list[str]:
    return [text_of(one) for one in soup(answer).select(".error-summary li")]  # type: ignore[arg-type]


def test_a_project_from_its_form(any_room: ProjectRoom) -> None:
    client, address = any_room.browser("operator"), f"/territories/{any_room.territory}/projects/new"
    places = {client.post(address, data=FORM | {"form_token": "once"}).headers["Location"] for _time in range(3)}
    assert len(places) == 1
    any_room.project = int(places.pop().rpartition("/")[2])
    made = any_room.stored()
    assert (made.names, made.descriptions) == ({"en": "Campus", "ru": "Кампус"}, {"en": "Study and live."})
    assert (made.kind, made.sector, made.currency, made.cost_minor) == ("campus", "85", "KZT", 250_000_050)
    assert (made.starts_on, made.ends_on, made.wanted_sources) == (date(2030, 1, 1), date(2031, 1, 1), ["ppp", "ifi"])
    assert (made.stage, made.is_open, made.is_demo, made.source) == ("idea", False, True, "Order 7")
    form = typed(client.get(f"/projects/{made.id}/edit"))
    changed = form | {"cost": ["3000000"], "is_demo": [], "name_kk": ["Кампус"]}
    assert client.post(f"/projects/{made.id}/edit", data=changed).status_code == 302
    stored = any_room.stored()
    assert (stored.cost_minor, stored.is_demo, stored.version) == (300_000_000, False, 2)
    assert any_room.verbs() == ["create", "edit"]


FAULTS: dict[str, tuple[dict[str, object], dict[str, str]]] = {
    "negative cost": ({"cost": "-5"}, {"cost": "An amount cannot be negative. Write it without the minus sign."}),
    "no cost": ({"cost": ""}, {"cost": "Write an amount above zero."}),
    "cost in words": ({"cost": "much"}, {"cost": "Write the amount in digits, for example 1 500 000.50."}),
    "unknown currency": (
        {"currency": "XXQ"},
        {"currency": "There is no currency “XXQ”. Write its three letters, for example KZT, USD or EUR."},
    ),
    "dates reversed": (
        {"starts_on": "2031-01-01", "ends_on": "2030-12-31"},
        {"ends_on": "The end is before the start. Choose a day from Jan 1, 2031 on."},
    ),
    "no date": ({"starts_on": "soon"}, {"starts_on": "Write the date as year-month-day, for example 2027-03-31."}),
    "far year": ({"ends_on": "9999-01-01"}, {"ends_on": "Check the year of this date."}),
    "no name": ({"name_en": " ", "name_ru": ""}, {"name_ru": "Give the name in at least one language."}),
    "long name": ({"name_en": "a" * 201}, {"name_en": "Too long: 201 characters. Keep to 200."}),
    "no kind": ({"kind": ""}, {"kind": "Please choose."}),
    "choices": (
        {"kind": "gold", "sector": "gold", "wanted_sources": ["gold"], "site_id": "7"},
        dict.fromkeys(("kind", "sector", "wanted_sources"), "“gold” is not in the list. Choose from the list.")
        | {"site_id": "“7” is not in the list. Choose from the list."},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_form_names_its_fault_and_keeps_what_was_typed(room: ProjectRoom, fault: str) -> None:
    changes, expected = FAULTS[fault]
    client, address = room.browser("operator"), f"/territories/{room.territory}/projects/new"
    with room.database.write() as db:
        db.add(Site(id=3, territory_id=room.territory, kind="laboratory", names={"en": "Lab"}))
    answer = client.post(address, data=FORM | changes)
    found = errors_of(answer)
    assert (answer.status_code, found) == (422, expected)
    kept = typed(answer)
    texts = [name for name in changes if name in ("cost", "starts_on", "ends_on", "name_en")]
    assert {name: kept[name] for name in texts} == {
        name: [str(changes[name]).strip() if changes[name] != " " else " "] for name in texts
    }
    assert text_of(soup(client.get(f"/territories/{room.territory}/projects")).select_one("tbody")).count("Campus") == 0


def test_a_cost_below_its_funding_and_another_currency_are_refused(room: ProjectRoom) -> None:
    client, address = room.browser("operator"), f"/projects/{room.project}/edit"
    form = typed(client.get(address))
    low = client.post(address, data=form | {"cost": ["699.99"]})
    other = client.post(address, data=form | {"currency": ["USD"]})
    assert [(one.status_code, errors_of(one)) for one in (low, other)] == [
        (422, {"cost": "Funding or steps come to 700.00 KZT already: the cost cannot be lower."}),
        (422, {"currency": "Funding or steps are written in KZT: take them off before you change the currency."}),
    ]
    assert client.post(address, data=form | {"cost": ["700"]}).status_code == 302


def test_a_cost_that_is_paid_closes_the_project(app: Flask, cast: Cast) -> None:
    room = project_room(app, cast, lines=(("bank", 400, "committed"),))
    client, address = room.browser("operator"), f"/projects/{room.project}/edit"
    assert client.post(address, data=typed(client.get(address)) | {"cost": ["400"]}).status_code == 302
    assert (room.stored().is_open, room.verbs()) == (False, ["edit", "close"])


def test_two_people_edit_one_project(any_room: ProjectRoom) -> None:
    operator, administrator = any_room.browser("operator"), any_room.browser("administrator")
    address = f"/projects/{any_room.project}/edit"
    mine, theirs = typed(operator.get(address)), typed(administrator.get(address))
    assert administrator.post(address, data=theirs | {"cost": ["1500"], "kind": ["centre"]}).status_code == 302
    answer = operator.post(address, data=mine | {"cost": ["1200"], "wanted_sources": ["bank"]})
    assert (answer.status_code, summary(answer)) == (409, [CHANGED])
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in soup(answer).select(".conflict tbody tr")]
    assert rows == [
        ["Kind", "Centre", "Laboratory"], ["Cost", "1500.00", "1200"],
        ["Money is looked for from", "empty", "Second-tier bank"],
    ]  # fmt: skip
    again = typed(answer)
    assert (again["cost"], again["version"], any_room.stored().cost_minor) == (["1200"], ["2"], 150_000)
    assert operator.post(address, data=again).status_code == 302
    assert (any_room.stored().cost_minor, any_room.stored().kind) == (120_000, "laboratory")


STEPS = {
    "step_en_1": "Design", "planned_on_1": "2026-03-01", "done_on_1": "2026-04-01", "step_cost_1": "100",
    "step_ru_3": "Стройка", "planned_on_3": "2027-03-01", "step_cost_3": "900",
}  # fmt: skip


def test_steps_are_replaced_and_numbered(any_room: ProjectRoom) -> None:
    client, address = any_room.browser("operator"), f"/projects/{any_room.project}/steps"
    assert client.post(address, data=STEPS | {"seal": seal(client, address)}).status_code == 302
    assert any_room.steps() == [
        (1, "Design", date(2026, 3, 1), date(2026, 4, 1), 10_000), (2, None, date(2027, 3, 1), None, 90_000),
    ]  # fmt: skip
    rows = soup(client.get(f"/projects/{any_room.project}")).select("#steps tbody tr")
    shown = [[text_of(cell) for cell in row.select("th, td")] for row in rows]
    assert shown[0] == ["1. Design", "Mar 1, 2026", "Apr 1, 2026 late by 31 days", "100.00 ₸"]
    wider = client.post(address, data=STEPS | {"seal": "kept", "then": "rows"})
    assert (typed(wider)["seal"], typed(wider)["step_ru_3"], "step_en_7" in typed(wider)) == (
        ["kept"],
        ["Стройка"],
        True,
    )


STEP_FAULTS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "more than the cost": (
        {"step_cost_3": "900.01"},
        {"step_cost_3": "The steps come to 0.01 KZT more than the project costs. Lower one, or correct the cost."},
    ),
    "negative": (
        {"step_cost_1": "-1"},
        {"step_cost_1": "An amount cannot be negative. Write it without the minus sign."},
    ),
    "order": (
        {"planned_on_3": "2026-02-28"},
        {"planned_on_3": "This step would end before the one above it. Choose a day from Mar 1, 2026 on."},
    ),
    "done in the future": (
        {"done_on_3": TOMORROW},
        {"done_on_3": "A step cannot be done on a day that is still to come."},
    ),
    "no name": ({"step_en_1": ""}, {"step_ru_1": "Give the name in at least one language."}),
}


@pytest.mark.parametrize("fault", STEP_FAULTS)
def test_steps_name_their_faults(room: ProjectRoom, fault: str) -> None:
    changes, expected = STEP_FAULTS[fault]
    client, address = room.browser("operator"), f"/projects/{room.project}/steps"
    answer = client.post(address, data=STEPS | {"seal": seal(client, address)} | changes)
    assert (answer.status_code, errors_of(answer), len(room.steps())) == (422, expected, 1)


def test_two_people_plan_steps(room: ProjectRoom) -> None:
    operator, administrator = room.browser("operator"), room.browser("administrator")
    address = f"/projects/{room.project}/steps"
    seen = seal(operator, address)
    assert administrator.post(address, data=STEPS | {"seal": seen}).status_code == 302
    answer = operator.post(address, data={"step_en_1": "My step", "seal": seen})
    assert (answer.status_code, summary(answer)) == (409, [CHANGED])
    stored = [text_of(one) for one in soup(answer).select(".conflict tbody th")]
    assert (stored, typed(answer)["step_en_1"]) == (["1. Design", "2. Стройка"], ["My step"])
    assert operator.post(address, data=typed(answer)).status_code == 302
    assert [one[1] for one in room.steps()] == ["My step"]


FUNDING = {
    "source_1": "bank", "funder_1": "Investor Fund", "amount_1": "400", "state_1": "committed", "committed_on_1": "2026-03-01",
    "source_2": "ppp", "funder_2": "Road Builders", "amount_2": "600", "state_2": "negotiated",
}  # fmt: skip


def test_funding_is_replaced_and_funders_are_known(any_room: ProjectRoom) -> None:
    client, address = any_room.browser("operator"), f"/projects/{any_room.project}/funding"
    assert client.post(address, data=FUNDING | {"seal": seal(client, address)}).status_code == 302
    assert any_room.funding() == [
        ("bank", "Investor Fund", 40_000, "committed"),
        ("ppp", "Road Builders", 60_000, "negotiated"),
    ]
    page = soup(client.get(f"/projects/{any_room.project}"))
    facts = [
        [text_of(cell) for cell in row.select("th, td")] for row in page.select("#funding table")[0].select("tr")[1:]
    ]
    assert facts == [
        ["Committed", "400.00 ₸", "40 %"], ["Negotiated", "600.00 ₸", "60 %"], ["Nobody yet", "0.00 ₸", "0 %"],
        ["Cost", "1,000.00 ₸", "100 %"], ["Gap: what is not committed", "600.00 ₸", "60 %"],
    ]  # fmt: skip
    titles = [text_of(one) for one in page.select("#funding figure title")]
    assert titles == ["Second-tier bank, Committed: 40 %", "Public-private partnership, Negotiated: 60 %"]
    with any_room.database.read() as db:
        audit = db.connection().exec_driver_sql("SELECT after FROM audit WHERE verb = 'plan_funding'").scalar_one()
    assert "Road Builders" not in str(audit)


FUNDING_FAULTS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "too much committed": (
        {"state_2": "committed", "committed_on_2": "2026-01-01", "amount_2": "600.01"},
        {"amount_2": "The committed money comes to 0.01 KZT more than the project costs. Lower a line, or correct the cost."},
    ),
    "too much in all": (
        {"amount_2": "700"},
        {"amount_2": "Committed and negotiated money come to 100.00 KZT more than the project costs: of what is negotiated, write down the part that would be taken."},
    ),
    "negative": ({"amount_1": "-400"}, {"amount_1": "An amount cannot be negative. Write it without the minus sign."}),
    "no amount": ({"amount_1": ""}, {"amount_1": "Write an amount above zero."}),
    "no source": ({"source_2": ""}, {"source_2": "Please choose."}),
    "unknown": (
        {"source_2": "gold", "state_2": "sure"},
        {"source_2": "“gold” is not in the list. Choose from the list.", "state_2": "“sure” is not in the list. Choose from the list."},
    ),
    "no day": ({"committed_on_1": ""}, {"committed_on_1": "Write the day of the promise: only what is signed is committed."}),
    "day to come": (
        {"committed_on_1": TOMORROW},
        {"committed_on_1": "This day is still to come: until then the money is negotiated."},
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FUNDING_FAULTS)
def test_funding_names_its_faults(room: ProjectRoom, fault: str) -> None:
    changes, expected = FUNDING_FAULTS[fault]
    client, address = room.browser("operator"), f"/projects/{room.project}/funding"
    answer = client.post(address, data=FUNDING | {"seal": seal(client, address)} | changes)
    assert (answer.status_code, errors_of(answer), len(room.funding())) == (422, expected, 2)
    assert typed(answer)["funder_2"] == ["Road Builders"]


def test_a_project_whose_whole_cost_is_committed_is_closed(room: ProjectRoom) -> None:
    client, address = room.browser("operator"), f"/projects/{room.project}/funding"
    data = {"source_1": "budget", "amount_1": "1000", "state_1": "committed", "committed_on_1": "2026-01-01"}
    answer = client.post(address, data=data | {"seal": seal(client, address)}, follow_redirects=True)
    assert "The whole cost is committed: the project is no longer open to investors." in answer.text
    assert (room.stored().is_open, room.verbs()) == (False, ["plan_funding", "close"])


def test_two_people_plan_funding_at_once(any_room: ProjectRoom) -> None:
    clients = [any_room.browser(("operator", "administrator")[number % 2]) for number in range(6)]
    address = f"/projects/{any_room.project}/funding"
    seen = seal(clients[0], address)
    found = at_once(clients, lambda client: client.post(address, data=FUNDING | {"seal": seen}))
    assert (found, any_room.verbs()) == ([302] + [409] * 5, ["plan_funding"])
    answer = clients[0].post(address, data={"source_1": "own", "amount_1": "5", "seal": seen})
    stored = [text_of(one) for one in soup(answer).select(".conflict table:last-of-type tbody th")]
    assert (answer.status_code, stored[-2:], typed(answer)["source_1"]) == (
        409,
        ["Investor Fund", "Road Builders"],
        ["own"],
    )


@pytest.mark.parametrize("odd", ["\x00", "²", "-1", "9" * 30, "'; DROP TABLE projects; --"])
def test_odd_values_never_break_a_form(any_room: ProjectRoom, odd: str) -> None:
    client, base = any_room.browser("operator"), f"/projects/{any_room.project}"
    for name in (*FORM, "version", "form_token", "site_id"):
        address = f"/territories/{any_room.territory}/projects/new"
        assert client.post(address, data=FORM | {name: odd}).status_code in (302, 422), name
        assert client.post(f"{base}/edit", data=FORM | {name: odd}).status_code in (302, 409, 422), name
    for form, address in ((STEPS, f"{base}/steps"), (FUNDING, f"{base}/funding")):
        for name in (*form, "seal"):
            assert client.post(address, data=form | {"seal": seal(client, address)} | {name: odd}).status_code in (
                302,
                409,
                422,
            ), name
