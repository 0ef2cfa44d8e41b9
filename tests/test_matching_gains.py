"""What would raise a score: only what the own side can change, and never more than it would bring."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.fusion import shipped
from matchmaker.matching.gains import Gain, gains
from matchmaker.matching.profile import Profile, shares

TODAY = 1000
POINTS = shipped().points
CODES = st.frozensets(st.sampled_from("abc"), max_size=2)
MONEY = st.none() | st.integers(1, 3)


def side(kind: str) -> st.SearchStrategy[Profile]:
    days = st.none() | st.sampled_from([TODAY - 1, TODAY + 1])
    return st.builds(
        Profile, st.just(kind), st.none() | st.integers(1, 9), CODES, CODES, CODES, CODES, CODES,
        owner_kind=st.sampled_from(["", "a", "b"]), budget_min=MONEY, budget_max=MONEY, currency=st.just("KZT"), deadline=days,
    )  # fmt: skip


PAIRS = st.tuples(side("need"), side("capability")).flatmap(st.permutations)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(PAIRS)
def test_no_gain_is_more_than_what_lacks(pair: list[Profile]) -> None:
    now = shares(*pair, TODAY)
    found = gains(shipped(), *pair, TODAY)
    lacks = {name: POINTS[name] * (1 - share) for name, share in now.items()}
    assert [gain.name for gain in found if not 0 < gain.points <= lacks[gain.name] + 1e-9] == []
    assert found == sorted(found, key=lambda gain: -gain.points)
    assert sum(gain.points for gain in gains(shipped(), *pair, TODAY, room=1.0)) <= len(found)


OFFER = Profile(
    "capability", 5, frozenset({"2.5"}), frozenset({"07"}), frozenset({"licence"}), frozenset({"KZ-35"}),
    owner_kind="laboratory", budget_min=500, currency="KZT",
)  # fmt: skip
EMPTY = Profile("need")


def said(own: Profile, other: Profile) -> list[tuple[str, bool]]:
    return sorted((gain.name, gain.is_missing) for gain in gains(shipped(), own, other, TODAY))


def test_an_empty_need_may_name_everything() -> None:
    names = ("budget", "cooperation", "fields", "partner", "sectors", "trl")
    assert said(EMPTY, OFFER) == [(name, True) for name in names]
    (first, *_rest) = gains(shipped(), EMPTY, OFFER, TODAY)
    assert first == Gain("sectors", True, POINTS["sectors"])


FULL = replace(
    OFFER,
    kind="need",
    partner_kinds=frozenset({"laboratory"}),
    budget_min=None,
    budget_max=500,
    owner_kind="enterprise",
)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"fields": frozenset({"1.4"})}, []),  # to add the counterpart's field would only please the score
        ({"cooperation": frozenset({"sale"})}, [("cooperation", False)]),
        ({"trl": 7}, [("trl", False)]),
        ({"trl": None}, [("trl", True)]),
        ({"regions": frozenset({"KZ-10"})}, [("region", False)]),
        ({"regions": frozenset()}, []),
        ({"partner_kinds": frozenset({"bank"})}, [("partner", False)]),
        ({"budget_max": 400}, [("budget", False)]),
        ({"deadline": TODAY - 1}, [("deadline", False)]),
    ],
)
def test_what_a_need_may_change(changes: dict[str, object], found: list[tuple[str, bool]]) -> None:
    assert said(replace(FULL, **changes), OFFER) == found


def test_what_only_the_other_side_could_change_is_not_asked_for() -> None:
    choosy = replace(OFFER, partner_kinds=frozenset({"enterprise"}))
    assert said(choosy, replace(FULL, trl=9, partner_kinds=frozenset({"bank"}), deadline=TODAY - 1)) == []
    assert said(FULL, Profile("capability")) == []
