"""Reads of infrastructure projects and of their money."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.core.models import Audit
from matchmaker.organisations.models import Organisation
from matchmaker.territories.models import Territory
from matchmaker.territories.projects.mix import Total, mix_of, totals_of
from matchmaker.territories.projects.models import Project, ProjectFunding, ProjectStep
from matchmaker.territories.projects.rules import FUNDERS, visible_to
from matchmaker.territories.structure.models import Site

TRAIL = 30


def load_project(actor: Actor, db: Session, project_id: int) -> Project:
    """One project with its territory. Raises NotFound."""
    query = select(Project).where(Project.id == project_id, visible_to(actor))
    found = db.scalar(query.options(joinedload(Project.territory).joinedload(Territory.manager)))
    if found is None:
        raise NotFound(_("There is no such project."))
    return found


def projects_of(actor: Actor, db: Session, territory_id: int) -> list[Project]:
    """The projects of a territory that the actor may see, with their funding: two statements."""
    query = select(Project).where(Project.territory_id == territory_id, visible_to(actor)).order_by(Project.id)
    return list(db.scalars(query.options(selectinload(Project.funding))))


def open_projects_of(db: Session, territory_id: int) -> list[Project]:
    """The projects that the public page of a territory shows, with their funding: two statements."""
    query = select(Project).where(Project.territory_id == territory_id, Project.is_open).order_by(Project.id)
    return list(db.scalars(query.options(selectinload(Project.funding))))


def open_projects(db: Session) -> list[Project]:
    """Every project that is open to investors, with territory and funding: two statements."""
    query = select(Project).join(Project.territory).where(Project.is_open).order_by(Project.id)
    return list(db.scalars(query.options(contains_eager(Project.territory), selectinload(Project.funding))))


def steps_of(db: Session, project_id: int) -> list[ProjectStep]:
    """The steps of a project in their order, as stored now."""
    query = select(ProjectStep).where(ProjectStep.project_id == project_id).order_by(ProjectStep.number)
    return list(db.scalars(query.execution_options(populate_existing=True)))


def funding_of(db: Session, project_id: int) -> list[ProjectFunding]:
    """The funding of a project with the organisations that give it, as stored now."""
    query = select(ProjectFunding).where(ProjectFunding.project_id == project_id).order_by(ProjectFunding.id)
    return list(
        db.scalars(query.options(joinedload(ProjectFunding.organisation)).execution_options(populate_existing=True))
    )


def sites_of(db: Session, territory_id: int) -> list[Site]:
    """The sites of a territory, to say where a project stands."""
    return list(db.scalars(select(Site).where(Site.territory_id == territory_id).order_by(Site.id)))


def site_of(db: Session, project: Project) -> Site | None:
    """The site that a project stands on, if one is named."""
    return db.get(Site, project.site_id) if project.site_id else None


def funders(db: Session) -> list[Organisation]:
    """Every verified investor, bank and international institution, to choose from."""
    query = select(Organisation).where(Organisation.kind.in_(FUNDERS), Organisation.verified_at.is_not(None))
    return list(db.scalars(query.order_by(Organisation.name_ru, Organisation.id)))


def totals_by_currency(projects: Collection[Project]) -> list[Total]:
    """Sums over projects that are not stopped, each currency by itself; the funding is loaded."""
    going = [one for one in projects if one.stage != "stopped"]
    return totals_of((one.currency, mix_of(one.cost_minor, one.funding)) for one in going)


def history_of(db: Session, project_id: int) -> list[tuple[Audit, str]]:
    """The last steps of the trail with the names of who took them, the latest first. One statement."""
    query = select(Audit, User.name).outerjoin(User, User.id == Audit.actor_id)
    query = query.where(Audit.subject == "project", Audit.subject_id == project_id)
    return [(line, name or "") for line, name in db.execute(query.order_by(Audit.id.desc()).limit(TRAIL))]
