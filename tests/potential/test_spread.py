"""Draws: what they are on average is known beforehand; and the fast way agrees with the plain one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.potential.drawing import distances, exponentials, members_of
from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework
from matchmaker.potential.index import reckon
from matchmaker.potential.method import PLAIN, Aggregation, Method, Normalisation, variants
from matchmaker.potential.places import FARTHEST, places, tally
from matchmaker.potential.spread import Over, Spread, draws, places_drawn, usable
from tests.potential.strategies import FIGURES, GAP, HAND, figures_of, flat, problems, with_value

# With weights w and 1 - w the scores are 100 w, 100 (1 - w) and always 25: each is ahead of another with a known chance.
THREE = figures_of((100, 0), (0, 100), (25, 25))


def test_weights_are_spread_evenly_over_the_simplex() -> None:
    raw = exponentials(10_000, 5, seed=3)
    weights = raw / raw.sum(axis=1, keepdims=True)
    assert weights.mean(axis=0) == pytest.approx([0.2] * 5, abs=0.006)
    assert weights.var(axis=0) == pytest.approx([4 / 150] * 5, rel=0.06)  # (n - 1) / n² (n + 1)
    assert (weights < 0.1).mean(axis=0) == pytest.approx([1 - 0.9**4] * 5, abs=0.015)


def test_the_mean_rank_is_the_one_reckoned() -> None:
    spread = draws(flat(1, 1), THREE, seed=1)
    assert spread.mean == pytest.approx([1.75, 1.75, 2.5], abs=0.03)
    assert spread.counts.sum(axis=1).tolist() == [10_000] * 3
    assert spread.counts[2] / 10_000 == pytest.approx([0, 0.5, 0.5], abs=0.02)


def test_given_weights_do_not_sway_the_draws_unless_they_are_zero() -> None:
    assert draws(flat(1, 1), THREE, seed=1).counts.tolist() == draws(flat(1, 90), THREE, seed=1).counts.tolist()
    assert draws(flat(1, 0), THREE, seed=1).mean.tolist() == [1, 3, 2]


def test_the_same_seed_gives_the_same_figures() -> None:
    first, again, other = (draws(HAND, FIGURES, variants(), seed=seed).counts.tolist() for seed in (5, 5, 6))
    assert first == again
    assert first != other


def test_weights_within_groups_keep_the_groups_apart() -> None:
    flat_ranks, grouped = (draws(HAND, FIGURES, over=over, seed=2).mean for over in (Over.INDICATORS, Over.GROUPS))
    assert flat_ranks != pytest.approx(grouped, abs=0.05)


def test_methods_alone_are_drawn_alike() -> None:
    methods = (PLAIN, Method(Normalisation.RANK), Method(aggregation=Aggregation.GEOMETRIC))
    spread = draws(HAND, FIGURES, methods, Over.METHODS, count=30_000, seed=4)
    assert [reckon(HAND, FIGURES, one).ranks.tolist() for one in methods] == [[3, 2, 1], [2, 1, 2], [3, 1, 2]]
    assert spread.mean == pytest.approx([8 / 3, 4 / 3, 5 / 3], abs=0.02)


def test_methods_that_the_figures_do_not_allow_are_not_drawn() -> None:
    low = figures_of(*((float(place == 0) * 1e6 + place,) for place in range(40)))
    found = usable(flat(1), low, (Method(Normalisation.ZSCORE, Aggregation.GEOMETRIC, scale=(0, 1)), PLAIN))
    assert found == (PLAIN,)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=30), st.sampled_from([0.0, 0.05, 0.1, 0.5, 0.9, 0.95, 1.0]))
def test_mean_and_quantiles_are_those_of_the_ranks(ranks: list[int], part: float) -> None:
    spread = Spread(np.bincount(np.array(ranks) - 1, minlength=6)[None, :])
    assert spread.mean[0] == pytest.approx(np.mean(ranks))
    assert spread.quantile(part)[0] == pytest.approx(np.quantile(ranks, part))


@pytest.mark.parametrize("regions", [1, 7, 256, 257, 300])
def test_places_are_those_of_a_plain_sort(regions: int) -> None:
    away = (np.random.default_rng(7).random((3000, regions)) * FARTHEST).astype(np.float32)
    whole = away.astype(np.int64)  # equal ones in order of the regions
    expected = np.argsort(np.argsort(whole, axis=1, kind="stable"), axis=1, kind="stable")
    copies = np.ones(regions, np.intp)
    assert (places(away, np.asarray, copies) == expected).all()
    assert (tally(away, np.asarray, copies) == [np.bincount(row, minlength=regions) for row in expected.T]).all()


def test_a_region_that_stands_for_several_takes_their_places() -> None:
    away = np.array([[5.0, 1.0, 9.0], [5.0, 9.0, 1.0]], np.float32)
    assert places(away, np.asarray, np.array([2, 3, 1])).tolist() == [[3, 0, 5], [1, 3, 0]]
    assert tally(away, np.asarray, np.array([2, 3, 1])).tolist()[1] == [1, 0, 0, 1, 0, 0]


@given(problems(), st.sampled_from(list(Aggregation)), st.booleans())
@settings(max_examples=60)
def test_draws_agree_with_the_index_reckoned_draw_by_draw(
    problem: tuple[Framework, Figures], how: Aggregation, together: bool
) -> None:
    framework, figures = problem
    tree = framework.flattened() if together else framework
    weights = exponentials(8, len(members_of(tree)), seed=9)
    method = Method(aggregation=how)
    found = places_drawn(tree, figures, method, weights) + 1
    for drawn, ranks in zip(weights, found, strict=True):
        index = reckon(_weighing(tree, drawn), figures, method).index
        ahead = np.log(index) if how is Aggregation.GEOMETRIC else index
        near = np.abs(ahead[:, None] - ahead) < 1e-4 * np.ptp(ahead)
        surely, perhaps = (ahead > ahead[:, None]) & ~near, near.sum(axis=1) - 1
        assert (ranks >= surely.sum(axis=1) + 1).all()
        assert (ranks <= surely.sum(axis=1) + 1 + perhaps).all()


def _weighing(tree: Framework, drawn: np.ndarray) -> Framework:
    """The framework with the weights of one draw."""
    weight = {member.code: float(-one) for member, one in zip(members_of(tree), drawn, strict=True)}
    indicators = (type(one)(one.code, one.parent, weight[one.code], one.direction) for one in tree.indicators)
    groups = (type(one)(one.code, one.parent, weight.get(one.code, 1.0)) for one in tree.groups)
    return Framework(tuple(indicators), tuple(groups))


@given(problems())
@settings(max_examples=40)
def test_equal_regions_have_equal_ranks_in_every_draw(problem: tuple[Framework, Figures]) -> None:
    framework, figures = problem
    twins = Figures((*figures.units, "twin"), np.vstack([figures.values, figures.values[0]]))
    counts = draws(framework, twins, (PLAIN, Method(Normalisation.RANK)), count=50).counts
    assert counts[0].tolist() == counts[-1].tolist()


def test_what_is_missing_is_left_out_of_every_draw() -> None:
    away = distances(reckon(HAND, with_value(FIGURES, 1, 0, GAP), PLAIN).scores, HAND, exponentials(20, 4, seed=1))
    assert away[:, 1] == pytest.approx([FARTHEST / 2] * 20)  # of B only leavers are known, and they score 50
