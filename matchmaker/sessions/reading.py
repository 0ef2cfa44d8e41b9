"""Reading single fields of a session's forms: typed values, and every fault in words at once."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.text import clean, clean_line, length_fault


class Values(Protocol):
    """What Werkzeug's MultiDict offers."""

    def get(self, key: str, default: str) -> str: ...
    def getlist(self, key: str) -> list[str]: ...


class FormReader:
    """Reads fields; `errors` gathers what is wrong by the name of the field."""

    def __init__(self, values: Values) -> None:
        self.values, self.errors = values, dict[str, str]()

    def finish(self) -> None:
        """Raises Invalid when anything was wrong."""
        if self.errors:
            raise Invalid(self.errors)

    def raw(self, name: str) -> str:
        """What was typed, on one line."""
        return clean_line(self.values.get(name, ""))

    def line(self, name: str, most: int, least: int = 0) -> str:
        """One line of text."""
        return self._checked(name, self.raw(name), most, least)

    def text(self, name: str, most: int, least: int = 0) -> str:
        """Text of several lines."""
        return self._checked(name, clean(self.values.get(name, "")), most, least)

    def _checked(self, name: str, value: str, most: int, least: int) -> str:
        if fault := length_fault(value, least, most):
            self.errors[name] = fault
        return value

    def texts(self, name: str, most: int) -> dict[str, str]:
        """A text by language, from the fields name_kk, name_ru, name_en; languages without one are left out."""
        found = {lang: self.text(f"{name}_{lang}", most) for lang in LOCALES}
        return {lang: text for lang, text in found.items() if text}

    def is_ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.values.get(name, ""))

    def choice(self, name: str, among: Collection[str], default: str = "") -> str:
        """One of a list."""
        value = self.values.get(name, default) or default
        if value and value not in among:
            self.errors[name] = _("“%(code)s” is not in the list. Choose from the list.", code=value[:40])
            return default
        return value

    def choices(self, name: str, among: Collection[str]) -> list[str]:
        """Several of a list, in the list's order."""
        chosen = set(filter(None, self.values.getlist(name)))
        if wrong := sorted(chosen - set(among)):
            self.errors[name] = _("“%(code)s” is not in the list. Choose from the list.", code=wrong[0][:40])
        return [code for code in among if code in chosen]

    def ids(self, name: str) -> list[int]:
        """Several ids, as ticked; what cannot be an id is passed over."""
        return [int(value) for value in self.values.getlist(name) if value.isascii() and value.isdecimal()][:500]

    def number(self, name: str, least: int, most: int) -> int | None:
        """A whole number, or nothing."""
        raw = "".join(self.raw(name).split())
        if not raw:
            return None
        if not (raw.isascii() and raw.isdecimal() and len(raw) < 9 and least <= int(raw) <= most):
            self.errors[name] = _("Write a whole number from %(least)s to %(most)s.", least=least, most=most)
            return None
        return int(raw)

    def wanted_number(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number; the default when the field is empty."""
        found = self.number(name, least, most)
        return default if found is None else found

    def day(self, name: str) -> date | None:
        """A date, or nothing."""
        try:
            return date.fromisoformat(self.raw(name)) if self.raw(name) else None
        except ValueError:
            self.errors[name] = _("Write the date as year-month-day, for example 2027-03-31.")
            return None

    def hour(self, name: str) -> time | None:
        """A time of day, or nothing."""
        found = hour_of(raw := self.raw(name))
        if raw and found is None:
            self.errors[name] = _("Write the time as hours and minutes, for example 10:20.")
        return found

    def moment(self, name: str, zone: str) -> datetime | None:
        """A moment as clocks of the zone show it (`2027-03-10T18:00`), or nothing."""
        raw = self.raw(name).replace(" ", "T")
        try:
            return datetime.fromisoformat(raw[:16]).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if raw else None
        except (ValueError, OverflowError):
            self.errors[name] = _("Write day and time, for example 2027-03-10 18:00.")
            return None


def hour_of(text: str) -> time | None:
    """A time of day as typed: 9:05, 09:05."""
    hours, colon, minutes = text.strip().partition(":")
    is_number = colon and all(part.isascii() and part.isdecimal() and len(part) <= 2 for part in (hours, minutes))
    if not is_number or int(hours) > 23 or int(minutes) > 59:
        return None
    return time(int(hours), int(minutes))
