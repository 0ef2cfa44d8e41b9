"""Infrastructure projects and an investor, in the world of the tests that visit every page."""

from sqlalchemy.orm import Session

from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.territories.projects.actions import seal_of
from matchmaker.territories.projects.models import ProjectInterest
from matchmaker.territories.projects.queries import funding_of, steps_of
from tests.cast import Cast
from tests.territories.making import make_manager, make_territory
from tests.territories.making_projects import make_project

Ids = dict[str, int | str]
TERRITORY = 7000
PROJECT = 7000


def _bank(db: Session, number: int = 0) -> int:
    """A verified bank."""
    made = Organisation(kind="bank", name_kk="Банк", name_ru=f"Банк {number}", name_en="Bank", region="KZ-75")
    made.verified_at = clock.now()
    db.add(made)
    db.flush()
    return made.id


def make_part(database: Database, cast: Cast, ids: Ids) -> Ids:
    """A territory with an open and a closed project; a bank has said that the open one interests it."""
    with database.write() as db:
        territory = make_territory(db, cast)
        project, closed = (make_project(db, territory.id, is_open=is_open) for is_open in (True, False))
        bank = _bank(db)
        db.add(
            ProjectInterest(
                project_id=project.id, organisation_id=bank, user_id=cast["author"].user_id, note="Let us talk"
            )
        )
        db.flush()
        found = {
            "project": project.id,
            "project_closed": closed.id,
            "project_territory": territory.id,
            "project_bank": bank,
        }
        seals = {
            "steps_seal": seal_of(steps_of(db, project.id), project), "funding_seal": seal_of(funding_of(db, project.id), project),
        }  # fmt: skip
        return found | seals | {"project_version": project.version}


def fill_part(database: Database, cast: Cast, rows: int) -> None:
    """So many projects of one territory, and on one of them so many banks; the company speaks for an investor."""
    with database.write() as db:
        territory = make_territory(db, cast, id=TERRITORY, manager_id=make_manager(db, cast, 7))
        project = make_project(db, territory.id, id=PROJECT)
        for number in range(rows):
            make_project(db, territory.id, id=PROJECT + 1 + number)
            bank = _bank(db, number)
            db.add(ProjectInterest(project_id=project.id, organisation_id=bank, user_id=cast["author"].user_id))
        db.add(Membership(organisation_id=_bank(db), user_id=cast["company"].user_id))


PAGES: tuple[tuple[str, str], ...] = (
    ("anonymous", f"/territories/{TERRITORY}/projects"),
    ("operator", f"/territories/{TERRITORY}/projects"),
    ("operator", f"/territories/{TERRITORY}/projects.xlsx"),
    ("officer", f"/territories/{TERRITORY}/projects.csv"),
    ("operator", f"/territories/{TERRITORY}/projects/new"),
    ("anonymous", f"/projects/{PROJECT}"),
    ("operator", f"/projects/{PROJECT}"),
    ("company", f"/projects/{PROJECT}"),
    ("operator", f"/projects/{PROJECT}/edit"),
    ("operator", f"/projects/{PROJECT}/steps"),
    ("operator", f"/projects/{PROJECT}/funding"),
    ("company", "/investors/"),
    ("company", "/investors/profile"),
)
