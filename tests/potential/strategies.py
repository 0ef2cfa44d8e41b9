"""Small frameworks and figures: one worked by hand, and made ones."""

import math
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework, Group, Indicator

GAP = np.nan

# The index is the mean of a group and of an indicator of its own; region B lacks the latter.
HAND = Framework(
    (Indicator("staff", "people", 1.0), Indicator("leavers", "people", 3.0, -1), Indicator("labs", "index", 2.0)),
    (Group("people", "index", 2.0), Group("index")),
)
FIGURES = Figures(("A", "B", "C"), np.array([[0.0, 10.0, 5.0], [5.0, 20.0, GAP], [10.0, 30.0, 15.0]]))


def flat(*weights: float) -> Framework:
    """Indicators straight under the index."""
    return Framework(
        tuple(Indicator(f"i{place}", "index", weight) for place, weight in enumerate(weights)), (Group("index"),)
    )


def figures_of(*rows: tuple[float, ...]) -> Figures:
    """Regions u0, u1 …"""
    return Figures(tuple(f"u{place}" for place in range(len(rows))), np.array(rows, dtype=float))


def with_value(figures: Figures, row: int, column: int, value: float) -> Figures:
    """The same figures but for one."""
    values = figures.values.copy()
    values[row, column] = value
    return replace(figures, values=values)


@st.composite
def problems(draw: st.DrawFn, gaps: bool = True) -> tuple[Framework, Figures]:
    """Three to eight regions, two to six indicators in two groups, whole numbers, some of them missing."""
    units, width = draw(st.integers(3, 8)), draw(st.integers(2, 6))
    weight = st.integers(1, 4).map(float)
    groups = ["g0", "g1", *(draw(st.sampled_from(["g0", "g1"])) for _ in range(width - 2))]
    indicators = tuple(
        Indicator(f"i{place}", group, draw(weight), draw(st.sampled_from([1, -1])))
        for place, group in enumerate(groups)
    )
    tree = Framework(indicators, (Group("g0", "top", draw(weight)), Group("g1", "top", draw(weight)), Group("top")))
    return tree, figures_of(*draw(tables(units, width, gaps)))


@st.composite
def tables(draw: st.DrawFn, units: int, width: int, gaps: bool) -> list[tuple[float, ...]]:
    """Whole numbers that can be reckoned with: two that differ in every column, one that is known in every row."""
    cell, row = st.integers(-20, 20), st.integers(0, units - 1)
    cells = st.one_of(cell, cell, cell, st.just(GAP)) if gaps else cell
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=units, max_size=units))
    for column in range(width):
        low = draw(st.integers(-20, 19))
        one, other = draw(st.lists(row, min_size=2, max_size=2, unique=True))
        rows[one][column], rows[other][column] = low, draw(st.integers(low + 1, 20))
    for cells_of in rows:
        if all(math.isnan(value) for value in cells_of):
            cells_of[draw(st.integers(0, width - 1))] = draw(cell)
    return [tuple(float(value) for value in cells_of) for cells_of in rows]
