"""A deal with so many events and files, written to the database directly as the rooms write them.

Of the events some are uploads, one for each file; of the rest three in eight are messages, one each a task, a confidential
file opened, an edit, a step back or forth and a payment. The agreement is the same whatever the number of events.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from benchmarks.deals.stage import SIDES, Cast, new_deal, offer
from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.models import Audit
from matchmaker.deals.disclosure.models import Opening
from matchmaker.deals.documents.models import DealDocument, DocumentVersion
from matchmaker.deals.models import Deal, DealMove
from matchmaker.deals.money.draft import read_term
from matchmaker.deals.money.models import Payment
from matchmaker.deals.money.queries import receivables_of
from matchmaker.deals.money.receivables import recompute
from matchmaker.deals.money.terms import add_term
from matchmaker.deals.room.models import DealMessage
from matchmaker.deals.work.models import DealTask

TERMS = (
    {"kind": "upfront", "currency": "KZT", "amount": "2500000"},
    {"kind": "royalty", "currency": "KZT", "period": "quarter", "reckoning": "agreement", "minimum": "1000000",
     "starts_on": "2026-01-01", "ends_on": "2027-12-31", "tier_from_1": "", "tier_rate_1": "5"},
)  # fmt: skip
CYCLE = ("message", "add_task", "message", "nda_open", "message", "edit", "advance", "pay")
CONTENT, DAY = b"%PDF-1.4 " + b"copper " * 1000, timedelta(days=1)


@dataclass
class Filler:
    """Writes one event after another on a deal; `turn` tells the sides, tasks, files and dues apart that they touch."""

    db: Session
    deal: Deal
    people: tuple[int, ...]
    documents: list[int]
    receivables: list[int]

    def event(self, verb: str, turn: int, at: datetime) -> None:
        """What a room keeps of the event, and its line of the trail."""
        after: dict[str, object] = {"stage": "performing"} if verb == "advance" else {}
        who = self.people[turn % 2]
        self.db.add(
            Audit(actor_id=who, verb=verb, subject="deal", subject_id=self.deal.id, before={}, after=after, at=at)
        )
        keep: Callable[[int, int, datetime], object] | None = getattr(self, verb, None)
        if keep:
            self.db.add(keep(turn, who, at))

    def message(self, turn: int, who: int, at: datetime) -> DealMessage:
        """Words to all, asking somebody, pointing to a file."""
        values = {"mentions": [self.people[1 - turn % 2]], "documents": [self.documents[turn % len(self.documents)]]}
        return DealMessage(deal_id=self.deal.id, user_id=who, text=f"Message {turn}. " * 12, sent_at=at, **values)

    def add_task(self, turn: int, who: int, at: datetime) -> DealTask:
        """A task with a day, three of four done."""
        done = at + DAY if turn % 4 else None
        return DealTask(
            deal_id=self.deal.id, title=f"Task {turn}", owner_id=who, due_on=at.date(), done_at=done, made_at=at
        )

    def nda_open(self, turn: int, who: int, at: datetime) -> Opening:
        """The recipient opens a file of the provider."""
        what = self.documents[2 * turn % len(self.documents)]
        values = {"what": "document", "what_id": what, "side": "recipient", "user_id": self.people[1]}
        return Opening(deal_id=self.deal.id, at=at, **values)

    def advance(self, turn: int, who: int, at: datetime) -> DealMove:
        """A step of its history."""
        steps = {"from_stage": "signed", "to_stage": "performing", "verb": "advance", "note": f"Step {turn}"}
        return DealMove(deal_id=self.deal.id, user_id=who, at=at, **steps)

    def pay(self, turn: int, who: int, at: datetime) -> Payment:
        """A part of what is due."""
        due = self.receivables[turn % len(self.receivables)]
        return Payment(receivable_id=due, amount_minor=100, paid_on=at.date(), user_id=who)


def fill_deal(db: Session, cast: Cast, events: int, files: int) -> int:
    """A performing deal under an NDA in force, with these events beside its first step and its terms; returns its id."""
    deal = new_deal(db, cast, "performing")
    offer(db, deal, "in_force")
    documents = [_document(db, deal, SIDES[number % 2], number) for number in range(files)]
    for values in TERMS:
        add_term(SYSTEM, db, deal, read_term(MultiDict({"payer": "recipient"} | values), ()))
    deal.signed_at = clock.now() - 400 * DAY
    recompute(db, deal)
    receivables = [one.id for one in receivables_of(db, deal.id)]
    filler = Filler(db, deal, tuple(cast.users[side] for side in SIDES), documents, receivables)
    verbs = ["upload"] * files + [CYCLE[number % len(CYCLE)] for number in range(events - files)]
    for number, verb in enumerate(verbs):
        filler.event(verb, number // len(CYCLE), clock.now() - (events - number) * DAY / 4)
    return deal.id


def _document(db: Session, deal: Deal, side: str, number: int) -> int:
    made = DealDocument(deal_id=deal.id, kind="other", name=f"{number}.pdf", side=side, is_confidential=number % 4 > 1)
    db.add(made)
    db.flush()
    kept = {"filename": made.name, "media_type": "application/pdf", "size": len(CONTENT), "content": CONTENT}
    db.add(DocumentVersion(document_id=made.id, number=1, sha256=f"{number:064x}", **kept))
    return made.id


def more_deals(db: Session, cast: Cast, deals: int) -> None:
    """So many deals more, spread over the stages before the signature."""
    stages = ("lead", "qualified", "nda", "evaluation", "term_sheet", "negotiation")
    for number in range(deals):
        new_deal(db, cast, stages[number % len(stages)])
