"""What documents are called, for rooms that point to them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.deals.documents.models import DealDocument


def names_of(db: Session, document_ids: set[int], sides: frozenset[str]) -> dict[int, str]:
    """The names of those of these documents that belong to one of these sides, by id."""
    if not document_ids:
        return {}
    query = select(DealDocument.id, DealDocument.name).where(DealDocument.id.in_(document_ids))
    return dict(db.execute(query.where(DealDocument.side.in_(sides))).all())
