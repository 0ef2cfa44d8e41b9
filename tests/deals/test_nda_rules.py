"""One rule, two readings: who may read postings' confidential parts and documents, over every stage, NDA and person."""

from dataclasses import replace
from itertools import product

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import ANONYMOUS, SYSTEM, Actor
from matchmaker.deals.disclosure import queries, rules
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.documents import rules as document_rules
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.models import Deal, DealPerson
from matchmaker.deals.queries import load_deal
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.postings.rules import is_own
from tests.cast import ROLES, Cast
from tests.deals.making import make_deal

STAGES = ("lead", "evaluation", "lost", "terminated", "closed")
NDAS = (None, *product(("offered", "in_force", "replaced", "ended"), (True, False), (True, False)))
OWNERS = ("sides", "strangers")  # whose the two postings of a deal are
MISPLACED = {"operator": "provider", "outsider": "recipient", "analyst": "recipient"}


class Everything:
    """A deal of every stage with every NDA there can be, each with two postings and six documents."""

    def __init__(self, db: Session, cast: Cast) -> None:
        self.db, self.cast = db, cast
        self.third = Organisation(kind="bank", region="KZ-75", name_kk="", name_ru="Банк", name_en="")
        db.add(self.third)
        db.flush()
        ids = [self._deal(*one) for one in product(STAGES, NDAS, OWNERS)]
        self.deals = [load_deal(cast["officer"], db, one) for one in ids]
        self.ndas = {one.id: queries.current_nda(db, one.id) for one in self.deals}
        self.postings = list(db.scalars(select(Posting)))
        self.documents = list(db.scalars(select(DealDocument)))

    def is_in_force(self, deal_id: int) -> bool:
        """By the rule on loaded things."""
        deal = next(one for one in self.deals if one.id == deal_id)
        return rules.is_in_force(deal, self.ndas[deal_id])

    def _deal(self, stage: str, nda: tuple[str, bool, bool] | None, owners: str) -> int:
        cast = self.cast
        sides = (cast.laboratory, cast.enterprise) if owners == "sides" else (self.third.id, self.third.id)
        need, capability = (self._posting(kind, one) for kind, one in (("need", sides[1]), ("capability", sides[0])))
        deal = make_deal(self.db, cast, stage=stage, need_id=need, capability_id=capability)
        for name, side in MISPLACED.items():
            deal.people.append(DealPerson(user_id=cast[name].user_id, side=side))
        for side, secret in product(("provider", "recipient", "officer"), (True, False)):
            row = DealDocument(
                deal_id=deal.id, kind="other", name=f"{side} {secret}", side=side, is_confidential=secret
            )
            self.db.add(row)
        if nda:
            self._nda(deal, *nda)
        self.db.flush()
        return deal.id

    def _posting(self, kind: str, owner: int) -> int:
        made = Posting(kind=kind, lang="en", organisation_id=owner, codes={}, state="paused")
        self.db.add(made)
        self.db.flush()
        return made.id

    def _nda(self, deal: Deal, state: str, ends_with_deal: bool, binds: bool) -> None:
        recipient = self.cast.enterprise if binds else self.third.id
        made = Nda(deal_id=deal.id, provider_id=self.cast.laboratory, recipient_id=recipient, state=state)
        made.lang, made.text, made.sha256, made.ends_with_deal = "en", "", "", ends_with_deal
        self.db.add(made)

    def actors(self) -> dict[str, Actor]:
        """The cast, nobody, the system, and people whose organisations differ from what the deal says of them."""
        found = {name: self.cast[name] for name in ROLES} | {"anonymous": ANONYMOUS, "system": SYSTEM}
        enterprise = frozenset({self.cast.enterprise})
        both = enterprise | {self.cast.laboratory}
        found["member"] = replace(self.cast["outsider"], organisations=enterprise)  # named, and belongs
        found["colleague"] = Actor(user_id=9999, role="company", organisations=enterprise)
        found["manager"] = Actor(user_id=9999, role="company", organisations=both, managed=both)
        found["left"] = replace(self.cast["company"], organisations=frozenset(), managed=frozenset())
        found["turncoat"] = replace(self.cast["company"], organisations=both, managed=both)
        return found


def test_postings_and_documents_are_read_alike_in_both_readings(any_app: Flask, any_cast: Cast) -> None:
    with any_app.extensions["database"].write() as db:
        every = Everything(db, any_cast)
        assert (len(every.deals), len(every.postings), len(every.documents)) == (170, 340, 1020)
        read = {}
        for name, actor in every.actors().items():
            postings, documents = by_rule(every, actor)
            assert set(db.scalars(select(Posting.id).where(queries.readable_by(actor)))) == postings, name
            assert listed(every, actor) == documents, name
            read[name] = (len(postings), len(documents))
    # Of 85 deals of the two sides' own postings the NDA is in force in 7: 5 stages where access stays, 2 where the deal goes on.
    named, of_one_side = 85 + 7, 170 * 3 + 170
    in_force = 14 * 2  # of both kinds of deals; the two other sides' secrets
    assert read == {
        "author": (named, of_one_side + in_force),
        "company": (named, of_one_side + in_force),
        "officer": (340, 1020),
        "operator": (0, 0),
        "analyst": (0, 0),
        "administrator": (340, 1020),
        "outsider": (0, 0),
        "anonymous": (0, 0),
        "system": (340, 1020),
        "member": (named, of_one_side + in_force),
        "colleague": (85, 0),
        "manager": (170, of_one_side),
        "left": (0, 0),
        "turncoat": (170, of_one_side + in_force),
    }


def by_rule(every: Everything, actor: Actor) -> tuple[set[int], set[int]]:
    """What the rule on loaded things allows."""
    opened = {
        one.id
        for deal in every.deals
        for one in every.postings
        if one.id in (deal.need_id, deal.capability_id) and rules.opens_posting(actor, deal, every.ndas[deal.id], one)
    }
    own = {one.id for one in every.postings if is_own(actor, one)}
    deals = {deal.id: deal for deal in every.deals}
    documents = {
        one.id
        for one in every.documents
        if document_rules.may_read_document(actor, deals[one.deal_id], one, every.is_in_force(one.deal_id))
    }
    return own | opened, documents


def listed(every: Everything, actor: Actor) -> set[int]:
    """The documents that the lists of all deals show."""
    found: set[int] = set()
    for deal in every.deals:
        readable = document_rules.readable(actor, deal, every.is_in_force(deal.id))
        found |= set(every.db.scalars(select(DealDocument.id).where(DealDocument.deal_id == deal.id, readable)))
    return found


def test_one_posting_is_asked_for_as_the_list_is(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        every = Everything(db, cast)
        some = every.postings[::7]
        for name, actor in every.actors().items():
            listed = set(db.scalars(select(Posting.id).where(queries.readable_by(actor))))
            asked = {one.id for one in some if queries.may_read_confidential(actor, db, one)}
            assert asked == listed & {one.id for one in some}, name
        in_force = [one.id for one in every.deals if queries.nda_in_force(db, one)]
        assert in_force == [one.id for one in every.deals if every.is_in_force(one.id)]
        bound = select(Deal.id).where(queries.bound_by_nda()).order_by(Deal.id)
        assert list(db.scalars(bound)) == in_force
