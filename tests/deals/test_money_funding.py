"""Funding routes: the programmes are well described, the matcher gives each criterion its verdict, shares add up."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.core.errors import Invalid
from matchmaker.deals.funding.matching import (
    AGAINST,
    CRITERIA,
    FITS,
    PARTLY,
    UNKNOWN,
    Project,
    bounds_for,
    reasons_for,
    routes_for,
)
from matchmaker.deals.funding.programmes import Programme, programmes, read_programmes
from matchmaker.deals.funding.wording import reason_words
from matchmaker.deals.money.royalty import WHOLE_BP
from matchmaker.deals.money.shares import shares_of
from matchmaker.paths import PROGRAMMES
from matchmaker.vocabularies import terms
from tests.cast import Cast
from tests.deals.making import make_deal
from tests.pages import errors_of, soup, text_of

Browser = Callable[[str], FlaskClient]


def programme(code: str) -> Programme:
    return next(one for one in programmes() if one.code == code)


def verdicts(code: str, project: Project) -> dict[str, str]:
    return {reason.criterion: reason.verdict for reason in reasons_for(project, programme(code))}


def test_the_programmes_are_whole() -> None:
    found = programmes()
    assert 20 <= len(found) <= 30
    assert {one.source for one in found} == set(terms("funding_sources")) - {"own", "budget"}
    for one in found:
        low, high = one.trl
        assert 1 <= low <= high <= 9 and one.applicants, one.code
        for bounds in (one.amount, *(bounds for _sectors, bounds in one.exceptions)):
            assert all(bound is None or bound > 0 for bound in bounds)
            assert None in bounds or bounds[0] <= bounds[1], one.code  # type: ignore[operator]
        assert one.own_share is None or 0 < one.own_share < 100
        assert one.checked in ("", "2026-11")
        if not one.checked:  # nothing is told of a page that was not looked at
            assert (one.amount, one.own_share, one.exceptions) == ((None, None), None, ())


@pytest.mark.parametrize(
    ("field", "value"),
    [("currency", "XYZ"), ("source", "luck"), ("sectors", ["99x"]), ("url", "ftp://x"), ("name", {"en": "Only"})],
)
def test_a_fault_in_the_file_is_named(tmp_path: Path, field: str, value: object) -> None:
    data = json.loads(PROGRAMMES.read_text(encoding="utf-8"))
    data["programmes"][2][field] = value
    path = tmp_path / "programmes.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(Invalid) as fault:
        read_programmes(path)
    assert list(fault.value.errors) == [f"programme_targeted, {field}"]


METAL = Project(8, "24", "KZ-35", 500_000_000_00, "KZT", frozenset({"company"}))


def test_each_criterion_has_its_verdict() -> None:
    assert verdicts("idf", METAL) == dict.fromkeys(CRITERIA, FITS)
    assert verdicts("qazinn_commercialisation", METAL) == dict.fromkeys(CRITERIA, FITS) | {"amount": PARTLY}
    assert verdicts("kdb", METAL) == dict.fromkeys(CRITERIA, FITS) | {"amount": AGAINST}
    assert verdicts("grant_funding", METAL) == {
        "stage": AGAINST, "sector": FITS, "region": FITS, "amount": UNKNOWN, "applicant": AGAINST,
    }  # fmt: skip
    assert verdicts("astana_hub_seed", METAL)["sector"] == AGAINST
    assert verdicts("ebrd", METAL)["amount"] == UNKNOWN  # in another currency: never compared
    assert verdicts("idf", Project()) == {
        "stage": UNKNOWN, "sector": UNKNOWN, "region": FITS, "amount": UNKNOWN, "applicant": UNKNOWN,
    }  # fmt: skip
    assert verdicts("kazagrofinance", Project(sector="C"))["sector"] == UNKNOWN  # only a part of the section


def test_an_amount_that_holds_for_one_sector_goes_before_the_general_one() -> None:
    assert bounds_for("13", programme("idf"))[0] == 50_000_000_00
    assert bounds_for("24", programme("idf"))[0] == 80_000_000_00
    assert bounds_for("10", programme("kdb"))[0] == 3_000_000_000_00


def test_what_fits_comes_first_and_every_programme_is_there() -> None:
    routes = routes_for(METAL, programmes())
    assert {route.programme.code for route in routes} == {one.code for one in programmes()}
    opened = [route.is_open for route in routes]
    assert opened == sorted(opened, reverse=True)
    against = [route.count(AGAINST) for route in routes]
    assert against == sorted(against)


@given(
    st.builds(
        Project,
        trl=st.none() | st.integers(1, 9),
        sector=st.sampled_from(("", *terms("oked"))),
        region=st.sampled_from(("", *terms("regions"))),
        amount_minor=st.none() | st.integers(1, 10**14),
        currency=st.sampled_from(("KZT", "USD", "EUR", "JPY")),
        applicants=st.frozensets(st.sampled_from(tuple(terms("funding_applicants")))),
    )
)
def test_every_reason_is_worded_and_a_route_is_open_unless_one_speaks_against_it(project: Project) -> None:
    for route in routes_for(project, programmes()):
        assert [reason.criterion for reason in route.reasons] == list(CRITERIA)
        assert all(reason_words(route, reason, project).endswith(".") for reason in route.reasons)
        assert route.is_open == (AGAINST not in {reason.verdict for reason in route.reasons})


@given(st.lists(st.integers(0, 10**12), max_size=12))
def test_shares_add_up_to_the_whole(amounts: list[int]) -> None:
    found = shares_of(amounts)
    assert sum(found) == (WHOLE_BP if sum(amounts) else 0)
    total = sum(amounts) or 1
    assert all(abs(share - one * WHOLE_BP / total) < 1 for share, one in zip(found, amounts, strict=True))


def test_the_public_page_answers_a_described_project(app: Flask) -> None:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    page = soup(client.get("/funding?trl=8&sector=24&amount=500000000&currency=KZT&applicant=company"))
    first = page.select_one(".route")
    assert text_of(page.select_one("#fits-title")).endswith("programmes that nothing speaks against")
    assert "conditions to be checked with the funder" in text_of(first)
    assert len(page.select(".route")) == len(programmes())
    assert page.select_one("#f-trl option[selected]")["value"] == "8"  # type: ignore[index]
    wrong = client.get("/funding?trl=12&currency=KZZ&amount=-1")
    assert (wrong.status_code, set(errors_of(wrong))) == (422, {"trl", "currency", "amount"})


def test_the_routes_of_a_deal_come_from_the_deal(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast, trl=8, sector="24", value_minor=1, cost_minor={"KZT": 500_000_000_00})
    page = soup(browser("company").get(f"/deals/{deal.id}/funding"))
    assert [text_of(one) for one in page.select(".panel .facts dd")] == [
        "8", "Manufacture of basic metals", "Ulytau Region", "500,000,000.00 ₸",
    ]  # fmt: skip
    assert "Of your project that is 75,000,000 KZT." in page.text
