"""Reads of staged disclosure: the NDA of a deal, who may read which confidential part now, and who has opened what.

`may_read_confidential` and `readable_by` are one rule in two readings (law 2); that of documents stands in their room, on
`nda_in_force` and `rules.sides_open_to`.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, or_, select, true
from sqlalchemy.orm import Session, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.deals.disclosure.models import Nda, Opening
from matchmaker.deals.disclosure.rules import ENDED, is_in_force
from matchmaker.deals.models import Deal, DealPerson
from matchmaker.postings import rules as posting_rules
from matchmaker.postings.models import Attachment, Posting
from matchmaker.postings.queries import has_confidential, postings_by_id

DAY = timedelta(hours=24)  # so long one opening counts
SHOWN = 200  # openings on a page
NAMED_FOR = case((DealPerson.side == "provider", Deal.provider_id), else_=Deal.recipient_id)


@dataclass(frozen=True)
class Access:
    """How a reader stands to a posting's confidential part: it is open, or can be opened under the NDA of `deal_id`."""

    is_open: bool = False
    deal_id: int | None = None

    @property
    def may_read(self) -> bool:
        """Whether the reader may have it at all."""
        return self.is_open or self.deal_id is not None


def _ndas(deal_id: int) -> Select[Nda]:
    """The NDAs of a deal as they are now, whatever this transaction has read of them before; the present one first."""
    query = select(Nda).where(Nda.deal_id == deal_id).order_by(Nda.id.desc())
    return query.execution_options(populate_existing=True)


def ndas_of(db: Session, deal_id: int, most: int | None = None) -> list[Nda]:
    """Every NDA of a deal, or so many, with who accepted it, the present one first."""
    return list(db.scalars(_ndas(deal_id).options(selectinload(Nda.acceptances)).limit(most)))


def current_nda(db: Session, deal_id: int) -> Nda | None:
    """The NDA that counts, the last one, without its acceptances."""
    return db.scalar(_ndas(deal_id).limit(1))


def nda_in_force(db: Session, deal: Deal) -> bool:
    """Whether an NDA between the two sides of the deal is in force now."""
    return is_in_force(deal, current_nda(db, deal.id))


def bound_by_nda() -> ColumnElement[bool]:
    """The SQL twin of `rules.is_in_force`, of the deal in the query around it."""
    parties = (Nda.provider_id == Deal.provider_id) & (Nda.recipient_id == Deal.recipient_id)
    revoked = Nda.ends_with_deal & Deal.stage.in_(ENDED)
    nda = select(Nda.id).where(Nda.deal_id == Deal.id, Nda.state == "in_force", parties, not_(revoked))
    return exists(nda.correlate(Deal))


def _let_in(actor: Actor) -> ColumnElement[bool]:
    """The actor is named for a side of the deal, belongs to its organisation, and the NDA is in force."""
    return and_(DealPerson.user_id == actor.user_id, NAMED_FOR.in_(actor.organisations), bound_by_nda())


def _across_the_table() -> ColumnElement[bool]:
    """The posting is the other side's: a capability of the provider, a need of the recipient, and theirs indeed."""
    capability = (Posting.id == Deal.capability_id) & (Posting.organisation_id == Deal.provider_id)
    need = (Posting.id == Deal.need_id) & (Posting.organisation_id == Deal.recipient_id)
    return or_((DealPerson.side == "recipient") & capability, (DealPerson.side == "provider") & need)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_read_confidential`, over Posting."""
    if actor.is_officer:
        return true()
    if not actor.is_signed_in:
        return posting_rules.belongs_to(actor)
    deal = select(Deal.id).join(DealPerson, DealPerson.deal_id == Deal.id).where(_let_in(actor), _across_the_table())
    return or_(posting_rules.belongs_to(actor), exists(deal.correlate(Posting)))


def access_to(actor: Actor, db: Session, posting: Posting) -> Access:
    """Own people and officers read; somebody named for the other side of a deal, under its NDA, opens it first."""
    if posting_rules.may_see_confidential(actor, posting):
        return Access(is_open=True)
    if not actor.is_signed_in:
        return Access()
    opened = exists(select(Opening.id).where(Opening.deal_id == Deal.id, *_opened(actor, "posting", posting.id)))
    query = select(opened.correlate(Deal), Deal.id).join(DealPerson, DealPerson.deal_id == Deal.id)
    query = query.join(Posting, Posting.id == posting.id).where(_let_in(actor), _across_the_table())
    found = db.execute(query.order_by(Deal.id)).all()
    return max((Access(bool(row[0]), row[1]) for row in found), key=lambda one: one.is_open, default=Access())


def access_to_file(actor: Actor, db: Session, file: Attachment) -> Access:
    """The same of an attachment: a confidential one goes with its posting's confidential part, others with the posting."""
    if file.is_confidential:
        return access_to(actor, db, db.get_one(Posting, file.posting_id))
    return Access(is_open=bool(postings_by_id(actor, db, [file.posting_id])))


def may_read_confidential(actor: Actor, db: Session, posting: Posting) -> bool:
    """Own people and officers; people named for the other side of a deal, only while its NDA is in force."""
    return access_to(actor, db, posting).may_read


def holds_secrets(db: Session, posting_id: int) -> bool:
    """Whether a posting has a confidential part at all."""
    return db.scalar(select(Posting.id).where(Posting.id == posting_id, has_confidential())) is not None


def _opened(actor: Actor, what: str, what_id: int) -> tuple[ColumnElement[bool], ...]:
    mine = Opening.user_id == actor.user_id
    return Opening.what == what, Opening.what_id == what_id, mine, Opening.at > clock.now() - DAY


def is_opened(actor: Actor, db: Session, deal_id: int, what: str, what_id: int) -> bool:
    """Whether the actor has opened this, of this deal, within a day: it can be read without being written down again."""
    query = select(Opening.id).where(Opening.deal_id == deal_id, *_opened(actor, what, what_id))
    return db.scalar(query.limit(1)) is not None


def openings_of(db: Session, deal_id: int, sides: frozenset[str]) -> list[tuple[Opening, str]]:
    """Who of these sides has opened what of the other's, the last first, with their names."""
    query = select(Opening, func.coalesce(User.name, "")).outerjoin(User, User.id == Opening.user_id)
    query = query.where(Opening.deal_id == deal_id, Opening.side.in_(sides)).order_by(Opening.id.desc())
    return [(row[0], row[1]) for row in db.execute(query.limit(SHOWN))]
