"""Numbers of indicators as people type and read them."""

import re
from decimal import Decimal

from babel.numbers import format_decimal

from matchmaker.core.i18n import _, current_locale

MOST = 10**12
TYPED = re.compile(r"([-−]?)([0-9]{1,13})(?:[.,]([0-9]{1,9}))?")
SPACES = re.compile(r"[\s\u00a0\u202f]")


def read_number(text: str, decimals: int | None = None) -> tuple[float | None, str | None]:
    """A number as typed, with a point or a comma, and what is wrong with it. Nothing typed is neither."""
    raw = SPACES.sub("", text)
    if not raw:
        return None, None
    found = TYPED.fullmatch(raw)
    if found is None:
        return None, _("“%(value)s” is not a number. Write digits, for example 12 500 or 4,7.", value=text.strip()[:40])
    part = (found[3] or "").rstrip("0")
    if decimals is not None and len(part) > decimals:
        return None, _too_fine(decimals)
    value = float(Decimal(f"{'-' if found[1] else ''}{found[2]}.{part or 0}"))
    return (value, None) if abs(value) <= MOST else (None, _("This number is too large. Check the number of zeros."))


def _too_fine(decimals: int) -> str:
    if decimals == 0:
        return _("This indicator counts whole units: write a number without a fraction.")
    return _("This indicator has %(digits)s digits after the point: write no more of them.", digits=decimals)


def typed(value: float | None) -> str:
    """A number as a form shows it: digits and a point."""
    if value is None:
        return ""
    return f"{value:.9f}".rstrip("0").rstrip(".")


def shown(value: float | None, decimals: int) -> str:
    """A number in the reader's way of writing; a dash for none."""
    if value is None:
        return "–"
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    return str(format_decimal(value, pattern, locale=current_locale()))
