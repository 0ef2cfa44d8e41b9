"""A stored facility as the values of its form, what an empty form begins with, and a week as its page shows it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date, get_day_names
from werkzeug.datastructures import MultiDict

from matchmaker.core import clock
from matchmaker.core.i18n import LOCALES, current_locale
from matchmaker.deals.money.currencies import typed_amount
from matchmaker.territories.facilities.draft import TEXTS
from matchmaker.territories.facilities.hours import last_day, local_day
from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.facilities.week import Day, monday_of
from matchmaker.territories.models import Territory

PLAIN = ("kind", "organisation_id", "site_id", "units", "currency", "open_to", "opens", "closes", "timezone")
SETS = ("fields", "weekdays")
TEXT_FIELDS = tuple(f"{name}_{lang}" for name, _most in TEXTS.values() for lang in LOCALES)
FIELDS = (*TEXT_FIELDS, *PLAIN, "price", *SETS, "needs_approval")


def new_values(territory: Territory) -> MultiDict[str, Any]:
    """What an empty form begins with."""
    values: MultiDict[str, Any] = MultiDict(
        {"units": "1", "currency": "KZT", "open_to": "all", "opens": "9", "closes": "18", "timezone": "Asia/Almaty",
         "needs_approval": "1", "organisation_id": str(territory.manager_id or "")}
    )  # fmt: skip
    values.setlist("weekdays", ["1", "2", "3", "4", "5"])
    return values


def stored_values(facility: Facility) -> MultiDict[str, Any]:
    """What the form shows of a facility, every value as text."""
    plain = {name: getattr(facility, name) for name in PLAIN}
    values: MultiDict[str, Any] = MultiDict({name: "" if one is None else str(one) for name, one in plain.items()})
    for column, (name, _most) in TEXTS.items():
        values.update({f"{name}_{lang}": getattr(facility, column).get(lang, "") for lang in LOCALES})
    values["price"] = typed_amount(facility.price_minor, facility.currency)
    for name in SETS:
        values.setlist(name, [str(one) for one in getattr(facility, name)])
    values["needs_approval"] = "1" if facility.needs_approval else ""
    return values


@dataclass(frozen=True)
class ShownWeek:
    """The week that was asked for, and the Mondays before and after it that can be booked in, if there are any."""

    monday: date
    before: date | None
    after: date | None

    @property
    def ends(self) -> date:
        """The Sunday."""
        return self.monday + timedelta(days=6)


def asked_week(facility: Facility, asked: str) -> ShownWeek:
    """The week of a day as an address has it; anything odd, past or too far off is this week or the last one."""
    first, last = monday_of(local_day(facility, clock.now())), monday_of(last_day(facility))
    try:
        monday = min(max(date.fromisoformat(asked), first), last)
    except ValueError:
        monday = first
    monday, week = monday_of(monday), timedelta(days=7)
    return ShownWeek(monday, monday - week if monday > first else None, monday + week if monday < last else None)


def first_free_day(days: list[Day]) -> str:
    """The first day of a week that has a free hour, as a form writes it."""
    return next((one.day.isoformat() for one in days if one.free), "")


def weekday_words(day: date) -> str:
    """A day in few letters: Mon 3."""
    return str(format_date(day, "EEE d", locale=current_locale()))


def day_words(day: date) -> str:
    """A day with its day of the week: Monday, 3 March."""
    return str(format_date(day, "EEEE, d MMMM", locale=current_locale()))


def weekday_names() -> list[str]:
    """The days of the week from Monday on."""
    names = get_day_names("wide", context="stand-alone", locale=current_locale())
    return [names[number] for number in range(7)]
