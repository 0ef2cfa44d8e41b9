"""The stages of a project as one table: which stage may follow which, and what a step needs. A verb names where it leads."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import Move, Table
from matchmaker.territories.projects.models import Project, ProjectStep
from matchmaker.territories.projects.rules import may_edit

OVER = frozenset({"commissioned", "stopped"})
FOLLOWING = {
    "idea": ("feasibility", "stopped"),
    "feasibility": ("design", "idea", "stopped"),
    "design": ("construction", "feasibility", "stopped"),
    "construction": ("commissioned", "design", "stopped"),
    "commissioned": ("construction",),
    "stopped": ("idea", "feasibility", "design", "construction"),
}
NEEDS_REASON = frozenset({"to_stopped"})


def _construction_needs(db: Session, project: Project) -> None:
    if project.starts_on is None or project.ends_on is None:
        raise Invalid({"": _("Construction has a beginning and an end: write both days on the project's form first.")})


def _commissioning_needs(db: Session, project: Project) -> None:
    left = select(ProjectStep).where(ProjectStep.project_id == project.id, ProjectStep.done_on.is_(None))
    if step := db.scalar(left.order_by(ProjectStep.number).limit(1)):
        raise Invalid({"": _("The step “%(step)s” is not done yet. Write the day it was done first.", step=step.name)})


NEEDS = {"construction": _construction_needs, "commissioned": _commissioning_needs}


def _move(to: str) -> Move:
    return Move(to, may_edit, NEEDS[to]) if to in NEEDS else Move(to, may_edit)


STAGES: Table = {(now, f"to_{to}"): _move(to) for now, following in FOLLOWING.items() for to in following}
VERBS = tuple(dict.fromkeys(verb for _now, verb in STAGES))
