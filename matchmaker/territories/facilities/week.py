"""A week of a facility, hour by hour: what is free, what is taken, and which stretches one unit could serve throughout."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from matchmaker.territories.facilities.hours import is_bookable, moment_of
from matchmaker.territories.facilities.models import Facility

Taken = Collection[tuple[datetime, int]]  # hour and unit


@dataclass(frozen=True)
class Cell:
    """One hour: how many units are free, and whether it could be booked at all."""

    hour: int
    free: int
    state: str  # shut (over, too far off or closed), free, part (some units), full


@dataclass(frozen=True)
class Span:
    """Hours from `first` to `last`, with how many units are free throughout."""

    first: int
    last: int
    units: int = 0


@dataclass(frozen=True)
class Day:
    """One day of the week; `free` are the longest stretches that one unit is free for."""

    day: date
    cells: list[Cell]
    free: list[Span]
    taken: list[Span]

    @property
    def is_bookable(self) -> bool:
        """Whether any of its hours could be booked if it were free."""
        return any(cell.state != "shut" for cell in self.cells)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def make_week(facility: Facility, monday: date, taken: Taken) -> list[Day]:
    """The seven days from a Monday on."""
    return [make_day(facility, monday + timedelta(days=number), taken) for number in range(7)]


def make_day(facility: Facility, day: date, taken: Taken) -> Day:
    """One day with its hours from opening to closing."""
    cells = [_cell(facility, day, hour, taken) for hour in range(facility.opens, facility.closes)]
    open_hours = [cell.hour for cell in cells if cell.state != "shut"]
    full = [Span(*run) for run in runs(cell.hour for cell in cells if cell.state == "full")]
    return Day(day, cells, free_spans(facility, day, open_hours, taken), full)


def _cell(facility: Facility, day: date, hour: int, taken: Taken) -> Cell:
    moment = moment_of(facility, day, hour)
    free = sum((moment, unit) not in taken for unit in range(1, facility.units + 1))
    if not is_bookable(facility, day, hour):
        return Cell(hour, free, "shut")
    return Cell(hour, free, "full" if not free else "free" if free == facility.units else "part")


def free_spans(facility: Facility, day: date, hours: list[int], taken: Taken) -> list[Span]:
    """Of these hours, the longest stretches that one unit is free for, each with how many units are."""
    moments = {hour: moment_of(facility, day, hour) for hour in hours}
    found = [
        run
        for unit in range(1, facility.units + 1)
        for run in runs(hour for hour in hours if (moments[hour], unit) not in taken)
    ]
    longest = sorted({one for one in found if not any(_holds(other, one) for other in found if other != one)})
    return [Span(*one, units=sum(_holds(run, one) for run in found)) for one in longest]


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def runs(hours: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending hours as stretches: 9, 10, 12 give (9, 11) and (12, 13)."""
    found: list[tuple[int, int]] = []
    for hour in hours:
        if found and found[-1][1] == hour:
            found[-1] = (found[-1][0], hour + 1)
        else:
            found.append((hour, hour + 1))
    return found
