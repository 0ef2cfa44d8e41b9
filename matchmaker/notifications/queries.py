"""Reads of the outbox."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.notifications.models import Mail


def recent_mails(db: Session, limit: int = 50) -> list[Mail]:
    """The latest letters, for the local mailbox page of a demo (the page exists only there)."""
    return list(db.scalars(select(Mail).order_by(Mail.id.desc()).limit(limit)))
