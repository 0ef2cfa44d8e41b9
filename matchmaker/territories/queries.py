"""Reads of territories."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.core.models import Audit
from matchmaker.core.text import name_key
from matchmaker.organisations.models import Organisation
from matchmaker.territories.models import Territory, TerritoryMove
from matchmaker.territories.rules import visible_to

EDITS = 30


@dataclass(frozen=True)
class Edit:
    """One change of a territory's facts: when, by whom, which columns."""

    at: datetime
    who: str
    columns: list[str]


def load_territory(actor: Actor, db: Session, territory_id: int) -> Territory:
    """One territory with its managing company. Raises NotFound."""
    query = select(Territory).where(Territory.id == territory_id, visible_to(actor))
    found = db.scalar(query.options(joinedload(Territory.manager)))
    if found is None:
        raise NotFound(_("There is no such territory."))
    return found


def list_territories(actor: Actor, db: Session) -> list[Territory]:
    """All territories with their managing companies, in the order they were put on the list."""
    query = select(Territory).where(visible_to(actor)).options(joinedload(Territory.manager))
    return list(db.scalars(query.order_by(Territory.id)))


def moves_of(db: Session, territory_id: int) -> list[TerritoryMove]:
    """The way to the status, the latest step first."""
    query = select(TerritoryMove).where(TerritoryMove.territory_id == territory_id)
    return list(db.scalars(query.order_by(TerritoryMove.id.desc())))


def edits_of(db: Session, territory_id: int) -> list[Edit]:
    """The latest changes of its facts, the last first."""
    query = select(Audit.at, User.name, Audit.before).outerjoin(User, User.id == Audit.actor_id)
    query = query.where(Audit.subject == "territory", Audit.subject_id == territory_id, Audit.verb == "edit")
    rows = db.execute(query.order_by(Audit.id.desc()).limit(EDITS))
    return [Edit(at, who or "", sorted(before or {})) for at, who, before in rows]


def managing_companies(db: Session) -> list[Organisation]:
    """Every organisation that may run a territory, by name."""
    query = select(Organisation).where(Organisation.kind == "managing_company")
    return sorted(db.scalars(query), key=lambda one: name_key(one.name))
