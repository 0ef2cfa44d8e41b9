"""Territories with their structure, residents and applications, in the world of the tests that visit every page."""

from datetime import date

from matchmaker.core.db import Database
from matchmaker.territories.models import Territory, TerritoryMove
from matchmaker.territories.residents.models import Residency
from tests.cast import Cast
from tests.territories.making import make_manager, make_site, make_territory

Ids = dict[str, int | str]
OWN = 700
PAGES = (
    ("anonymous", "/territories/"),
    ("anonymous", f"/territories/{OWN}"),
    ("operator", f"/territories/{OWN}"),
    ("analyst", f"/territories/{OWN}"),
    ("analyst", "/territories/new"),
    ("analyst", f"/territories/{OWN}/edit"),
    ("anonymous", f"/territories/{OWN}/structure"),
    ("operator", f"/territories/{OWN}/structure/new"),
    ("operator", f"/territories/{OWN}/structure/{OWN}"),
    ("anonymous", f"/territories/{OWN}/residents"),
    ("operator", f"/territories/{OWN}/residents"),
    ("company", f"/territories/{OWN}/residents"),
    ("company", f"/territories/{OWN}/residents/apply"),
    ("operator", f"/territories/{OWN}/residents/{OWN}"),
    ("author", f"/territories/{OWN}/residents/{OWN}"),
    ("author", f"/territories/{OWN}/residents/{OWN}/edit"),
    ("operator", "/"),
)


def application(territory: Territory, organisation_id: int, state: str = "applied", **values: object) -> Residency:
    """An application or a place, not yet stored."""
    columns: dict[str, object] = {"activity": "Pilot flotation of fine copper ores.", "sector": "mining", "jobs": 12}
    columns |= {"investment_minor": 25_000_000_00, "state": state} | values
    return Residency(territory_id=territory.id, organisation_id=organisation_id, **columns)


def make_part(database: Database, cast: Cast, ids: Ids) -> Ids:
    """A designated territory run by the operator: a site, the laboratory's application; and a candidate."""
    with database.write() as db:
        territory = make_territory(db, cast)
        candidate = make_territory(db, cast, "candidate", manager_id=territory.manager_id)
        site, asked = make_site(db, territory), application(territory, cast.laboratory)
        back = application(candidate, cast.laboratory, "returned")
        db.add_all([asked, back])
        db.flush()
        return {"territory": territory.id, "candidate": candidate.id, "site": site.id, "residency": asked.id}


def fill_part(database: Database, cast: Cast, rows: int) -> None:
    """One territory with so many steps, sites, residents, applications; so many territories beside it."""
    with database.write() as db:
        manager = make_manager(db, cast)
        territory = make_territory(db, cast, id=OWN, manager_id=manager)
        for number in range(rows):
            make_territory(db, cast, "candidate", id=OWN + 1 + number, manager_id=manager)
            db.add(TerritoryMove(territory_id=OWN, to_state="designated", verb="restore", decided_on=date(2026, 1, 1)))
            make_site(db, territory, id=OWN + number)
            db.add(application(territory, cast.laboratory, "applied" if number == 0 else "ended", id=OWN + number))
            state = "admitted" if number == 0 else "refused"
            db.add(application(territory, cast.enterprise, state, id=OWN + 100 + number))
        db.flush()
