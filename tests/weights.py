"""Sets of weights for tests."""

from typing import Any

from sqlalchemy.orm import Session

from matchmaker.core import changes, clock
from matchmaker.matching.fusion import shipped
from matchmaker.matching.relearning import FEATURES, values_of
from matchmaker.recommendations.weights.models import FusionVersion


def values(version: str, **points: float) -> dict[str, Any]:
    """Stored values in which only these features bring points, or all as shipped when none is named."""
    found = values_of(shipped()) | {"version": version}
    return found | {"points": {name: points.get(name, 0.0) for name in FEATURES}} if points else found


def store_set(db: Session, version: str, state: str, **points: float) -> FusionVersion:
    """A learned set in a state."""
    made = FusionVersion(version=version, encoder="hashing", values=values(version, **points), state=state)
    made.learned_from = {"answers": 300, "lists": 50, "held_back": 25}
    made.figures = {"base": shipped().version, "before": 0.7, "after": 0.8 if state != "rejected" else 0.6}
    made.adopted_at = None if state == "rejected" else clock.now()
    db.add(made)
    changes.announce(db, changes.SETTINGS)
    db.flush()
    return made
