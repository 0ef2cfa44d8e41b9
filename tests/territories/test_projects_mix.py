"""The funding mix: hand-worked gaps and shares, what always holds, sums by currency, and what indicators take from it."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from matchmaker.territories.projects.mix import Total, mix_of, segments, totals_of
from matchmaker.territories.projects.queries import cofinancing_share, funding_totals, private_share
from matchmaker.vocabularies import terms
from tests.cast import Cast
from tests.territories.making import make_manager, make_territory
from tests.territories.making_projects import TENGE, add_line, make_project


@dataclass(frozen=True)
class Line:
    source: str
    amount_minor: int
    state: str = "committed"


def test_a_mix_worked_by_hand() -> None:
    lines = [Line("budget", 250), Line("bank", 100), Line("bank", 50), Line("ifi", 200, "negotiated")]
    mix = mix_of(1000, lines)
    assert [(one.source, one.committed_minor, one.negotiated_minor, one.committed_bp, one.negotiated_bp) for one in mix.parts] == [
        ("bank", 150, 0, 1500, 0), ("ifi", 0, 200, 0, 2000), ("budget", 250, 0, 2500, 0),
    ]  # fmt: skip
    assert (mix.committed_minor, mix.negotiated_minor, mix.open_minor, mix.gap_minor) == (400, 200, 400, 600)
    assert (mix.committed_bp, mix.negotiated_bp, mix.open_bp, mix.gap_bp) == (4000, 2000, 4000, 6000)
    assert segments(mix) == [
        (0, 15, "bank", "committed"), (15, 25, "budget", "committed"), (40, 20, "ifi", "negotiated"), (60, 40, "", "open"),
    ]  # fmt: skip


def test_thirds_add_up_to_the_whole() -> None:
    mix = mix_of(3, [Line("own", 1), Line("ppp", 1)])
    assert ([one.committed_bp for one in mix.parts], mix.open_bp) == ([3334, 3333], 3333)


def test_nothing_promised_is_all_gap() -> None:
    mix = mix_of(700, [])
    assert (mix.parts, mix.gap_minor, mix.gap_bp, segments(mix)) == ((), 700, 10_000, [(0, 100, "", "open")])


@st.composite
def funded(draw: st.DrawFn) -> tuple[int, list[Line]]:
    """A cost and lines that come to at most as much."""
    amounts = draw(st.lists(st.integers(1, 10**15), max_size=12))
    cost = sum(amounts) + draw(st.integers(0 if amounts else 1, 10**15))
    pick = st.tuples(st.sampled_from(list(terms("funding_sources"))), st.sampled_from(("committed", "negotiated")))
    return cost, [Line(source, amount, state) for amount in amounts for source, state in [draw(pick)]]


@given(funded())
def test_sums_and_shares_always_add_up(case: tuple[int, list[Line]]) -> None:
    cost, lines = case
    mix = mix_of(cost, lines)
    assert mix.committed_minor + mix.negotiated_minor + mix.open_minor == cost
    assert mix.gap_minor == cost - sum(one.amount_minor for one in lines if one.state == "committed")
    assert mix.gap_minor == mix.negotiated_minor + mix.open_minor
    assert mix.committed_bp + mix.negotiated_bp + mix.open_bp == 10_000
    exact = [(one.committed_bp, one.committed_minor) for one in mix.parts] + [(mix.open_bp, mix.open_minor)]
    assert all(abs(share * cost - amount * 10_000) < cost for share, amount in exact)
    assert mix_of(cost, list(reversed(lines))) == mix
    widths = [width for _begins, width, _source, _state in segments(mix)]
    assert sum(round(width * 100) for width in widths) == 10_000


@given(funded(), st.data())
def test_a_promise_lowers_the_gap_by_itself(case: tuple[int, list[Line]], data: st.DataObject) -> None:
    cost, lines = case
    before = mix_of(cost, lines)
    if before.open_minor:
        amount = data.draw(st.integers(1, before.open_minor))
        after = mix_of(cost, [*lines, Line("ppp", amount)])
        assert (before.gap_minor - after.gap_minor, before.negotiated_minor) == (amount, after.negotiated_minor)


def test_currencies_are_never_mixed() -> None:
    mixes = [
        ("USD", mix_of(10, [])),
        ("KZT", mix_of(1000, [Line("bank", 400)])),
        ("KZT", mix_of(500, [Line("ppp", 1, "negotiated")])),
    ]
    assert totals_of(mixes) == [Total("KZT", 2, 1500, 400, 1, 1100), Total("USD", 1, 10, 0, 0, 10)]


@pytest.fixture
def money(any_app: Flask, any_cast: Cast) -> Flask:
    """Two territories; one project is stopped, one is in dollars, one promise is of a later year."""
    with any_app.extensions["database"].write() as db:
        one = make_territory(db, any_cast, id=1)
        other = make_territory(db, any_cast, id=2, manager_id=make_manager(db, any_cast, 2))
        first = make_project(
            db, one.id, cost_minor=10**6, lines=(("bank", 400, "committed"), ("budget", 300, "committed"))
        )
        db.add(add_line(first.id, "ppp", 300, "committed", date(2027, 1, 1)))
        db.add(add_line(first.id, "bank", 100, "committed", date(2026, 12, 31)))
        db.add(add_line(first.id, "ifi", 500, "negotiated"))
        make_project(db, one.id, currency="USD", cost_minor=10**6, lines=(("ifi", 70, "committed"),))
        make_project(db, one.id, stage="stopped", lines=(("own", 900, "committed"),))
        make_project(db, other.id, lines=(("budget", 200, "committed"),))
    return any_app


def test_committed_money_by_territory(money: Flask) -> None:
    expected = {
        1: {"KZT": {"bank": 500 * TENGE, "budget": 300 * TENGE, "ppp": 300 * TENGE}, "USD": {"ifi": 70 * TENGE}},
        2: {"KZT": {"budget": 200 * TENGE}},
    }
    recount = text(
        "SELECT territory_id, currency, f.source, SUM(amount_minor) FROM project_funding f, infrastructure_projects p "
        "WHERE f.project_id = p.id AND f.state = 'committed' AND stage <> 'stopped' GROUP BY territory_id, currency, f.source"
    )
    with money.extensions["database"].read() as db:
        assert funding_totals(db) == expected
        assert {tuple(row) for row in db.execute(recount)} == {
            (place, code, source, amount) for place, codes in expected.items() for code, sums in codes.items()
            for source, amount in sums.items()
        }  # fmt: skip


def test_shares_for_indicators(money: Flask) -> None:
    with money.extensions["database"].read() as db:
        found = [(private_share(db, year), cofinancing_share(db, year)) for year in (2025, 2026, 2027)]
        dollars = private_share(db, 2026, "USD"), cofinancing_share(db, 2026, "USD"), private_share(db, 2026, "EUR")
    assert found == [(None, None), (500 / 1000, 500 / 1000), (500 / 1300, 800 / 1300)]
    assert dollars == (0.0, 1.0, None)
