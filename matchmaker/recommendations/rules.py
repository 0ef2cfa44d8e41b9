"""Who may see and do what with interests and introductions."""

from sqlalchemy import ColumnElement, exists, or_, select, true

from matchmaker.accounts.actor import Actor
from matchmaker.postings.models import Posting
from matchmaker.postings.rules import is_own
from matchmaker.recommendations.models import Introduction

AFTER_BROKERING = ("introduced", "closed")


def may_answer(actor: Actor, own: Posting, other: Posting) -> bool:
    """People of the own posting's organisation (or an officer for them), between two live postings of two organisations."""
    live = own.state == "published" and other.state == "published"
    return is_own(actor, own) and live and own.kind != other.kind and own.organisation_id != other.organisation_id


def may_see(actor: Actor, introduction: Introduction) -> bool:
    """Officers, and people of either side."""
    sides = {introduction.need.organisation_id, introduction.capability.organisation_id}
    return actor.is_officer or bool(actor.organisations & sides)


def beholder(posting: Posting) -> Actor:
    """Somebody of the posting's organisation, as far as what may be seen is concerned."""
    return Actor(user_id=0, role="company", organisations=frozenset({posting.organisation_id}))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if actor.is_officer:
        return true()
    sides = or_(Posting.id == Introduction.need_id, Posting.id == Introduction.capability_id)
    return exists(select(Posting.id).where(sides, Posting.organisation_id.in_(actor.organisations)))


def may_broker(actor: Actor, introduction: Introduction) -> bool:
    """Officers."""
    return actor.is_officer


def may_end(actor: Actor, introduction: Introduction) -> bool:
    """Officers and either side."""
    return may_see(actor, introduction)


def may_see_contacts(actor: Actor, introduction: Introduction) -> bool:
    """Officers; the sides once the officer has introduced them."""
    return actor.is_officer or (may_see(actor, introduction) and introduction.state in AFTER_BROKERING)
