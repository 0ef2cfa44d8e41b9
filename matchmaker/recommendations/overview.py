"""Counts for home pages and for the overview: what waits for whom, and the line from posting to introduction by region."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from matchmaker.accounts.actor import ANONYMOUS, Actor
from matchmaker.core import clock
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.postings import rules as posting_rules
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import count_by_region, rows, whole
from matchmaker.recommendations import rules
from matchmaker.recommendations.introductions import funnel_by_region
from matchmaker.recommendations.models import Interest, Introduction
from matchmaker.terminology.models import GlossaryEntry

SOON = timedelta(days=30)


def _postings(*where: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(Posting).where(*where)


def _unanswered(actor: Actor) -> Select[int]:
    back = aliased(Interest)
    answered = exists().where(back.own_id == Interest.other_id, back.other_id == Interest.own_id)
    mine = select(Posting.id).where(posting_rules.belongs_to(actor), posting_rules.live())
    seen = Interest.own_id.in_(posting_rules.ids_found_by(actor))
    query = select(func.count()).select_from(Interest)
    return query.where(Interest.answer == "interested", Interest.other_id.in_(mine), seen, ~answered)


def _introductions(actor: Actor, *states: str) -> Select[int]:
    query = select(func.count()).select_from(Introduction)
    return query.where(rules.visible_to(actor), Introduction.state.in_(states))


def stale_clause(days: int) -> ColumnElement[bool]:
    """Live, but nobody has renewed it for so many days."""
    return posting_rules.live() & (Posting.refreshed_at < clock.now() - timedelta(days=days))


def home_counts(
    actor: Actor, db: Session, stale_days: int, more: Mapping[str, Select[Any]] | None = None
) -> dict[str, int]:
    """What waits for this actor, by name: one query. `more`: counts of the floors above, asked in the same breath."""
    mine, seen = posting_rules.belongs_to(actor), posting_rules.live() & posting_rules.visible_to(actor)
    requests = (
        select(func.count())
        .select_from(Membership)
        .where(Membership.state == "requested", Membership.organisation_id.in_(actor.managed))
    )
    parts: dict[str, Select[Any]] = {
        "drafts": _postings(mine, Posting.state == "draft", Posting.review_note == ""),
        "returned": _postings(mine, Posting.state == "draft", Posting.review_note != ""),
        "in_review": _postings(mine, Posting.state == "in_review"),
        "published": _postings(mine, posting_rules.live()),
        "expiring": _postings(mine, posting_rules.live(), Posting.expires_at < clock.now() + SOON),
        "interests": _unanswered(actor),
        "introductions": _introductions(actor, "introduced"),
        "requests": requests,
        "to_broker": _introductions(actor, "awaiting_officer"),
        "to_review": _postings(Posting.state == "in_review"),
        "stale": _postings(stale_clause(stale_days)),
        "to_verify": select(func.count()).select_from(Organisation).where(Organisation.verified_at.is_(None)),
        "terms": select(func.count()).select_from(GlossaryEntry).where(GlossaryEntry.state == "suggested"),
        "capabilities": _postings(seen, Posting.kind == "capability"),
        "needs": _postings(seen, Posting.kind == "need"),
    }
    parts |= more or {}
    row = db.execute(select(*(part.scalar_subquery().label(name) for name, part in parts.items()))).one()
    return dict(row._mapping)


def stale_postings(db: Session, days: int, limit: int = 100) -> list[Posting]:
    """Stale postings, the stalest first."""
    return rows(db, whole().where(stale_clause(days)).order_by(Posting.refreshed_at).limit(limit))


def platform_counts(db: Session) -> dict[str, int]:
    """How much is on the platform that everyone may see: live capabilities and needs, organisations, regions."""
    live = posting_rules.live() & posting_rules.visible_to(ANONYMOUS)
    parts = {
        "capability": _postings(live, Posting.kind == "capability"),
        "need": _postings(live, Posting.kind == "need"),
        "organisation": select(func.count()).select_from(Organisation),
        "region": select(func.count(func.distinct(Organisation.region))),
    }
    row = db.execute(select(*(part.scalar_subquery().label(name) for name, part in parts.items()))).one()
    return dict(row._mapping)


def by_region(actor: Actor, db: Session, regions: list[str]) -> list[dict[str, object]]:
    """One row per region: live postings of both kinds, organisations, interests, introductions.

    A last row, with an empty region, counts what the actor may see without knowing whose it is.
    """
    postings, funnel = count_by_region(actor, db), funnel_by_region(actor, db)
    told = {region for _kind, region in postings} | {region for part in funnel.values() for region in part}
    organisations = dict(db.execute(select(Organisation.region, func.count()).group_by(Organisation.region)).all())
    return [
        {
            "region": region,
            "capabilities": postings.get(("capability", region), 0),
            "needs": postings.get(("need", region), 0),
            "organisations": organisations.get(region, 0),
            "interests": funnel["interests"].get(region, 0),
            "introductions": funnel["introductions"].get(region, 0),
        }
        for region in [*regions, *({""} & told)]
    ]


def count_states(actor: Actor, db: Session) -> dict[str, int]:
    """How many postings are in each state, of those that are meant for the actor."""
    query = select(Posting.state, func.count()).where(posting_rules.countable_for(actor))
    return dict(db.execute(query.group_by(Posting.state)).all())
