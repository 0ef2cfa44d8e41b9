"""What is measured and how it is put together: indicators, and groups of them up to the index."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matchmaker.potential.unusable import Unusable, Why

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]  # regions by indicators or groups


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured thing. `direction` is 1 where more is better, -1 where less is; weights count relative to siblings."""

    code: str
    parent: str
    weight: float = 1.0
    direction: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """A mean of its members, which are indicators or groups. The group without a parent is the index."""

    code: str
    parent: str | None = None
    weight: float = 1.0


@dataclass(frozen=True)
class Framework:
    """Indicators in the order of the columns of figures, groups in the order in which scores are given.

    Raises Unusable when it does not hold together.
    """

    indicators: tuple[Indicator, ...]
    groups: tuple[Group, ...]

    def __post_init__(self) -> None:
        _check_codes(self)
        _check_tree(self)
        _check_weights(self)

    @cached_property
    def index(self) -> Group:
        """The group at the top."""
        return next(group for group in self.groups if group.parent is None)

    @cached_property
    def upward(self) -> tuple[Group, ...]:
        """The groups, each after the groups it is made of."""
        return tuple(sorted(self.groups, key=lambda group: -len(_way_up(self, group))))

    def members(self, group: Group) -> tuple[Indicator | Group, ...]:
        """What a group is the mean of: its indicators, then its groups."""
        members: tuple[Indicator | Group, ...] = (*self.indicators, *self.groups)
        return tuple(member for member in members if member.parent == group.code)

    @cached_property
    def directions(self) -> Vector:
        """1 or -1 for each indicator."""
        return np.array([indicator.direction for indicator in self.indicators], dtype=float)

    @cached_property
    def shares(self) -> Vector:
        """How much each indicator weighs in the index when nothing is missing; they add up to 1."""
        share = {self.index.code: 1.0}
        for group in reversed(self.upward):
            members = self.members(group)
            total = sum(member.weight for member in members)
            share |= {member.code: share[group.code] * member.weight / total for member in members}
        return np.array([share[indicator.code] for indicator in self.indicators])

    def flattened(self) -> "Framework":
        """The same indicators straight under the index, each with its share."""
        pairs = zip(self.indicators, self.shares, strict=True)
        indicators = (replace(one, parent=self.index.code, weight=float(share)) for one, share in pairs)
        return Framework(tuple(indicators), (self.index,))

    def require_shares(self, total: float = 1.0) -> None:
        """Raise unless the weights in every group add up to the total: for those who enter weights as percentages."""
        for group in self.groups:
            if abs(sum(member.weight for member in self.members(group)) - total) > 1e-9 * total:
                raise Unusable(Why.SHARES, group.code)


def _check_codes(framework: Framework) -> None:
    everyone: tuple[Indicator | Group, ...] = (*framework.indicators, *framework.groups)
    count = Counter(one.code for one in everyone)
    _refuse(Why.TWICE, (code for code, times in count.items() if times > 1))
    known = {None, *(group.code for group in framework.groups)}
    _refuse(Why.UNKNOWN_PARENT, (one.code for one in everyone if one.parent not in known))


def _check_tree(framework: Framework) -> None:
    tops = [group.code for group in framework.groups if group.parent is None]
    if len(tops) != 1:
        raise Unusable(Why.TOPS, *tops)
    _refuse(Why.CIRCLE, (one.code for one in framework.groups if _way_up(framework, one)[-1] != tops[0]))
    _refuse(Why.EMPTY_GROUP, (group.code for group in framework.groups if not framework.members(group)))
    _refuse(Why.DIRECTION, (one.code for one in framework.indicators if one.direction not in (1, -1)))


def _check_weights(framework: Framework) -> None:
    everyone: tuple[Indicator | Group, ...] = (*framework.indicators, *framework.groups)
    _refuse(Why.WEIGHT, (one.code for one in everyone if not 0 <= one.weight < np.inf))
    light = (group for group in framework.groups if not sum(one.weight for one in framework.members(group)))
    _refuse(Why.NO_WEIGHT, (group.code for group in light))


def _way_up(framework: Framework, group: Group) -> list[str]:
    """The codes from a group upwards, no further than all of them: a circle never reaches the top."""
    parents = {one.code: one.parent for one in framework.groups}
    way = [group.code]
    while (parent := parents[way[-1]]) is not None and len(way) <= len(parents):
        way.append(parent)
    return way


def _refuse(why: Why, codes: Iterable[str]) -> None:
    if found := tuple(codes):
        raise Unusable(why, *found)
