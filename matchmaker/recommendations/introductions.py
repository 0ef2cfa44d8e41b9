"""Reads of introductions, and of interests that wait for an answer."""

from dataclasses import dataclass

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules as posting_rules
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import region_told
from matchmaker.recommendations import rules
from matchmaker.recommendations.models import Interest, Introduction

SIDES = [
    joinedload(side).joinedload(part)
    for side in (Introduction.need, Introduction.capability)
    for part in (Posting.texts, Posting.organisation)
]


@dataclass(frozen=True)
class Waiting:
    """Another side's interest in one of the actor's postings that nobody has answered."""

    own: Posting
    other: Posting


def _select(actor: Actor) -> Select[Introduction]:
    return select(Introduction).where(rules.visible_to(actor)).options(*SIDES)


def load_introduction(actor: Actor, db: Session, introduction_id: int) -> Introduction:
    """An introduction the actor may see. Raises NotFound otherwise."""
    query = _select(actor).where(Introduction.id == introduction_id)
    found = next(iter(db.scalars(query).unique()), None)
    if found is None:
        raise NotFound(_("There is no such introduction."))
    return found


def list_introductions(actor: Actor, db: Session, state: str = "") -> list[Introduction]:
    """The introductions the actor may see, latest first."""
    query = _select(actor)
    if state:
        query = query.where(Introduction.state == state)
    return list(db.scalars(query.order_by(Introduction.id.desc())).unique())


def officer_names(db: Session, introductions: list[Introduction]) -> dict[int, str]:
    """The names of the officers who brokered."""
    ids = {one.officer_id for one in introductions if one.officer_id}
    return dict(db.execute(select(User.id, User.name).where(User.id.in_(ids))).all()) if ids else {}


def waiting_interests(actor: Actor, db: Session) -> list[Waiting]:
    """Interests in the actor's postings, of live ones that the actor may see, not answered yet, the oldest first."""
    if not actor.organisations:
        return []
    own, other, back = aliased(Posting), aliased(Posting), aliased(Interest)
    answered = exists().where(back.own_id == Interest.other_id, back.other_id == Interest.own_id)
    query = (
        select(own, other)
        .select_from(Interest)
        .join(own, own.id == Interest.other_id)
        .join(other, other.id == Interest.own_id)
        .where(Interest.answer == "interested", own.organisation_id.in_(actor.organisations), ~answered)
        .where(own.state == "published", other.id.in_(posting_rules.ids_found_by(actor)))
        .options(joinedload(own.texts), joinedload(other.texts), joinedload(other.organisation))
        .order_by(Interest.answered_at)
    )
    return [Waiting(*pair) for pair in db.execute(query).unique()]


def funnel_by_region(actor: Actor, db: Session) -> dict[str, dict[str, int]]:
    """Interests, by the region of whoever is interested, and introductions, by that of the need's organisation.

    Pairs with a posting that is not meant for the actor are left out; whose an anonymous one is shows in no region.
    """
    counts: dict[str, dict[str, int]] = {}
    region, known = region_told(actor), select(Posting.id).where(posting_rules.countable_for(actor))
    pairs = {
        "interests": (Interest.own_id, Interest.other_id),
        "introductions": (Introduction.need_id, Introduction.capability_id),
    }
    for name, (owner, other) in pairs.items():
        query = select(region, func.count()).select_from(owner.class_).join(Posting, Posting.id == owner)
        query = query.join(Organisation, Organisation.id == Posting.organisation_id)
        query = query.where(owner.in_(known), other.in_(known))
        if name == "interests":
            query = query.where(Interest.answer == "interested")
        counts[name] = dict(db.execute(query.group_by(region)).all())
    return counts
