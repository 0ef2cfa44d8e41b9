"""State machines are one table; `walk` is the only thing that moves along it (law 7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Forbidden
from matchmaker.core.i18n import _


def nothing(db: Session, thing: Any) -> None:
    """Needs of a step that needs nothing."""


@dataclass(frozen=True)
class Move:
    """A permitted step: the state it leads to, who may take it, and what it needs.

    `needs(db, thing)` raises Invalid with what is missing and the mend.
    """

    to: str
    rule: Callable[[Any, Any], bool]
    needs: Callable[[Session, Any], None] = nothing


Table = Mapping[tuple[str, str], Move]


def moves(table: Table, actor: Any, thing: Any, column: str = "state") -> list[str]:
    """The verbs this actor may use on the thing now, in the table's order."""
    now = getattr(thing, column)
    return [verb for (state, verb), move in table.items() if state == now and move.rule(actor, thing)]


def walk(
    db: Session, table: Table, actor: Any, thing: Any, verb: str, *, column: str = "state", **details: Any
) -> None:
    """Move `thing` along the table and write the audit trail.

    Raises Conflict when the verb does not exist in this state, Forbidden when the actor may not, Invalid when something
    that the step needs is missing.
    """
    hold(db, thing, column)
    before = getattr(thing, column)
    move = table.get((before, verb))
    if move is None:
        raise Conflict(_("Somebody has changed this meanwhile: the step is no longer possible. Look at it again."))
    if not move.rule(actor, thing):
        raise Forbidden(_("Your role does not allow this step."))
    move.needs(db, thing)
    setattr(thing, column, move.to)
    subject = type(thing).__name__.lower()
    audit.record(db, actor.user_id, verb, subject, thing.id, {column: before}, {column: move.to, **details})
