"""The change sequence: what changed since a process last looked (law 3)."""

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from matchmaker.core.db import lock_sequence
from matchmaker.core.models import Change

EVERYTHING = 0  # announced instead of a posting: whatever a process holds is to be read again


def announce(db: Session, posting_id: int) -> None:
    """Tell every process, at commit, to read this posting again."""
    lock_sequence(db)
    db.add(Change(posting_id=posting_id))


def latest() -> ScalarSelect[int]:
    """The last number of the sequence, 0 when nothing ever changed: a part of a query."""
    return select(func.coalesce(func.max(Change.seq), 0)).scalar_subquery()


def since(db: Session, seq: int) -> tuple[int, list[int]]:
    """The last number this transaction sees, and the postings that changed after `seq`, each once.

    The number is 0 when the transaction began before `seq` was committed: it reads older data than `seq` tells of.
    """
    rows = db.execute(select(Change.seq, Change.posting_id).where(Change.seq >= seq).order_by(Change.seq)).all()
    last = rows[-1].seq if rows else 0
    return last, list(dict.fromkeys(row.posting_id for row in rows if row.seq > seq))
