"""The choices of a method: what is done to outliers, how figures become comparable, and which mean puts them together."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product


class Treatment(StrEnum):
    """What becomes of an indicator with outliers (`treatment.py`)."""

    NONE = "none"
    SQRT = "sqrt"
    LOG = "log"
    WINSORISE = "winsorise"


class Normalisation(StrEnum):
    """How figures in different units become comparable (`normalisation.py`)."""

    MINMAX = "minmax"
    ZSCORE = "zscore"
    RANK = "rank"


class Aggregation(StrEnum):
    """Which weighted mean makes a group of its members (`aggregation.py`)."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"


@dataclass(frozen=True, slots=True)
class Method:
    """One way to an index. `scale`: lowest and highest score of min–max, or mean and deviation of z-scores.

    `treatments`: one for each indicator, in place of `treatment`, when indicators are not to be treated alike.
    """

    normalisation: Normalisation = Normalisation.MINMAX
    aggregation: Aggregation = Aggregation.ARITHMETIC
    treatment: Treatment = Treatment.NONE
    scale: tuple[float, float] | None = None
    treatments: tuple[Treatment, ...] = ()

    def of_column(self, column: int) -> "Method":
        """The same for one indicator alone."""
        return replace(self, treatment=self.treatments[column], treatments=()) if self.treatments else self

    @property
    def scaled_to(self) -> tuple[float, float]:
        """The scale asked for, else the one that COINr's documentation uses in this place (docs/potential.md)."""
        if self.scale is not None:
            return self.scale
        if self.normalisation is Normalisation.ZSCORE:
            return (10.0, 2.0)
        return (1.0, 100.0) if self.aggregation is Aggregation.GEOMETRIC else (0.0, 100.0)


PLAIN = Method()  # min–max from 0 to 100, arithmetic mean, outliers left alone


def variants() -> tuple[Method, ...]:
    """Every combination of normalisation, mean and treatment, each on its own scale.

    Ranks know no outliers, so they go with one treatment only: four would count the same choice four times.
    """
    choices = (Method(*choice) for choice in product(Normalisation, Aggregation, Treatment))
    return tuple(
        one for one in choices if one.normalisation is not Normalisation.RANK or one.treatment is Treatment.NONE
    )
