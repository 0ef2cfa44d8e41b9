"""Reads of territories."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.territories.models import Territory
from matchmaker.territories.rules import visible_to


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
