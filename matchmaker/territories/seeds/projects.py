"""Loading the demo's infrastructure projects, once, through actions, so that they obey every rule. All of them are marked as demo.

Investors that are not there are passed over: the file of organisations may be another one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import LOCALES
from matchmaker.core.tables import Placed, Row, read_table
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.territories.models import Territory
from matchmaker.territories.projects.actions import (
    add_project,
    move_project,
    open_project,
    save_funding,
    save_steps,
    seal_of,
)
from matchmaker.territories.projects.draft import read_funding, read_project, read_steps
from matchmaker.territories.projects.investors.profiles import LISTS, read_profile
from matchmaker.territories.projects.models import InvestorProfile, Project, ProjectInterest
from matchmaker.territories.seeds.values import key_of

PROJECTS = (
    "key", "territory", "kind", "stage", "sector", "currency", "cost", "start_days", "end_days", "wanted_sources", "open",
    *(f"{name}_{lang}" for name in ("name", "description") for lang in LOCALES),
)  # fmt: skip
STEPS = ("project", *(f"step_{lang}" for lang in LOCALES), "planned_days", "done_days", "cost")
FUNDING = ("project", "source", "funder", "amount", "state", "committed_days")
INVESTORS = ("organisation", *LISTS, "currency", "least", "most")
INTERESTS = ("project", "organisation", "note", "days", "answer", "answer_note")
WAY = ("feasibility", "design", "construction", "commissioned")


@dataclass(frozen=True)
class FormValues:
    """Cells as the values of a form; several values in one cell are parted by semicolons."""

    cells: Mapping[str, str]

    def get(self, key: str, default: str) -> str:
        """One value."""
        return self.cells.get(key, default)

    def getlist(self, key: str) -> list[str]:
        """Several values."""
        return [one for one in self.cells.get(key, "").split(";") if one]


def load_projects(db: Session, folder: Path) -> int:
    """Load what is not there yet; returns how many projects were made. A folder without projects has none."""
    own = folder / "territories"
    if not (own / "projects.csv").exists():
        return 0
    territories = {one.seed_key: one for one in db.scalars(select(Territory).where(Territory.seed_key.is_not(None)))}
    known = set(db.scalars(select(Project.seed_key)))
    rows = [row for row in read_table(own / "projects.csv", PROJECTS) if row["key"] not in known]
    made = {row["key"]: _project(db, row, key_of(territories, row, "territory"), own) for row in rows}
    organisations = dict(db.execute(select(Organisation.seed_key, Organisation.id)).all())
    _investors(db, own, organisations)
    _interests(db, own, made, organisations)
    return len(made)


def _project(db: Session, row: Row, territory: Territory, folder: Path) -> Project:
    try:
        return _made(db, row, territory, folder)
    except Invalid as fault:
        raise _placed(row, fault) from fault


def _made(db: Session, row: Row, territory: Territory, folder: Path) -> Project:
    days = {"starts_on": _day(row, "start_days"), "ends_on": _day(row, "end_days")}
    made = add_project(SYSTEM, db, territory, read_project(FormValues(row.cells | days | {"is_demo": "1"})))
    made.seed_key, made.territory = row["key"], territory
    db.flush()
    steps = read_steps(_lines(folder, "project_steps", STEPS, made), made.currency, made.cost_minor)
    save_steps(SYSTEM, db, made, steps, seal_of([], made))
    funding = read_funding(_lines(folder, "project_funding", FUNDING, made), made.currency, made.cost_minor)
    save_funding(SYSTEM, db, made, funding, seal_of([], made))
    _advance(db, made, row)
    return made


def _advance(db: Session, project: Project, row: Row) -> None:
    """Through the stages to the one that the file names, and open to investors if it says so."""
    for stage in WAY[: WAY.index(row["stage"]) + 1] if row["stage"] in WAY else ():
        move_project(SYSTEM, db, project, f"to_{stage}")
        db.flush()  # the next step looks at its stage
    if row["open"] == "1":
        open_project(SYSTEM, db, project)
        db.flush()


def _day(row: Row, column: str) -> str:
    days = row.number(column)
    return "" if days is None else (clock.today() + timedelta(days=days)).isoformat()


def _lines(folder: Path, name: str, columns: tuple[str, ...], project: Project) -> FormValues:
    """The lines of a project as the values of its form of steps or of funding."""
    found: dict[str, str] = {}
    own = (row for row in read_table(folder / f"{name}.csv", columns) if row["project"] == project.seed_key)
    for number, row in enumerate(own, 1):
        found.update({f"{field}_{number}": value for field, value in _fields(row)})
    return FormValues(found)


def _fields(row: Row) -> Iterator[tuple[str, str]]:
    for column, value in row.cells.items():
        if column.endswith("_days"):
            yield f"{column.removesuffix('_days')}_on", _day(row, column)
        else:
            yield "step_cost" if column == "cost" else column, value


def _investors(db: Session, folder: Path, organisations: dict[str | None, int]) -> None:
    known = set(db.scalars(select(InvestorProfile.organisation_id)))
    for row in read_table(folder / "investors.csv", INVESTORS):
        organisation_id = organisations.get(row["organisation"])
        if organisation_id is None or organisation_id in known:
            continue
        try:
            draft = read_profile(FormValues(row.cells))
        except Invalid as fault:
            raise _placed(row, fault) from fault
        db.add(InvestorProfile(organisation_id=organisation_id, **vars(draft)))


def _interests(db: Session, folder: Path, made: dict[str, Project], organisations: dict[str | None, int]) -> None:
    """Interest in the projects that were made just now, without letters: they would have been written on other days."""
    for row in read_table(folder / "interests.csv", INTERESTS):
        project, organisation_id = made.get(row["project"]), organisations.get(row["organisation"])
        if project is None or organisation_id is None:
            continue
        member = select(Membership.user_id).where(Membership.organisation_id == organisation_id).limit(1)
        at = clock.now() - timedelta(days=row.number("days") or 0)
        made_one = ProjectInterest(project_id=project.id, organisation_id=organisation_id, note=row["note"], at=at)
        made_one.user_id, made_one.answer, made_one.answer_note = db.scalar(member), row["answer"], row["answer_note"]
        made_one.answered_at = at + timedelta(days=2) if row["answer"] else None
        db.add(made_one)


def _placed(row: Row, fault: Invalid) -> Invalid:
    """The first fault of a row with file, line and column."""
    if isinstance(fault, Placed):
        return fault
    field, message = next(iter(fault.errors.items()))
    column = {"starts_on": "start_days", "ends_on": "end_days"}.get(field, field)
    return row.fault(column if column in row.cells else next(iter(row.cells)), message)
