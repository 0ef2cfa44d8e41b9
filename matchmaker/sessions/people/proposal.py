"""From a theme to the right people: who covers it, speaks for the postings, and has somebody to meet there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import require
from matchmaker.matching.ranking import Match
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.postings.models import Posting
from matchmaker.recommendations.edition import Edition
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.pairs import (
    Theme,
    common_terms,
    covering,
    good_pairs,
    open_ids,
    pair_scores,
    with_readings,
)
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people import rules
from matchmaker.sessions.people.choosing import Wish, choose
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.queries import list_people
from matchmaker.sessions.rules import may_run

MOST = 200


@dataclass
class Candidate:
    """Somebody who could be invited, or an organisation of whom nobody has an account; with the postings they speak for."""

    key: str
    organisation: Organisation
    user: User | None
    postings: list[Posting] = field(default_factory=list)
    fit: float = 0.0
    terms: list[str] = field(default_factory=list)
    counterparts: list[str] = field(default_factory=list)

    @property
    def posting_ids(self) -> list[int]:
        """The ids of the postings."""
        return [posting.id for posting in self.postings]


@dataclass
class Proposal:
    """Whom to invite; who fits the theme but would have nobody to meet; whose organisation has no account to write to."""

    chosen: list[Candidate]
    alone: list[Candidate]
    silent: list[Candidate]
    there: int
    enough: int  # of the chosen who have as many good counterparts as wanted

    def count(self, kind: str) -> int:
        """The needs or the capabilities among the postings of the chosen."""
        return sum(posting.kind == kind for one in self.chosen for posting in one.postings)


def theme_of(session: InnovationSession) -> Theme:
    """The theme in every language that it is written in, with its title."""
    langs = sorted({*session.titles, *session.themes})
    texts = tuple(f"{session.titles.get(lang, '')}. {session.themes.get(lang, '')}" for lang in langs)
    return Theme(texts, frozenset(session.sectors), frozenset([session.region] if session.region else []))


def propose(actor: Actor, db: Session, index: LiveIndex, session: InnovationSession, number: int) -> Proposal:
    """Whom to invite, so many beside those who are there. Four queries, and those that bring the index up to date."""
    require(may_run(actor))
    live = index.catch_up(db)
    ids = open_ids(actor, db, index)
    matches = covering(live, ids, theme_of(session), each=min(number + 10, 60))
    people = list_people(actor, db, session.id)
    there = [one for one in people if one.state in ("invited", *rules.LIVE)]
    brought = {posting_id for one in there for posting_id in one.posting_ids}
    read = with_readings(actor, db, live, {*matches, *brought})
    postings = {posting_id: posting for posting_id, (posting, _reading) in read.items()}
    speakers = _speakers(db, {postings[one].organisation_id for one in matches if one in postings})
    known = {one.user_id for one in people if one.user_id}
    found = _candidates(live, matches, postings, speakers, known)
    owners = {posting.id: posting.organisation_id for posting in postings.values()}
    readings = {posting_id: reading for posting_id, (_posting, reading) in read.items()}
    good = list(good_pairs(pair_scores(live, ids, readings), owners))
    return _proposal(session, number, found, there, good)


def _speakers(db: Session, organisations: set[int]) -> dict[int, list[Membership]]:
    """Who can speak for each organisation: its managers first, then who has been there longest."""
    query = select(Membership).join(User).where(Membership.organisation_id.in_(organisations))
    query = query.where(Membership.state == "active", User.is_active).options(joinedload(Membership.user))
    found: dict[int, list[Membership]] = defaultdict(list)
    for one in db.scalars(query.order_by(Membership.role, Membership.created_at, Membership.user_id)):
        found[one.organisation_id].append(one)
    return found


def _candidates(
    live: Edition,
    matches: dict[int, Match],
    postings: dict[int, Posting],
    speakers: dict[int, list[Membership]],
    known: set[int],
) -> dict[str, Candidate]:
    """Candidates with the postings that brought them in; the author of a posting speaks for it, else a manager."""
    found: dict[str, Candidate] = {}
    for posting_id, match in sorted(matches.items(), key=lambda one: (-one[1].fit, one[0])):
        if (posting := postings.get(posting_id)) is None:
            continue
        user = _speaker(posting, speakers.get(posting.organisation_id, []))
        if user and user.id in known:
            continue
        key = f"u{user.id}-{posting.organisation_id}" if user else f"o{posting.organisation_id}"
        one = found.setdefault(key, Candidate(key, posting.organisation, user, fit=match.score))
        one.terms = one.terms or common_terms(live, match, posting)
        one.postings.append(posting)
    return found


def _speaker(posting: Posting, members: list[Membership]) -> User | None:
    author = next((one for one in members if one.user_id == posting.author_id), None)
    chosen = author or next(iter(members), None)
    return chosen.user if chosen else None


def _proposal(
    session: InnovationSession,
    number: int,
    found: dict[str, Candidate],
    there: list[Registration],
    good: list[tuple[int, int]],
) -> Proposal:
    brings = {key: set(one.posting_ids) for key, one in found.items()} | {
        f"r{one.id}": set(one.posting_ids) for one in there
    }
    graph = neighbours(brings, good)
    fixed = frozenset(f"r{one.id}" for one in there)
    voiced = {key: one.fit for key, one in found.items() if one.user}
    chosen = choose(voiced, graph, Wish(number, session.wanted), fixed)
    present = {*chosen, *fixed}
    names = {key: one.organisation.name for key, one in found.items()} | {
        f"r{one.id}": one.organisation.name for one in there
    }
    for key, one in found.items():
        one.counterparts = sorted(names[other] for other in graph[key] & present)
    silent = [one for one in found.values() if not one.user and one.counterparts]
    alone = [one for one in found.values() if one.user and not one.counterparts]
    picked = [found[key] for key in chosen]
    enough = sum(len(one.counterparts) >= session.wanted for one in picked)
    return Proposal(picked, alone, silent, len(there), enough)


def neighbours(brings: dict[str, set[int]], good: Iterable[tuple[int, int]]) -> dict[str, frozenset[str]]:
    """Who is a good counterpart of whom, by the postings that each brings."""
    holders: dict[int, set[str]] = defaultdict(set)
    for key, own in brings.items():
        for posting_id in own:
            holders[posting_id].add(key)
    found: dict[str, set[str]] = {key: set() for key in brings}
    for need, capability in good:
        for one in holders[need]:
            for other in holders[capability] - {one}:
                found[one].add(other)
                found[other].add(one)
    return {key: frozenset(others) for key, others in found.items()}


def without_counterpart(actor: Actor, db: Session, index: LiveIndex, session: InnovationSession) -> list[Registration]:
    """Those who take part and have no good counterpart among the others who do."""
    require(may_run(actor))
    people = list_people(actor, db, session.id, "confirmed")
    live = index.catch_up(db)
    ids, brings = open_ids(actor, db, index), {str(one.id): set(one.posting_ids) for one in people}
    brought = {posting_id for own in brings.values() for posting_id in own}
    read = with_readings(actor, db, live, brought)
    owners = {posting_id: posting.organisation_id for posting_id, (posting, _reading) in read.items()}
    readings = {posting_id: reading for posting_id, (_posting, reading) in read.items()}
    graph = neighbours(brings, good_pairs(pair_scores(live, ids, readings), owners))
    return [one for one in people if not graph[str(one.id)]]
