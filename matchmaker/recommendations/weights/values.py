"""Stored weights as the engine takes them. The rest of the package stands above the index; this stands below it."""

from typing import Any

import structlog
from sqlalchemy import ColumnElement, ScalarSelect, select

from matchmaker.matching.fusion import Fusion, fusion_of
from matchmaker.recommendations.weights.models import FusionVersion

log = structlog.get_logger()


def values_in_use(encoder: str | ColumnElement[str]) -> ScalarSelect[dict[str, Any]]:
    """The adopted values of an encoder as a part of a query; null while the shipped weights are in use."""
    query = select(FusionVersion.values).where(FusionVersion.encoder == encoder, FusionVersion.state == "in_use")
    return query.scalar_subquery()


def usable(values: dict[str, Any] | None) -> Fusion | None:
    """The fusion of stored values; None without values, and when they are of an engine with other features."""
    if values is None:
        return None
    try:
        return fusion_of(values)
    except (KeyError, TypeError, ValueError) as fault:
        log.error("stored weights do not fit this engine; the shipped ones are used", fault=repr(fault))
        return None
