"""Reads of the outbox."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.notifications.models import Mail

PATIENCE = timedelta(minutes=15)  # by then a letter has left, unless our own mail server is away


def recent_mails(db: Session, limit: int = 50) -> list[Mail]:
    """The latest letters, for the local mailbox page of a demo (the page exists only there)."""
    return list(db.scalars(select(Mail).order_by(Mail.id.desc()).limit(limit)))


def undelivered(db: Session, addresses: Collection[str]) -> dict[str, Mail]:
    """By address its newest letter, where that one was refused for good or has waited for longer than PATIENCE: one query.

    A letter that arrived later takes the mark away.
    """
    waits = Mail.created_at < clock.now() - PATIENCE
    decided = or_(Mail.sent_at.is_not(None), Mail.failed_at.is_not(None), waits)
    newest = select(func.max(Mail.id)).where(Mail.address.in_(addresses), decided).group_by(Mail.address)
    found = db.scalars(select(Mail).where(Mail.id.in_(newest), Mail.sent_at.is_(None)))
    return {mail.address: mail for mail in found}
