"""Reads of organisations."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.organisations.rules import visible_to

PAGE = 30


def load_actor(db: Session, user_id: int, epoch: int) -> Actor | None:
    """The actor of a sign-in cookie, or None when the account is closed or signed out everywhere. One query."""
    query = (
        select(User, Membership.organisation_id, Membership.role)
        .outerjoin(Membership, (Membership.user_id == User.id) & (Membership.state == "active"))
        .where(User.id == user_id, User.epoch == epoch, User.is_active)
    )
    rows = db.execute(query).all()
    if not rows:
        return None
    user = rows[0][0]
    return Actor(
        user_id=user.id,
        role=user.role,
        organisations=frozenset(row[1] for row in rows if row[1]),
        managed=frozenset(row[1] for row in rows if row[2] == "manager"),
        name=user.name,
        email=user.email,
        locale=user.locale,
        timezone=user.timezone,
    )


def actor_of(db: Session, user: User) -> Actor:
    """The actor of an account."""
    return load_actor(db, user.id, user.epoch) or Actor()


def load_organisation(actor: Actor, db: Session, organisation_id: int) -> Organisation:
    """An organisation with its parent. Raises NotFound."""
    query = select(Organisation).where(Organisation.id == organisation_id, visible_to(actor))
    found = db.scalar(query.options(joinedload(Organisation.parent)))
    if found is None:
        raise NotFound(_("There is no such organisation."))
    return found


def search_organisations(
    actor: Actor, db: Session, text: str = "", kind: str = "", region: str = "", page: int = 1
) -> tuple[list[Organisation], int]:
    """One page of organisations by name, kind and region, and how many there are in all."""
    query = select(Organisation).where(visible_to(actor))
    if text:
        pattern = f"%{text.lower()}%"
        names = (Organisation.name_kk, Organisation.name_ru, Organisation.name_en)
        query = query.where(or_(*(func.lower(name).like(pattern) | name.like(f"%{text}%") for name in names)))
    if kind:
        query = query.where(Organisation.kind == kind)
    if region:
        query = query.where(Organisation.region == region)
    total = db.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(Organisation.name_ru, Organisation.id).offset((page - 1) * PAGE).limit(PAGE)
    return list(db.scalars(ordered)), total


def own_organisations(actor: Actor, db: Session) -> list[Organisation]:
    """The organisations the actor speaks for."""
    query = select(Organisation).where(Organisation.id.in_(actor.organisations)).order_by(Organisation.id)
    return list(db.scalars(query))


def all_names(db: Session) -> list[Organisation]:
    """Every organisation, for lists to choose from."""
    return list(db.scalars(select(Organisation).order_by(Organisation.name_ru)))


def members(db: Session, organisation_id: int) -> list[Membership]:
    """The people of an organisation with their accounts, requests last."""
    query = select(Membership).where(Membership.organisation_id == organisation_id)
    return list(
        db.scalars(query.options(joinedload(Membership.user)).order_by(Membership.state, Membership.created_at))
    )


def people_of(db: Session, organisation_id: int) -> list[User]:
    """The active accounts of an organisation, to write to."""
    query = select(User).join(Membership).where(Membership.organisation_id == organisation_id)
    return list(db.scalars(query.where(Membership.state == "active", User.is_active).order_by(User.id)))


def unverified(db: Session) -> list[Organisation]:
    """Organisations that wait for an officer, oldest first."""
    return list(db.scalars(select(Organisation).where(Organisation.verified_at.is_(None)).order_by(Organisation.id)))
