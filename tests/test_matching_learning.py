"""Learning: planted weights are found again, none turns negative, and the calibration never falls."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.learning import Graded, calibrate, fit_weights, listwise_loss, to_points

TRUE = np.array([6.0, 3.0, 1.0, 0.0])


def lists(weights: np.ndarray, number: int = 120, seed: int = 4) -> list[Graded]:
    """Lists whose grades are the chances that these weights give."""
    dice = np.random.default_rng(seed)
    found = []
    for _list in range(number):
        shares = dice.random((12, len(weights)))
        scores = np.exp(shares @ weights)
        found.append(Graded(shares, scores / scores.sum()))
    return found


def test_planted_weights_are_found_again() -> None:
    found = fit_weights(lists(TRUE), np.full(4, 1.0), ridge=0.0)
    np.testing.assert_allclose(found, TRUE, atol=0.1)
    assert found.argsort()[::-1].tolist() == [0, 1, 2, 3]


def test_what_speaks_against_a_match_gets_no_weight_and_not_less() -> None:
    found = fit_weights(lists(np.array([4.0, 1.0, -3.0])), np.full(3, 1.0), ridge=0.0)
    assert found.min() == found[2] == 0
    assert found[0] > found[1] > 0


def test_the_ridge_keeps_weights_near_the_present_ones() -> None:
    start = np.full(4, 2.0)
    away = [float(np.linalg.norm(fit_weights(lists(TRUE), start, ridge) - start)) for ridge in (0.0, 0.05, 100.0)]
    assert away[0] > away[1] > away[2]
    assert away[2] < 0.01


def test_a_list_counts_by_its_weight() -> None:
    one, other = lists(np.array([5.0, 0.0]), 40), lists(np.array([0.0, 5.0]), 40, seed=5)
    heavy = [Graded(own.shares, own.grades, 50.0) for own in one]
    found = fit_weights([*other, *heavy], np.full(2, 1.0), ridge=0.0)
    assert found[0] > 3 * found[1]


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.lists(st.floats(0, 9), min_size=3, max_size=3), st.integers(0, 99))
def test_the_slope_of_the_loss_is_that_of_its_differences(weights: list[float], seed: int) -> None:
    given_lists, at = lists(np.array([2.0, 1.0, 0.0]), 3, seed), np.array(weights)
    _loss, slope = listwise_loss(at, given_lists)
    steps = np.eye(3) * 1e-5
    plain = [
        (listwise_loss(at + step, given_lists)[0] - listwise_loss(at - step, given_lists)[0]) / 2e-5 for step in steps
    ]
    np.testing.assert_allclose(slope, plain, atol=1e-4)


def test_points_are_a_hundred_together() -> None:
    assert to_points(np.array([3.0, 1.0])).tolist() == [75, 25]
    assert to_points(np.zeros(2)).tolist() == [0, 0]


def test_a_planted_calibration_is_found_again() -> None:
    dice = np.random.default_rng(1)
    scores = dice.uniform(0, 100, 20_000)
    good = dice.random(20_000) < 1 / (1 + np.exp(-(0.2 * scores - 9)))
    slope, intercept = calibrate(scores, good, np.ones(20_000))
    assert (slope, intercept) == (pytest.approx(0.2, abs=0.02), pytest.approx(-9, abs=0.7))


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.floats(0, 100), st.booleans()), min_size=1, max_size=40))
def test_whatever_the_judgements_a_higher_score_is_never_less_likely_good(judged: list[tuple[float, bool]]) -> None:
    scores, good = (np.array(column) for column in zip(*judged, strict=True))
    slope, intercept = calibrate(scores, good.astype(bool), np.ones(len(scores)))
    assert slope >= 0
    assert np.isfinite([slope, intercept]).all()


def test_judgements_against_the_score_make_the_calibration_flat() -> None:
    scores = np.linspace(0, 100, 200)
    slope, intercept = calibrate(scores, scores < 50, np.ones(200))
    assert slope == 0
    assert intercept == pytest.approx(0, abs=0.01)
