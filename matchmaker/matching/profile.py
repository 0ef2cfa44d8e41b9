"""The structure of a posting, as far as ranking looks at it, and how well two structures fit (each share 0 to 1)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """Sets hold vocabulary codes; money is in integer minor units of `currency`; days count from today.

    owner: whom exposure and diversity count by. age: days since the posting was renewed. completeness: 0 to 1.
    """

    kind: str = ""
    trl: int | None = None
    fields: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    cooperation: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    partner_kinds: frozenset[str] = frozenset()
    owner: int = 0
    owner_kind: str = ""
    budget_min: int | None = None
    budget_max: int | None = None
    currency: str = ""
    deadline: int | None = None
    renewed: int = 0
    completeness: float = 0.0


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the other holds; 0 when one is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def sides(one: Profile, other: Profile) -> tuple[Profile, Profile]:
    """The need and the capability of a pair."""
    return (one, other) if one.kind == "need" else (other, one)


def trl_fit(one: Profile, other: Profile) -> float:
    """1 when the capability is as ripe as the need asks, less by a quarter for each level that lacks: co-development."""
    need, capability = sides(one, other)
    if need.trl is None or capability.trl is None:
        return 0.0
    return max(0.0, 1 - max(0, need.trl - capability.trl) / 4)


def region_fit(one: Profile, other: Profile) -> float:
    """1 when the regions meet; no region means the whole country."""
    return 1.0 if not one.regions or not other.regions or one.regions & other.regions else 0.0


def cooperation_fit(one: Profile, other: Profile) -> float:
    """1 when a form of cooperation suits both."""
    return 1.0 if one.cooperation & other.cooperation else 0.0


def partner_fit(one: Profile, other: Profile) -> float:
    """Reciprocal: the share of the sides that ask for a kind of partner and get it; half when neither asks."""
    asked = [own for own in ((one, other), (other, one)) if own[0].partner_kinds]
    if not asked:
        return 0.5
    return sum(theirs.owner_kind in own.partner_kinds for own, theirs in asked) / len(asked)


def budget_fit(one: Profile, other: Profile) -> float:
    """1 when the need's budget reaches where the capability's begins, half when one of them names none."""
    need, capability = sides(one, other)
    if need.budget_max is None or capability.budget_min is None or need.currency != capability.currency:
        return 0.5
    return 1.0 if need.budget_max >= capability.budget_min else 0.0


def deadline_fit(one: Profile, other: Profile, today: int) -> float:
    """0 when the need's deadline (a day number like `today`) has passed, else 1."""
    need, _capability = sides(one, other)
    return 0.0 if need.deadline is not None and need.deadline < today else 1.0


def shares(one: Profile, other: Profile, today: int) -> dict[str, float]:
    """Every share of a pair's structure by its name."""
    return {
        "fields": overlap(one.fields, other.fields),
        "sectors": overlap(one.sectors, other.sectors),
        "cooperation": cooperation_fit(one, other),
        "trl": trl_fit(one, other),
        "region": region_fit(one, other),
        "partner": partner_fit(one, other),
        "budget": budget_fit(one, other),
        "deadline": deadline_fit(one, other, today),
    }
