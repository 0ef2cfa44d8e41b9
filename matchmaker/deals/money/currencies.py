"""Currencies: which exist, how many digits their minor unit has, amounts as people type them.

ISO 4217 decides the digits. CLDR, which Babel carries, tells how many digits people write, and differs from ISO for some
(0 for the Iraqi dinar, which ISO divides by a thousand); an amount stored in minor units must not follow that.
"""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.core import get_global
from babel.numbers import format_decimal, get_territory_currencies

from matchmaker.core.i18n import _, current_locale

NO_MINOR = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
FIRST = ("KZT", "USD", "EUR", "RUB", "CNY")  # offered first in lists
MOST = 10**15  # minor units: beyond any deal, and well inside a BIGINT also when many are summed
TYPED = re.compile(r"(-?)([0-9]{1,16})(?:[.,]([0-9]{1,6}))?")
# thousands parted by one sign and the fraction by the other, or at least two thousands signs: cannot be misread
GROUPED = re.compile(
    r"(-?[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]{1,6})|(-?[0-9]{1,3}(?:\.[0-9]{3})+)(,[0-9]{1,6})|(-?[0-9]{1,3}(?:([.,])[0-9]{3})(?:\6[0-9]{3})+)"
)
SPACES = re.compile(r"[\s\u00a0\u202f'’]")


@lru_cache
def codes() -> tuple[str, ...]:
    """Every currency that is legal tender somewhere today, the usual ones first."""
    territories, today = get_global("territory_currencies"), date.today()
    found = {code for one in territories for code in get_territory_currencies(one, today, today)}
    return (*FIRST, *sorted(found - set(FIRST)))


def digits(code: str) -> int:
    """Digits after the point: 2 for most, 0 or 3 for some."""
    return 0 if code in NO_MINOR else 3 if code in THOUSANDTHS else 2


def currency_fault(code: str) -> str | None:
    """What is wrong with a currency's code, in words, or None."""
    if code in codes():
        return None
    return _("There is no currency “%(code)s”. Write its three letters, for example KZT, USD or EUR.", code=code[:10])


def read_amount(text: str, code: str) -> tuple[int | None, str | None]:
    """Minor units of an amount as typed, and what is wrong with it. Nothing typed is neither."""
    raw = _ungrouped(SPACES.sub("", text))
    if not raw:
        return None, None
    found = TYPED.fullmatch(raw)
    if found is None:
        return None, _("Write the amount in digits, for example 1 500 000.50.")
    minus, whole, part = found.group(1), found.group(2), found.group(3) or ""
    if minus:
        return None, _("An amount cannot be negative. Write it without the minus sign.")
    if len(part) > digits(code):
        return None, _too_fine(code)
    minor = int(whole) * 10 ** digits(code) + int(part.ljust(digits(code), "0") or 0)
    return (minor, None) if minor <= MOST else (None, _("This amount is too large. Check the number of zeros."))


def _ungrouped(raw: str) -> str:
    """An amount without its thousands signs, where it is certain which those are."""
    found = GROUPED.fullmatch(raw)
    if found is None:
        return raw
    whole = found[1] or found[3] or found[5]
    return whole.replace(",", "").replace(".", "") + (found[2] or found[4] or "")


def _too_fine(code: str) -> str:
    """An amount with a thousands point would otherwise be read a thousand times too small."""
    if digits(code) == 0:
        return _("%(code)s has no smaller unit: write a whole number, without a point or comma.", code=code)
    return _("%(code)s has %(digits)s digits after the point: write no more of them.", code=code, digits=digits(code))


def shown_amount(minor: int, code: str) -> str:
    """An amount in the reader's way of writing, to its last minor unit, without a sign of the currency."""
    places = digits(code)
    pattern = "#,##0." + "0" * places if places else "#,##0"
    return format_decimal(Decimal(minor).scaleb(-places), pattern, current_locale())


def typed_amount(minor: int | None, code: str) -> str:
    """An amount as a form shows it: digits and a point, no separators."""
    if minor is None:
        return ""
    whole, part = divmod(abs(minor), 10 ** digits(code))
    sign = "-" if minor < 0 else ""
    return f"{sign}{whole}.{part:0{digits(code)}d}" if digits(code) else f"{sign}{whole}"
