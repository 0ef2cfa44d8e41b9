"""What the own side of a pair could still win: how far each part of the structure would rise if it changed its posting.

Only what that side can say of itself is looked at, never what the other side lacks. A field of science or a sector is
missed only where none is named: to add the counterpart's would be to please the score.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from matchmaker.matching.fusion import Fusion
from matchmaker.matching.profile import Profile, shares

LEAST = 0.05  # points; less is not worth a line
Changes = dict[str, Any]


@dataclass(frozen=True)
class Gain:
    """A part of the structure, whether the own side has given nothing there, and the points that it could bring."""

    name: str
    is_missing: bool
    points: float


def _named(field: str) -> Callable[[Profile, Profile, int], Changes]:
    def change(own: Profile, other: Profile, today: int) -> Changes:
        theirs = getattr(other, field)
        return {field: theirs} if theirs and not getattr(own, field) else {}

    return change


def _cooperation(own: Profile, other: Profile, today: int) -> Changes:
    return {"cooperation": own.cooperation | other.cooperation}


def _trl(own: Profile, other: Profile, today: int) -> Changes:
    """A need may ask for less; how ripe a capability is cannot be changed by saying so."""
    if other.trl is None or (own.trl is not None and own.kind != "need"):
        return {}
    return {"trl": other.trl}


def _region(own: Profile, other: Profile, today: int) -> Changes:
    return {"regions": own.regions | other.regions} if own.regions else {}


def _partner(own: Profile, other: Profile, today: int) -> Changes:
    return {"partner_kinds": own.partner_kinds | {other.owner_kind}} if other.owner_kind else {}


def _budget(own: Profile, other: Profile, today: int) -> Changes:
    if own.kind == "need":
        return {} if other.budget_min is None else {"budget_max": other.budget_min, "currency": other.currency}
    return {} if other.budget_max is None else {"budget_min": other.budget_max, "currency": other.currency}


def _deadline(own: Profile, other: Profile, today: int) -> Changes:
    return {"deadline": today} if own.kind == "need" and own.deadline is not None else {}


# Part of the structure → the field of the own profile that holds it, and what to change there.
CHANGES: dict[str, tuple[str, Callable[[Profile, Profile, int], Changes]]] = {
    "fields": ("fields", _named("fields")),
    "sectors": ("sectors", _named("sectors")),
    "cooperation": ("cooperation", _cooperation),
    "trl": ("trl", _trl),
    "region": ("regions", _region),
    "partner": ("partner_kinds", _partner),
    "budget": ("budget", _budget),
    "deadline": ("deadline", _deadline),
}


def gains(fusion: Fusion, own: Profile, other: Profile, today: int, room: float = 100.0) -> list[Gain]:
    """What would raise the score of a pair, the most first; no gain is greater than the room up to 100 points."""
    now = shares(own, other, today)
    found = []
    for name, (field, change) in CHANGES.items():
        better = shares(replace(own, **change(own, other, today)), other, today)[name]
        points = min(fusion.points[name] * (better - now[name]), room)
        if points >= LEAST:
            found.append(Gain(name, not _given(own, field), points))
    return sorted(found, key=lambda gain: -gain.points)


def _given(own: Profile, field: str) -> bool:
    if field == "budget":
        field = "budget_max" if own.kind == "need" else "budget_min"
    return getattr(own, field) not in (None, frozenset())
