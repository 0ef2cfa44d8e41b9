"""What the forms of the money room show: stored values as text, amounts and shares as people read them."""

from datetime import date
from typing import Any

from babel.numbers import format_decimal
from werkzeug.datastructures import MultiDict

from matchmaker.core.i18n import current_locale
from matchmaker.deals.models import Deal
from matchmaker.deals.money.currencies import shown_amount, typed_amount
from matchmaker.deals.money.draft import TIER_ROWS
from matchmaker.deals.money.models import Funding, Term
from matchmaker.deals.money.plan import COST_ROWS, SOURCE_ROWS
from matchmaker.deals.money.standing import day_words
from matchmaker.web.formats import SYMBOLS

Form = MultiDict[str, Any]
TERM_FIELDS = (
    "label", "payer", "currency", "amount", "due_on", "milestone_id", "period", "reckoning", "starts_on", "ends_on", "minimum",
    "payment_days", "share", "note", *(f"tier_{what}_{row}" for row in range(1, TIER_ROWS + 1) for what in ("from", "rate")),
)  # fmt: skip
SOURCE_FIELDS = ("source", "funder", "currency", "amount", "share")


def exact(minor: int, currency: str = "KZT") -> str:
    """An amount to its last minor unit, with its sign."""
    return f"{shown_amount(minor, currency)} {SYMBOLS.get(currency, currency)}".replace(" ", "\u00a0")


def basis(share_bp: int) -> str:
    """Basis points as percent."""
    return f"{format_decimal(share_bp / 100, '#,##0.##', current_locale())}\u00a0%"


def short_day(value: date | None) -> str:
    """A date in few letters, for tables."""
    return day_words(value) if value else ""


def new_term(deal: Deal, kind: str) -> Form:
    """What an empty form begins with."""
    return MultiDict(
        {"kind": kind, "payer": "recipient", "currency": deal.currency, "payment_days": "30", "period": "quarter",
         "reckoning": "agreement", "starts_on": _text(deal.starts_on), "ends_on": _text(deal.ends_on)}
    )  # fmt: skip


def term_values(term: Term) -> Form:
    """What the form shows of a stored term."""
    plain = ("kind", "label", "payer", "currency", "note", "payment_days", "milestone_id", "period", "reckoning")
    values: Form = MultiDict({name: _text(getattr(term, name)) for name in (*plain, "due_on", "starts_on", "ends_on")})
    values["amount"], values["minimum"] = (
        typed_amount(one, term.currency) for one in (term.amount_minor, term.minimum_minor)
    )
    values["share"] = typed_amount(term.share_bp, "KZT")
    for row, tier in enumerate(term.tiers, 1):
        values[f"tier_from_{row}"] = typed_amount(tier["from_minor"], term.currency) if tier["from_minor"] else ""
        values[f"tier_rate_{row}"] = typed_amount(tier["rate_bp"], "KZT")
    return values


def _text(value: object) -> str:
    return "" if value is None else str(value)


def plan_values(deal: Deal, stored: list[Funding]) -> Form:
    """What the form of funding shows of what is stored; an empty one begins with the deal's own currency."""
    values: Form = MultiDict({"cost_currency_1": deal.currency})
    for row, (code, cost) in enumerate(sorted(deal.cost_minor.items()), 1):
        values[f"cost_currency_{row}"], values[f"cost_{row}"] = code, typed_amount(cost, code)
    for row, one in enumerate(stored, 1):
        shown = (
            one.source,
            one.funder,
            one.currency,
            typed_amount(one.amount_minor, one.currency),
            typed_amount(one.share_bp, "KZT"),
        )
        values.update({f"{name}_{row}": text for name, text in zip(SOURCE_FIELDS, shown, strict=True)})
    return values


def plan_rows(values: Form, *, more: bool = False) -> tuple[int, int]:
    """How many rows of costs and of sources a form has: what is filled in, and room for more."""
    costs = max([row for row in range(1, 21) if values.get(f"cost_{row}")], default=0)
    sources = max(
        [row for row in range(1, 21) if any(values.get(f"{name}_{row}") for name in SOURCE_FIELDS)], default=0
    )
    room = 4 if more else 1
    return min(20, max(COST_ROWS, costs + room)), min(20, max(SOURCE_ROWS, sources + room))
