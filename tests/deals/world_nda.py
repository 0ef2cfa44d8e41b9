"""Deals with an NDA offered and with one in force, for tests that visit every page."""

from sqlalchemy.orm import Session

from matchmaker.core.db import Database
from matchmaker.deals.disclosure.actions import Offer, accept_nda, offer_nda, open_posting
from matchmaker.deals.disclosure.models import Acceptance, Nda, Opening
from matchmaker.deals.disclosure.signing import Proof, methods
from matchmaker.deals.models import Deal
from matchmaker.deals.queries import load_deal
from matchmaker.postings.files import attach_file
from matchmaker.postings.models import Confidential
from matchmaker.postings.queries import load_posting
from tests.cast import PASSWORD, Cast
from tests.deals.making import make_deal

Ids = dict[str, int | str]
FILE = b"%PDF-1.4 closed"


def make_ndas(database: Database, cast: Cast, ids: Ids) -> Ids:
    """nda_deal: a text that nobody has accepted. nda_open: in force, and the company has opened the author's posting."""
    with database.write() as db:
        offered = make_deal(db, cast, need_id=ids["need"], capability_id=ids["offer"])
        in_force = make_deal(db, cast, need_id=ids["need2"], capability_id=ids["offer2"])
        posting = load_posting(cast["author"], db, int(ids["offer2"]))
        secret = attach_file(cast["author"], db, posting, "formula.pdf", FILE, confidential=True, limit=2**20)
    with database.write() as db:
        sha = [_offer(db, cast, one.id) for one in (offered, in_force)]
        deal = load_deal(cast["officer"], db, in_force.id)
        for name in ("author", "company"):
            accept_nda(cast[name], db, deal, methods(""), sha[1], Proof(password=PASSWORD))
        open_posting(cast["company"], db, deal, load_posting(cast["officer"], db, int(ids["offer2"])))
    return {"nda_deal": offered.id, "nda_sha": sha[0], "nda_open": in_force.id, "nda_file": secret.id}


def _offer(db: Session, cast: Cast, deal_id: int) -> str:
    return offer_nda(cast["officer"], db, load_deal(cast["officer"], db, deal_id), Offer("en"), "").sha256


def fill_ndas(database: Database, cast: Cast, rows: int) -> None:
    """On the first deal, about the first two postings, so many earlier texts and openings, and its NDA in force."""
    with database.write() as db:
        deal = load_deal(cast["officer"], db, 1)
        deal.need_id, deal.capability_id = 2, 1
        db.add_all(Confidential(posting_id=one, text="The collector's formula") for one in (1, 2))
        for number in range(rows):
            db.add(_accepted(deal, "in_force" if number == rows - 1 else "replaced"))
            db.add(
                Opening(deal_id=deal.id, what="posting", what_id=1, side="recipient", user_id=cast["company"].user_id)
            )


def _accepted(deal: Deal, state: str) -> Nda:
    made = Nda(deal_id=deal.id, state=state, lang="en", text="Text", sha256="0" * 64)
    made.provider_id, made.recipient_id = deal.provider_id, deal.recipient_id
    made.acceptances = [Acceptance(side=side, name="Somebody", sha256="0" * 64) for side in ("provider", "recipient")]
    return made
