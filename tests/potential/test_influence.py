"""What moves a rank, and what would lift it."""

import numpy as np
import pytest
from hypothesis import given, settings

from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework
from matchmaker.potential.index import reckon
from matchmaker.potential.influence import influence
from matchmaker.potential.lift import Lift, lift
from matchmaker.potential.method import Method, Normalisation
from tests.potential.strategies import FIGURES, GAP, HAND, figures_of, flat, problems, with_value


def test_places_kept_by_each_indicator() -> None:
    found = influence(HAND, FIGURES, count=500)
    # ranks are 3, 2, 1: without staff all have 50, without leavers they stay, without labs they turn round
    assert found.places_kept.tolist() == [[-2, 0, -2], [-1, 0, 0], [0, 0, 2]]


def test_a_region_of_which_nothing_is_left_has_no_place() -> None:
    found = influence(flat(1, 1), figures_of((1, 2), (2, GAP), (3, 9)), count=500)
    assert found.places_kept == pytest.approx(np.array([[-1, 0], [np.nan, 0], [0, 0]]), nan_ok=True)


def test_weight_pulls_a_region_where_it_is_strong() -> None:
    found = influence(flat(1, 1), figures_of((100, 0), (0, 100), (25, 25)), seed=1)
    assert found.pull[0, 0] == pytest.approx(-found.pull[0, 1])
    assert found.pull[0, 0] > 0.8
    assert found.pull[1, 0] < -0.8
    assert found.share == pytest.approx(found.pull**2)


def test_a_rank_that_never_changes_is_moved_by_nothing() -> None:
    found = influence(flat(1, 1), figures_of((3, 3), (2, 2), (1, 1)), count=500)
    assert found.pull.tolist() == [[0, 0]] * 3


def test_the_least_improvement_worked_by_hand() -> None:
    """Scores by staff and leavers: 37.5, 50, 62.5. B passes C with 12.5 points more: all staff counts for B at a quarter."""
    found = lift(HAND, FIGURES, "B")
    assert [one.code for one in found] == ["leavers", "staff"]
    assert found[0] == Lift("leavers", pytest.approx(20 - 20 / 6), pytest.approx(-20 / 6), 1)
    assert found[1] == Lift("staff", pytest.approx(10), pytest.approx(5), 1)


def test_the_best_region_has_nothing_to_gain_and_the_best_figure_no_room() -> None:
    assert lift(HAND, FIGURES, "C") == ()
    assert "leavers" not in [one.code for one in lift(HAND, FIGURES, "A")]


@given(problems())
@settings(max_examples=40, deadline=None)
def test_what_would_lift_does_and_less_does_not(problem: tuple[Framework, Figures]) -> None:
    framework, figures = problem
    codes = [one.code for one in framework.indicators]
    before = reckon(framework, figures, Method()).ranks[0]
    for one in lift(framework, figures, figures.units[0]):
        column = codes.index(one.code)
        assert _rank(framework, with_value(figures, 0, column, one.figure)) == before - one.places < before
        assert _rank(framework, with_value(figures, 0, column, one.figure - one.change * 1e-6)) == before


@pytest.mark.parametrize("how", list(Normalisation))
def test_every_normalisation_can_be_asked(how: Normalisation) -> None:
    method = Method(how)
    figures = figures_of((1, 9, 4), (2, 5, 5), (3, 1, 7), (7, 8, 1), (9, 2, 3))
    for one in lift(flat(1, 2, 1), figures, "u2", method):
        changed = with_value(figures, 2, int(one.code[1:]), one.figure)
        ranks = [reckon(flat(1, 2, 1), each, method).ranks[2] for each in (figures, changed)]
        assert ranks[0] - ranks[1] == one.places > 0


def _rank(framework: Framework, figures: Figures) -> int:
    return int(reckon(framework, figures, Method()).ranks[0])
