"""Deals and their money as indicators. Money: tenge alone, since currencies are never added up."""

from sqlalchemy import select

from matchmaker.deals.figures.autm import LICENCES, WITH_INCOME
from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Funding, Payment, Receivable, Term
from matchmaker.indicators.platform.query import Query, Rows, Where, columns, in_year, one_if

STATE = ("state_grant", "budget")
TENGE = "KZT"


def _deals(where: Where, part: object = 1) -> Rows:
    return select(*columns(Deal.id, Deal.region, part=part)).where(where)


def _opened(year: int) -> Rows:
    return _deals(in_year(Deal.created_at, year))


def _signed(year: int) -> Rows:
    return _deals(in_year(Deal.signed_at, year))


def _licences(year: int) -> Rows:
    return _signed(year).where(Deal.kind.in_(LICENCES))


def _startups(year: int) -> Rows:
    return _signed(year).where(Deal.kind == "spin_off")


def _research(year: int) -> Rows:
    wanted = Deal.kind == "sponsored_research", Deal.currency == TENGE, Deal.value_minor.is_not(None)
    return _deals(in_year(Deal.signed_at, year), Deal.value_minor).where(*wanted)


def _income(year: int) -> Rows:
    query = select(*columns(Deal.id, Deal.region, part=Payment.amount_minor))
    query = query.join(Receivable, Receivable.deal_id == Deal.id).join(Payment, Payment.receivable_id == Receivable.id)
    query = query.join(Term, Term.id == Receivable.term_id).where(Term.payer == "recipient")
    return query.where(Receivable.currency == TENGE, Deal.kind.in_(WITH_INCOME), in_year(Payment.paid_on, year))


def _cofinancing(year: int) -> Rows:
    own = one_if(Funding.source.not_in(STATE)) * Funding.amount_minor
    query = select(*columns(Deal.id, Deal.region, part=own, whole=Funding.amount_minor))
    query = query.join(Funding, Funding.deal_id == Deal.id)
    return query.where(Funding.currency == TENGE, in_year(Deal.signed_at, year))


DEALS = (
    Query("deals_opened", "deal", "count", _opened),
    Query("deals_signed", "deal", "count", _signed),
    Query("licences_signed", "deal", "count", _licences),
    Query("startups_formed", "deal", "count", _startups),
    Query("licence_income", "deal", "million", _income),
    Query("sponsored_research", "deal", "million", _research),
    Query("deal_cofinancing", "deal", "share", _cofinancing),
)
