"""A posting as typed: reading the form's strings, and every fault of them at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.text import clean, clean_line, length_fault
from matchmaker.postings.fields import CODES, CONFIDENTIAL_MOST, KINDS, REQUIRED, TEXTS, VISIBILITIES
from matchmaker.vocabularies import terms

MINOR = 100  # tiyn in a tenge


class FormValues(Protocol):
    """What Werkzeug's MultiDict offers, and the seeds' twin of it."""

    def get(self, key: str, default: str) -> str: ...
    def getlist(self, key: str) -> list[str]: ...


@dataclass
class Draft:
    """The values of a posting's form, cleaned and typed."""

    kind: str
    lang: str
    visibility: str
    trl: int | None
    ip_status: str
    budget_min: int | None
    budget_max: int | None
    deadline_on: date | None
    texts: dict[str, str]
    codes: dict[str, list[str]]
    confidential: str
    invited: list[int] = field(default_factory=list)

    @property
    def columns(self) -> dict[str, object]:
        """The values that are columns of the postings table."""
        names = ("kind", "lang", "visibility", "trl", "ip_status", "budget_min", "budget_max", "deadline_on")
        return {name: getattr(self, name) for name in names}


class _Reader:
    """Reads single fields and collects their faults."""

    def __init__(self, values: FormValues) -> None:
        self.values = values
        self.errors: dict[str, str] = {}

    def choice(self, name: str, among: Mapping[str, object] | tuple[str, ...], default: str) -> str:
        value = self.values.get(name, default) or default
        if value and value not in among:
            self.errors[name] = _("“%(code)s” is not in the list. Choose from the list.", code=value[:40])
        return value

    def whole(self, name: str, least: int, most: int, message: str) -> int | None:
        raw = "".join(self.values.get(name, "").split())
        if not raw:
            return None
        if not (raw.isascii() and raw.isdigit() and len(raw) < 18 and least <= int(raw) <= most):
            self.errors[name] = message
            return None
        return int(raw)

    def codes(self, name: str, vocabulary: str) -> list[str]:
        chosen = list(dict.fromkeys(code for code in self.values.getlist(name) if code))
        wrong = [code for code in chosen if code not in terms(vocabulary)]
        if wrong:
            self.errors[name] = _("“%(code)s” is not in the list. Choose from the list.", code=wrong[0][:40])
        return sorted(set(chosen) - set(wrong))

    def date(self, name: str) -> date | None:
        raw = self.values.get(name, "").strip()
        try:
            return date.fromisoformat(raw) if raw else None
        except ValueError:
            self.errors[name] = _("Write the date as year-month-day, for example 2027-03-31.")
            return None

    def text(self, name: str, most: int) -> str:
        value = clean(self.values.get(name, ""))
        if fault := length_fault(value, 0, most):
            self.errors[name] = fault
        return value


def _money(reader: _Reader, name: str) -> int | None:
    message = _("Write a whole number of tenge, at most 10 trillion.")
    amount = reader.whole(name, 0, 10**13, message)
    return None if amount is None else amount * MINOR


def read_texts(values: FormValues) -> dict[str, str]:
    """The prose fields, cleaned. Raises Invalid for one that is too long."""
    reader = _Reader(values)
    texts = _texts(reader)
    if reader.errors:
        raise Invalid(reader.errors)
    return texts


def _texts(reader: _Reader) -> dict[str, str]:
    texts = {text.name: reader.text(text.name, text.most) for text in TEXTS}
    for name in ("title", "keywords"):
        texts[name] = clean_line(texts[name])
    if not texts["title"]:
        reader.errors["title"] = _("Please fill this in.")
    return texts


def read_draft(values: FormValues, deadline_before: date | None = None) -> Draft:
    """Read a form. Raises Invalid with every fault at once; what is merely missing waits until review.

    `deadline_before` is the stored deadline: it may stay although it has passed meanwhile.
    """
    reader = _Reader(values)
    draft = Draft(
        kind=reader.choice("kind", KINDS, "capability"),
        lang=reader.choice("lang", LOCALES, "ru"),
        visibility=reader.choice("visibility", VISIBILITIES, "public"),
        trl=reader.whole("trl", 1, 9, _("TRL is a whole number from 1 to 9.")),
        ip_status=reader.choice("ip_status", terms("ip_status"), ""),
        budget_min=_money(reader, "budget_min"),
        budget_max=_money(reader, "budget_max"),
        deadline_on=reader.date("deadline_on"),
        texts=_texts(reader),
        codes={name: reader.codes(name, vocabulary) for name, vocabulary in CODES.items()},
        confidential=reader.text("confidential", CONFIDENTIAL_MOST),
        invited=[int(value) for value in reader.values.getlist("invited") if value.isdecimal() and len(value) < 10],
    )
    _check_together(draft, reader.errors, deadline_before)
    if reader.errors:
        raise Invalid(reader.errors)
    return draft


def _check_together(draft: Draft, errors: dict[str, str], deadline_before: date | None) -> None:
    if draft.budget_min is not None and draft.budget_max is not None and draft.budget_min > draft.budget_max:
        errors["budget_max"] = _("The upper bound is below the lower one.")
    if draft.deadline_on and draft.deadline_on < clock.today() and draft.deadline_on != deadline_before:
        errors["deadline_on"] = _("The deadline has passed already. Choose a date from today on.")


def missing(kind: str, texts: Mapping[str, str], values: Mapping[str, object]) -> dict[str, str]:
    """What a posting still lacks before it can be reviewed: field → what to do."""
    faults = {
        text.name: fault
        for text in TEXTS
        if kind in text.required_for and (fault := length_fault(texts[text.name], text.least, text.most))
    }
    empty = {name: _("Please choose.") for name in REQUIRED[kind] if values.get(name) in (None, "", [])}
    return faults | empty
