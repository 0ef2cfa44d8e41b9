"""Learning from graded lists: planted weights are found, none is ever negative, and the guard lets only better ones pass."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchmaker.matching.fusion import Fusion, fusion_of, shipped
from matchmaker.matching.learning import Graded, calibrate, fit_weights, quality, to_points
from matchmaker.matching.relearning import (
    FEATURES,
    LEAST_HELD_BACK,
    Example,
    is_held_back,
    relearn,
    values_of,
)

MEANING, SECTORS, TRL, REGION = (FEATURES.index(name) for name in ("meaning", "sectors", "trl", "region"))


def planted(count: int, seed: int = 1, **weights: float) -> list[Example]:
    """Lists whose best two candidates by these weights were accepted and whose others were declined."""
    chance, wanted = np.random.default_rng(seed), np.array([weights.get(name, 0.0) for name in FEATURES])
    found = []
    for own in range(count):
        shares = chance.random((8, len(FEATURES)))
        order = np.argsort(-(shares @ wanted))
        grades = np.zeros(8)
        grades[order[0]], grades[order[1]] = 3.0, 2.0
        found.append(Example(own, shares, grades, ("",) * 8))
    return found


def points(fusion: Fusion) -> np.ndarray:
    return np.array([fusion.points[name] for name in FEATURES])


def test_planted_weights_are_recovered() -> None:
    learned = relearn(planted(2000, sectors=60, trl=40), shipped())
    assert learned is not None
    best = sorted(learned.fusion.points, key=lambda name: -learned.fusion.points[name])[:2]
    assert best == ["sectors", "trl"]
    assert learned.fusion.points["sectors"] + learned.fusion.points["trl"] > 85
    assert (learned.is_enough, learned.is_better, learned.before < 0.7, learned.after > 0.95) == (True,) * 4
    assert sum(learned.fusion.points.values()) == pytest.approx(100, abs=0.1)


def moved(count: int) -> float:
    """How many points the weights move after so many lists that say the same."""
    examples = [replace(one, own=number) for number, one in zip(learning_part(), planted(count, trl=100), strict=False)]
    learned = relearn(examples, shipped())
    assert learned is not None
    return float(np.abs(points(learned.fusion) - points(shipped())).sum())


def learning_part() -> list[int]:
    return [own for own in range(10_000) if not is_held_back(own)]


def test_few_answers_move_the_weights_little() -> None:
    few, some, many = moved(2), moved(40), moved(800)
    assert few < some < many
    assert few < 10 < 25 < some < 50 < 140 < many


FLOATS = st.floats(0, 1, width=32)
LIST = st.lists(st.tuples(st.lists(FLOATS, min_size=4, max_size=4), st.sampled_from([0, 2, 3])), min_size=2, max_size=6)


@settings(derandomize=True, deadline=None, max_examples=60)
@example([[([0.0, 0.0, 0.0, 0.0], 2), ([1.0, 1.0, 0.0, 1.0], 0)]])  # speaks against every feature
@given(st.lists(LIST.filter(lambda one: any(grade for _shares, grade in one)), min_size=1, max_size=4))
def test_no_weight_is_ever_negative(lists: list[list[tuple[list[float], int]]]) -> None:
    graded = [Graded(np.array([row for row, _ in one]), np.array([float(grade) for _, grade in one])) for one in lists]
    found = fit_weights(graded, np.array([1.0, 2.0, 0.0, 5.0]), 0.01)
    assert (found >= 0).all()
    assert (to_points(found) >= 0).all() and to_points(found).sum() == pytest.approx(
        100 if found.sum() > 1e-9 else 0, abs=1e-4
    )


def test_weights_that_are_all_zero_are_not_adopted() -> None:
    made = relearn(planted(300, trl=100), shipped())
    assert made is not None
    better = replace(made, before=0.0, after=1.0)
    nothing = dict.fromkeys(made.fusion.points, 0.0)
    silent = replace(better, fusion=replace(made.fusion, points=nothing))
    assert (better.is_better, silent.is_better) == (True, False)


def test_a_feature_that_speaks_against_a_match_goes_to_zero() -> None:
    chance = np.random.default_rng(5)
    shares = chance.random((300, 6, 2))
    lists = [Graded(one, np.where(one[:, 1] == one[:, 1].min(), 3.0, 0.0)) for one in shares]
    assert fit_weights(lists, np.array([1.0, 1.0]), 0.001)[1] == 0.0


def test_the_guard_refuses_what_is_worse_on_the_answers_held_back() -> None:
    inside = [one for one in planted(300, trl=100) if not is_held_back(one.own)]
    held = [one for one in planted(300, seed=2, meaning=100) if is_held_back(one.own)]
    learned = relearn([*inside, *held], shipped())
    assert learned is not None
    assert (learned.is_enough, learned.after < learned.before, learned.is_better) == (True, True, False)


def test_the_guard_refuses_what_is_not_better() -> None:
    learned = relearn(planted(300, **shipped().points), shipped())
    assert learned is not None
    same = replace(learned, after=learned.before)
    assert (same.is_enough, same.is_better) == (True, False)


def test_the_guard_wants_enough_to_judge_by() -> None:
    everything = planted(300, trl=100)
    held = [one for one in everything if is_held_back(one.own)]
    inside = [one for one in everything if not is_held_back(one.own)]
    for count, enough in ((LEAST_HELD_BACK - 1, False), (LEAST_HELD_BACK, True)):
        learned = relearn([*inside, *held[:count]], shipped())
        assert learned is not None
        assert (learned.held_back, learned.after > learned.before) == (count, True)
        assert learned.is_better is enough


def test_without_a_list_to_learn_from_there_is_no_candidate() -> None:
    assert relearn([], shipped()) is None
    assert relearn([one for one in planted(100, trl=1) if is_held_back(one.own)], shipped()) is None


def test_about_a_third_is_held_back_and_always_the_same() -> None:
    held = [own for own in range(10_000) if is_held_back(own)]
    assert 0.28 < len(held) / 10_000 < 0.32
    assert held[:5] == [10, 13, 15, 16, 19]


def test_a_decline_for_one_feature_teaches_of_that_feature_alone() -> None:
    shares = np.full((3, len(FEATURES)), 0.5)
    shares[0, REGION], shares[1, REGION] = 1.0, 0.0
    shares[1, MEANING], shares[2, MEANING] = 0.9, 0.1
    example = Example(1, shares, np.array([3.0, 0.0, 0.0]), ("", "region", ""))
    meant, given_ = example.as_meant().shares, example.as_given().shares
    assert (given_ == shares).all()
    assert (meant[[0, 2]] == shares[[0, 2]]).all()
    differs = [name for name, one, two in zip(FEATURES, meant[0], meant[1], strict=True) if one != two]
    assert differs == ["region"]
    only = relearn([replace(example, own=own) for own in learning_part()[:50]], shipped())
    assert only is not None and only.fusion.points["region"] > 3 * shipped().points["region"]


@pytest.mark.parametrize("good", [[False, False, True, True], [True] * 4, [False] * 4])
def test_a_few_clear_answers_give_no_endless_slope(good: list[bool]) -> None:
    slope, intercept = calibrate(np.array([10.0, 20.0, 60.0, 70.0]), np.array(good), np.ones(4))
    assert 0 <= slope < 0.5
    chances = [replace(shipped(), slope=slope, intercept=intercept).chance(score) for score in (10, 70)]
    assert chances == sorted(chances) and chances[0] > 0.05 and chances[1] < 0.95


def test_quality_is_the_mean_of_the_lists() -> None:
    best, worst = np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]])
    lists = [Graded(best, np.array([3.0, 0.0])), Graded(worst, np.array([3.0, 0.0]))]
    assert quality(lists[:1], np.ones(1)) == 1.0
    assert quality(lists, np.ones(1)) == pytest.approx((1 + 1 / np.log2(3)) / 2)
    assert quality([], np.ones(1)) == 0.0


def test_values_are_read_as_they_were_written() -> None:
    assert fusion_of(values_of(shipped())) == shipped()
