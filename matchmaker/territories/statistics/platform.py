"""Statistics that the platform itself gives, by the names of their queries; nobody types them.

Only what everybody may know is counted: of postings those that visitors can find and whose organisation they are told. A
meeting counts in the region of each side, once; a deal in its own region. All counts are taken in one statement.
"""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union, union_all
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import ANONYMOUS
from matchmaker.core.i18n import _
from matchmaker.deals.models import Deal
from matchmaker.deals.pipeline.stages import BEFORE_SIGNING
from matchmaker.organisations.models import Organisation
from matchmaker.postings import rules as posting_rules
from matchmaker.postings.models import Posting
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.vocabularies import terms

Counts = dict[str, dict[str, float]]


def _postings(kind: str) -> Select[str, int]:
    query = select(Organisation.region, func.count()).join(Posting, Posting.organisation_id == Organisation.id)
    seen = posting_rules.live() & posting_rules.visible_to(ANONYMOUS) & posting_rules.organisation_shown_to(ANONYMOUS)
    return query.where(seen, Posting.kind == kind).group_by(Organisation.region)


def _meetings() -> Select[str, int]:
    """The two sides of each meeting; `union` drops the second line of a meeting within one region."""
    sides = [
        select(Meeting.id.label("id"), Organisation.region.label("region"))
        .join(Registration, Registration.id == side)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(Meeting.state == "held")
        for side in (Meeting.one_id, Meeting.two_id)
    ]
    told = union(*sides).subquery()
    return select(told.c.region, func.count()).group_by(told.c.region)


def _deals(*where: ColumnElement[bool]) -> Select[str, int]:
    return select(Deal.region, func.count()).where(*where).group_by(Deal.region)


QUERIES: dict[str, Callable[[], Select[str, int]]] = {
    "capabilities": lambda: _postings("capability"),
    "needs": lambda: _postings("need"),
    "meetings_held": _meetings,
    "deals_open": lambda: _deals(Deal.stage.in_(BEFORE_SIGNING)),
    "deals_signed": lambda: _deals(Deal.signed_at.is_not(None)),
}


def query_names() -> dict[str, str]:
    """What each query counts, in the reader's words."""
    return {
        "capabilities": _("Published capabilities of the region’s organisations"),
        "needs": _("Published needs of the region’s organisations"),
        "meetings_held": _("Held meetings with a side from the region"),
        "deals_open": _("Deals of the region before signing"),
        "deals_signed": _("Deals of the region that were signed"),
    }


def read_platform(db: Session, names: Collection[str]) -> Counts:
    """The counts of today by query and region, zero where there is nothing. One statement."""
    wanted = [name for name in QUERIES if name in names]
    found: Counts = {name: dict.fromkeys(terms("regions"), 0.0) for name in wanted}
    if not wanted:
        return found
    parts = [_named(name) for name in wanted]
    for name, region, count in db.execute(union_all(*parts)):
        if region in found[name]:
            found[name][region] = float(count)
    return found


def _named(name: str) -> Select[Any]:
    counted = QUERIES[name]().subquery()
    return select(literal(name), *counted.c)
