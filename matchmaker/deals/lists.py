"""Lists of deals: the board by stage, the table with its order, and its lines for spreadsheets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.i18n import _
from matchmaker.deals.draft import typed_amount
from matchmaker.deals.models import Deal
from matchmaker.deals.queries import HEAD, DealFilter, select_deals
from matchmaker.sessions.people.export import plain
from matchmaker.vocabularies import label, terms

PAGE = 50
COLUMN_MOST = 25  # cards of a column; the rest is in the table


@dataclass(frozen=True)
class Column:
    """A column of the board: how many deals are at the stage, and the cards of those that came last."""

    stage: str
    total: int
    deals: list[Deal]


def narrowed(actor: Actor, chosen: DealFilter) -> Select[Deal]:
    """The deals the actor may see that fit a filter."""
    query = select_deals(actor)
    for column, value in vars(chosen).items():
        if value:
            query = query.where(getattr(Deal, column) == value)
    return query


def board(actor: Actor, db: Session, chosen: DealFilter) -> list[Column]:
    """Every stage with its deals, the last moved first: three queries."""
    fits = narrowed(actor, chosen).with_only_columns(Deal.id, Deal.stage).subquery()
    totals: dict[str, int] = dict(db.execute(select(fits.c.stage, func.count()).group_by(fits.c.stage)).all())
    place = func.row_number().over(partition_by=Deal.stage, order_by=(Deal.moved_at.desc(), Deal.id.desc()))
    ranked = narrowed(actor, chosen).with_only_columns(Deal.id, place.label("place")).subquery()
    query = select(Deal).join(ranked, ranked.c.id == Deal.id).where(ranked.c.place <= COLUMN_MOST)
    parts = (joinedload(Deal.provider), joinedload(Deal.recipient), selectinload(Deal.people))
    found = list(db.scalars(query.options(*parts).order_by(Deal.moved_at.desc(), Deal.id.desc())))
    return [
        Column(stage, totals.get(stage, 0), [one for one in found if one.stage == stage])
        for stage in terms("deal_stages")
    ]


def _in_order_of(vocabulary: str, column: InstrumentedAttribute[str]) -> ColumnElement[int]:
    return case({code: place for place, code in enumerate(terms(vocabulary))}, value=column, else_=99)


def sorts() -> dict[str, ColumnElement[Any]]:
    """By what the table may be sorted."""
    return {
        "title": func.lower(Deal.title),
        "stage": _in_order_of("deal_stages", Deal.stage),
        "kind": _in_order_of("deal_kinds", Deal.kind),
        "region": Deal.region.expression,
        "officer": func.coalesce(User.name, ""),
        "created": Deal.created_at.expression,
        "moved": Deal.moved_at.expression,
        "touched": Deal.touched_at.expression,
    }


def _sorted(actor: Actor, chosen: DealFilter, sort: str, *, descending: bool) -> Select[Deal]:
    by = sorts()[sort if sort in sorts() else "touched"]
    query = narrowed(actor, chosen).outerjoin(User, User.id == Deal.officer_id).options(*HEAD)
    return query.order_by(by.desc() if descending else by.asc(), Deal.id.desc() if descending else Deal.id)


def page_of_deals(
    actor: Actor, db: Session, chosen: DealFilter, sort: str, page: int, *, descending: bool
) -> tuple[list[Deal], int]:
    """One page of the table, and how many deals fit in all: two queries."""
    query = _sorted(actor, chosen, sort, descending=descending)
    total = db.scalar(select(func.count()).select_from(narrowed(actor, chosen).subquery())) or 0
    return list(db.scalars(query.offset((page - 1) * PAGE).limit(PAGE))), total


def whole_table(actor: Actor, db: Session, chosen: DealFilter, sort: str, *, descending: bool) -> list[Deal]:
    """Every deal that fits, in the table's order."""
    return list(db.scalars(_sorted(actor, chosen, sort, descending=descending)))


def leading_officers(actor: Actor, db: Session) -> list[User]:
    """Who leads a deal that the actor may see, by name: for the filter."""
    leads = select_deals(actor).with_only_columns(Deal.officer_id)
    return list(db.scalars(select(User).where(User.id.in_(leads)).order_by(User.name, User.id)))


HEADINGS: tuple[Callable[[], str], ...] = (
    lambda: _("Number"),
    lambda: _("Title"),
    lambda: _("Kind of deal"),
    lambda: _("Stage"),
    lambda: _("Technology provider"),
    lambda: _("Technology recipient"),
    lambda: _("Region"),
    lambda: _("Economic activity"),
    lambda: _("Technology readiness level"),
    lambda: _("Officer"),
    lambda: _("Expected worth"),
    lambda: _("Currency"),
    lambda: _("Opened"),
    lambda: _("At this stage since"),
    lambda: _("Reason"),
)


def lines(deals: list[Deal]) -> list[list[str]]:
    """One line for each deal, in the reader's language."""
    return [[plain(cell) for cell in _line(one)] for one in deals]


def _line(one: Deal) -> list[str]:
    return [
        str(one.id),
        one.title,
        label("deal_kinds", one.kind),
        label("deal_stages", one.stage),
        one.provider.name,
        one.recipient.name,
        label("regions", one.region) if one.region else "",
        label("oked", one.sector) if one.sector else "",
        str(one.trl or ""),
        one.officer.name if one.officer else "",
        typed_amount(one.value_minor),
        one.currency if one.value_minor is not None else "",
        f"{one.created_at:%Y-%m-%d}",
        f"{one.moved_at:%Y-%m-%d}",
        label("deal_end_reasons", one.reason) if one.reason else "",
    ]
