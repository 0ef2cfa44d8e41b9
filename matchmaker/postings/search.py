"""Filters of postings as SQL, and the counts of each facet."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules
from matchmaker.postings.models import Posting, PostingCode
from matchmaker.postings.queries import rows, whole

PAGE = 20
CODED = ("fields", "sectors", "cooperation", "sdg")
FACETS = {
    "kind": "posting_kinds",
    "region": "regions",
    "fields": "ford",
    "sectors": "oked",
    "cooperation": "cooperation",
    "organisation_kind": "organisation_kinds",
    "sdg": "sdg",
    "lang": "langs",
}
# The organisation behind an anonymous posting stays out of every filter and count.
REGION = case((Posting.visibility == "anonymous", ""), else_=Organisation.region)
OWNER_KIND = case((Posting.visibility == "anonymous", ""), else_=Organisation.kind)
COLUMNS = {"kind": Posting.kind, "lang": Posting.lang, "region": REGION, "organisation_kind": OWNER_KIND}


@dataclass(frozen=True)
class Filters:
    """What the reader has narrowed the list to; every tuple means "any of"."""

    kind: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    cooperation: tuple[str, ...] = ()
    organisation_kind: tuple[str, ...] = ()
    sdg: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    trl_min: int | None = None
    trl_max: int | None = None

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The facets that are in use."""
        return {
            field.name: value
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), tuple) and value
        }


def clauses(filters: Filters) -> list[ColumnElement[bool]]:
    """The filters as SQL over Posting joined with Organisation."""
    found: list[ColumnElement[bool]] = []
    for name, codes in filters.chosen().items():
        if name in CODED:
            chosen = select(PostingCode.posting_id).where(PostingCode.field == name, PostingCode.code.in_(codes))
            found.append(Posting.id.in_(chosen))
        else:
            found.append(COLUMNS[name].in_(codes))
    if filters.trl_min is not None:
        found.append(Posting.trl >= filters.trl_min)
    if filters.trl_max is not None:
        found.append(Posting.trl <= filters.trl_max)
    return found


def permitted(actor: Actor, filters: Filters) -> Select[int]:
    """The ids of live postings that the actor may see and the filters let through."""
    query = select(Posting.id).join(Organisation, Posting.organisation_id == Organisation.id)
    return query.where(rules.live(), rules.visible_to(actor), *clauses(filters))


def browse(actor: Actor, db: Session, filters: Filters, page: int) -> tuple[list[Posting], int]:
    """One page by date, latest first, and how many there are in all."""
    ids = permitted(actor, filters)
    total = db.scalar(select(func.count()).select_from(ids.subquery())) or 0
    order = (Posting.published_at.desc(), Posting.id.desc())
    query = whole().where(Posting.id.in_(ids)).order_by(*order).offset((page - 1) * PAGE).limit(PAGE)
    return rows(db, query), total


def count_facets(db: Session, ids: Select[int] | Sequence[int]) -> dict[str, Counter[str]]:
    """How many of these postings carry each code of each facet. Two queries."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    coded = select(PostingCode.field, PostingCode.code, func.count()).where(
        PostingCode.posting_id.in_(ids), PostingCode.field.in_(CODED)
    )
    for name, code, number in db.execute(coded.group_by(PostingCode.field, PostingCode.code)):
        counts[name][code] += number
    plain = select(*COLUMNS.values(), func.count()).join(Organisation, Posting.organisation_id == Organisation.id)
    for *values, number in db.execute(plain.where(Posting.id.in_(ids)).group_by(*COLUMNS.values())):
        for name, value in zip(COLUMNS, values, strict=True):
            if value:
                counts[name][value] += number
    return counts
