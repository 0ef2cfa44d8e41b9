"""How much there is in each territory, over all its rooms: for the list and the public page. Above the rooms."""

from collections import defaultdict

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from matchmaker.territories.facilities.models import Facility
from matchmaker.territories.projects.models import Project
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.structure.models import Site


def territory_counts(db: Session) -> dict[int, dict[str, int]]:
    """By territory how many sites that work, planned sites, residents, open facilities and projects. One query."""
    parts: list[Select[int, int, str]] = [
        _count(Site.territory_id, "sites").where(Site.is_planned.is_(False)),
        _count(Site.territory_id, "planned").where(Site.is_planned.is_(True)),
        _count(Residency.territory_id, "residents").where(Residency.state == "admitted"),
        _count(Facility.territory_id, "facilities").where(Facility.is_open.is_(True)),
        _count(Project.territory_id, "projects"),
    ]
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for territory_id, number, name in db.execute(union_all(*parts)):
        found[territory_id][name] = number
    return found


def _count(territory: InstrumentedAttribute[int], name: str) -> Select[int, int, str]:
    return select(territory, func.count(), literal(name)).group_by(territory)
