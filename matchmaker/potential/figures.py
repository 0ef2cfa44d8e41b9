"""The raw figures: regions by indicators, with gaps; and whether they can be reckoned with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matchmaker.potential.framework import Framework, Matrix
from matchmaker.potential.unusable import Unusable, Why


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """A row per region, a column per indicator of the framework, NaN where nothing is known."""

    units: tuple[str, ...]
    values: Matrix


def require_usable(framework: Framework, figures: Figures) -> None:
    """Raise Unusable for figures that no method can turn into an index."""
    codes = [indicator.code for indicator in framework.indicators]
    if figures.values.shape != (len(figures.units), len(codes)) or not figures.units:
        raise Unusable(Why.SHAPE)
    if len(set(figures.units)) < len(figures.units):
        raise Unusable(Why.TWICE, *sorted({unit for unit in figures.units if figures.units.count(unit) > 1}))
    known = ~np.isnan(figures.values)
    _refuse(Why.INFINITE, codes, np.any(np.isinf(figures.values), axis=0))
    _refuse(Why.NO_DATA, codes, ~np.any(known, axis=0))
    _refuse(Why.NO_FIGURES, figures.units, ~np.any(known, axis=1))
    require_variety(codes, figures.values)


def require_variety(codes: Sequence[str], values: Matrix) -> None:
    """Raise for an indicator that has the same figure wherever it has one."""
    _refuse(Why.CONSTANT, codes, np.nanmin(values, axis=0) == np.nanmax(values, axis=0))


def _refuse(why: Why, names: Sequence[str], bad: NDArray[np.bool_]) -> None:
    if bad.any():
        raise Unusable(why, *(name for name, one in zip(names, bad, strict=True) if one))
