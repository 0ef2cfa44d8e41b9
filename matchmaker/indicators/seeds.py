"""The demo's directions, indicators, targets and values, loaded once through actions; what is there already stays as it is.

A value whose year is `now` is taken from the platform, of what the demo holds by then, for the present year.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.tables import Placed, Row, read_table
from matchmaker.indicators.actions import Cells, add_direction, add_indicator, set_targets
from matchmaker.indicators.draft import BETTER, YEARS, read_direction, read_indicator, read_targets
from matchmaker.indicators.models import Direction, Indicator
from matchmaker.indicators.places import all_places
from matchmaker.indicators.platform import QUERIES, count
from matchmaker.indicators.queries import load_indicator
from matchmaker.indicators.values.actions import enter_value, move_value, take_value
from matchmaker.indicators.values.draft import Cell, read_proof, read_value
from matchmaker.organisations.models import Organisation

TEXTS = ("name", "unit", "formula", "source")
PLAIN = ("code", "frequency", "decimals", "baseline_year", "baseline", "critical", "query")
DIRECTIONS = ("code", *LOCALES)
INDICATORS = (
    "code", "direction", *(f"{text}_{lang}" for text in TEXTS for lang in LOCALES), "frequency", "better", "decimals",
    "baseline_year", "baseline", "critical", "query", "owner", "is_demo",
)  # fmt: skip
TARGETS = ("code", "place", *map(str, YEARS))
VALUES = ("code", "place", "year", "value", "evidence", "is_demo", "note", "reason")
NOW = "now"
FILE_MOST = 20 * 2**20


def load_indicators(db: Session, folder: Path) -> int:
    """Load what is not there yet from `folder`/indicators; returns how many indicators were made."""
    own = folder / "indicators"
    if not own.exists():
        return 0
    known = set(db.scalars(select(Indicator.code)))
    _load_directions(db, own)
    made = _load_definitions(db, own, known)
    _load_targets(db, own, made)
    _load_values(db, own, made)
    return len(made)


def _load_directions(db: Session, own: Path) -> None:
    known = set(db.scalars(select(Direction.code)))
    for position, row in enumerate(read_table(own / "directions.csv", DIRECTIONS), start=1):
        if row["code"] not in known:
            names = {f"name_{lang}": row[lang] for lang in LOCALES}
            values = MultiDict(names | {"code": row["code"], "position": str(position)})
            _placed(row, partial(_add_direction, db, values))


def _add_direction(db: Session, values: "MultiDict[str, str]") -> Direction:
    return add_direction(SYSTEM, db, read_direction(values))


def _load_definitions(db: Session, own: Path, known: set[str]) -> dict[str, Indicator]:
    directions = dict(db.execute(select(Direction.code, Direction.id)).all())
    owners = {key: number for key, number in db.execute(select(Organisation.seed_key, Organisation.id)) if key}
    made: dict[str, Indicator] = {}
    for position, row in enumerate(read_table(own / "indicators.csv", INDICATORS), start=1):
        if row["code"] not in known:
            values = _definition(row, directions, owners) | {"position": str(position)}
            made[row["code"]] = _placed(row, partial(_add, db, values, directions, owners))
    return made


def _definition(row: Row, directions: dict[str, int], owners: dict[str, int]) -> dict[str, str]:
    """A row as the values of the form."""
    for column, among in (("direction", directions), ("owner", owners)):
        if row[column] and row[column] not in among:
            raise row.fault(column, _("“%(value)s” is not a known key.", value=row[column]))
    found = {name: row[name] for name in (*PLAIN, *(f"{text}_{lang}" for text in TEXTS for lang in LOCALES))}
    found["better"] = next((code for code, way in BETTER.items() if str(way) == row["better"]), row["better"])
    found |= {"direction_id": str(directions[row["direction"]]), "owner_id": str(owners.get(row["owner"], ""))}
    return found | {"is_demo": row["is_demo"].replace("0", ""), "is_active": "1"}


def _add(db: Session, values: dict[str, str], directions: dict[str, int], owners: dict[str, int]) -> Indicator:
    draft = read_indicator(MultiDict(values), set(directions.values()), set(owners.values()))
    return add_indicator(SYSTEM, db, draft)


def _load_targets(db: Session, own: Path, made: dict[str, Indicator]) -> None:
    cells: dict[str, Cells] = defaultdict(dict)
    for row in read_table(own / "targets.csv", TARGETS):
        if row["code"] in made:
            place, decimals = row["place"], made[row["code"]].decimals
            values = MultiDict({f"target_{place}_{year}": row[str(year)] for year in YEARS})
            cells[row["code"]] |= _placed(row, partial(read_targets, values, [place], decimals))
    for code, table in cells.items():
        indicator = load_indicator(SYSTEM, db, made[code].id)
        places = sorted({place for place, _year in table})
        set_targets(SYSTEM, db, indicator, places, table, indicator.version, reason="")
    db.flush()


def _load_values(db: Session, own: Path, made: dict[str, Indicator]) -> None:
    places = all_places(db).names
    for row in read_table(own / "values.csv", VALUES):
        if row["code"] in made:
            _placed(row, partial(_publish, db, own, row, made[row["code"]], list(places)))


def _publish(db: Session, own: Path, row: Row, indicator: Indicator, places: list[str]) -> None:
    is_demo = row["is_demo"] == "1"
    if row["year"] == NOW:
        cell = Cell(row["place"], clock.today().year)
        if count(db, QUERIES[indicator.query], cell.place, cell.year).value is None:  # a share of nothing
            return
        value = take_value(SYSTEM, db, indicator, cell, is_demo=is_demo)
    else:
        path = own / "evidence" / row["evidence"]
        proof = read_proof(path.name, path.read_bytes(), FILE_MOST)
        draft = read_value(MultiDict(row.cells), places, indicator.decimals, is_demo=is_demo)
        value = enter_value(SYSTEM, db, indicator, draft, proof)
    move_value(SYSTEM, db, value, "publish")


def _placed(row: Row, deed: Callable[[], Any]) -> Any:
    """What a deed gives; its first fault with file, line and column."""
    try:
        return deed()
    except Placed:
        raise
    except Invalid as fault:
        column, message = next(iter(fault.errors.items()))
        raise row.fault(column.rpartition("_")[2] if column.startswith("target_") else column, message) from fault
