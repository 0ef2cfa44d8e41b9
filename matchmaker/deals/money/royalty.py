"""Royalties, exactly: tiers on the sales accumulated in an agreement year, and the least that a year brings.

Pure. A tier's rate applies to the sales between its threshold and the next one, so that a period in which a threshold is
passed is split between two rates. Sums are exact fractions of the minor unit; they are rounded half up (half a tiyn and more
counts as a whole one), the rounding that people and their accountants do by hand; no law sets one for agreements. What is
rounded is the royalty accumulated since the year began: a period's royalty is the difference of two such sums, so that the
periods of a year add up to the royalty of the year to the last tiyn, however it is divided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WHOLE_BP = 10_000  # basis points in 100 %
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Tier:
    """The rate, in basis points, on sales above a threshold."""

    from_minor: int
    rate_bp: int


def round_half_up(value: Fraction) -> int:
    """Whole minor units; a half counts as one more."""
    return (value + HALF).__floor__()


def royalty_on(tiers: Sequence[Tier], sales_minor: int) -> Fraction:
    """The exact royalty on the sales of a year so far. Tiers rise from a first threshold of 0."""
    ends = [tier.from_minor for tier in tiers[1:]] + [max(sales_minor, 0)]
    parts = (
        max(0, min(sales_minor, end) - tier.from_minor) * tier.rate_bp for tier, end in zip(tiers, ends, strict=True)
    )
    return Fraction(sum(parts), WHOLE_BP)


def royalties(tiers: Sequence[Tier], sales: Sequence[int]) -> list[int]:
    """The royalty of each period of one year, by the sales of its periods in order."""
    found, so_far, sold = [], 0, 0
    for one in sales:
        sold += one
        total = round_half_up(royalty_on(tiers, sold))
        found.append(total - so_far)
        so_far = total
    return found
