"""The calendar of an agreement: its years and the periods in them, broken at either end where they must be.

Pure. The grid begins on the agreement's first day, or on 1 January when the parties reckon by calendar years; each boundary
is counted from that anchor, so that an agreement of 31 January does not slide to the 28th for good.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

MONTHS = {"quarter": 3, "half": 6, "year": 12}
RECKONINGS = ("agreement", "calendar")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both counted; `whole_days` is the length of the cell of the grid it was cut from."""

    first: date
    last: date
    whole_days: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def share(self) -> Fraction:
        """Which part of its whole cell it is: 1 unless it is broken."""
        return Fraction(self.days, self.whole_days)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def spans(first: date, last: date, months: int, reckoning: str = "agreement") -> Iterator[Span]:
    """The cells of the grid between two days, in order; the first and the last may be broken."""
    anchor = first if reckoning == "agreement" else date(first.year, 1, 1)
    number, begins = 0, anchor
    while begins <= last and first <= last:
        number += 1
        following = add_months(anchor, months * number)
        if following > first:
            whole = (following - begins).days
            yield Span(max(begins, first), min(following - DAY, last), whole)
        begins = following
