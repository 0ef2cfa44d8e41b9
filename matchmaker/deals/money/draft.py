"""A term's form as typed: read, checked, every fault in words at once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from matchmaker.core.i18n import _
from matchmaker.deals.money.currencies import currency_fault, read_amount
from matchmaker.deals.money.periods import MONTHS, RECKONINGS
from matchmaker.deals.money.royalty import WHOLE_BP
from matchmaker.deals.money.standing import day_words
from matchmaker.deals.rules import PARTIES
from matchmaker.sessions.reading import FormReader, Values

KINDS = ("upfront", "milestone", "stage", "royalty", "equity")
TIER_ROWS = 6
YEARS_MOST = 50
DATES = (date(1990, 1, 1), date(2150, 1, 1))


@dataclass
class TermDraft:
    """The values of a term's form; the names are those of the columns. What its kind does not have stays empty."""

    kind: str
    label: str
    payer: str
    currency: str
    note: str
    payment_days: int = 30
    amount_minor: int | None = None
    due_on: date | None = None
    milestone_id: int | None = None
    tiers: list[dict[str, Any]] = field(default_factory=list)
    period: str = ""
    reckoning: str = "agreement"
    starts_on: date | None = None
    ends_on: date | None = None
    minimum_minor: int | None = None
    share_bp: int | None = None


def read_term(values: Values, milestones: Collection[int]) -> TermDraft:
    """Read a form; `milestones` are the ids of the deal's own. Raises Invalid with every fault at once."""
    reader = FormReader(values)
    draft = TermDraft(
        kind=reader.choice("kind", KINDS, "upfront"),
        label=reader.line("label", 200),
        payer=reader.choice("payer", PARTIES, "recipient"),
        currency=currency(reader, "currency"),
        note=reader.text("note", 2000),
        payment_days=reader.wanted_number("payment_days", 0, 365, 30),
    )
    READERS[draft.kind](reader, draft, milestones)
    reader.finish()
    return draft


def currency(reader: FormReader, name: str) -> str:
    """A currency that exists; its letters may be typed small."""
    code = reader.raw(name).upper() or "KZT"
    if fault := currency_fault(code):
        reader.errors[name] = fault
    return code[:3]


def amount(reader: FormReader, name: str, code: str, *, least: int = 1) -> int | None:
    """An amount in minor units; with `least` above 0 it must be there."""
    found, fault = read_amount(reader.raw(name)[:60], code)
    if fault:
        reader.errors[name] = fault
    elif least and not found:
        reader.errors[name] = _("Write an amount above zero.")
    return found


def percent(reader: FormReader, name: str) -> int | None:
    """A percentage in basis points: 0 to 100, at most two digits after the point."""
    raw = reader.raw(name).removesuffix("%").strip()
    found, fault = read_amount(raw[:60], "KZT")  # two digits after the point, as a basis point has
    if raw.startswith("-"):
        reader.errors[name] = _("A percentage cannot be negative. Write 0 or more.")
    elif fault:
        reader.errors[name] = _("Write a percentage with at most two digits after the point, for example 5.25.")
    elif found is not None and found > WHOLE_BP:
        reader.errors[name] = _("More than 100 percent is not possible. Write at most 100.")
    else:
        return found
    return None


def day(reader: FormReader, name: str, missing: str = "") -> date | None:
    """A date of this age; with `missing`, the words for when there is none."""
    found = reader.day(name)
    if found and not DATES[0] <= found <= DATES[1]:
        reader.errors[name] = _("Check the year of this date.")
        return None
    if found is None and missing:
        reader.errors.setdefault(name, missing)
    return found


def _read_upfront(reader: FormReader, draft: TermDraft, milestones: Collection[int]) -> None:
    draft.amount_minor = amount(reader, "amount", draft.currency)
    draft.due_on = day(reader, "due_on")


def _read_stage(reader: FormReader, draft: TermDraft, milestones: Collection[int]) -> None:
    draft.amount_minor = amount(reader, "amount", draft.currency)
    draft.due_on = day(reader, "due_on", _("Choose the day on which this payment falls due."))


def _read_milestone(reader: FormReader, draft: TermDraft, milestones: Collection[int]) -> None:
    draft.amount_minor = amount(reader, "amount", draft.currency)
    draft.milestone_id = next(iter(reader.ids("milestone_id")), None)
    if draft.milestone_id not in milestones:
        words = _("Choose the milestone that makes this payment due. If there is none yet, add it under Tasks first.")
        reader.errors["milestone_id"] = words


def _read_equity(reader: FormReader, draft: TermDraft, milestones: Collection[int]) -> None:
    draft.share_bp = percent(reader, "share")
    if not draft.share_bp:
        reader.errors.setdefault("share", _("Write which share of the company is given: above 0, at most 100 percent."))


def _read_royalty(reader: FormReader, draft: TermDraft, milestones: Collection[int]) -> None:
    draft.period = reader.choice("period", MONTHS, "quarter")
    draft.reckoning = reader.choice("reckoning", RECKONINGS, "agreement")
    draft.minimum_minor = amount(reader, "minimum", draft.currency, least=0)
    draft.starts_on = day(reader, "starts_on", _("Choose the day from which sales count."))
    draft.ends_on = day(reader, "ends_on", _("Choose the last day on which sales count."))
    if draft.starts_on and draft.ends_on:
        _check_span(reader, draft.starts_on, draft.ends_on)
    draft.tiers = _tiers(reader, draft.currency)


def _check_span(reader: FormReader, starts: date, ends: date) -> None:
    if ends < starts:
        reader.errors["ends_on"] = _(
            "The end is before the start. Choose a day from %(day)s on.", day=day_words(starts)
        )
    elif (ends - starts).days > YEARS_MOST * 366:
        reader.errors["ends_on"] = _("More than %(years)s years: check the year.", years=YEARS_MOST)


def _tiers(reader: FormReader, code: str) -> list[dict[str, Any]]:
    """The rows that are filled in; the first begins at 0, each next one higher."""
    found: list[dict[str, Any]] = []
    for row in range(1, TIER_ROWS + 1):
        begins, rate = f"tier_from_{row}", f"tier_rate_{row}"
        if row > 1 and not reader.raw(begins) and not reader.raw(rate):
            continue
        rate_bp = percent(reader, rate)
        if rate_bp is None:
            reader.errors.setdefault(rate, _("Write the rate of this tier, for example 5."))
        from_minor = amount(reader, begins, code, least=0) or 0
        _check_rise(reader, begins, from_minor, found)
        found.append({"from_minor": from_minor, "rate_bp": rate_bp or 0})
    return found


def _check_rise(reader: FormReader, name: str, from_minor: int, before: list[dict[str, Any]]) -> None:
    if not before and from_minor:
        words = _("The first tier begins at 0: leave this empty, and give the higher sales a tier of their own.")
        reader.errors.setdefault(name, words)
    elif before and from_minor <= before[-1]["from_minor"]:
        words = _("Tiers must rise: this one has to begin above the one before it.")
        reader.errors.setdefault(name, words)


READERS = {
    "upfront": _read_upfront,
    "milestone": _read_milestone,
    "stage": _read_stage,
    "royalty": _read_royalty,
    "equity": _read_equity,
}
