"""Writes of infrastructure projects. Each holds the project first, so that sums are checked against what is stored now."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.deals.money.currencies import shown_amount
from matchmaker.territories.models import Territory
from matchmaker.territories.projects import rules
from matchmaker.territories.projects.draft import FundingDraft, ProjectDraft, StepDraft, excess_words
from matchmaker.territories.projects.mix import Mix, mix_of
from matchmaker.territories.projects.models import Project, ProjectFunding, ProjectStep
from matchmaker.territories.projects.queries import funders, funding_of, steps_of
from matchmaker.territories.projects.stages import NEEDS_REASON, OVER, STAGES

NOTE_MOST = 1000
HELD = ("stage", "currency", "cost_minor", "is_open", "starts_on", "ends_on")
LONG = frozenset({"descriptions", "names"})  # what people write at length stays out of the trail


def add_project(
    actor: Actor, db: Session, territory: Territory, draft: ProjectDraft, form_token: str | None = None
) -> Project:
    """A new project at the stage `idea`. The same form sent twice gives the project that the first has made."""
    require(rules.may_add(actor, territory))
    hold(db, territory, "manager_id")
    sent = select(Project).where(Project.form_token == form_token, Project.territory_id == territory.id)
    if form_token and (there := db.scalar(sent)):
        return there
    made = Project(territory_id=territory.id, form_token=form_token, **vars(draft))
    db.add(made)
    db.flush()  # the trail names it
    audit.record(db, actor.user_id, "create", "project", made.id, {}, {"kind": made.kind, "stage": made.stage})
    return made


def edit_project(actor: Actor, db: Session, project: Project, draft: ProjectDraft, version: int) -> Project:
    """Change what the form holds. Raises Conflict when somebody else has saved since `version`."""
    require(rules.may_edit(actor, project))
    hold(db, project, "stage", "is_open", *vars(draft))
    _agree(project.version == version)
    _check_money(db, project, draft)
    changed = {name: value for name, value in vars(draft).items() if getattr(project, name) != value}
    before = {name: _told(name, getattr(project, name)) for name in changed}
    for name, value in changed.items():
        setattr(project, name, value)
    if changed:
        after = {name: _told(name, value) for name, value in changed.items()}
        audit.record(db, actor.user_id, "edit", "project", project.id, before, after)
        _close_if_paid(actor, db, project, mix_of(project.cost_minor, funding_of(db, project.id)))
    return project


def _told(name: str, value: object) -> str:
    return "" if name in LONG else str(value)


def _agree(is_as_seen: bool) -> None:
    if not is_as_seen:
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))


def _check_money(db: Session, project: Project, draft: ProjectDraft) -> None:
    """A new cost must still hold what is stored of funding and steps; the currency stays once money is written in it."""
    funding, steps = funding_of(db, project.id), steps_of(db, project.id)
    if draft.currency != project.currency and (funding or any(step.cost_minor for step in steps)):
        words = _("Funding or steps are written in %(code)s: take them off before you change the currency.",
                  code=project.currency)  # fmt: skip
        raise Invalid({"currency": words})
    taken = max(sum(one.amount_minor for one in funding), sum(step.cost_minor or 0 for step in steps))
    if draft.cost_minor < taken:
        words = _("Funding or steps come to %(amount)s %(code)s already: the cost cannot be lower.",
                  amount=shown_amount(taken, draft.currency), code=draft.currency)  # fmt: skip
        raise Invalid({"cost": words})


def seal_of(rows: Sequence[ProjectStep] | Sequence[ProjectFunding], project: Project) -> str:
    """A mark of lines as they are stored, so that a form knows whether they have changed meanwhile."""
    told = [
        [str(getattr(row, column.key)) for column in type(row).__table__.columns if column.key != "id"] for row in rows
    ]
    return hashlib.sha256(json.dumps([project.currency, told]).encode()).hexdigest()[:32]


def save_steps(actor: Actor, db: Session, project: Project, steps: Sequence[StepDraft], seal: str) -> None:
    """Replace the steps. Raises Conflict when they are not those that the form was opened with."""
    require(rules.may_edit(actor, project))
    hold(db, project, *HELD)
    stored = steps_of(db, project.id)
    _agree(seal == seal_of(stored, project))
    if sum(step.cost_minor or 0 for step in steps) > project.cost_minor:
        raise Invalid({"": _("The cost of the project has been lowered meanwhile. Look at it, then save again.")})
    db.execute(delete(ProjectStep).where(ProjectStep.project_id == project.id))
    db.add_all(ProjectStep(project_id=project.id, number=place, **vars(one)) for place, one in enumerate(steps, 1))
    before = {"steps": len(stored), "done": sum(step.done_on is not None for step in stored)}
    after = {"steps": len(steps), "done": sum(step.done_on is not None for step in steps)}
    audit.record(db, actor.user_id, "plan_steps", "project", project.id, before, after)


def save_funding(actor: Actor, db: Session, project: Project, lines: Sequence[FundingDraft], seal: str) -> Mix:
    """Replace the funding. Raises Conflict when it is not what the form was opened with, Invalid when it is too much.

    When nothing is left to be promised, the project is no longer open to investors.
    """
    require(rules.may_edit(actor, project))
    hold(db, project, *HELD)
    stored = funding_of(db, project.id)
    _agree(seal == seal_of(stored, project))
    if words := excess_words(lines, project.currency, project.cost_minor):
        raise Invalid({"": words})
    known = {name: one.id for one in funders(db) for name in (one.name_kk, one.name_ru, one.name_en) if name}
    db.execute(delete(ProjectFunding).where(ProjectFunding.project_id == project.id))
    db.add_all(
        ProjectFunding(project_id=project.id, **asdict(one) | {"funder_id": one.funder_id or known.get(one.funder)})
        for one in lines
    )
    before, after = mix_of(project.cost_minor, stored), mix_of(project.cost_minor, lines)
    audit.record(db, actor.user_id, "plan_funding", "project", project.id, _sums(before), _sums(after))
    _close_if_paid(actor, db, project, after)
    return after


def _sums(mix: Mix) -> dict[str, Any]:
    return {"committed": mix.committed_minor, "negotiated": mix.negotiated_minor, "gap": mix.gap_minor}


def _close_if_paid(actor: Actor, db: Session, project: Project, mix: Mix) -> None:
    if project.is_open and not mix.gap_minor:
        _show(actor, db, project, False)


def move_project(actor: Actor, db: Session, project: Project, verb: str, note: str = "") -> None:
    """Take one step along the stages. A project that is over is no longer open to investors."""
    hold(db, project, *HELD)
    require(rules.may_edit(actor, project))
    if verb in NEEDS_REASON and not note:
        raise Invalid({"note": _("Say why the project stops: those who follow it will ask.")})
    walk(db, STAGES, actor, project, verb, column="stage", **({"note": note[:NOTE_MOST]} if note else {}))
    if project.is_open and project.stage in OVER:
        _show(actor, db, project, False)


def open_project(actor: Actor, db: Session, project: Project) -> None:
    """Show it to investors, banks and the public. Raises Invalid, saying what it still lacks."""
    require(rules.may_edit(actor, project))
    hold(db, project, *HELD)
    if project.stage in OVER:
        raise Invalid({"": _("A project that is commissioned or stopped looks for no money.")})
    if not any(project.descriptions.values()):
        raise Invalid({"": _("Describe the project first: investors read what it is for.")})
    if not mix_of(project.cost_minor, funding_of(db, project.id)).gap_minor:
        raise Invalid({"": _("Nothing is lacking: the whole cost is committed already.")})
    if not project.is_open:
        _show(actor, db, project, True)


def close_project(actor: Actor, db: Session, project: Project) -> None:
    """Show it no longer; what investors have written stays."""
    require(rules.may_edit(actor, project))
    hold(db, project, *HELD)
    if project.is_open:
        _show(actor, db, project, False)


def _show(actor: Actor, db: Session, project: Project, is_open: bool) -> None:
    verb = "open" if is_open else "close"
    project.is_open = is_open
    audit.record(db, actor.user_id, verb, "project", project.id, {"is_open": not is_open}, {"is_open": is_open})
