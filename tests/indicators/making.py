"""Directions, indicators and values made directly, for tests that start where they stand already."""

import hashlib
from dataclasses import replace

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.indicators.actions import Cells
from matchmaker.indicators.models import Direction, Indicator, IndicatorTarget
from matchmaker.indicators.values.actions import enter_value, move_value
from matchmaker.indicators.values.draft import Cell, Proof, ValueDraft
from matchmaker.indicators.values.models import IndicatorValue

PROOF = Proof("report.txt", "text/plain", b"Residents: 12")
NAMES = {"kk": "Зерттеушілер", "ru": "Исследователи", "en": "Researchers"}


def make_direction(db: Session, code: str = "people", **values: object) -> Direction:
    """A direction."""
    made = Direction(code=code, names={"kk": "Кадрлар", "ru": "Кадры", "en": "People"}, **values)
    db.add(made)
    db.flush()
    return made


def make_indicator(
    db: Session, direction: Direction, code: str = "ppl-01", targets: Cells | None = None, **values: object
) -> Indicator:
    """An indicator of researchers: 100 in 2025, critical below 90; without targets unless given."""
    columns: dict[str, object] = {"names": NAMES, "units": {"en": "people"}, "baseline_year": 2025, "baseline": 100.0}
    made = Indicator(code=code, direction_id=direction.id, **(columns | {"critical": 90.0} | values))
    cells = (targets or {}).items()
    made.targets = [IndicatorTarget(place=place, year=year, value=value) for (place, year), value in cells]
    db.add(made)
    db.flush()
    return made


def make_value(
    db: Session, indicator: Indicator, value: float = 120, year: int = 2025, place: str = "KZ", **more: object
) -> IndicatorValue:
    """A published value with its document."""
    draft = ValueDraft(Cell(place, year), value, "From the report", str(more.pop("reason", "")))
    made = enter_value(SYSTEM, db, indicator, replace(draft, **more), PROOF)
    return move_value(SYSTEM, db, made, "publish")


def sha(content: bytes) -> str:
    """The hash that a document is known by."""
    return hashlib.sha256(content).hexdigest()
