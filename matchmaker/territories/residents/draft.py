"""The form of an application as typed."""

from dataclasses import dataclass

from matchmaker.core.i18n import _
from matchmaker.deals.money.currencies import codes, read_amount
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.vocabularies import terms

ACTIVITY_LEAST, ACTIVITY_MOST, NOTE_MOST = 40, 3000, 2000
JOBS_MOST = 100_000


@dataclass(frozen=True)
class Application:
    """What an organisation says it would do in the territory; the names are those of the columns."""

    activity: str
    sector: str
    jobs: int | None
    currency: str = "KZT"
    investment_minor: int | None = None


@dataclass(frozen=True)
class Verdict:
    """Why a step is taken: a code of residency_reasons where the step wants one, and words for the other side."""

    reason: str = ""
    note: str = ""


def read_application(values: Values) -> Application:
    """Raises Invalid with every fault at once."""
    reader = FormReader(values)
    currency = reader.choice("currency", codes(), "KZT")
    amount, fault = read_amount(reader.raw("investment"), currency)
    if fault:
        reader.errors["investment"] = fault
    draft = Application(
        reader.text("activity", ACTIVITY_MOST, ACTIVITY_LEAST),
        reader.choice("sector", terms("sectors")),
        reader.number("jobs", 0, JOBS_MOST),
        currency,
        amount,
    )
    if not draft.sector:
        reader.errors.setdefault("sector", _("Please choose."))
    reader.finish()
    return draft


def read_verdict(values: Values, *, wants_reason: bool) -> Verdict:
    """Raises Invalid when a reason is wanted and none is chosen; “other” and a return want words too."""
    reader = FormReader(values)
    reason = reader.choice("reason", terms("residency_reasons")) if wants_reason else ""
    note = reader.text("note", NOTE_MOST)
    if wants_reason and not reason:
        reader.errors.setdefault("reason", _("Choose a reason: the organisation is told."))
    if reason in ("other", "incomplete") and not note:
        reader.errors.setdefault("note", _("Say it in words: the organisation reads this."))
    reader.finish()
    return Verdict(reason, note)
