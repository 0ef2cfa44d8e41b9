"""Reads of weights: every set there is, and two of them beside each other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.matching.fusion import Fusion, shipped
from matchmaker.matching.relearning import LEAST_HELD_BACK
from matchmaker.recommendations.weights.models import FusionVersion
from matchmaker.recommendations.weights.values import usable

SHIPPED_ID = 0  # where a set is asked for by number


@dataclass(frozen=True)
class WeightSet:
    """One set of weights as a page shows it. fusion: None when it is of an engine with other features."""

    id: int
    version: str
    state: str
    fusion: Fusion | None
    learned_from: dict[str, Any]
    figures: dict[str, Any]
    made_at: datetime | None = None
    adopted_at: datetime | None = None
    adopted_by: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether enough was held back to judge it by."""
        return bool(self.learned_from.get("held_back", 0) >= LEAST_HELD_BACK)

    @property
    def may_return(self) -> bool:
        """Whether one can go back to it."""
        return self.state == "retired" and self.fusion is not None


def load_version(db: Session, encoder: str, version_id: int) -> FusionVersion:
    """A learned set. Raises NotFound when there is none of this number for the encoder."""
    found = db.get(FusionVersion, version_id)
    if found is None or found.encoder != encoder:
        raise NotFound(_("There are no such weights."))
    return found


def version_in_use(db: Session, encoder: str) -> FusionVersion | None:
    """The learned set in use; None while the shipped one is."""
    return db.scalar(select(FusionVersion).where(FusionVersion.encoder == encoder, FusionVersion.state == "in_use"))


def weight_sets(db: Session, encoder: str) -> list[WeightSet]:
    """Every set for an encoder, the latest first and the shipped one last. One query."""
    query = select(FusionVersion, User.name).outerjoin(User, User.id == FusionVersion.adopted_by)
    rows = db.execute(query.where(FusionVersion.encoder == encoder).order_by(FusionVersion.id.desc())).all()
    learned = [_learned(version, name or "") for version, name in rows]
    state = "retired" if any(one.state == "in_use" for one in learned) else "in_use"
    return [*learned, WeightSet(SHIPPED_ID, shipped().version, state, shipped(), {}, {})]


def _learned(row: FusionVersion, name: str) -> WeightSet:
    told = (row.learned_from, row.figures, row.made_at, row.adopted_at)
    return WeightSet(row.id, row.version, row.state, usable(row.values), *told, name)


def compared(sets: list[WeightSet], chosen: int | None) -> tuple[WeightSet, WeightSet | None]:
    """The set in use, and the one beside it: the chosen one, else the latest other one."""
    present = next(one for one in sets if one.state == "in_use")
    others = [one for one in sets if one is not present and one.fusion]
    return present, next((one for one in others if one.id == chosen), others[0] if others else None)
