"""Where a receivable stands: paid, part paid, late; and totals that never mix currencies or payers. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from matchmaker.core import clock
from matchmaker.core.i18n import current_locale

HERE = ZoneInfo("Asia/Almaty")  # the one time of Kazakhstan: its days decide what is late
STANDINGS = ("paid", "overpaid", "late", "part", "due", "credit")


def day_of(moment: datetime) -> date:
    """The day of a moment in Kazakhstan."""
    return moment.astimezone(HERE).date()


def today() -> date:
    """The present day in Kazakhstan."""
    return day_of(clock.now())


def day_words(day: date) -> str:
    """A date as the reader writes it, for messages and tables."""
    return format_date(day, "medium", locale=current_locale())


@dataclass(frozen=True)
class Owed:
    """An amount owed by one side in one currency, and what has been paid of it. A credit has a negative amount."""

    payer: str
    currency: str
    amount_minor: int
    paid_minor: int
    due_on: date | None

    @property
    def open_minor(self) -> int:
        """What is still to pay; negative when too much was paid."""
        return self.amount_minor - self.paid_minor

    def standing(self, on: date) -> str:
        """One of STANDINGS."""
        if self.open_minor == 0:
            return "paid"
        if self.amount_minor < 0:
            return "credit"
        if self.open_minor < 0:
            return "overpaid"
        if self.due_on and self.due_on < on:
            return "late"
        return "part" if self.paid_minor else "due"


@dataclass(frozen=True)
class Total:
    """The sums of one payer in one currency."""

    payer: str
    currency: str
    amount_minor: int
    paid_minor: int
    open_minor: int
    late_minor: int


def totals_of(owed: Iterable[Owed], on: date) -> list[Total]:
    """One line for each payer and currency, in the order of their codes."""
    found: dict[tuple[str, str], list[Owed]] = {}
    for one in owed:
        found.setdefault((one.payer, one.currency), []).append(one)
    return [_total(*key, group, on) for key, group in sorted(found.items())]


def _total(payer: str, currency: str, group: list[Owed], on: date) -> Total:
    late = sum(one.open_minor for one in group if one.standing(on) == "late")
    amount, paid = sum(one.amount_minor for one in group), sum(one.paid_minor for one in group)
    return Total(payer, currency, amount, paid, amount - paid, late)
