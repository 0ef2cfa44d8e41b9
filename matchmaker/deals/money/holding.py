"""Holding a deal while its money is decided on, with what that depends on read anew."""

from sqlalchemy.orm import Session

from matchmaker.core.db import hold
from matchmaker.deals.models import Deal


def hold_deal(db: Session, deal: Deal) -> None:
    """Let nobody else change the deal until the transaction ends."""
    hold(db, deal, "stage", "signed_at", "moved_at", "cost_minor")
