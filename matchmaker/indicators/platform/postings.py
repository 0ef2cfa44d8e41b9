"""Postings and organisations as indicators. The organisation behind an anonymous posting stays out of the count of its region."""

from sqlalchemy import select

from matchmaker.indicators.platform.query import Query, Rows, columns, end_of, in_year
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.postings.search import REGION


def _published(kind: str, year: int) -> Rows:
    query = select(*columns(Posting.id, REGION)).join(Organisation, Organisation.id == Posting.organisation_id)
    return query.where(Posting.kind == kind, in_year(Posting.published_at, year))


def _capabilities(year: int) -> Rows:
    return _published("capability", year)


def _needs(year: int) -> Rows:
    return _published("need", year)


def _organisations(year: int) -> Rows:
    return select(*columns(Organisation.id, Organisation.region)).where(Organisation.verified_at < end_of(year))


POSTINGS = (
    Query("capabilities_published", "posting", "count", _capabilities),
    Query("needs_published", "posting", "count", _needs),
    Query("organisations_registered", "organisation", "count", _organisations),
)
