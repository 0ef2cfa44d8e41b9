"""Loading the demo's territories, once: what is there already stays as it is.

Facts that are published carry their source; what is made up is marked as demo. Steps go through actions, residencies are
written as they stood on their days, without letters.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.queries import find_by_email
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.tables import Placed, Row, read_table
from matchmaker.organisations.actions import add_member, create_organisation, verify_organisation
from matchmaker.organisations.models import Organisation
from matchmaker.territories.actions import create_territory, move_territory
from matchmaker.territories.draft import read_territory
from matchmaker.territories.models import Territory
from matchmaker.territories.seeds.decisions import MOVES, decision_of
from matchmaker.territories.seeds.residents import seed_residents
from matchmaker.territories.seeds.values import RowValues, fault_at, key_of
from matchmaker.territories.structure.actions import add_site
from matchmaker.territories.structure.draft import read_site
from matchmaker.territories.structure.models import Site


def in_languages(*names: str) -> Iterator[str]:
    """The columns of texts: name_kk, name_ru, name_en…"""
    return (f"{name}_{lang}" for name in names for lang in LOCALES)


MANAGERS = ("key", *in_languages("name"), "region", *in_languages("description"), "operators")
TERRITORIES = (
    "key", "region", *in_languages("name", "place"), "area_ha", "sectors", "manager", "website", "source",
    *in_languages("description"),
)  # fmt: skip
SITES = (
    "key", "territory", "kind", *in_languages("name", "description"), "organisation", "address", "opened_year", "planned",
    "demo", "source",
)  # fmt: skip


def load_territories(db: Session, folder: Path) -> int:
    """Load what is not there yet; returns how many territories were made. A folder without territories has none."""
    own = folder / "territories"
    if not own.is_dir():
        return 0
    organisations = _keys(db, Organisation)
    _each(own / "managers.csv", MANAGERS, organisations, lambda row: _manager(db, row))
    organisations = _keys(db, Organisation)
    known = _keys(db, Territory)
    made = _each(own / "territories.csv", TERRITORIES, known, lambda row: _territory(db, row, organisations, own))
    territories = {one.seed_key: one for one in db.scalars(select(Territory).where(Territory.seed_key.is_not(None)))}
    sites = _keys(db, Site)
    _each(own / "sites.csv", SITES, sites, lambda row: _site(db, row, territories, organisations))
    seed_residents(db, own / "residents.csv", territories, organisations)
    return made


def _keys(db: Session, table: type[Any]) -> dict[str, int]:
    query = select(table.seed_key, table.id).where(table.seed_key.is_not(None))
    return dict(db.execute(query).all())


def _each(path: Path, columns: tuple[str, ...], known: dict[str, int], make: Callable[[Row], object]) -> int:
    """Make what the file holds and nobody knows yet; a fault says where in the file it lies."""
    made = 0
    for row in read_table(path, columns):
        if row["key"] in known:
            continue
        try:
            make(row)
        except Placed:
            raise
        except Invalid as fault:
            raise fault_at(row, fault) from fault
        made += 1
    return made


def _manager(db: Session, row: Row) -> None:
    values = row.cells | {"kind": "managing_company"}
    made = create_organisation(SYSTEM, db, values, seed_key=row["key"])
    verify_organisation(SYSTEM, db, made)
    for email in row.many("operators"):
        if find_by_email(db, email):
            add_member(SYSTEM, db, made, email, "manager")


def _territory(db: Session, row: Row, organisations: dict[str, int], folder: Path) -> None:
    manager = {"manager_id": str(key_of(organisations, row, "manager"))} if row["manager"] else {}
    draft = read_territory(RowValues(row, manager))
    steps = [one for one in read_table(folder / "moves.csv", MOVES) if one["territory"] == row["key"]]
    if not steps or steps[0]["verb"] != "open":
        raise row.fault("key", _("The way of a territory begins with the verb “open” in moves.csv."))
    made = create_territory(SYSTEM, db, draft, decision_of(steps[0]), seed_key=row["key"])
    db.flush()
    for step in steps[1:]:
        move_territory(SYSTEM, db, made, step["verb"], decision_of(step), made.state)
        db.flush()  # the next step looks at its day


def _site(db: Session, row: Row, territories: dict[str | None, Territory], organisations: dict[str, int]) -> None:
    more = {"is_planned": row["planned"]}
    if row["organisation"]:
        more["organisation_id"] = str(key_of(organisations, row, "organisation"))
    site = add_site(
        SYSTEM, db, key_of(territories, row, "territory"), read_site(RowValues(row, more)), None, row["key"]
    )
    site.is_demo = row["demo"] == "1"
