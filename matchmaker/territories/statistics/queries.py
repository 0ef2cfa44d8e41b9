"""Reads of single dimensions, statistics, their values, and imports."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, undefer

from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.territories.statistics.models import Dimension, Statistic, StatisticImport, StatisticValue


def load_dimension(db: Session, code: str) -> Dimension:
    """One dimension. Raises NotFound."""
    found = db.get(Dimension, code)
    if found is None:
        raise NotFound(_("There is no such dimension."))
    return found


def load_statistic(db: Session, statistic_id: int) -> Statistic:
    """One statistic with its dimension. Raises NotFound."""
    query = select(Statistic).where(Statistic.id == statistic_id).options(joinedload(Statistic.dimension))
    found = db.scalar(query)
    if found is None:
        raise NotFound(_("There is no such statistic."))
    return found


def values_of(db: Session, statistic_id: int) -> list[StatisticValue]:
    """All values of a statistic by region, the latest year first."""
    query = select(StatisticValue).where(StatisticValue.statistic_id == statistic_id)
    return list(db.scalars(query.order_by(StatisticValue.region, StatisticValue.year.desc())))


def all_values(db: Session) -> list[StatisticValue]:
    """All values of all statistics."""
    return list(db.scalars(select(StatisticValue)))


def load_import(db: Session, import_id: int, with_content: bool = False) -> StatisticImport:
    """One import. Raises NotFound."""
    query = select(StatisticImport).where(StatisticImport.id == import_id)
    found = db.scalar(query.options(undefer(StatisticImport.content)) if with_content else query)
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


def last_imports(db: Session, most: int = 20) -> list[StatisticImport]:
    """The imports of late, the newest first."""
    return list(db.scalars(select(StatisticImport).order_by(StatisticImport.id.desc()).limit(most)))


def count_values(db: Session) -> int:
    """How many values are stored."""
    return db.scalar(select(func.count()).select_from(StatisticValue)) or 0
