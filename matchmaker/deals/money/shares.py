"""Shares that add up to exactly 100 %, in basis points. Pure."""

from collections.abc import Sequence
from fractions import Fraction

from matchmaker.deals.money.royalty import WHOLE_BP


def part_of(whole_minor: int, share_bp: int) -> Fraction:
    """A share of a sum, exactly."""
    return Fraction(whole_minor * share_bp, WHOLE_BP)


def shares_of(amounts: Sequence[int]) -> list[int]:
    """Each amount's share of their sum: rounded down, the rest given to those that lost most by it (largest remainder)."""
    total = sum(amounts)
    if not total:
        return [0 for _one in amounts]
    exact = [Fraction(one * WHOLE_BP, total) for one in amounts]
    found = [share.__floor__() for share in exact]
    by_loss = sorted(range(len(exact)), key=lambda place: (found[place] - exact[place], place))
    for place in by_loss[: WHOLE_BP - sum(found)]:
        found[place] += 1
    return found
