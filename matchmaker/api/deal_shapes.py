"""Shapes of deals as JSON."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from matchmaker.deals.models import Deal
from matchmaker.organisations.models import Organisation

PLAIN = ("id", "title", "summary", "kind", "stage", "region", "sector", "trl", "currency", "value_minor", "reason")
TIMES = ("starts_on", "ends_on", "created_at", "moved_at", "touched_at", "signed_at")


class SideShape(BaseModel):
    """An organisation that is a side of a deal."""

    id: int
    name: str


class OriginShape(BaseModel):
    """Where a deal comes from: ids of the pair, its introduction and meeting, and the score it was recommended with."""

    need_id: int | None
    capability_id: int | None
    introduction_id: int | None
    score: float | None
    session_id: int | None
    meeting_id: int | None


class DealShape(BaseModel):
    """A deal. value_minor: the expected worth in minor units of the currency. reason: why it was lost or terminated."""

    id: int
    title: str
    summary: str
    kind: str
    stage: str
    provider: SideShape
    recipient: SideShape
    officer: str | None
    region: str
    sector: str
    trl: int | None
    currency: str
    value_minor: int | None
    origin: OriginShape
    reason: str
    starts_on: str | None
    ends_on: str | None
    created_at: str
    moved_at: str
    touched_at: str
    signed_at: str | None


class DealList(BaseModel):
    """One page of deals, the last touched first, and how many there are in all."""

    deals: list[DealShape]
    total: int


def _written(value: date | datetime | None) -> str | None:
    return value.isoformat() if value else None


def _side(organisation: Organisation) -> SideShape:
    return SideShape(id=organisation.id, name=organisation.name)


def deal_shape(deal: Deal) -> DealShape:
    """A deal as JSON, for somebody who may see it."""
    values: dict[str, Any] = {name: getattr(deal, name) for name in PLAIN}
    values |= {name: _written(getattr(deal, name)) for name in TIMES}
    values |= {"provider": _side(deal.provider), "recipient": _side(deal.recipient)}
    values["officer"] = deal.officer.name if deal.officer else None
    values["origin"] = OriginShape(**{name: getattr(deal, name) for name in OriginShape.model_fields})
    return DealShape(**values)
