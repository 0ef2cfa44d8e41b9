"""Answers to recommendations as graded lists, one for each own posting: what weights are learned from.

An introduction that an officer made counts 3, as do two sides that are both interested; one interested side, or an
introduction that was declined, 2. A decline counts 0, and the feature that its reason names is blamed. Reasons that
the engine knows no feature for (a competitor, no time, no capacity) say nothing of the match, and what was not
answered neither: both are left out.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.matching.engine import Analysis
from matchmaker.matching.profile import Profile
from matchmaker.matching.relearning import Example
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.postings.search import Filters
from matchmaker.recommendations.content import PROFILE, entry_meaning, profile_of
from matchmaker.recommendations.edition import Edition
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import IndexEntry, Interest, Introduction
from matchmaker.recommendations.queries import OTHER_KIND, permitted_ids

# Reason of a decline → the feature that it blames; the others are left out.
BLAMED = {"not_relevant": "", "trl_too_low": "trl", "trl_too_high": "trl", "wrong_region": "region", "budget": "budget"}
BOTH, ONE = 3.0, 2.0
BLOCK = 500
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Answer:
    """One answer as a grade, with the feature that it blames and the day on which it was given."""

    other: int
    grade: float
    blamed: str
    day: int


Graded = Mapping[int, Iterable[Answer]]


def graded_answers(db: Session, more: Graded | None = None) -> dict[int, list[Answer]]:
    """The answers of every own posting that has said yes and no, by the own posting.

    `more`: grades from elsewhere (meetings), the later ones last; of a pair they outweigh the answer to a recommendation.
    """
    rows = db.execute(
        select(Interest.own_id, Interest.other_id, Interest.answer, Interest.reason, Interest.answered_at)
    )
    given = {(row.own_id, row.other_id): (row.answer, row.reason, row.answered_at) for row in rows}
    interested = {pair for pair, (answer, _reason, _at) in given.items() if answer == "interested"}
    declined = _declined_introductions(db)
    found: dict[int, list[Answer]] = defaultdict(list)
    for (own, other), said in sorted(given.items()):
        both = (other, own) in interested and frozenset((own, other)) not in declined
        if answer := _graded(other, *said, both):
            found[own].append(answer)
    for own, graded in (more or {}).items():
        theirs = {one.other: one for one in found[own]} | {one.other: one for one in graded}
        found[own] = list(theirs.values())
    return {own: answers for own, answers in found.items() if {answer.grade > 0 for answer in answers} == {True, False}}


def _graded(other: int, answer: str, reason: str, at: datetime, both: bool) -> Answer | None:
    if answer == "interested":
        return Answer(other, BOTH if both else ONE, "", at.toordinal())
    return Answer(other, 0.0, BLAMED[reason], at.toordinal()) if reason in BLAMED else None


def _declined_introductions(db: Session) -> set[frozenset[int]]:
    query = select(Introduction.need_id, Introduction.capability_id).where(Introduction.state == "declined")
    return {frozenset(row) for row in db.execute(query)}


def examples(db: Session, index: LiveIndex, more: Graded | None = None) -> list[Example]:
    """The graded lists with the shares that the index gives each candidate now, as an officer would find it."""
    live = index.catch_up(db)
    graded = graded_answers(db, more)
    permitted = {kind: permitted_ids(SYSTEM, db, index, Filters(kind=(OTHER_KIND[kind],))) for kind in OTHER_KIND}
    readings = _readings(db, live, list(graded))
    found = (_example(live, own, reading, permitted, graded[own]) for own, reading in readings.items())
    return [example for example in found if example]


def _readings(db: Session, live: Edition, ids: list[int]) -> dict[int, tuple[Analysis, Profile]]:
    entry = (IndexEntry.posting_id, IndexEntry.vector, IndexEntry.pieces, IndexEntry.terms, IndexEntry.lang)
    query = select(*entry, *PROFILE).join(Posting, Posting.id == IndexEntry.posting_id)
    query = query.join(Organisation, Organisation.id == Posting.organisation_id)
    query = query.where(IndexEntry.encoder == live.encoder_name).order_by(IndexEntry.posting_id)
    found = {}
    for start in range(0, len(ids), BLOCK):
        for row in db.execute(query.where(IndexEntry.posting_id.in_(ids[start : start + BLOCK]))):
            found[row[0]] = entry_meaning(*row[1:5]), profile_of(*row[5:])
    return found


def _example(
    edition: Edition, own: int, reading: tuple[Analysis, Profile], permitted: dict[str, Ids], answers: list[Answer]
) -> Example | None:
    """None when what was answered is no longer live, so that nothing is left to tell apart."""
    analysis, profile = reading
    theirs = permitted[profile.kind]
    is_live = np.isin([answer.other for answer in answers], theirs)
    live = [answer for answer, there in zip(answers, is_live, strict=True) if there and answer.other in edition.index]
    grades = np.array([answer.grade for answer in live])
    if not (grades > 0).any() or not (grades == 0).any():
        return None
    candidates: Ids = np.array([answer.other for answer in live], np.int64)
    days, peers = [answer.day for answer in live], permitted[OTHER_KIND[profile.kind]]
    shares = edition.features(analysis, profile, theirs, candidates, days, peers)
    return Example(own, shares, grades, tuple(answer.blamed for answer in live))
