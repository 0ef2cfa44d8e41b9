"""The schedule as a picture: a lane for each term, a mark for each due, drawn on the server. The table behind it tells the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matchmaker.deals.money.lines import Line
from matchmaker.deals.money.models import Term
from matchmaker.deals.money.periods import add_months

WIDTH, SIDE, LANE, TOP, TICKS_MOST = 720, 14, 44, 10, 9
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """One due on its lane."""

    x: float
    y: float
    line: Line


@dataclass(frozen=True)
class Lane:
    """One term: its words stand above its line."""

    y: float
    term: Term
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Tick:
    """A day of the axis; with_month: whether its month is told beside the year."""

    x: float
    day: date
    with_month: bool


@dataclass(frozen=True)
class Timeline:
    """The whole picture, in its own units."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    today_x: float | None


def timeline_of(lines: Sequence[Line], today: date) -> Timeline | None:
    """The picture of the lines that have a day; none when no line has one."""
    dated = [line for line in lines if line.on]
    if not dated:
        return None
    days = [line.on for line in dated if line.on]
    first, last = min(days) - 15 * DAY, max(days) + 15 * DAY
    lanes = _lanes(dated, first, last)
    height = TOP + LANE * len(lanes) + 24
    marked = _x(today, first, last) if first <= today <= last else None
    return Timeline(WIDTH, height, lanes, _ticks(first, last), marked)


def _x(day: date, first: date, last: date) -> float:
    return round(SIDE + (WIDTH - 2 * SIDE) * (day - first).days / (last - first).days, 1)


def _lanes(lines: Sequence[Line], first: date, last: date) -> tuple[Lane, ...]:
    found = []
    for number, term in enumerate(dict.fromkeys(line.term for line in lines)):
        y = TOP + LANE * number + 30
        own = [line for line in lines if line.term is term]
        marks = tuple(Mark(_x(line.on, first, last), y, line) for line in own if line.on)
        found.append(Lane(y, term, marks))
    return tuple(found)


def _ticks(first: date, last: date) -> tuple[Tick, ...]:
    """Years, or quarters of a short schedule; never so many that their words would touch."""
    for months in (3, 6, 12, 24, 60, 120):
        begins, found = date(first.year, 1, 1), []
        while begins <= last:
            if begins >= first:
                found.append(Tick(_x(begins, first, last), begins, months < 12))
            begins = add_months(begins, months)
        if len(found) <= TICKS_MOST:
            return tuple(found)
    return ()
