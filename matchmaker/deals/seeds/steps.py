"""Deeds of the talks: steps along the pipeline, the NDA, what was opened under it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core.tables import Row
from matchmaker.deals.actions import name_officer
from matchmaker.deals.disclosure.actions import Offer, accept_nda, end_nda, offer_nda, open_posting
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.disclosure.queries import current_nda
from matchmaker.deals.disclosure.signing import Proof, Signed
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.deals.rules import PARTIES
from matchmaker.deals.seeds.dates import day_from, needed_day
from matchmaker.deals.seeds.story import Deed, Story, named
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting

MOVES = ("deal", "on", "who", "verb", "reason", "note")
NDAS = ("deal", "on", "who", "lang", "years", "ends_with_deal", "provider_on", "recipient_on", "ended_on")
OPENINGS = ("deal", "on", "who", "posting")
OFFER, ACCEPT, MOVE, OPEN, END = 3, 4, 6, 7, 12


@dataclass(frozen=True)
class Known:
    """The people of the demo's past need not show who they are."""

    def check(self, actor: Actor, db: Session, organisation: Organisation, text: bytes, proof: Proof) -> Signed:
        """A signature by password."""
        return Signed("password")


def move_deeds(row: Row) -> Iterator[Deed]:
    """A step; the verb `lead` names the officer."""
    yield Deed(needed_day(row, "on"), MOVE, row, _lead if row["verb"] == "lead" else _move)


def _lead(story: Story, row: Row) -> None:
    actor = story.actor(row)
    name_officer(actor, story.db, story.deal, named(story.cast.users, row, "who").id)


def _move(story: Story, row: Row) -> None:
    seen = story.deal.stage
    move_deal(story.actor(row), story.db, story.deal, row["verb"], seen=seen, reason=row["reason"], note=row["note"])


def nda_deeds(row: Row) -> Iterator[Deed]:
    """An offer, its acceptances, its end."""
    yield Deed(needed_day(row, "on"), OFFER, row, _offer)
    for side in PARTIES:
        if on := day_from(row, f"{side}_on"):
            yield Deed(on, ACCEPT, row, lambda story, row, side=side: _accept(story, row, side))  # type: ignore[misc]
    if on := day_from(row, "ended_on"):
        yield Deed(on, END, row, lambda story, row: end_nda(story.actor(row), story.db, story.deal, _nda(story).sha256))


def _nda(story: Story) -> Nda:
    found = current_nda(story.db, story.deal.id)
    assert found is not None, "an NDA is accepted and ended after it is offered"
    return found


def _offer(story: Story, row: Row) -> None:
    offer = Offer(row["lang"], row.number("years") or 0, row["ends_with_deal"] == "1")
    offer_nda(story.actor(row), story.db, story.deal, offer, seen="")


def _accept(story: Story, row: Row, side: str) -> None:
    accept_nda(story.signatory(row, side), story.db, story.deal, {"password": Known()}, _nda(story).sha256, Proof())


def opening_deeds(row: Row) -> Iterator[Deed]:
    """Somebody opens the confidential part of the other side's posting."""
    yield Deed(needed_day(row, "on"), OPEN, row, _open)


def _open(story: Story, row: Row) -> None:
    posting = story.db.get_one(Posting, named(story.cast.postings, row, "posting"))
    open_posting(story.actor(row), story.db, story.deal, posting)
