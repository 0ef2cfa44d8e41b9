"""Reads: counterparts of a posting, of an organisation, of a text; search. Filters apply inside the search (law 4)."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.matching.encoding import QUERY
from matchmaker.matching.engine import Analysis
from matchmaker.matching.fusion import bent
from matchmaker.matching.profile import Profile
from matchmaker.matching.ranking import Match
from matchmaker.postings import rules
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import rows, whole
from matchmaker.postings.search import PAGE, Filters, permitted
from matchmaker.recommendations.content import content_hash, entry_analysis, posting_profile, read_posting
from matchmaker.recommendations.live import Edition, LiveIndex
from matchmaker.recommendations.models import IndexEntry, Interest
from matchmaker.recommendations.wording import Recommendation, explain

OTHER_KIND = {"capability": "need", "need": "capability"}
FOUND_AT_MOST = 200
NEAR = 2.0  # deviations above the crowd from which a text without a common word still counts as found
Ids = NDArray[np.int64]
Answers = dict[int, dict[int, tuple[str | None, bool]]]


def permitted_ids(
    actor: Actor, db: Session, index: LiveIndex, filters: Filters, without: frozenset[int] = frozenset()
) -> Ids:
    """Live postings the actor may find under these filters, those of the organisations `without` left out."""
    scope = "officer" if actor.is_officer else "member" if actor.is_signed_in else "anyone"
    key = (scope, actor.organisations, filters, without)
    query = permitted(actor, filters).where(Posting.organisation_id.not_in(without))
    return index.permitted(db, key, lambda: list(db.scalars(query)))


def answers(db: Session, own: Sequence[int]) -> Answers:
    """What was answered between these postings and others: own → other → (our answer, whether they are interested)."""
    found: Answers = {posting_id: {} for posting_id in own}
    query = select(Interest).where(or_(Interest.own_id.in_(own), Interest.other_id.in_(own)))
    given = {(row.own_id, row.other_id): row.answer for row in db.scalars(query)}
    for one, other in given.keys() | {(other, one) for one, other in given}:
        if one in found:
            ours, theirs = given.get((one, other)), given.get((other, one))
            found[one][other] = ("declined" if "declined" in (ours, theirs) else ours, theirs == "interested")
    return found


def _without(ids: Ids, *others: Iterable[int]) -> Ids:
    for other in others:
        ids = np.setdiff1d(ids, np.fromiter(other, np.int64), assume_unique=True)
    return ids


def _declined(given: dict[int, tuple[str | None, bool]]) -> list[int]:
    return [other for other, (answer, _theirs) in given.items() if answer == "declined"]


def analysis_of(db: Session, live: Edition, posting: Posting) -> Analysis:
    """The stored reading of a posting, or a fresh one when there is none of its present text and the encoder can read."""
    entry = db.get(IndexEntry, (posting.id, live.encoder_name))
    if entry and entry.content_hash == content_hash(posting):
        return entry_analysis(entry)
    fresh = read_posting(live.engine, posting)
    return entry_analysis(entry) if entry and live.encoder.fault else fresh


def _fetch(actor: Actor, db: Session, live: Edition, ids: Iterable[int]) -> dict[int, tuple[Posting, Analysis]]:
    """Postings with their readings, permission checked once more: one query."""
    query = whole().add_columns(IndexEntry).join(IndexEntry, IndexEntry.posting_id == Posting.id)
    query = query.where(IndexEntry.encoder == live.encoder_name, Posting.id.in_(set(ids)), rules.visible_to(actor))
    found = db.execute(query).unique()
    return {posting.id: (posting, entry_analysis(entry)) for posting, entry in found}


def _explained(
    found: dict[int, tuple[Posting, Analysis]],
    live: Edition,
    own: Analysis,
    posting: Posting | None,
    matches: list[Match],
) -> list[Recommendation]:
    return [explain(live.engine, match, own, posting, *found[match.id]) for match in matches if match.id in found]


def _answered(found: list[Recommendation], given: dict[int, tuple[str | None, bool]]) -> list[Recommendation]:
    for one in found:
        one.answer, one.other_interested = given.get(one.posting.id, (None, False))
    return found


def _candidates(
    actor: Actor,
    db: Session,
    index: LiveIndex,
    posting: Posting,
    filters: Filters,
    given: dict[int, tuple[str | None, bool]],
) -> Ids:
    ids = permitted_ids(actor, db, index, _towards(posting.kind, filters), _sides(actor, posting.organisation_id))
    return _without(ids, _declined(given))


def _sides(actor: Actor, organisation_id: int) -> frozenset[int]:
    """Nobody is recommended to oneself."""
    return actor.organisations | {organisation_id}


def _towards(kind: str, filters: Filters) -> Filters:
    return Filters(**{**vars(filters), "kind": (OTHER_KIND[kind],)})


def recommend_for_posting(
    actor: Actor, db: Session, index: LiveIndex, posting: Posting, filters: Filters | None = None, limit: int = 10
) -> tuple[list[Recommendation], int]:
    """The best counterparts of a posting with reasons and answers, and how many were declined before."""
    live = index.catch_up(db)
    given = answers(db, [posting.id])[posting.id]
    candidates = _candidates(actor, db, index, posting, filters or Filters(), given)
    own = analysis_of(db, live, posting)
    matches = live.rank(own, posting_profile(posting), candidates, limit)
    found = _explained(_fetch(actor, db, live, [match.id for match in matches]), live, own, posting, matches)
    return _answered(found, given), len(_declined(given))


def recommend_for_text(
    actor: Actor,
    db: Session,
    index: LiveIndex,
    kind: str,
    title: str,
    text: str,
    profile: Profile | None = None,
    limit: int = 10,
) -> list[Recommendation]:
    """Counterparts of a text that is not stored: a draft being typed, a question on the command line.

    `kind` is what the text is; its counterparts are of the other kind.
    """
    live = index.catch_up(db)
    candidates = permitted_ids(actor, db, index, _towards(kind, Filters()), actor.organisations)
    whole_text = f"{title}. {text}" if title else text
    own = live.engine.read_typed(whole_text)
    matches = live.rank(own, profile, candidates, limit)
    return _explained(_fetch(actor, db, live, [match.id for match in matches]), live, own, None, matches)


def recommend_for_organisation(
    actor: Actor, db: Session, index: LiveIndex, organisation_id: int, each: int = 3
) -> list[tuple[Posting, list[Recommendation]]]:
    """The best counterparts of every live posting of an organisation; the number of queries does not grow with them."""
    live = index.catch_up(db)
    own = _own_readings(db, live, organisation_id)
    given = answers(db, [posting.id for posting, _reading in own])
    ids = permitted_ids(actor, db, index, Filters(), _sides(actor, organisation_id))
    candidates = {kind: _of_kind(live, ids, OTHER_KIND[kind]) for kind in {posting.kind for posting, _reading in own}}
    ranked = [
        live.rank(
            reading, posting_profile(posting), _without(candidates[posting.kind], _declined(given[posting.id])), each
        )
        for posting, reading in own
    ]
    found = _fetch(actor, db, live, [match.id for matches in ranked for match in matches])
    return [
        (posting, _answered(_explained(found, live, reading, posting, matches), given[posting.id]))
        for (posting, reading), matches in zip(own, ranked, strict=True)
    ]


def _own_readings(db: Session, live: Edition, organisation_id: int) -> list[tuple[Posting, Analysis]]:
    query = whole().add_columns(IndexEntry).join(IndexEntry, IndexEntry.posting_id == Posting.id)
    query = query.where(
        IndexEntry.encoder == live.encoder_name, Posting.organisation_id == organisation_id, rules.live()
    )
    return [(posting, entry_analysis(entry)) for posting, entry in db.execute(query.order_by(Posting.id)).unique()]


def _of_kind(live: Edition, ids: Ids, kind: str) -> Ids:
    """One query for both kinds and a look at the profiles, instead of a query for each kind."""
    profiles = live.index.profiles
    kinds = (profiles[posting_id].kind if posting_id in profiles else "" for posting_id in ids.tolist())
    chosen: Ids = ids[np.fromiter((one == kind for one in kinds), bool, len(ids))]
    return chosen


def search_text(actor: Actor, db: Session, index: LiveIndex, text: str, filters: Filters) -> list[int]:
    """Ids of permitted postings found for a text, best first, at most 200: a common term, or near in meaning."""
    live = index.catch_up(db)
    ids = permitted_ids(actor, db, index, filters)
    query = live.engine.read(text, "", QUERY)
    matches = live.rank(query, None, ids, FOUND_AT_MOST)
    near = live.fusion.points["meaning"] * bent(np.array(NEAR), live.fusion.channels["meaning"].half)
    return [match.id for match in matches if match.bridges or match.contributions["meaning"] > near]


def page_of(actor: Actor, db: Session, ids: list[int], page: int) -> list[Posting]:
    """One page of found postings in the order found."""
    wanted = ids[(page - 1) * PAGE : page * PAGE]
    by_id = {
        posting.id: posting for posting in rows(db, whole().where(Posting.id.in_(wanted), rules.visible_to(actor)))
    }
    return [by_id[posting_id] for posting_id in wanted if posting_id in by_id]


def unmatched_needs(
    actor: Actor, db: Session, index: LiveIndex, below: float, limit: int = 200
) -> list[tuple[Posting, float]]:
    """Live needs, oldest first, whose best counterpart scores below a bound; the worst served first."""
    live = index.catch_up(db)
    query = whole().where(Posting.kind == "need", rules.live()).order_by(Posting.published_at, Posting.id).limit(limit)
    needs = rows(db, query)
    readings = _fetch(actor, db, live, [need.id for need in needs])
    ids = permitted_ids(actor, db, index, Filters(kind=("capability",)))
    served = [
        (need, best[0].score if (best := live.rank(readings[need.id][1], posting_profile(need), ids, 1)) else 0.0)
        for need in needs
        if need.id in readings
    ]
    return sorted([pair for pair in served if pair[1] < below], key=lambda pair: (pair[1], pair[0].id))
