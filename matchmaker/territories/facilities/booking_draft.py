"""The form of a booking as typed; whether the time can be booked is decided when it is, see `booking.py`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from matchmaker.core.i18n import _
from matchmaker.sessions.reading import FormReader, Values

PURPOSE_MOST = 1000


@dataclass(frozen=True)
class BookingDraft:
    """Who books, the day, and the hours by the clocks of the place: from `first` to `last`, 0 to 24."""

    organisation_id: int
    day: date
    first: int
    last: int
    purpose: str = ""


def read_booking(values: Values, organisations: Collection[int]) -> BookingDraft:
    """Raises Invalid with every fault at once. organisations: for whom the actor may book; one alone need not be chosen."""
    reader = FormReader(values)
    only = str(next(iter(organisations))) if len(organisations) == 1 else ""
    organisation = reader.choice("organisation_id", [str(one) for one in organisations], only)
    if not organisation:
        reader.errors.setdefault("organisation_id", _("Please choose."))
    day = reader.day("day")
    if day is None:
        reader.errors.setdefault("day", _("Choose a day."))
    first, last = _hour(reader, "from_hour", 0, 23), _hour(reader, "to_hour", 1, 24)
    purpose = reader.text("purpose", PURPOSE_MOST, 3)
    reader.finish()
    return BookingDraft(int(organisation), day or date.min, first, last, purpose)


def _hour(reader: FormReader, name: str, least: int, most: int) -> int:
    found = reader.number(name, least, most)
    if found is None:
        reader.errors.setdefault(name, _("Choose a full hour."))
    return found or 0
