"""Where a number of the platform comes from: what was counted, by name as far as the reader may see each thing.

The rest is only counted, and only for those who keep the indicator or oversee the platform: a count can tell too much.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.deals import rules as deals
from matchmaker.deals.models import Deal
from matchmaker.indicators.models import Indicator
from matchmaker.indicators.platform import QUERIES, count, rows_at
from matchmaker.indicators.platform.query import Counted, Query
from matchmaker.indicators.rules import is_keeper
from matchmaker.organisations import rules as organisations
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules as postings
from matchmaker.postings.models import Posting
from matchmaker.recommendations import rules as introductions
from matchmaker.recommendations.models import Introduction
from matchmaker.sessions import rules as sessions
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.territories import rules as territories
from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.models import Territory
from matchmaker.territories.projects.models import Project
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.rules import is_ministry
from matchmaker.territories.structure.models import Site

MOST = 200


@dataclass(frozen=True)
class Source:
    """One thing behind a number: what it is, its number and name, how many rows of it count, and their part and whole."""

    kind: str
    id: int
    title: str
    rows: int
    part: int
    whole: int


@dataclass(frozen=True)
class Trace:
    """What the reader may see by name, and, for those who may know, what is counted now. is_cut: there is more."""

    sources: list[Source]
    now: Counted | None
    is_cut: bool

    @property
    def hidden(self) -> int:
        """How many of the rows that are counted now the reader may not see by name."""
        if self.now is None or self.is_cut:
            return 0
        return self.now.rows - sum(one.rows for one in self.sources)


@dataclass(frozen=True)
class Way:
    """From the rows of a kind to what names them: the table between, if any, who may see it, what to load, its name."""

    thing: Any
    kind: str
    may: Callable[[Actor], ColumnElement[bool]]
    name: Callable[[Any], str] = lambda thing: str(thing.name)
    through: Any = None
    load: tuple[Any, ...] = ()


def _public(actor: Actor) -> ColumnElement[bool]:
    return true()


def _reads_all(actor: Actor) -> bool:
    return actor.is_officer or is_ministry(actor)


def _projects(actor: Actor) -> ColumnElement[bool]:
    """Open ones; the others are no secret of officers and the ministry."""
    return true() if _reads_all(actor) else Project.is_open.expression


def _facilities(actor: Actor) -> ColumnElement[bool]:
    """Those on offer, and the own ones."""
    return true() if _reads_all(actor) else Facility.is_open | Facility.organisation_id.in_(actor.organisations)


def _residents(actor: Actor) -> ColumnElement[bool]:
    """Those of today; who has left, or asks, is known to the own people, officers and the ministry."""
    own = Residency.organisation_id.in_(actor.organisations)
    return true() if _reads_all(actor) else (Residency.state == "admitted") | own


def _title(thing: Any) -> str:
    return str(thing.title)


TEXTS = (selectinload(Posting.texts),)
NEED = (selectinload(Introduction.need).selectinload(Posting.texts),)
RESIDENT = (selectinload(Residency.organisation),)
WAYS = {
    "session": Way(InnovationSession, "session", sessions.visible_to, _title),
    "meeting": Way(InnovationSession, "session", sessions.visible_to, _title, Meeting),
    "registration": Way(InnovationSession, "session", sessions.visible_to, _title, Registration),
    "introduction": Way(Introduction, "introduction", introductions.visible_to, lambda one: one.need.title, None, NEED),
    "deal": Way(Deal, "deal", deals.visible_to, _title),
    "posting": Way(Posting, "posting", postings.visible_to, _title, None, TEXTS),
    "organisation": Way(Organisation, "organisation", organisations.visible_to),
    "territory": Way(Territory, "territory", territories.visible_to),
    "site": Way(Site, "site", _public),
    "residency": Way(Residency, "residency", _residents, lambda one: one.organisation.name, None, RESIDENT),
    "facility": Way(Facility, "facility", _facilities),
    "project": Way(Project, "project", _projects),
}


def trace(actor: Actor, db: Session, indicator: Indicator, place: str, year: int) -> Trace | None:
    """What stands behind the number of a place and year; none for an indicator that the platform does not feed."""
    query = QUERIES.get(indicator.query)
    if query is None:
        return None
    found = _sources(actor, db, query, place, year)
    knows = actor.is_overseer or is_keeper(actor, indicator)
    return Trace(found[:MOST], count(db, query, place, year) if knows else None, len(found) > MOST)


def _sources(actor: Actor, db: Session, query: Query, place: str, year: int) -> list[Source]:
    way, rows = WAYS[query.kind], rows_at(query, place, year).subquery()
    sums = func.count(rows.c.id), func.sum(rows.c.part), func.sum(rows.c.whole)
    found = select(way.thing, *sums).where(way.may(actor)).options(*way.load)
    if way.through is None:
        found = found.join(rows, rows.c.id == way.thing.id)
    else:
        found = found.join(way.through, way.through.session_id == way.thing.id).join(rows, rows.c.id == way.through.id)
    found = found.group_by(way.thing.id).order_by(way.thing.id.desc()).limit(MOST + 1)
    return [
        Source(way.kind, thing.id, way.name(thing), number, int(part), int(whole))
        for thing, number, part, whole in db.execute(found)
    ]
