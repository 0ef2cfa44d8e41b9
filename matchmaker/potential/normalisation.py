"""Figures in different units on one scale, higher always better: COINr's n_minmax, n_zscore and n_rank."""

import numpy as np

from matchmaker.potential.framework import Matrix, Vector
from matchmaker.potential.method import Method, Normalisation
from matchmaker.potential.unusable import Unusable, Why


def normalise(values: Matrix, directions: Vector, method: Method) -> Matrix:
    """Scores of every region and indicator. The direction turns figures round before anything else."""
    turned = values * directions
    if method.normalisation is Normalisation.RANK:
        return _ranked(turned)
    low, high = method.scaled_to
    if method.normalisation is Normalisation.MINMAX:
        _require(low < high)
        return _between(turned, low, high)
    _require(high > 0)
    return _standardised(turned, low, high)


def _between(values: Matrix, low: float, high: float) -> Matrix:
    """The least figure becomes `low`, the greatest `high`."""
    least = np.nanmin(values, axis=0)
    return np.asarray((values - least) / (np.nanmax(values, axis=0) - least) * (high - low) + low)


def _standardised(values: Matrix, mean: float, deviation: float) -> Matrix:
    """Mean and standard deviation of each indicator become those given; the deviation is the sample's (n - 1)."""
    away = (values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0, ddof=1)
    return np.asarray(away * deviation + mean)


def _ranked(values: Matrix) -> Matrix:
    """One plus the number of regions with less; equal figures share the lowest of their places."""
    ordered = np.sort(values, axis=0)  # NaN last
    columns = range(values.shape[1])
    places = np.stack([np.searchsorted(ordered[:, one], values[:, one]) for one in columns], axis=1)
    return np.where(np.isnan(values), np.nan, places + 1.0)


def _require(usable: bool) -> None:
    if not usable:
        raise Unusable(Why.SCALE)
