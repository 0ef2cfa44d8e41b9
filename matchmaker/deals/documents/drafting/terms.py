"""Terms of payment in words, as a draft says them; the language is the one in force (`use_locale`)."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_precision

from matchmaker.core.i18n import _, current_locale
from matchmaker.deals.money.models import Term
from matchmaker.vocabularies import label

SPACES = str.maketrans("\u202f\u00a0", "  ")  # narrow and unbreakable ones, which not every font of a reader has


def amount(minor: int, currency: str) -> str:
    """Minor units written out, with the currency's name or its code."""
    digits = get_currency_precision(currency)
    shape = "#,##0" if minor % 10**digits == 0 else f"#,##0.{'0' * digits}"
    value = format_decimal(Decimal(minor) / 10**digits, shape, locale=current_locale())
    name = _("tenge") if currency == "KZT" else currency
    return f"{value} {name}".translate(SPACES)


def share(points: int) -> str:
    """Basis points as percent."""
    return f"{format_decimal(Decimal(points) / 100, locale=current_locale())} %"


def day(value: date) -> str:
    """A date written out."""
    return format_date(value, "long", locale=current_locale()).translate(SPACES)


def term_in_words(term: Term) -> tuple[str, str, str]:
    """What the term is called, what it says, and which side pays; nobody pays a share in a company."""
    name = label("term_kinds", term.kind) + (f" ({term.label})" if term.label else "")
    said = {"royalty": _royalty, "equity": _equity}.get(term.kind, _payment)(term)
    return name, "; ".join(said), "" if term.kind == "equity" else term.payer


def _payment(term: Term) -> list[str]:
    said = [amount(term.amount_minor or 0, term.currency)]
    if term.milestone:
        said.append(_("due within %(days)s days after the milestone “%(title)s” is met",
                      days=term.payment_days, title=term.milestone.title))  # fmt: skip
    elif term.due_on:
        said.append(_("due by %(day)s", day=day(term.due_on)))
    return said


def _equity(term: Term) -> list[str]:
    return [_("a share of %(share)s in the charter capital of the company", share=share(term.share_bp or 0))]


def _royalty(term: Term) -> list[str]:
    said = [*_rates(term), _counted(term)]
    if term.starts_on and term.ends_on:
        said.append(_("on sales from %(start)s to %(end)s", start=day(term.starts_on), end=day(term.ends_on)))
    if term.minimum_minor:
        said.append(_("at least %(amount)s a year", amount=amount(term.minimum_minor, term.currency)))
    return said


def _rates(term: Term) -> list[str]:
    tiers = sorted(term.tiers, key=lambda one: int(one["from_minor"]))
    if len(tiers) == 1 and not tiers[0]["from_minor"]:
        return [_("%(share)s of net sales", share=share(tiers[0]["rate_bp"]))]
    return [
        _("%(share)s of net sales above %(amount)s accumulated in an agreement year",
          share=share(one["rate_bp"]), amount=amount(one["from_minor"], term.currency))
        if one["from_minor"]
        else _("%(share)s of net sales from the start of an agreement year", share=share(one["rate_bp"]))
        for one in tiers
    ]  # fmt: skip


def _counted(term: Term) -> str:
    return {
        "quarter": _("counted each quarter, paid within %(days)s days after it", days=term.payment_days),
        "half": _("counted each half-year, paid within %(days)s days after it", days=term.payment_days),
    }.get(term.period, _("counted each year, paid within %(days)s days after it", days=term.payment_days))
