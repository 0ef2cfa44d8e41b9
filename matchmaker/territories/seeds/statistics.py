"""The demo's statistics: published figures with their source, and those made up for the demonstration, marked as such."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.tables import Row, read_table
from matchmaker.territories.statistics.models import Dimension, Statistic, StatisticValue
from matchmaker.territories.statistics.numbers import NotANumber, read_number
from matchmaker.territories.statistics.platform import QUERIES
from matchmaker.territories.statistics.runs import refresh
from matchmaker.vocabularies import terms

NAMES = tuple(f"name_{lang}" for lang in LOCALES)
UNITS = tuple(f"unit_{lang}" for lang in LOCALES)
DIMENSIONS = ("code", "weight", *NAMES)
STATISTICS = ("code", "dimension", "direction", "weight", "treatment", "decimals", "query", *NAMES, *UNITS)
VALUES = ("statistic", "region", "year", "value", "source", "demo")


def load_statistics(db: Session, folder: Path) -> int:
    """Load what is not there yet; returns how many statistics were made. Raises Invalid, naming file, line and column."""
    own = folder / "statistics"
    if not own.exists():
        return 0
    _load_dimensions(db, own)
    known = set(db.scalars(select(Statistic.code)))
    made = {}
    for position, row in enumerate(read_table(own / "statistics.csv", STATISTICS)):
        if row["code"] not in known:
            made[row["code"]] = _statistic(row, position)
            db.add(made[row["code"]])
    db.flush()  # values are stored by the id of their statistic
    _load_values(db, own, made, known)
    if made:
        refresh(db)
    return len(made)


def _load_dimensions(db: Session, own: Path) -> None:
    known = set(db.scalars(select(Dimension.code)))
    for position, row in enumerate(read_table(own / "dimensions.csv", DIMENSIONS)):
        if row["code"] not in known:
            names = _by_language(row, "name")
            db.add(Dimension(code=row["code"], names=names, weight=_number(row, "weight"), position=position))
    db.flush()  # statistics point to them


def _statistic(row: Row, position: int) -> Statistic:
    if row["direction"] not in ("1", "-1"):
        raise row.fault("direction", _("“%(value)s” is not in the list. Choose from the list.", value=row["direction"]))
    _check(row, "treatment", terms("treatments"))
    if row["query"]:
        _check(row, "query", QUERIES)
    return Statistic(
        code=row["code"], dimension_code=row["dimension"], names=_by_language(row, "name"), units=_by_language(row, "unit"),
        direction=int(row["direction"]), weight=_number(row, "weight"), treatment=row["treatment"],
        decimals=int(_number(row, "decimals")), query=row["query"], position=position,
    )  # fmt: skip


def _load_values(db: Session, own: Path, made: dict[str, Statistic], known: set[str]) -> None:
    for row in read_table(own / "values.csv", VALUES):
        if row["statistic"] not in made and row["statistic"] not in known:
            raise row.fault("statistic", _("“%(value)s” is not a key above this line.", value=row["statistic"]))
        if row["statistic"] in made:
            _check(row, "region", terms("regions"))
            db.add(_value(row, made[row["statistic"]].id))


def _value(row: Row, statistic_id: int) -> StatisticValue:
    year, value = row.number("year"), _number(row, "value")
    return StatisticValue(
        statistic_id=statistic_id, region=row["region"], year=year or 0, value=value, source=row["source"],
        is_demo=row["demo"] == "demo",
    )  # fmt: skip


def _by_language(row: Row, name: str) -> dict[str, str]:
    return {lang: row[f"{name}_{lang}"] for lang in LOCALES}


def _number(row: Row, column: str) -> float:
    try:
        found = read_number(row[column]).value
    except NotANumber:
        found = None
    if found is None:
        raise row.fault(column, _("“%(value)s” is not a number.", value=row[column]))
    return found


def _check(row: Row, column: str, among: Collection[str]) -> None:
    if row[column] not in among:
        raise row.fault(column, _("“%(value)s” is not in the list. Choose from the list.", value=row[column]))
