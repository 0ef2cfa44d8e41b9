"""The bodies that report: the ministry's list, read and written."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.indicators.report.actions import ask_body
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission
from matchmaker.indicators.report.rules import may_run
from matchmaker.organisations.models import Organisation


def list_bodies(db: Session) -> list[ReportingBody]:
    """Every body with its organisation, central ones first."""
    query = select(ReportingBody).options(joinedload(ReportingBody.organisation))
    return list(db.scalars(query.order_by(ReportingBody.kind, ReportingBody.id)))


def load_body(db: Session, body_id: int) -> ReportingBody:
    """One body. Raises NotFound."""
    found = db.get(ReportingBody, body_id)
    if found is None:
        raise NotFound(_("There is no such body."))
    return found


def public_bodies(db: Session) -> list[Organisation]:
    """The organisations that a body's people may belong to."""
    query = select(Organisation).where(Organisation.kind == "public_body")
    return list(db.scalars(query.order_by(Organisation.name_ru, Organisation.id)))


def add_body(actor: Actor, db: Session, columns: dict[str, Any]) -> ReportingBody:
    """Put a body on the list. Cycles that are open ask it too."""
    require(may_run(actor))
    made = ReportingBody(**columns)
    db.add(made)
    db.flush()  # the trail names it
    audit.record(db, actor.user_id, "create", "reportingbody", made.id)
    _ask_in_open_cycles(db, made)
    return made


def edit_body(actor: Actor, db: Session, body: ReportingBody, columns: dict[str, Any]) -> None:
    """Change a body. One that is switched on again is asked by the cycles that are open."""
    require(may_run(actor))
    changed = {name: value for name, value in columns.items() if getattr(body, name) != value}
    before = {name: getattr(body, name) for name in changed}
    for name, value in changed.items():
        setattr(body, name, value)
    audit.record(db, actor.user_id, "edit", "reportingbody", body.id, before, changed)
    _ask_in_open_cycles(db, body)


def _ask_in_open_cycles(db: Session, body: ReportingBody) -> None:
    if not body.is_active:
        return
    asked = select(Submission.cycle_id).where(Submission.body_id == body.id)
    query = select(ReportCycle).where(ReportCycle.state == "open", ReportCycle.id.not_in(asked))
    for cycle in db.scalars(query.order_by(ReportCycle.id)):
        ask_body(db, cycle, body)
