"""Who sees the figures of deals, and of whom: those who oversee of everybody, managers of their organisations."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.accounts.actor import Actor


@dataclass(frozen=True)
class Scope:
    """Whose rows are counted; None: everybody's."""

    organisations: frozenset[int] | None = None

    def among(self, *columns: InstrumentedAttribute[int]) -> ColumnElement[bool]:
        """Rows one of whose organisations is in the scope."""
        if self.organisations is None:
            return true()
        return or_(*(column.in_(self.organisations) for column in columns))


def may_see_figures(actor: Actor) -> bool:
    """Those who oversee, and managers."""
    return actor.is_overseer or bool(actor.managed)


def scope_of(actor: Actor) -> Scope:
    """What the actor's figures count."""
    return Scope() if actor.is_overseer else Scope(actor.managed)
