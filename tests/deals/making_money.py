"""Terms, milestones and signed agreements made directly, for tests of money."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.actor import SYSTEM
from matchmaker.deals.models import Deal
from matchmaker.deals.money.draft import read_term
from matchmaker.deals.money.models import Receivable, Term
from matchmaker.deals.money.queries import receivables_of
from matchmaker.deals.money.receivables import recompute
from matchmaker.deals.money.terms import add_term
from matchmaker.deals.work.models import DealTask

SIGNED = datetime(2025, 1, 10, 9, tzinfo=UTC)
ROYALTY = {
    "kind": "royalty", "label": "Licence royalty", "payer": "recipient", "currency": "KZT", "period": "quarter",
    "reckoning": "agreement", "starts_on": "2025-01-01", "ends_on": "2026-12-31", "minimum": "1 000 000", "payment_days": "30",
    "tier_from_1": "", "tier_rate_1": "5", "tier_from_2": "10 000 000", "tier_rate_2": "3",
}  # fmt: skip
UPFRONT = {"kind": "upfront", "label": "First payment", "payer": "recipient", "currency": "KZT", "amount": "2500000.50"}
STAGE = {"kind": "stage", "payer": "recipient", "currency": "KZT", "amount": "300", "due_on": "2025-03-01"}


def make_term(db: Session, deal: Deal, values: dict[str, str], **changes: str) -> Term:
    """A term from a form, put on the sheet by the system."""
    milestones = {changes["milestone_id"]} if "milestone_id" in changes else set()
    draft = read_term(MultiDict(values | changes), {int(one) for one in milestones})
    return add_term(SYSTEM, db, deal, draft)


def make_milestone(
    db: Session, deal: Deal, title: str = "Pilot line runs", done_at: datetime | None = None
) -> DealTask:
    """A milestone, met or not."""
    made = DealTask(deal_id=deal.id, title=title, is_milestone=True, due_on=date(2026, 9, 1), done_at=done_at)
    db.add(made)
    db.flush()
    return made


def sign(db: Session, deal: Deal, at: datetime = SIGNED, stage: str = "signed") -> None:
    """The agreement is signed: what the pipeline does."""
    deal.stage, deal.signed_at, deal.moved_at = stage, at, at
    recompute(db, deal)


def rows(db: Session, deal: Deal) -> list[tuple[str, str, int, date | None]]:
    """Key, kind, amount and day of every receivable."""
    return [(one.key, one.kind, one.amount_minor, one.due_on) for one in receivables_of(db, deal.id)]


def find(db: Session, deal: Deal, key: str) -> Receivable:
    """The receivable of a key."""
    return next(one for one in receivables_of(db, deal.id) if one.key == key)


def days(number: int) -> timedelta:
    """So many days."""
    return timedelta(days=number)
