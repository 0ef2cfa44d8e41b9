"""Outliers. An indicator is touched only when its skewness and its kurtosis both say that it has some.

The test, the measures and winsorisation are those of COINr (check_SkewKurt, skew, kurt, winsorise); the thresholds are
the usual ones of the JRC: |skewness| of 2 or more together with kurtosis of 3.5 or more.
"""

from collections.abc import Callable, Sequence

import numpy as np

from matchmaker.potential.framework import Matrix, Vector
from matchmaker.potential.method import Treatment

SKEWNESS = 2.0
KURTOSIS = 3.5
MOST_WINSORISED = 5  # figures at either end together
LOG_START = 0.01  # of the range: where the least figure comes to lie before the logarithm
FEWEST = 4  # figures that kurtosis is defined for


def treat(values: Matrix, how: Treatment, each: Sequence[Treatment] = ()) -> Matrix:
    """The figures with outliers treated, indicator by indicator; indicators without outliers stay as they are.

    `each`: one treatment for each indicator, in place of `how`.
    """
    treated = values.copy()
    for column, one in zip(treated.T, each or [how] * values.shape[1], strict=True):
        if one is not Treatment.NONE:
            known = ~np.isnan(column)
            column[known] = _treated(column[known], one)
    return treated


def _treated(figures: Vector, how: Treatment) -> Vector:
    """One indicator. It stays as it is, too, when nothing would be left to tell regions apart, as in COINr."""
    if not has_outliers(figures):
        return figures
    treated = TREATMENTS[how](figures)
    return treated if np.ptp(treated) else figures


def has_outliers(figures: Vector) -> bool:
    """Both measures are beyond their threshold. Fewer than four figures, or equal ones, never are."""
    if len(figures) < FEWEST or np.ptp(figures) == 0:
        return False
    return bool(abs(skewness(figures)) >= SKEWNESS and kurtosis(figures) >= KURTOSIS)


def skewness(figures: Vector) -> float:
    """Sample skewness G1: that of SAS, Excel and type 2 of e1071."""
    n, away = len(figures), figures - figures.mean()
    moment = np.sqrt(n) * (away**3).sum() / (away**2).sum() ** 1.5
    return float(moment * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(figures: Vector) -> float:
    """Sample excess kurtosis G2: that of SAS, Excel and type 2 of e1071."""
    n, away = len(figures), figures - figures.mean()
    excess = n * (away**4).sum() / (away**2).sum() ** 2 - 3
    return float(((n + 1) * excess + 6) * (n - 1) / ((n - 2) * (n - 3)))


def _winsorised(figures: Vector) -> Vector:
    """The outermost figure on the skewed side takes the value of the next, until the outliers are gone, at most five."""
    figures, high, low = figures.copy(), 0, 0
    while high + low < MOST_WINSORISED and has_outliers(figures):
        if skewness(figures) >= 0:
            outer = figures == figures.max()
            figures[outer], high = figures[~outer].max(), int(outer.sum())
        else:
            outer = figures == figures.min()
            figures[outer], low = figures[~outer].min(), int(outer.sum())
    return figures


def _logarithm(figures: Vector) -> Vector:
    """COINr's log_CT: the least figure is moved to a hundredth of the range first, so any sign will do."""
    return np.asarray(np.log(figures - figures.min() + LOG_START * np.ptp(figures)))


def _root(figures: Vector) -> Vector:
    """The square root; figures below zero are moved up to it first."""
    return np.asarray(np.sqrt(figures - min(figures.min(), 0.0)))


TREATMENTS: dict[Treatment, Callable[[Vector], Vector]] = {
    Treatment.SQRT: _root,
    Treatment.LOG: _logarithm,
    Treatment.WINSORISE: _winsorised,
}
