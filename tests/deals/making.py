"""Deals made directly, for tests that start where a deal stands already."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from matchmaker.accounts.actions import create_user
from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.core.errors import DomainError
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.disclosure.text import parties
from matchmaker.deals.documents.models import DealDocument, DocumentSignature, DocumentVersion
from matchmaker.deals.models import Deal, DealMove, DealPerson
from matchmaker.deals.money.models import Term
from matchmaker.organisations.models import Membership
from tests.cast import PASSWORD, Cast


def make_deal(db: Session, cast: Cast, stage: str = "lead", kind: str = "exclusive_licence", **values: object) -> Deal:
    """A deal of the author's laboratory with the company's enterprise; both sign for their sides, the officer leads."""
    columns: dict[str, object] = {"title": "Fine copper flotation", "region": "KZ-62", "sector": "07", "trl": 6}
    columns |= {"provider_id": cast.laboratory, "recipient_id": cast.enterprise, "stage": stage, "kind": kind}
    made = Deal(**(columns | {"officer_id": cast["officer"].user_id} | values))
    made.people = [
        DealPerson(user_id=cast[name].user_id, side=side, is_signatory=True)
        for name, side in (("author", "provider"), ("company", "recipient"))
    ]
    db.add(made)
    db.flush()
    db.add(DealMove(deal_id=made.id, to_stage=stage, verb="open", user_id=cast["officer"].user_id))
    db.flush()
    return made


def with_everything(db: Session, deal: Deal) -> Deal:
    """Let nothing be missing for any step: an NDA in force, a term of payment, the agreement."""
    db.add(Nda(deal_id=deal.id, **parties(deal), state="in_force", lang="en", text="Secret.", sha256="0" * 64))
    db.add(Term(deal_id=deal.id, kind="upfront", currency="KZT", amount_minor=100))
    add_signed_agreement(db, deal)
    return deal


def add_signed_agreement(db: Session, deal: Deal) -> None:
    """An agreement whose only version both sides have signed."""
    paper = DealDocument(deal_id=deal.id, kind="agreement", name="Agreement", side="officer")
    db.add(paper)
    db.flush()
    bytes_of = {
        "filename": "agreement.txt",
        "media_type": "text/plain",
        "size": 2,
        "sha256": "0" * 64,
        "content": b"We",
    }
    version = DocumentVersion(document_id=paper.id, number=1, **bytes_of)
    db.add(version)
    db.flush()
    for side in ("provider", "recipient"):
        db.add(DocumentSignature(version_id=version.id, side=side, name=side.title(), sha256=version.sha256))
    db.flush()


def add_colleague(db: Session, cast: Cast, name: str, organisation_id: int, role: str = "member") -> User:
    """Somebody more of an organisation, `name@example.org`."""
    made = create_user(SYSTEM, db, email=f"{name}@example.org", password=PASSWORD, name=name.title(), role="researcher")
    db.flush()
    db.add(Membership(organisation_id=organisation_id, user_id=made.id, role=role))
    db.flush()
    return made


def say(deed: Callable[[], object]) -> str:
    """What came of a deed: its result, or the name of the fault."""
    try:
        return str(deed())
    except DomainError as fault:
        return type(fault).__name__
