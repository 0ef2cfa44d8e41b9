"""When values fall due. Pure.

A yearly value is due once its year is over, by 1 April, when reports are due; half-yearly and quarterly values (of the year so
far) by the end of the month after their half or quarter.
"""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"year": 12, "half_year": 6, "quarter": 3}
REPORT_DAY = (4, 1)


@dataclass(frozen=True)
class Period:
    """The last period that is over: its last day, and the day by which its value is due."""

    ends_on: date
    due_on: date

    @property
    def year(self) -> int:
        """The year that the value is about."""
        return self.ends_on.year


def last_period(frequency: str, today: date) -> Period:
    """The period of this frequency that was over last."""
    months = MONTHS[frequency]
    begun = (today.month - 1) // months * months  # months of the year that lie in whole periods
    ends = date(today.year, begun + 1, 1) - timedelta(days=1)
    if frequency == "year":
        return Period(ends, date(ends.year + 1, *REPORT_DAY))
    after = date(
        ends.year + (ends.month + 1) // 12, (ends.month + 1) % 12 + 1, 1
    )  # the first of the next month but one
    return Period(ends, after - timedelta(days=1))
