"""The funding mix: hand-worked gaps and shares, what always holds, sums by currency, and what indicators take from it."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.territories.projects.mix import Total, mix_of, segments, totals_of
from matchmaker.vocabularies import terms


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
