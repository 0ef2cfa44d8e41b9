"""Each indicator its own treatment: the same as one for all when they agree, and nothing to the others when they do not."""

import numpy as np
import pytest

from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework, Group, Indicator
from matchmaker.potential.index import reckon
from matchmaker.potential.influence import influence
from matchmaker.potential.lift import lift
from matchmaker.potential.method import Method, Treatment
from matchmaker.potential.spread import draws

RNG = np.random.default_rng(7)
VALUES = RNG.lognormal(size=(12, 3))
VALUES[4, 0], VALUES[7, 1] = 500.0, 900.0  # an outlier in two of the three
FIGURES = Figures(tuple(f"r{number}" for number in range(12)), VALUES)
FRAMEWORK = Framework(tuple(Indicator(f"i{number}", "top") for number in range(3)), (Group("top"),))


@pytest.mark.parametrize("treatment", Treatment)
def test_the_same_for_each_is_one_for_all(treatment: Treatment) -> None:
    one, each = Method(treatment=treatment), Method(treatments=(treatment,) * 3)
    np.testing.assert_array_equal(reckon(FRAMEWORK, FIGURES, one).index, reckon(FRAMEWORK, FIGURES, each).index)
    for unit in FIGURES.units:
        assert lift(FRAMEWORK, FIGURES, unit, one) == lift(FRAMEWORK, FIGURES, unit, each)
    np.testing.assert_array_equal(
        influence(FRAMEWORK, FIGURES, one, 200).pull, influence(FRAMEWORK, FIGURES, each, 200).pull
    )
    np.testing.assert_array_equal(
        draws(FRAMEWORK, FIGURES, (one,), count=200).counts, draws(FRAMEWORK, FIGURES, (each,), count=200).counts
    )


def test_only_the_indicator_that_asks_for_it_is_treated() -> None:
    plain = reckon(FRAMEWORK, FIGURES, Method()).scores
    logged = reckon(FRAMEWORK, FIGURES, Method(treatment=Treatment.LOG)).scores
    mixed = reckon(FRAMEWORK, FIGURES, Method(treatments=(Treatment.LOG, Treatment.NONE, Treatment.LOG))).scores
    np.testing.assert_array_equal(mixed[:, 0], logged[:, 0])
    np.testing.assert_array_equal(mixed[:, 1], plain[:, 1])
    assert not np.array_equal(logged[:, 1], plain[:, 1])
