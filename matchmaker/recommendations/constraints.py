"""Constraints of both sides, met and missed: first as codes and numbers, which can be kept, then in words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from matchmaker.core import clock
from matchmaker.core.i18n import _
from matchmaker.postings.models import Posting
from matchmaker.vocabularies import label


@dataclass(frozen=True)
class Fact:
    """A constraint that is met (`ok`), missed (not `ok`), or merely worth knowing (None), in codes and numbers."""

    name: str
    ok: bool | None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """A fact in words."""

    ok: bool | None
    text: str


def facts(own: Posting, other: Posting) -> list[Fact]:
    """What is known of the constraints of a pair."""
    need, capability = (own, other) if own.kind == "need" else (other, own)
    found = [
        _trl(need, capability),
        _region(own, other),
        _partner(own, other),
        _budget(need, capability),
        _deadline(need),
    ]
    return [fact for fact in found if fact]


def _trl(need: Posting, capability: Posting) -> Fact | None:
    if need.trl is None or capability.trl is None:
        return None
    return Fact("trl", capability.trl >= need.trl, {"has": capability.trl, "wants": need.trl})


def _region(own: Posting, other: Posting) -> Fact | None:
    ours, theirs = set(own.codes_of("regions")), set(other.codes_of("regions"))
    if not ours or not theirs:
        return None
    return Fact("region", bool(ours & theirs), {"regions": sorted(ours & theirs or theirs)})


def _partner(own: Posting, other: Posting) -> Fact | None:
    wanted = own.codes_of("partner_kinds")
    if not wanted or other.visibility == "anonymous":
        return None
    kind = other.organisation.kind
    return Fact("partner", kind in wanted, {"kind": kind})


def _budget(need: Posting, capability: Posting) -> Fact | None:
    if need.budget_max is None or capability.budget_min is None or need.currency != capability.currency:
        return None
    return Fact("budget", need.budget_max >= capability.budget_min)


def _deadline(need: Posting) -> Fact | None:
    if need.deadline_on is None:
        return None
    days = (need.deadline_on - clock.today()).days
    return Fact("deadline", False) if days < 0 else Fact("deadline", None, {"days": days})


def worded(fact: Fact) -> Note:
    """The fact in the reader's language."""
    return Note(fact.ok, WORDS[fact.name](fact))


def _trl_words(fact: Fact) -> str:
    if fact.ok:
        return _("TRL %(has)s, at least %(wants)s is asked for.", **fact.values)
    return _("TRL %(has)s, but %(wants)s is asked for: joint development would close the gap.", **fact.values)


def _region_words(fact: Fact) -> str:
    names = ", ".join(label("regions", code) for code in fact.values["regions"])
    if fact.ok:
        return _("Same region: %(regions)s.", regions=names)
    return _("Different regions: theirs is %(regions)s.", regions=names)


def _partner_words(fact: Fact) -> str:
    kind = label("organisation_kinds", fact.values["kind"])
    if fact.ok:
        return _("The partner is of a kind you look for: %(kind)s.", kind=kind)
    return _("The partner is of another kind than you look for: %(kind)s.", kind=kind)


def _budget_words(fact: Fact) -> str:
    return _("The budgets meet.") if fact.ok else _("The need's budget ends below where the capability's begins.")


def _deadline_words(fact: Fact) -> str:
    if fact.ok is False:
        return _("The deadline of the need has passed.")
    return _("Days left until the deadline: %(days)s.", **fact.values)


WORDS: dict[str, Callable[[Fact], str]] = {
    "trl": _trl_words,
    "region": _region_words,
    "partner": _partner_words,
    "budget": _budget_words,
    "deadline": _deadline_words,
}
