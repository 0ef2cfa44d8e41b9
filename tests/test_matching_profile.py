"""How two structures fit: every share is 0 to 1, the same from both sides, and grows with what is shared."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.fusion import STRUCTURE
from matchmaker.matching.profile import Profile, overlap, shares

CODES = st.frozensets(st.sampled_from(["a", "b", "c"]))
PROFILE = st.builds(
    Profile,
    kind=st.just("capability"),
    trl=st.none() | st.integers(1, 9),
    fields=CODES,
    sectors=CODES,
    cooperation=CODES,
    regions=CODES,
    partner_kinds=CODES,
    owner_kind=st.sampled_from(["a", "b", ""]),
    budget_min=st.none() | st.integers(0, 9),
    budget_max=st.none() | st.integers(0, 9),
    currency=st.sampled_from(["KZT", "USD"]),
    deadline=st.none() | st.integers(0, 9),
)
quick = settings(derandomize=True, deadline=None, max_examples=300)


@quick
@given(PROFILE, PROFILE, st.integers(0, 9))
def test_every_share_is_between_nothing_and_all_and_the_same_from_both_sides(
    one: Profile, other: Profile, today: int
) -> None:
    need = replace(one, kind="need")
    found = shares(need, other, today)
    assert set(found) == set(STRUCTURE)
    assert all(0 <= share <= 1 for share in found.values())
    assert found == shares(other, need, today)


@quick
@given(PROFILE, PROFILE, CODES)
def test_what_both_gain_never_lowers_a_share(one: Profile, other: Profile, more: frozenset[str]) -> None:
    need = replace(one, kind="need")
    for name in ("fields", "sectors", "cooperation"):
        both = [replace(side, **{name: getattr(side, name) | more}) for side in (need, other)]
        if getattr(need, name) and getattr(other, name):
            assert shares(*both, 0)[name] >= shares(need, other, 0)[name] - 1e-12
    ripe = replace(other, trl=min(9, (other.trl or 0) + 1))
    assert shares(need, ripe, 0)["trl"] >= shares(need, other, 0)["trl"]


@pytest.mark.parametrize(
    ("one", "other", "share"), [("ab", "bc", 0.5), ("abc", "b", 1.0), ("ab", "cd", 0.0), ("", "a", 0.0), ("", "", 0.0)]
)
def test_overlap_is_the_share_of_the_smaller_set(one: str, other: str, share: float) -> None:
    assert overlap(frozenset(one), frozenset(other)) == overlap(frozenset(other), frozenset(one)) == share


@pytest.mark.parametrize(
    ("need", "capability", "fit"),
    [(6, 6, 1.0), (6, 9, 1.0), (6, 5, 0.75), (9, 5, 0.0), (9, 1, 0.0), (None, 5, 0.0), (5, None, 0.0)],
)
def test_trl_fits_when_the_capability_is_ripe(need: int | None, capability: int | None, fit: float) -> None:
    assert shares(Profile("need", need), Profile("capability", capability), 0)["trl"] == fit


def fit(name: str, need: dict, capability: dict, today: int = 0) -> float:
    return shares(Profile("need", **need), Profile("capability", **capability), today)[name]


def codes(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_money_time_place_and_partners() -> None:
    assert fit("budget", {"budget_max": 5, "currency": "KZT"}, {"budget_min": 5, "currency": "KZT"}) == 1
    assert fit("budget", {"budget_max": 4, "currency": "KZT"}, {"budget_min": 5, "currency": "KZT"}) == 0
    assert fit("budget", {"budget_max": 4, "currency": "USD"}, {"budget_min": 5, "currency": "KZT"}) == 0.5
    assert fit("budget", {}, {"budget_min": 5}) == 0.5
    assert [fit("deadline", {"deadline": 3}, {}, today) for today in (2, 3, 4)] == [1, 1, 0]
    assert fit("deadline", {}, {"deadline": 1}, 9) == 1
    assert fit("region", {"regions": codes("KZ-35")}, {}) == 1
    assert fit("region", {"regions": codes("KZ-35")}, {"regions": codes("KZ-10")}) == 0
    lab = {"owner_kind": "lab", "partner_kinds": codes("firm")}
    assert fit("partner", {"owner_kind": "firm", "partner_kinds": codes("lab")}, lab) == 1
    assert fit("partner", {"owner_kind": "bank", "partner_kinds": codes("lab")}, lab) == 0.5
    assert fit("partner", {"owner_kind": "bank"}, lab) == 0
    assert fit("partner", {}, {}) == 0.5
