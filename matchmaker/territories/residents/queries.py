"""Reads of residents and applications."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.core.models import Audit
from matchmaker.core.text import name_key
from matchmaker.organisations.models import Organisation
from matchmaker.territories.models import Territory
from matchmaker.territories.residents import rules
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.residents.states import LIVE

BOTH = (joinedload(Residency.organisation), joinedload(Residency.territory))


@dataclass(frozen=True)
class Event:
    """One line of the history of a residency."""

    at: datetime
    who: str
    verb: str
    after: dict[str, Any]


def residencies_of(actor: Actor, db: Session, territory_id: int) -> list[Residency]:
    """What the actor may see of a territory, residents and applications, the oldest application first. One query."""
    query = select(Residency).where(Residency.territory_id == territory_id, rules.visible_to(actor)).options(*BOTH)
    return list(db.scalars(query.order_by(Residency.applied_at, Residency.id)))


def residents_of(db: Session, territory_id: int) -> list[Residency]:
    """The residents of a territory with their organisations, by name: what everyone sees."""
    query = select(Residency).where(Residency.territory_id == territory_id, Residency.state == "admitted")
    return by_name(list(db.scalars(query.options(*BOTH))))


def by_name(residencies: list[Residency]) -> list[Residency]:
    """In the order of the organisations' names for the reader."""
    return sorted(residencies, key=lambda one: name_key(one.organisation.name))


def load_residency(actor: Actor, db: Session, territory_id: int, residency_id: int) -> Residency:
    """One that the actor may see, with organisation and territory, read anew. Raises NotFound."""
    query = select(Residency).where(
        Residency.id == residency_id, Residency.territory_id == territory_id, rules.visible_to(actor)
    )
    found = db.scalar(query.options(*BOTH).execution_options(populate_existing=True))
    if found is None:
        raise NotFound(_("There is no such application."))
    return found


def live_residency(db: Session, territory_id: int, organisation_id: int) -> Residency | None:
    """The application or place of an organisation that is not over."""
    query = select(Residency).where(Residency.territory_id == territory_id, Residency.state.in_(LIVE))
    return db.scalar(query.where(Residency.organisation_id == organisation_id))


def may_still_apply(actor: Actor, db: Session, territory: Territory) -> list[Organisation]:
    """The organisations for which the actor may apply and that have no application or place here: one query."""
    taken = select(Residency.organisation_id).where(Residency.territory_id == territory.id, Residency.state.in_(LIVE))
    own = Organisation.id.in_(rules.applicants(actor, territory))
    query = select(Organisation).where(own, Organisation.id.not_in(taken))
    return sorted(db.scalars(query), key=lambda one: name_key(one.name))


def history_of(db: Session, residency_id: int) -> list[Event]:
    """Everything that happened to a residency, the last first."""
    query = select(Audit.at, User.name, Audit.verb, Audit.after).outerjoin(User, User.id == Audit.actor_id)
    query = query.where(Audit.subject == "residency", Audit.subject_id == residency_id).order_by(Audit.id.desc())
    return [Event(at, who or "", verb, after or {}) for at, who, verb, after in db.execute(query)]


def resident_counts(db: Session) -> dict[int, int]:
    """How many residents each territory has; territories without any are left out."""
    query = select(Residency.territory_id, func.count()).where(Residency.state == "admitted")
    return dict(db.execute(query.group_by(Residency.territory_id)).all())


def waiting_applications(actor: Actor) -> dict[str, Select[Any]]:
    """Scalar selects of what waits for an operator: how many applications, and in which territory the first."""
    waiting = select(Residency).where(Residency.state == "applied", Residency.territory_id.in_(rules.run_by(actor)))
    waiting = waiting.where(Residency.organisation_id.not_in(actor.organisations))
    return {
        "applications": waiting.with_only_columns(func.count()),
        "applications_territory": waiting.with_only_columns(func.min(Residency.territory_id)),
    }
