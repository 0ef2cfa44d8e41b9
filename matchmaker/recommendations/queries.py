"""Reads: counterparts of a posting, of an organisation, of a text; search. Filters apply inside the search (law 4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

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
from matchmaker.recommendations.content import entry_analysis, is_of_text, posting_profile, read_posting
from matchmaker.recommendations.edition import Edition
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import IndexEntry, Interest
from matchmaker.recommendations.records.links import RecordLink, is_last_record_of
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.recommendations.wording import Recommendation, explain

OTHER_KIND = {"capability": "need", "need": "capability"}
FOUND_AT_MOST = 200
NEAR = 2.0  # deviations above the crowd from which a text without a common word still counts as found
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Given:
    """What was answered between two postings: our answer, whether they are interested, what we were recommended."""

    answer: str | None = None
    theirs: bool = False
    recorded: RecordLink | None = None


Answers = dict[int, Given]


def permitted_ids(
    actor: Actor, db: Session, index: LiveIndex, filters: Filters, without: frozenset[int] = frozenset()
) -> Ids:
    """Live postings the actor may find under these filters, those of the organisations `without` left out."""
    scope = "officer" if actor.is_officer else "member" if actor.is_signed_in else "anyone"
    key = (scope, actor.organisations, filters, without)
    query = permitted(actor, filters).where(Posting.organisation_id.not_in(without))
    return index.permitted(db, key, lambda: list(db.scalars(query)))


def answers(db: Session, own: Sequence[int]) -> dict[int, Answers]:
    """What was answered between these postings and others, by the own posting and then by the other. One query."""
    found: dict[int, Answers] = {posting_id: {} for posting_id in own}
    query = select(
        Interest.own_id, Interest.other_id, Interest.answer, RecommendationRecord.id, RecommendationRecord.at
    )
    query = query.outerjoin(RecommendationRecord, is_last_record_of(Interest.own_id, Interest.other_id))
    rows = db.execute(query.where(or_(Interest.own_id.in_(own), Interest.other_id.in_(own)))).all()
    given = {(row.own_id, row.other_id): row for row in rows}
    for one, other in given.keys() | {(other, one) for one, other in given}:
        if one in found:
            found[one][other] = _given(given.get((one, other)), given.get((other, one)))
    return found


def _given(ours: Any, theirs: Any) -> Given:
    said = [row.answer if row else None for row in (ours, theirs)]
    recorded = RecordLink(ours.id, ours.own_id, ours.other_id, ours.at) if ours and ours.id else None
    return Given("declined" if "declined" in said else said[0], said[1] == "interested", recorded)


def _without(ids: Ids, *others: Iterable[int]) -> Ids:
    for other in others:
        ids = np.setdiff1d(ids, np.fromiter(other, np.int64), assume_unique=True)
    return ids


def _declined(given: Answers) -> list[int]:
    return [other for other, one in given.items() if one.answer == "declined"]


def analysis_of(db: Session, live: Edition, posting: Posting) -> Analysis:
    """The stored reading of a posting, or a fresh one when there is none of its present text and the encoder can read."""
    entry = db.get(IndexEntry, (posting.id, live.encoder_name))
    if entry and is_of_text(entry, posting):
        return entry_analysis(entry)
    fresh = read_posting(live.engine, posting)
    return entry_analysis(entry) if entry and live.encoder.fault else fresh


def readings_of(actor: Actor, db: Session, live: Edition, ids: Iterable[int]) -> dict[int, tuple[Posting, Analysis]]:
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
    engine, fusion = live.engine, live.fusion
    return [explain(engine, fusion, match, own, posting, *found[match.id]) for match in matches if match.id in found]


def _answered(found: list[Recommendation], given: Answers) -> list[Recommendation]:
    for one in found:
        said = given.get(one.posting.id, Given())
        one.answer, one.other_interested, one.recorded = said.answer, said.theirs, said.recorded
    return found


def _pools(
    actor: Actor, db: Session, index: LiveIndex, live: Edition, kind: str, filters: Filters, without: frozenset[int]
) -> tuple[Ids, Ids]:
    """The counterparts that the actor may find, and the postings of the same kind: whom the other side could choose.

    One query for both, and one more when counterparts are filtered.
    """
    everything = permitted_ids(actor, db, index, Filters(), without)
    peers, towards = of_kind(live, everything, kind), _towards(kind, filters)
    if towards == _towards(kind, Filters()):
        return of_kind(live, everything, OTHER_KIND[kind]), peers
    return permitted_ids(actor, db, index, towards, without), peers


def _sides(actor: Actor, organisation_id: int) -> frozenset[int]:
    """Nobody is recommended to oneself."""
    return actor.organisations | {organisation_id}


def _towards(kind: str, filters: Filters) -> Filters:
    return Filters(**{**vars(filters), "kind": (OTHER_KIND[kind],)})


def recommend_for_posting(
    actor: Actor, db: Session, index: LiveIndex, posting: Posting, filters: Filters | None = None, limit: int = 10
) -> tuple[list[Recommendation], int]:
    """The best counterparts of a posting with reasons and answers, and how many others of these were declined before."""
    live = index.catch_up(db)
    given = answers(db, [posting.id])[posting.id]
    sides = _sides(actor, posting.organisation_id)
    found_ids, peers = _pools(actor, db, index, live, posting.kind, filters or Filters(), sides)
    own, open_ids = analysis_of(db, live, posting), _without(found_ids, _declined(given))
    matches = live.rank(own, posting_profile(posting), open_ids, limit, peers)
    found = _explained(readings_of(actor, db, live, [match.id for match in matches]), live, own, posting, matches)
    return _answered(found, given), len(found_ids) - len(open_ids)


def recommendation_of(
    actor: Actor, db: Session, index: LiveIndex, posting: Posting, other: Posting, filters: Filters
) -> tuple[Recommendation, int, dict[str, str]] | None:
    """What a posting's list says of one counterpart, its place there, and the versions of the engine that says so.

    None while the engine has not read it.
    """
    live = index.catch_up(db)
    given = answers(db, [posting.id])[posting.id]
    sides = _sides(actor, posting.organisation_id)
    found_ids, peers = _pools(actor, db, index, live, posting.kind, filters, sides)
    candidates = np.union1d(_without(found_ids, _declined(given)), [other.id])
    own = analysis_of(db, live, posting)
    found = live.place(own, posting_profile(posting), candidates, other.id, peers)
    if found is None:
        return None
    match, place = found
    worded = _explained(readings_of(actor, db, live, [match.id]), live, own, posting, [match])
    return (worded[0], place, live.versions()) if worded else None


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
    own = live.engine.read_typed(f"{title}. {text}" if title else text)
    return recommend_for_reading(actor, db, index, live, kind, own, profile, limit)


def recommend_for_reading(
    actor: Actor,
    db: Session,
    index: LiveIndex,
    live: Edition,
    kind: str,
    own: Analysis,
    profile: Profile | None,
    limit: int,
) -> list[Recommendation]:
    """Counterparts of a text that is read already, with the edition that read it."""
    candidates, peers = _pools(actor, db, index, live, kind, Filters(), actor.organisations)
    matches = live.rank(own, profile, candidates, limit, peers)
    return _explained(readings_of(actor, db, live, [match.id for match in matches]), live, own, None, matches)


def recommend_for_organisation(
    actor: Actor, db: Session, index: LiveIndex, organisation_id: int, each: int = 3
) -> list[tuple[Posting, list[Recommendation]]]:
    """The best counterparts of every live posting of an organisation; the number of queries does not grow with them."""
    live = index.catch_up(db)
    own = _own_readings(db, live, organisation_id)
    given = answers(db, [posting.id for posting, _reading in own])
    ids = permitted_ids(actor, db, index, Filters(), _sides(actor, organisation_id))
    by_kind = {kind: of_kind(live, ids, kind) for kind in OTHER_KIND}
    ranked = [
        live.rank(
            reading,
            posting_profile(posting),
            _without(by_kind[OTHER_KIND[posting.kind]], _declined(given[posting.id])),
            each,
            by_kind[posting.kind],
        )
        for posting, reading in own
    ]
    found = readings_of(actor, db, live, [match.id for matches in ranked for match in matches])
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


def of_kind(live: Edition, ids: Ids, kind: str) -> Ids:
    """Those of one kind, as the index knows it."""
    return ids[live.index.are(kind, ids)]


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
