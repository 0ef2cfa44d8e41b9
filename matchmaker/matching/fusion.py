"""The fusion of channels and structure into one score: additive and monotone, its weights in a readable file.

Each text channel is standardised within the language of the documents (otherwise neighbours in the query's own language
crowd out the others), then bent by z / (z + half), so that the first steps above the crowd count most, and scaled to one at FULL
deviations. A feature's points are its weight times its share. The score is the sum of the points; `chance` calibrates it (Platt 1999).
"""

import json
from dataclasses import dataclass, field
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BRIEF = 20.0  # words: of a text this long a bit more than a third counts by the points for brief texts
SHIPPED = Path(__file__).with_name("fusion.json")
CHANNELS = ("meaning", "words", "sounds")
STRUCTURE = ("fields", "sectors", "cooperation", "trl", "region", "partner", "budget", "deadline")
FULL = 12.0  # deviations above the crowd that count as a perfect fit; a copy of the text can stand out even more
PRIOR = 20.0  # documents that the reference crowd counts as, beside those that are there
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Channel:
    """half: standard deviations above the crowd at which half of the points are given. mean, deviation: of the
    reference crowd, which stand in where there are few documents to compare with."""

    half: float
    mean: float
    deviation: float


@dataclass(frozen=True)
class Fusion:
    """Weights in points, together 100; none is negative, so more of anything never lowers a score.

    brief: how a query of very few words, whose meaning tells less than its words, shares out the points of the text
    channels among them.
    """

    version: str
    points: dict[str, float]
    brief: dict[str, float]
    channels: dict[str, Channel]
    slope: float
    intercept: float
    source: dict[str, Any] = field(default_factory=dict)

    def text_points(self, words: int) -> dict[str, float]:
        """The points of the text channels for a query of so many words: from brief to full as it grows."""
        part, whole = brevity(words), sum(self.points[name] for name in CHANNELS) / max(sum(self.brief.values()), 1e-9)
        return {name: (1 - part) * self.points[name] + part * whole * self.brief[name] for name in CHANNELS}

    def share(self, channel: str, z: Floats) -> Floats:
        """The share of a channel's points for scores in standard deviations above the crowd."""
        return bent(z, self.channels[channel].half)

    def chance(self, score: float) -> float:
        """How likely a pair of this score is judged a good match by both sides, 0 to 1."""
        return 1 / (1 + exp(-(self.slope * score + self.intercept)))

    def standard(self, channel: str, raw: Floats, crowd: Floats) -> Floats:
        """Raw scores in standard deviations above a crowd, to which the reference crowd is added as a prior.

        A crowd of shape (n,) is that of all scores; of shape (scores, n), each score has a row of its own.
        """
        reference, number = self.channels[channel], crowd.shape[-1]
        mean = (crowd.sum(axis=-1, keepdims=True) + PRIOR * reference.mean) / (number + PRIOR)
        away = ((crowd - mean) ** 2).sum(axis=-1) + PRIOR * (
            reference.deviation**2 + (reference.mean - mean[..., 0]) ** 2
        )
        found: Floats = (raw - mean[..., 0]) / np.sqrt(away / (number + PRIOR)).clip(1e-9)
        return found


def brevity(words: int) -> float:
    """How far a query counts as brief: 1 for no word, near 0 from some sixty words."""
    return exp(-words / BRIEF)


def bent(z: Floats, half: float | Floats) -> Floats:
    """0 up to the crowd's mean, 1 at FULL deviations above it, rising ever more slowly."""
    above = np.maximum(z, 0.0)
    return above / (above + half) * (1 + half / FULL)


def fusion_of(values: dict[str, Any]) -> Fusion:
    """The fusion that a file's or a row's values describe. Raises ValueError with the fault."""
    points = {name: float(values["points"][name]) for name in (*CHANNELS, *STRUCTURE)}
    brief = {name: float(values["brief"][name]) for name in CHANNELS}
    if min(*points.values(), *brief.values()) < 0:
        raise ValueError(f"no weight may be negative: {points}, {brief}")
    channels = {name: Channel(**values["channels"][name]) for name in CHANNELS}
    calibration = values["calibration"]
    return Fusion(
        values["version"],
        points,
        brief,
        channels,
        calibration["slope"],
        calibration["intercept"],
        values.get("source", {}),
    )


@cache
def shipped() -> Fusion:
    """The fusion that comes with the engine."""
    return fusion_of(json.loads(SHIPPED.read_text(encoding="utf-8")))
