"""Territories made directly, for tests that start where a territory stands already."""

from sqlalchemy.orm import Session

from matchmaker.organisations.models import Membership, Organisation
from matchmaker.territories.models import Territory, TerritoryMove
from matchmaker.territories.structure.models import Site
from tests.cast import Cast


def make_manager(db: Session, cast: Cast, number: int = 1) -> int:
    """A managing company that the operator of the cast belongs to. Actors read before do not know of it: `actor_of` anew."""
    made = Organisation(
        kind="managing_company", name_kk=f"Басқарушы компания {number}", name_ru=f"Управляющая компания {number}",
        name_en=f"Managing company {number}", region="KZ-75",
    )  # fmt: skip
    db.add(made)
    db.flush()
    db.add(Membership(organisation_id=made.id, user_id=cast["operator"].user_id, role="manager"))
    db.flush()
    return made.id


def make_territory(db: Session, cast: Cast, state: str = "designated", **values: object) -> Territory:
    """A territory in Almaty Region, run by a managing company of the operator."""
    columns: dict[str, object] = {"region": "KZ-19", "names": {"kk": "Алатау", "ru": "Алатау", "en": "Alatau"}}
    columns |= {"manager_id": values.pop("manager_id", None) or make_manager(db, cast)}
    made = Territory(**(columns | {"state": state} | values))
    db.add(made)
    db.flush()
    db.add(TerritoryMove(territory_id=made.id, to_state=state, verb="open"))
    db.flush()
    return made


def make_site(db: Session, territory: Territory, kind: str = "laboratory", **values: object) -> Site:
    """A site of a territory."""
    names = {"kk": "Зертхана", "ru": "Лаборатория", "en": "Laboratory"}
    made = Site(**({"territory_id": territory.id, "kind": kind, "names": names} | values))
    db.add(made)
    db.flush()
    return made
