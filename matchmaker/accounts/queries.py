"""Reads of accounts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import may_manage_users, require


def find_by_email(db: Session, email: str) -> User | None:
    """The account of an address, however it is capitalised."""
    address = email.replace("\x00", "").strip().lower()  # PostgreSQL does not take NUL
    return db.scalar(select(User).where(User.email == address))


def list_users(actor: Actor, db: Session) -> list[User]:
    """Every account, for the administrator."""
    require(may_manage_users(actor))
    return list(db.scalars(select(User).order_by(User.email)))


def users_with_role(db: Session, role: str) -> list[User]:
    """Active accounts of a role."""
    return list(db.scalars(select(User).where(User.role == role, User.is_active).order_by(User.id)))
