"""Reads of the radar: every need that everybody may see, as its readings tell it; three queries for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import clock
from matchmaker.core.i18n import current_locale
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting, PostingText
from matchmaker.postings.search import REGION
from matchmaker.territories.radar.counting import Need, is_unmet
from matchmaker.territories.radar.models import DemandReading, DemandRun
from matchmaker.territories.radar.rules import counted, ever_counted, may_watch

BACK = timedelta(days=90)


@dataclass(frozen=True)
class Since:
    """The day of comparison; none before the radar's second day. is_short: the radar is younger than 90 days."""

    on: date | None
    is_short: bool


def last_run(db: Session) -> DemandRun | None:
    """The run that was asked for last."""
    return db.scalar(select(DemandRun).order_by(DemandRun.id.desc()).limit(1))


def last_run_and_since(actor: Actor, db: Session) -> tuple[DemandRun | None, Since]:
    """The last run, and with which day today is compared: 90 days ago, or the first that the radar knows. One query."""
    require(may_watch(actor))
    first = select(func.min(DemandReading.on)).scalar_subquery()
    newest = select(func.max(DemandRun.id)).scalar_subquery()
    day = select(first.label("first")).subquery()
    row = db.execute(select(DemandRun, day.c.first).select_from(day).outerjoin(DemandRun, DemandRun.id == newest)).one()
    return row[0], _since(row.first)


def _since(first: date | None) -> Since:
    today = clock.today()
    if first is None or first >= today:
        return Since(None, True)
    return Since(max(first, today - BACK), first > today - BACK)


def read_needs(actor: Actor, db: Session, since: date | None) -> list[Need]:
    """Every need with how it stands today and stood on a day. One query."""
    require(may_watch(actor))
    now, then = aliased(DemandReading), aliased(DemandReading)
    query = select(Posting.id, REGION, Posting.codes, counted(), now.score, now.capability_id, now.is_open,
                   then.score, then.is_open)  # fmt: skip
    query = query.join(Organisation, Organisation.id == Posting.organisation_id).join(now, _stood(now, None))
    query = query.outerjoin(then, _stood(then, since)).where(ever_counted()).order_by(Posting.id)
    return [_need(since, *row) for row in db.execute(query)]


def _stood(reading: Any, until: date | None) -> ColumnElement[bool]:
    """That it is the reading of a posting that stood on a day; the latest of all without one. By the unique index."""
    other = aliased(DemandReading)
    last = select(func.max(other.on)).where(other.need_id == Posting.id)
    if until is not None:
        last = last.where(other.on <= until)
    return and_(reading.need_id == Posting.id, reading.on == last.correlate(Posting).scalar_subquery())


def _need(
    since: date | None, need_id: int, region: str, codes: dict[str, list[str]], is_live: bool,
    score: float | None, capability_id: int | None, is_open: bool, score_then: float | None, was_open: bool | None,
) -> Need:  # fmt: skip
    return Need(
        need_id, region, tuple(codes.get("sectors", ())), tuple(codes.get("fields", ())),
        now=is_unmet(score) if is_live and is_open else None,
        then=is_unmet(score_then) if since and was_open else None,
        score=None if score is None else round(score), capability_id=capability_id,
    )  # fmt: skip


@dataclass(frozen=True)
class Text:
    """What a need says of itself: in the reader's language where it does, else as it was written."""

    need_id: int
    lang: str
    title: str
    keywords: str


def read_texts(actor: Actor, db: Session) -> dict[int, Text]:
    """Titles and keywords of every need that days may count. One query."""
    require(may_watch(actor))
    columns = (PostingText.posting_id, PostingText.lang, PostingText.title, PostingText.keywords)
    query = select(*columns).join(Posting, Posting.id == PostingText.posting_id)
    wanted = (PostingText.lang == current_locale()) | (PostingText.lang == Posting.lang)
    found = [Text(*row) for row in db.execute(query.where(ever_counted(), wanted))]
    own = {text.need_id: text for text in found}
    return own | {text.need_id: text for text in found if text.lang == current_locale() and text.title}


def last_readings(db: Session, needs: Sequence[int]) -> dict[int, DemandReading]:
    """The latest reading of each of these needs."""
    query = select(DemandReading).where(DemandReading.need_id.in_(needs)).order_by(DemandReading.on)
    return {reading.need_id: reading for reading in db.scalars(query)}


def needs_gone(db: Session) -> list[int]:
    """Needs whose last reading is open, though not everybody may see them any more."""
    query = select(Posting.id).join(DemandReading, _stood(DemandReading, None))
    return list(db.scalars(query.where(DemandReading.is_open, ~counted()).order_by(Posting.id)))
