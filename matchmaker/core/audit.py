"""The audit trail: written in the transaction of the change it tells of."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.core.models import Audit


def record(
    db: Session,
    actor_id: int | None,
    verb: str,
    subject: str,
    subject_id: int,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write one line of the trail; `before` and `after` hold only what changed."""
    db.add(
        Audit(
            actor_id=actor_id,
            verb=verb,
            subject=subject,
            subject_id=subject_id,
            before=before or {},
            after=after or {},
        )
    )


def trail(db: Session, subject: str, subject_id: int) -> list[Audit]:
    """The trail of one thing, oldest first."""
    query = select(Audit).where(Audit.subject == subject, Audit.subject_id == subject_id).order_by(Audit.id)
    return list(db.scalars(query))
