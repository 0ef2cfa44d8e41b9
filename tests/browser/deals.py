"""A deal with something in every room, for the browser tests: the researcher's laboratory licenses to the company."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.deals.actions import name_officer, name_person
from matchmaker.deals.disclosure.actions import Offer, accept_nda, offer_nda, open_posting
from matchmaker.deals.disclosure.signing import Proof, methods
from matchmaker.deals.models import Deal
from matchmaker.deals.origins import open_from_introduction
from matchmaker.deals.queries import load_deal
from matchmaker.deals.room.actions import post_message
from matchmaker.deals.room.draft import MessageDraft
from matchmaker.organisations.queries import actor_of
from matchmaker.postings.models import Posting
from matchmaker.recommendations.introductions import load_introduction
from matchmaker.recommendations.models import Introduction
from matchmaker.seeding import DEMO_PASSWORD
from tests.deals.filing import put, put_signed
from tests.deals.making_money import ROYALTY, UPFRONT, make_milestone, make_term, sign

DAYS = 200
MILESTONE = {"kind": "milestone", "payer": "recipient", "currency": "KZT", "amount": "100"}


def make_whole_deal(db: Session) -> int:
    """Introduced, bound by an NDA, signed, performing; a royalty is late, a milestone ahead, one message is written."""
    researcher, company, officer = (_actor(db, name) for name in ("researcher", "company", "officer"))
    number = db.scalars(select(Introduction.id).where(Introduction.state == "introduced")).one()
    introduction = load_introduction(officer, db, number)
    need = db.get_one(Posting, introduction.need_id)
    made = open_from_introduction(officer, db, introduction)
    name_officer(officer, db, made, officer.user_id)
    for actor, side in ((researcher, "provider"), (company, "recipient")):
        name_person(officer, db, made, db.get_one(User, actor.user_id), side, is_signatory=True)
    db.flush()
    deal = load_deal(officer, db, made.id)
    offered = offer_nda(officer, db, deal, Offer(lang="ru"), "")
    for actor in (researcher, company):
        accept_nda(actor, db, deal, methods(""), offered.sha256, Proof("password", DEMO_PASSWORD))
    open_posting(researcher, db, deal, need)
    _put_all(db, deal, researcher, company)
    return deal.id


def _actor(db: Session, name: str) -> Actor:
    return actor_of(db, db.scalars(select(User).where(User.email == f"{name}@demo.example")).one())


def _put_all(db: Session, deal: Deal, researcher: Actor, company: Actor) -> None:
    put_signed(db, researcher, deal)
    put(db, company, deal, "ore.pdf", is_confidential=True)
    make_term(db, deal, UPFRONT)
    begins = clock.today() - timedelta(days=DAYS)
    make_term(db, deal, ROYALTY, starts_on=str(begins), ends_on=str(begins + timedelta(days=730)))
    milestone = make_milestone(db, deal)
    make_term(db, deal, MILESTONE, milestone_id=str(milestone.id))
    sign(db, deal, clock.now() - timedelta(days=DAYS), "performing")
    post_message(company, db, deal, MessageDraft("We start in March."))
