"""Days of the demo, counted from the day of seeding, so that it is always up to date; and the hours of its deeds.

`-40`: forty days ago. `m-3`: the first day of the month three months back, `e-3` its last; `m-3+12`: twelve days later.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from matchmaker.core import clock
from matchmaker.core.i18n import _
from matchmaker.core.tables import Row
from matchmaker.deals.money.periods import add_months

DAY = re.compile(r"(?:([me])(-?\d{1,3}))?([+-]?\d{1,4})?")
FIRST, PACE = time(4, 10, tzinfo=UTC), timedelta(minutes=23)  # ten past nine in Almaty
SATURDAY = 5
MORNING = 170  # minutes: a day's first deed is done at any time in it


def day_from(row: Row, column: str) -> date | None:
    """The day of a cell; an empty cell has none. Raises Invalid, naming the place."""
    raw = row[column].strip()
    found = DAY.fullmatch(raw)
    if found is None:
        raise row.fault(column, _("“%(value)s” is not a day, as -40, m-3 or e-3+12.", value=raw))
    return _counted(found[1] or "", int(found[2] or 0), int(found[3] or 0)) if raw else None


def _counted(edge: str, months: int, days: int) -> date:
    begins = clock.real_today()  # the clock is set back while a history is told
    if edge:
        first = begins.replace(day=1)
        begins = add_months(first, months) if edge == "m" else add_months(first, months + 1) - timedelta(days=1)
    return begins + timedelta(days=days)


def needed_day(row: Row, column: str) -> date:
    """The day of a cell that must have one."""
    found = day_from(row, column)
    if found is None:
        raise row.fault(column, _("Please fill this in."))
    return found


def iso(row: Row, column: str) -> str:
    """The day of a cell as a form sends it."""
    found = day_from(row, column)
    return found.isoformat() if found else ""


def moments(days: Iterable[date], spread: int) -> Iterator[datetime]:
    """A moment for each of these days, which rise: one after another in working hours, on Friday for a weekend."""
    last, place = None, 0
    for day in days:
        worked = day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
        place = place + 1 if worked == last else 0
        last = worked
        yield datetime.combine(worked, FIRST) + PACE * place + timedelta(minutes=(spread + 37 * worked.day) % MORNING)
