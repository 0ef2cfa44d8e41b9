"""A deal whose two postings have confidential parts, and its NDA step by step, for the tests of staged disclosure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.core.db import Database
from matchmaker.deals.disclosure import actions, queries
from matchmaker.deals.disclosure.actions import Offer
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.disclosure.rules import is_in_force
from matchmaker.deals.disclosure.signing import Method, Proof, methods
from matchmaker.deals.models import Deal, DealPerson
from matchmaker.deals.queries import load_deal
from matchmaker.organisations.actions import add_member
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import load_actor
from matchmaker.postings.queries import load_posting
from tests.cast import PASSWORD, Cast, publish_posting
from tests.deals.making import make_deal

T = TypeVar("T")
BY_PASSWORD, BUILT_IN = Proof(password=PASSWORD), methods("")
SECRETS = {"capability": "The collector is 2-mercaptobenzothiazole", "need": "The tailings hold 41 tonnes of gold"}


@dataclass
class Room:
    """A deal of the author's laboratory with the company's enterprise about two postings, seen through the actions."""

    database: Database
    cast: Cast
    deal_id: int
    postings: dict[str, int]

    def act(self, name: str, deed: Callable[[Actor, Session, Deal], T]) -> T:
        """Do something with the deal in a transaction of its own."""
        with self.database.write() as db:
            return deed(self.actor(name), db, load_deal(self.cast["officer"], db, self.deal_id))

    def actor(self, name: str) -> Actor:
        """Somebody of the cast, with the organisations of now."""
        with self.database.read() as db:
            return load_actor(db, self.cast[name].user_id or 0, 0) or self.cast[name]

    def hash(self) -> str:
        """What stands on the page: the hash of the present text."""
        with self.database.read() as db:
            nda = queries.current_nda(db, self.deal_id)
            return nda.sha256 if nda and nda.state in actions.ALIVE else ""

    def offer(self, name: str = "officer", seen: str | None = None, **offer: object) -> Nda:
        """Offer an NDA, the plain one in English unless said otherwise."""
        values: dict[str, object] = {"lang": "en", **offer}
        given = Offer(**values)  # type: ignore[arg-type]
        return self.act(name, lambda *way: actions.offer_nda(*way, given, self.hash() if seen is None else seen))

    def accept(
        self,
        name: str,
        seen: str | None = None,
        proof: Proof = BY_PASSWORD,
        known: Mapping[str, Method] = BUILT_IN,
    ) -> Nda:
        """Accept what stands there."""
        text = self.hash() if seen is None else seen
        return self.act(name, lambda *way: actions.accept_nda(*way, known, text, proof))

    def end(self, name: str, seen: str | None = None) -> Nda:
        """End it, or withdraw the offer."""
        return self.act(name, lambda *way: actions.end_nda(*way, self.hash() if seen is None else seen))

    def put_in_force(self, **offer: object) -> None:
        """Offered and accepted by both."""
        self.offer(**offer)
        for name in ("author", "company"):
            self.accept(name)

    def readers(self, kind: str = "capability") -> list[str]:
        """Who may read the confidential part of a posting."""
        with self.database.read() as db:
            posting = load_posting(self.cast["officer"], db, self.postings[kind])
            return [name for name in self.cast.actors if queries.may_read_confidential(self.actor(name), db, posting)]

    def is_in_force(self) -> bool:
        """Whether the present NDA opens anything."""
        with self.database.read() as db:
            deal = load_deal(self.cast["officer"], db, self.deal_id)
            return is_in_force(deal, queries.current_nda(db, deal.id))

    def set(self, **columns: object) -> None:
        """Put the deal where a test begins, past its rules."""
        with self.database.write() as db:
            deal = db.get_one(Deal, self.deal_id)
            for name, value in columns.items():
                setattr(deal, name, value)

    def name(self, name: str, side: str, *, signs: bool = False, join: bool = True) -> None:
        """Put somebody of the cast on a side, as a member of its organisation unless they are not to be."""
        with self.database.write() as db:
            deal = db.get_one(Deal, self.deal_id)
            organisation = deal.provider_id if side == "provider" else deal.recipient_id
            if join:
                add_member(SYSTEM, db, db.get_one(Organisation, organisation), f"{name}@example.org", "member")
            user_id = self.cast[name].user_id
            db.add(DealPerson(deal_id=self.deal_id, user_id=user_id, side=side, is_signatory=signs))


def make_room(app: Flask, cast: Cast, **deal: object) -> Room:
    """A deal at its beginning; nothing is offered."""
    database = app.extensions["database"]
    postings = {
        kind: publish_posting(database, cast, who, kind, confidential=SECRETS[kind])
        for kind, who in (("capability", "author"), ("need", "company"))
    }
    with database.write() as db:
        values = {f"{kind}_id": posting_id for kind, posting_id in postings.items()}
        made = make_deal(db, cast, **(values | deal))  # type: ignore[arg-type]
    return Room(database, cast, made.id, postings)
