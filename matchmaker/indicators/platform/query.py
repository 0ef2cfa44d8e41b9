"""What a query of the platform is: the rows that count in a year, each with its place, its part and its whole."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, extract, literal, null

Rows = Select[Any]
Where = ColumnElement[bool]
MILLION = 10**8  # tiyn in a million of tenge


@dataclass(frozen=True)
class Query:
    """A named query. `rows(year)` selects id, region, territory_id, part, whole of all that counts.

    measure: count and sum add up the parts, million gives tiyn as million tenge, share gives the parts as per cent of the
    wholes. kind: what the rows are, so that a page can lead to them. by_territory: whether territories have a value of their own.
    """

    name: str
    kind: str
    measure: str
    rows: Callable[[int], Rows]
    by_territory: bool = False


@dataclass(frozen=True)
class Counted:
    """What was counted in a place: how many rows, their parts, their wholes, and the value; none when nothing can be divided."""

    rows: int
    part: int
    whole: int
    value: float | None


def counted(measure: str, rows: int, part: int, whole: int) -> Counted:
    """The value of what was added up."""
    if measure == "share":
        return Counted(rows, part, whole, 100 * part / whole if whole else None)
    return Counted(rows, part, whole, part / MILLION if measure == "million" else float(part))


def columns(
    thing: Any, region: Any, *, territory: Any = None, part: Any = 1, whole: Any = 1
) -> tuple[ColumnElement[Any], ...]:
    """The five columns of a query's rows, named."""
    given = {"id": thing, "region": region, "territory_id": null() if territory is None else territory}
    given |= {"part": literal(part) if isinstance(part, int) else part}
    given |= {"whole": literal(whole) if isinstance(whole, int) else whole}
    return tuple(value.label(name) for name, value in given.items())


def in_year(moment: Any, year: int) -> Where:
    """Whether a date or a moment (UTC) lies in a year."""
    return extract("year", moment) == year


def one_if(condition: Where) -> ColumnElement[int]:
    """1 where it holds, else 0."""
    return case((condition, 1), else_=0)


def last_day(year: int) -> date:
    """The day as of which a stock is counted."""
    return date(year, 12, 31)


def end_of(year: int) -> datetime:
    """The moment at which the year is over (UTC)."""
    return datetime(year + 1, 1, 1, tzinfo=UTC)
