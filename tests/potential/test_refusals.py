"""What cannot be reckoned with is refused, with the reason and the names."""

import numpy as np
import pytest

from matchmaker.potential.framework import Framework, Group, Indicator
from matchmaker.potential.index import reckon
from matchmaker.potential.method import Aggregation, Method, Normalisation
from matchmaker.potential.spread import draws
from matchmaker.potential.unusable import Unusable, Why
from tests.potential.strategies import FIGURES, GAP, HAND, figures_of, flat

TOP = Group("top")
ONE = Indicator("i", "top")


@pytest.mark.parametrize(
    ("indicators", "groups", "why", "codes"),
    [
        ((ONE, ONE), (TOP,), Why.TWICE, ("i",)),
        ((Indicator("top", "top"),), (TOP,), Why.TWICE, ("top",)),
        ((Indicator("i", "nowhere"),), (TOP,), Why.UNKNOWN_PARENT, ("i",)),
        ((ONE,), (TOP, Group("g", "i")), Why.UNKNOWN_PARENT, ("g",)),
        ((ONE,), (TOP, Group("other")), Why.TOPS, ("top", "other")),
        ((), (), Why.TOPS, ()),
        ((ONE,), (TOP, Group("a", "b"), Group("b", "a")), Why.CIRCLE, ("a", "b")),
        ((ONE,), (TOP, Group("g", "top")), Why.EMPTY_GROUP, ("g",)),
        ((Indicator("i", "top", direction=0),), (TOP,), Why.DIRECTION, ("i",)),
        ((Indicator("i", "top", -1.0), ONE), (TOP,), Why.TWICE, ("i",)),
        ((Indicator("n", "top", -1.0), ONE), (TOP,), Why.WEIGHT, ("n",)),
        ((Indicator("n", "top", np.nan), ONE), (TOP,), Why.WEIGHT, ("n",)),
        ((Indicator("n", "top", np.inf), ONE), (TOP,), Why.WEIGHT, ("n",)),
        ((Indicator("n", "top", 0.0), Indicator("m", "top", 0.0)), (TOP,), Why.NO_WEIGHT, ("top",)),
    ],
)
def test_frameworks_that_do_not_hold_together(
    indicators: tuple[Indicator, ...], groups: tuple[Group, ...], why: Why, codes: tuple[str, ...]
) -> None:
    with pytest.raises(Unusable) as error:
        Framework(indicators, groups)
    assert (error.value.why, error.value.codes) == (why, codes)


def test_weights_that_are_to_be_percentages_have_to_add_up() -> None:
    flat(30, 70).require_shares(100)
    with pytest.raises(Unusable, match=r"do not add up to the total asked for: index"):
        flat(30, 60).require_shares(100)


@pytest.mark.parametrize(
    ("rows", "why", "codes"),
    [
        (((1, 2, 3), (4, 5, 6)), Why.SHAPE, ()),
        (((1, 2), (np.inf, 5)), Why.INFINITE, ("i0",)),
        (((1, GAP), (4, GAP)), Why.NO_DATA, ("i1",)),
        (((1, 2), (GAP, GAP), (2, 3)), Why.NO_FIGURES, ("u1",)),
        (((1, 7), (2, 7), (3, GAP)), Why.CONSTANT, ("i1",)),
    ],
)
def test_figures_that_say_nothing(rows: tuple[tuple[float, ...], ...], why: Why, codes: tuple[str, ...]) -> None:
    with pytest.raises(Unusable) as error:
        reckon(flat(1, 1), figures_of(*rows), Method())
    assert (error.value.why, error.value.codes) == (why, codes)


def test_a_region_known_only_where_nothing_weighs() -> None:
    with pytest.raises(Unusable, match=r"carries weight: u2"):
        reckon(flat(1, 0), figures_of((1, 2), (2, 3), (GAP, 1)), Method())


@pytest.mark.parametrize("scale", [(0.0, 100.0), (-5.0, 100.0)])
def test_a_geometric_mean_of_nothing(scale: tuple[float, float]) -> None:
    with pytest.raises(Unusable, match="above zero"):
        reckon(HAND, FIGURES, Method(aggregation=Aggregation.GEOMETRIC, scale=scale))


@pytest.mark.parametrize(
    ("how", "scale"),
    [(Normalisation.MINMAX, (9.0, 1.0)), (Normalisation.MINMAX, (1, 1)), (Normalisation.ZSCORE, (1, 0))],
)
def test_a_scale_turned_round(how: Normalisation, scale: tuple[float, float]) -> None:
    with pytest.raises(Unusable, match="scale"):
        reckon(HAND, FIGURES, Method(how, scale=scale))


def test_no_draws() -> None:
    with pytest.raises(Unusable, match="at least"):
        draws(HAND, FIGURES, count=0)
    with pytest.raises(Unusable, match="at least"):
        draws(HAND, FIGURES, methods=())
