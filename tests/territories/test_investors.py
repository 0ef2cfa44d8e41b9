"""Investors: how open projects fit a profile and why, the profile's form, the interest and its answer."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.territories.projects.investors.matching import CRITERIA, Offer, Wish, fits_for, reasons_for
from matchmaker.territories.projects.investors.wording import fit_words
from tests.cast import Cast
from tests.deals.rooms import at_once
from tests.pages import errors_of, home_tasks, soup, text_of, typed
from tests.territories.making_projects import TENGE, make_investor, make_project
from tests.territories.project_rooms import ProjectRoom, project_room

OFFER = Offer(1, "KZ-19", "72", "laboratory", "design", "KZT", 600 * TENGE, frozenset({"bank", "ppp"}))


@pytest.fixture
def room(app: Flask, cast: Cast) -> ProjectRoom:
    return project_room(app, cast)


@pytest.fixture
def any_room(any_app: Flask, any_cast: Cast) -> ProjectRoom:
    return project_room(any_app, any_cast)


def verdicts(wish: Wish, offer: Offer = OFFER) -> str:
    """The first letter of each verdict, in the order of the criteria."""
    return "".join(reason.verdict[0] for reason in reasons_for(wish, offer))


def words(wish: Wish, offer: Offer = OFFER) -> list[str]:
    return [fit_words(reason, offer, wish) for reason in reasons_for(wish, offer)]


def test_an_empty_profile_takes_everything() -> None:
    assert verdicts(Wish()) == "ffffff"
    assert words(Wish(), Offer(1, "KZ-19", "", "campus", "idea", "KZT", 5)) == [
        "Open to money from any source.", "You work in every region.", "You work in every sector.",
        "You take part in projects of every kind.", "You come in at every stage.", "The gap is 0 KZT; you have set no bounds.",
    ]  # fmt: skip


def test_what_fits_by_each_criterion() -> None:
    wish = Wish(
        frozenset({"bank"}), frozenset({"KZ-19", "KZ-10"}), frozenset({"M"}), frozenset({"laboratory"}), frozenset({"design"}),
        "KZT", 100 * TENGE, 600 * TENGE,
    )  # fmt: skip
    assert verdicts(wish) == "ffffff"
    assert words(wish) == [
        "Your kind of money is looked for (Second-tier bank; Public-private partnership).",
        "It lies in one of your regions: Almaty Region.",
        "Its sector is among yours: Scientific research and development.",
        "A kind of project that you look for: Laboratory.",
        "It is at a stage at which you come in: Design.",
        "The gap of 600 KZT lies within your bounds (100 KZT – 600 KZT).",
    ]


def test_what_speaks_against_it_by_each_criterion() -> None:
    wish = Wish(
        frozenset({"ifi"}), frozenset({"KZ-10"}), frozenset({"41"}), frozenset({"campus"}), frozenset({"idea", "construction"}),
        "KZT", 601 * TENGE,
    )  # fmt: skip
    assert verdicts(wish) == "aaaaaa"
    assert words(wish) == [
        "Looks only for: Second-tier bank; Public-private partnership.",
        "It lies outside your regions: Almaty Region.",
        "Its sector is not among yours: Scientific research and development.",
        "Not a kind of project that you look for: Laboratory.",
        "It is at the stage “Design”, and you come in at: Construction; Idea.",
        "The gap is 600 KZT, and you begin at 601 KZT.",
    ]


def test_what_is_partly_so_or_not_known() -> None:
    assert (
        words(Wish(most_minor=599 * TENGE))[-1]
        == "The gap is 600 KZT, and you give at most 599 KZT: the rest needs another source."
    )
    dollars = Wish(currency="USD", least_minor=100, most_minor=200)
    assert (verdicts(dollars)[-1], words(dollars)[-1]) == (
        "u", "The gap is 600 KZT, and your bounds (1 USD – 2 USD) are in another currency: compare them.",
    )  # fmt: skip
    wide = Offer(1, "KZ-19", "M", "campus", "idea", "KZT", 5)
    wish = Wish(sectors=frozenset({"72"}))
    assert (verdicts(wish, wide)[2], words(wish, wide)[2][:27]) == ("u", "Its sector is wider than yo")
    assert verdicts(wish, Offer(1, "KZ-19", "", "campus", "idea", "KZT", 5))[2] == "u"


codes = st.frozensets(st.sampled_from(["bank", "ppp", "ifi"]))
offers = st.builds(
    Offer, st.integers(1, 99), st.sampled_from(["KZ-19", "KZ-10"]), st.sampled_from(["", "72", "M", "41"]),
    st.sampled_from(["campus", "centre"]), st.sampled_from(["idea", "design"]), st.sampled_from(["KZT", "USD"]),
    st.integers(1, 1000), codes,
)  # fmt: skip
wishes = st.builds(
    Wish, codes, st.frozensets(st.sampled_from(["KZ-19", "KZ-10"])), st.frozensets(st.sampled_from(["72", "M"])),
    st.frozensets(st.just("campus")), st.frozensets(st.just("idea")), st.sampled_from(["KZT", "USD"]),
    st.none() | st.integers(0, 500), st.none() | st.integers(500, 900),
)  # fmt: skip


@given(wishes, st.lists(offers, max_size=8))
def test_the_order_is_that_of_the_reasons(wish: Wish, some: list[Offer]) -> None:
    found = fits_for(wish, some)
    assert sorted(one.offer.project_id for one in found) == sorted(one.project_id for one in some)
    keys = [(one.count("against"), -one.count("fits"), one.count("unknown")) for one in found]
    assert keys == sorted(keys)
    assert all([reason.criterion for reason in one.reasons] == list(CRITERIA) for one in found)
    assert all(fit_words(reason, one.offer, wish) for one in found for reason in one.reasons)


def titles(room: ProjectRoom, section: str) -> list[str]:
    page = soup(room.browser("investor").get("/investors/"))
    return [text_of(one) for one in page.select(f"[aria-labelledby={section}] h3")]


def test_their_home_page_leads_to_open_projects(room: ProjectRoom) -> None:
    with room.database.write() as db:
        make_project(db, room.territory, names={"en": "Hidden"}, is_open=False)
        make_investor(db, "unverified", verified=False)
    task = "Look at projects that fit you"
    assert home_tasks(room.browser("investor"))[task] == ("1", "/investors/")
    assert [name for name in ("unverified", "company", "operator") if task in home_tasks(room.browser(name))] == []


def test_projects_are_ranked_by_how_they_fit(room: ProjectRoom) -> None:
    with room.database.write() as db:
        make_project(db, room.territory, names={"en": "Pipes"}, wanted_sources=["ifi"])
        make_project(db, room.territory, names={"en": "Hidden"}, is_open=False)
        make_project(db, room.territory, names={"en": "Campus"}, wanted_sources=["ppp"], kind="campus")
    assert (titles(room, "fits-title"), titles(room, "others-title")) == (["Laboratory", "Campus"], ["Pipes"])
    client = room.browser("investor")
    form = typed(client.get("/investors/profile"))
    assert (
        client.post("/investors/profile", data=form | {"kinds": ["campus"], "sources": ["ifi", "ppp"]}).status_code
        == 302
    )
    assert (titles(room, "fits-title"), titles(room, "others-title")) == (["Campus"], ["Laboratory", "Pipes"])
    assert client.post("/investors/profile", data=form | {"version": ["1"], "least": ["601"]}).status_code == 302
    page = soup(client.get("/investors/"))
    assert titles(room, "fits-title") == []
    assert {text_of(one) for one in page.select("li.is-against")} >= {
        "Against: The gap is 600 KZT, and you begin at 601 KZT."
    }


def test_the_profile_of_an_investor(any_room: ProjectRoom) -> None:
    with any_room.database.write() as db:
        fund = make_investor(db, "second")
        db.connection().exec_driver_sql(
            f"UPDATE memberships SET organisation_id = {any_room.fund} WHERE organisation_id = {fund.id}"
        )
    first, second = any_room.browser("investor"), any_room.browser("second")
    mine, theirs = typed(first.get("/investors/profile")), typed(second.get("/investors/profile"))
    assert (mine["sources"], mine["version"]) == (["private_investor", "ppp"], ["0"])
    assert second.post("/investors/profile", data=theirs | {"most": ["5 000"], "regions": ["KZ-10"]}).status_code == 302
    answer = first.post("/investors/profile", data=mine | {"most": ["7000"], "sources": []})
    rows = [[text_of(cell) for cell in row.select("th, td")] for row in soup(answer).select(".conflict tbody tr")]
    assert (answer.status_code, rows) == (409, [
        ["We give at most", "5000.00", "7000"],
        ["Our money is", "Private investor, Public-private partnership", "empty"],
        ["Regions", "Abai Region", "empty"],
    ])  # fmt: skip
    assert first.post("/investors/profile", data=typed(answer)).status_code == 302
    assert typed(first.get("/investors/profile"))["most"] == ["7000.00"]


FAULTS: dict[str, tuple[dict[str, object], dict[str, str]]] = {
    "reversed": ({"least": "5", "most": "4"}, {"most": "The upper bound is below the lower one."}),
    "negative": ({"least": "-5"}, {"least": "An amount cannot be negative. Write it without the minus sign."}),
    "currency": (
        {"currency": "XXQ"},
        {"currency": "There is no currency “XXQ”. Write its three letters, for example KZT, USD or EUR."},
    ),
    "choices": ({"regions": ["gold"]}, {"regions": "“gold” is not in the list. Choose from the list."}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_profile_names_its_faults(room: ProjectRoom, fault: str) -> None:
    changes, expected = FAULTS[fault]
    answer = room.browser("investor").post("/investors/profile", data={"currency": "KZT", "version": "0"} | changes)
    assert (answer.status_code, errors_of(answer)) == (422, expected)


def test_interest_and_answer_are_told_and_seen_by_both(any_room: ProjectRoom) -> None:
    investor, operator = any_room.browser("investor"), any_room.browser("operator")
    data = {"organisation": str(any_room.fund), "note": "Half of the gap."}
    assert investor.post(f"/investors/projects/{any_room.project}", data=data).status_code == 302
    ((who, subject, body),) = any_room.letters()
    assert (who, subject) == ("operator", "Investor Fund is interested: Laboratory")
    assert "Investor (Investor Fund) is interested in the infrastructure project “Laboratory” (Alatau)." in body
    assert f"Half of the gap.\n\nPlease answer here:\n/projects/{any_room.project}" in body
    page = soup(operator.get(f"/projects/{any_room.project}"))
    assert [text_of(one) for one in page.select("#investors h3")] == ["Investor Fund"]
    address = f"/projects/{any_room.project}/interests/{any_room.fund}"
    assert operator.post(address, data={"answer": "talk", "note": "Come on Monday.", "seen": ""}).status_code == 302
    stale = operator.post(address, data={"answer": "declined", "seen": ""})
    assert (stale.status_code, "A colleague has answered meanwhile." in stale.text) == (409, True)
    ((who, subject, body),) = any_room.letters()
    assert (who, subject) == ("investor", "You are invited to talk: Laboratory")
    assert "Your contact: Operator, operator@example.org.\n\nNote: Come on Monday." in body
    assert operator.post(address, data={"answer": "declined", "note": "", "seen": "talk"}).status_code == 302
    assert [(who, subject) for who, subject, _body in any_room.letters()] == [("investor", "Not this time: Laboratory")]
    seen = text_of(soup(investor.get(f"/projects/{any_room.project}")).select_one("#investors"))
    assert ("Half of the gap." in seen, "Declined" in seen) == (True, True)
    assert any_room.verbs() == ["interest", "answer", "answer"]


def test_many_clicks_are_one_interest(any_room: ProjectRoom) -> None:
    clients = [any_room.browser("investor") for _number in range(6)]
    found = at_once(clients, lambda client: client.post(f"/investors/projects/{any_room.project}", data={}))
    assert (found, any_room.verbs(), len(any_room.letters())) == ([302] * 6, ["interest"], 1)


def test_a_closed_project_cannot_be_asked_for(room: ProjectRoom) -> None:
    client = room.browser("investor")
    room.browser("operator").post(f"/projects/{room.project}/close")
    assert client.post(f"/investors/projects/{room.project}").status_code == 404
    assert (room.verbs(), room.letters()) == (["close"], [])


def test_bad_answers_and_notes(room: ProjectRoom) -> None:
    client, operator = room.browser("investor"), room.browser("operator")
    long = client.post(f"/investors/projects/{room.project}", data={"note": "a" * 1001})
    assert (long.status_code, "Too long: 1001 characters. Keep to 1000." in long.text) == (422, True)
    address = f"/projects/{room.project}/interests/{room.fund}"
    assert operator.post(address, data={"answer": "talk"}).status_code == 404
    assert client.post(f"/investors/projects/{room.project}").status_code == 302
    assert operator.post(address, data={"answer": "perhaps"}).status_code == 422
    assert client.post(address, data={"answer": "talk"}).status_code == 403


def test_only_verified_givers_of_money_come_in(room: ProjectRoom) -> None:
    with room.database.write() as db:
        make_investor(db, "newcomer", "bank", verified=False)
        make_investor(db, "maker", "enterprise")
        make_investor(db, "ifi", "international_financial_institution")
    words = "This page is for people of investors, banks and international financial institutions that are verified."
    for name, status in (("newcomer", 403), ("maker", 403), ("ifi", 200), ("operator", 403)):
        answer = room.browser(name).get("/investors/")
        assert (answer.status_code, words in answer.text) == (status, status == 403)
        assert room.browser(name).post(f"/investors/projects/{room.project}").status_code == (
            302 if status == 200 else 403
        )


def test_a_letter_speaks_its_readers_language(room: ProjectRoom) -> None:
    with room.database.write() as db:
        db.connection().exec_driver_sql("UPDATE users SET locale = 'ru' WHERE email = 'operator@example.org'")
        db.connection().exec_driver_sql(
            """UPDATE infrastructure_projects SET names = '{"en": "Laboratory", "ru": "Лаборатория"}'"""
        )
    room.browser("investor").post(f"/investors/projects/{room.project}")
    assert [subject.endswith(": Лаборатория") for _who, subject, _body in room.letters()] == [True]
