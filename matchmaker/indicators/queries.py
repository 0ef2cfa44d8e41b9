"""Reads of directions, indicators, targets, and of how a definition has changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.core.models import Audit
from matchmaker.indicators.models import Direction, Indicator
from matchmaker.indicators.rules import visible_to

DEFINITION = (joinedload(Indicator.direction), joinedload(Indicator.owner))
WHOLE = (*DEFINITION, selectinload(Indicator.targets))


@dataclass(frozen=True)
class Change:
    """One change of a definition: who, when, what it was and what it has become."""

    verb: str
    at: datetime
    who: str
    before: dict[str, Any]
    after: dict[str, Any]


def list_directions(db: Session) -> list[Direction]:
    """All directions, in their order."""
    return list(db.scalars(select(Direction).order_by(Direction.position, Direction.id)))


def load_direction(db: Session, direction_id: int) -> Direction:
    """A direction, read anew. Raises NotFound."""
    query = select(Direction).where(Direction.id == direction_id).execution_options(populate_existing=True)
    if (found := db.scalar(query)) is None:
        raise NotFound(_("There is no such direction."))
    return found


def load_definition(actor: Actor, db: Session, indicator_id: int) -> Indicator:
    """An indicator with its direction and owner, without targets, read anew. Raises NotFound. One query."""
    return _load(actor, db, indicator_id, DEFINITION)


def load_indicator(actor: Actor, db: Session, indicator_id: int) -> Indicator:
    """An indicator with its direction, owner and targets, read anew. Raises NotFound. Two queries."""
    return _load(actor, db, indicator_id, WHOLE)


def _load(actor: Actor, db: Session, indicator_id: int, options: tuple[Any, ...]) -> Indicator:
    query = select(Indicator).where(Indicator.id == indicator_id, visible_to(actor)).options(*options)
    if (found := db.scalar(query.execution_options(populate_existing=True))) is None:
        raise NotFound(_("There is no such indicator."))
    return found


def list_indicators(actor: Actor, db: Session) -> list[Indicator]:
    """Those that the actor may see and that are in use, by direction, with owners and targets. Two queries."""
    query = select(Indicator).join(Indicator.direction).where(visible_to(actor), Indicator.is_active).options(*WHOLE)
    order = Direction.position, Direction.id, Indicator.position, Indicator.id
    return list(db.scalars(query.order_by(*order)))


def targets_of(indicator: Indicator, place: str) -> dict[int, float]:
    """The targets of a place by year; the indicator is loaded with them."""
    return {one.year: one.value for one in indicator.targets if one.place == place}


def changes_of(db: Session, indicator_id: int) -> list[Change]:
    """How the definition has changed, the latest first. One query."""
    query = select(Audit, User.name).outerjoin(User, User.id == Audit.actor_id)
    query = query.where(Audit.subject == "indicator", Audit.subject_id == indicator_id).order_by(Audit.id.desc())
    query = query.where(Audit.verb.in_(("create", "edit", "set_targets")))
    return [Change(one.verb, one.at, name or "", one.before, one.after) for one, name in db.execute(query)]
