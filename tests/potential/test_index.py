"""The way from figures to ranks: worked by hand, and laws that hold whatever the figures."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from matchmaker.potential.aggregation import shares_of
from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework
from matchmaker.potential.index import ranks, reckon
from matchmaker.potential.method import Aggregation, Method, Normalisation, Treatment, variants
from matchmaker.potential.treatment import has_outliers, kurtosis, skewness, treat
from tests.potential.strategies import FIGURES, GAP, HAND, figures_of, flat, problems, with_value

SQRT_HALF = 0.5**0.5
LINEAR = [Method(), Method(Normalisation.ZSCORE)]


@pytest.mark.parametrize(
    ("method", "people", "index", "places"),
    [
        (Method(), [75, 50, 25], [37.5, 50, 62.5], [3, 2, 1]),
        (Method(scale=(1, 10)), [7.75, 5.5, 3.25], [4.375, 5.5, 6.625], [3, 2, 1]),
        (
            Method(aggregation=Aggregation.GEOMETRIC),
            [100**0.75, 50.5, 100**0.25],
            [100**0.375, 50.5, 100**0.625],
            [3, 1, 2],
        ),
        (Method(Normalisation.ZSCORE), [11, 10, 9], [10.5 - SQRT_HALF, 10, 9.5 + SQRT_HALF], [3, 2, 1]),
        (Method(Normalisation.ZSCORE, scale=(0, 1)), [0.5, 0, -0.5], [-0.10355339, 0, 0.10355339], [3, 2, 1]),
        (Method(Normalisation.RANK), [2.5, 2, 1.5], [1.75, 2, 1.75], [2, 1, 2]),
    ],
)
def test_an_index_worked_by_hand(method: Method, people: list[float], index: list[float], places: list[int]) -> None:
    found = reckon(HAND, FIGURES, method)
    assert pytest.approx(np.array([people, index])) == found.groups.T
    assert found.index == pytest.approx(np.array(index))
    assert found.ranks.tolist() == places


def test_what_is_missing_is_left_out_and_the_rest_scaled_up() -> None:
    found = reckon(HAND, FIGURES, Method())
    assert found.groups[1].tolist() == [50, 50]  # B lacks labs: its index is its score in people
    assert shares_of(found.scores, HAND).tolist() == [[0.125, 0.375, 0.5], [0.25, 0.75, 0], [0.125, 0.375, 0.5]]
    assert HAND.shares.tolist() == [0.125, 0.375, 0.5]


def test_a_group_of_which_a_region_has_nothing_has_no_score_there() -> None:
    found = reckon(HAND, with_value(with_value(FIGURES, 0, 0, GAP), 0, 1, GAP), Method())
    assert found.groups[0].tolist() == pytest.approx([np.nan, 0], nan_ok=True)
    assert found.index.tolist() == [0, 75, 62.5]
    assert found.ranks.tolist() == [3, 1, 2]


def test_equal_figures_share_the_lower_rank_score() -> None:
    found = reckon(flat(1), figures_of((3,), (1,), (3,), (9,), (1,)), Method(Normalisation.RANK))
    assert found.scores[:, 0].tolist() == [3, 1, 3, 5, 1]


def test_ranks_are_competition_ranks_and_blind_to_rounding() -> None:
    assert ranks(np.array([0.3, 0.1 + 0.2, 0.5, 0.1])).tolist() == [2, 2, 1, 4]
    assert ranks(np.array([7.0, 7.0])).tolist() == [1, 1]


def test_measures_of_outliers_are_those_of_the_sample() -> None:
    figures = np.array([1.0, 4, 2, 8, 5, 7, 100])
    assert skewness(figures) == pytest.approx(stats.skew(figures, bias=False))
    assert kurtosis(figures) == pytest.approx(stats.kurtosis(figures, bias=False))
    assert has_outliers(figures)
    assert not has_outliers(np.arange(10.0))
    assert not has_outliers(np.array([1.0, 2, 90]))


OUT = [*range(1, 11), 100]


@pytest.mark.parametrize(
    ("how", "before", "after"),
    [
        (Treatment.NONE, OUT, OUT),
        (Treatment.WINSORISE, OUT, [*range(1, 11), 10]),
        (Treatment.WINSORISE, [-x for x in OUT], [*range(-1, -11, -1), -10]),
        (Treatment.WINSORISE, range(11), range(11)),
        (Treatment.WINSORISE, [*range(20), 100, 200], [*range(20), 19, 19]),
        (Treatment.WINSORISE, [*[0] * 10, 1], [*[0] * 10, 1]),  # nothing would be left to tell regions apart
        (Treatment.WINSORISE, [*[0] * 60, *range(1, 9)], [*[0] * 60, 1, 2, 3, 3, 3, 3, 3, 3]),  # five, and no more
        (Treatment.LOG, OUT, np.log(np.array(OUT) - 1 + 0.99)),
        (Treatment.LOG, range(11), range(11)),
        (Treatment.SQRT, OUT, np.sqrt(OUT)),
        (Treatment.SQRT, [x - 3 for x in OUT], np.sqrt(np.array(OUT) - 1)),
    ],
)
def test_treatments(how: Treatment, before: list[float], after: list[float]) -> None:
    found = treat(np.array([*before, GAP], dtype=float)[:, None], how)[:, 0]
    assert found == pytest.approx(np.array([*after, GAP], dtype=float), nan_ok=True)


def test_the_variants_take_ranks_with_one_treatment() -> None:
    assert len(variants()) == len(set(variants())) == 18
    assert [one.treatment for one in variants() if one.normalisation is Normalisation.RANK] == [Treatment.NONE] * 2


@given(
    problems(),
    st.randoms(),
    st.sampled_from([Method(), *(one for one in variants() if one.aggregation is Aggregation.ARITHMETIC)]),
)
def test_the_order_of_regions_does_not_matter(problem: tuple[Framework, Figures], luck, method: Method) -> None:
    framework, figures = problem
    order = list(range(len(figures.units)))
    luck.shuffle(order)
    turned = Figures(tuple(figures.units[one] for one in order), figures.values[order])
    plain, other = reckon(framework, figures, method), reckon(framework, turned, method)
    assert plain.index[order] == pytest.approx(other.index)
    assert plain.ranks[order].tolist() == other.ranks.tolist()


@given(problems(), st.sampled_from([-3.0, -0.5, 0.25, 7.0]), st.integers(-50, 50), st.sampled_from(LINEAR))
def test_the_unit_of_measurement_does_not_matter(
    problem: tuple[Framework, Figures], factor: float, shift: int, method: Method
) -> None:
    framework, figures = problem
    first, *others = framework.indicators
    turned = replace(first, direction=first.direction if factor > 0 else -first.direction)
    values = figures.values.copy()
    values[:, 0] = values[:, 0] * factor + shift
    plain = reckon(framework, figures, method)
    other = reckon(Framework((turned, *others), framework.groups), replace(figures, values=values), method)
    assert plain.index == pytest.approx(other.index)
    assert plain.ranks.tolist() == other.ranks.tolist()


@given(
    problems(),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(1, 60),
    st.sampled_from([Normalisation.MINMAX, Normalisation.RANK]),
    st.sampled_from(list(Aggregation)),
)
def test_a_better_figure_never_lowers_a_region(
    problem: tuple[Framework, Figures], row: int, column: int, gain: int, normalisation: Normalisation, how: Aggregation
) -> None:
    framework, figures = problem
    row, column = row % len(figures.units), column % len(framework.indicators)
    before = figures.values[row, column]
    better = with_value(figures, row, column, before + gain * framework.indicators[column].direction)
    method = Method(normalisation, how)
    known = better.values[~np.isnan(better.values[:, column]), column]
    if np.isnan(before) or np.ptp(known) == 0:
        return
    assert reckon(framework, better, method).ranks[row] <= reckon(framework, figures, method).ranks[row]


@given(problems(), st.sampled_from([Method(), Method(Normalisation.ZSCORE), Method(aggregation=Aggregation.GEOMETRIC)]))
def test_equal_regions_have_equal_ranks(problem: tuple[Framework, Figures], method: Method) -> None:
    framework, figures = problem
    twins = Figures((*figures.units, "twin"), np.vstack([figures.values, figures.values[0]]))
    found = reckon(framework, twins, method)
    assert found.index[0] == found.index[-1]
    assert found.ranks[0] == found.ranks[-1]
