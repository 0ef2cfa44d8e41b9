"""Writes of the cycle: opening, its days and preface, freezing, publishing."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold, lock_sequence
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _, ngettext
from matchmaker.core.machine import walk
from matchmaker.deals.money.standing import today
from matchmaker.indicators.report import rules
from matchmaker.indicators.report.draft import CycleDraft
from matchmaker.indicators.report.letters import write_to_body
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission
from matchmaker.indicators.report.publishing import publish_reported
from matchmaker.indicators.report.snapshot import snapshot_of
from matchmaker.indicators.report.states import CYCLE

NEAR = timedelta(days=30)  # an opening so near to the day is the first reminder
UNFINISHED = ("awaited", "returned")


def open_cycle(actor: Actor, db: Session, year: int, draft: CycleDraft) -> ReportCycle:
    """Begin the report on a year: every active body is asked, and told by letter. Raises Invalid when there is one."""
    require(rules.may_run(actor))
    lock_sequence(db)  # of two who open the same year at once, the second hears of the first
    if db.scalar(select(ReportCycle.id).where(ReportCycle.year == year)):
        raise Invalid({"year": _("There is a report on this year already.")})
    made = ReportCycle(year=year, **vars(draft))
    db.add(made)
    db.flush()  # submissions name it
    audit.record(db, actor.user_id, "open", "reportcycle", made.id, {}, {"year": year})
    query = select(ReportingBody).where(ReportingBody.is_active).order_by(ReportingBody.id)
    for body in db.scalars(query):
        ask_body(db, made, body)
    return made


def ask_body(db: Session, cycle: ReportCycle, body: ReportingBody) -> Submission:
    """Ask one body for its figures."""
    submission = Submission(cycle=cycle, body=body)
    submission.reminded_on = today() if today() >= cycle.submit_by - NEAR else None
    db.add(submission)
    db.flush()  # the letter leads to it
    write_to_body(db, submission, "report_opened")
    return submission


def edit_cycle(actor: Actor, db: Session, cycle: ReportCycle, draft: CycleDraft, version: int) -> None:
    """Change days and preface while the cycle is open. Raises Conflict when somebody else has saved since `version`."""
    require(rules.may_run(actor))
    hold(db, cycle, "state")
    if cycle.state != "open":
        raise Conflict(_("The report is frozen: its data stay as they are."))
    if cycle.version != version:
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))
    changed = {name: value for name, value in vars(draft).items() if getattr(cycle, name) != value}
    before = {name: _plain(getattr(cycle, name)) for name in changed if name != "preface"}
    for name, value in changed.items():
        setattr(cycle, name, value)
    after = {name: _plain(value) for name, value in changed.items() if name != "preface"}
    audit.record(db, actor.user_id, "edit", "reportcycle", cycle.id, before, after)
    db.flush()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def move_cycle(actor: Actor, db: Session, cycle: ReportCycle, verb: str, *, without_late: str = "") -> None:
    """Freeze, reopen or publish.

    A freeze consolidates: what is accepted becomes published values, and the whole report is kept as it is then. With bodies
    that have not submitted, `without_late` has to be ticked.
    """
    require(rules.may_run(actor, cycle))
    hold(db, cycle, "state")
    if verb == "freeze" and cycle.state == "open" and not without_late:
        _check_all_there(db, cycle)
    walk(db, CYCLE, actor, cycle, verb)
    if verb == "freeze":
        _consolidate(actor, db, cycle)
        cycle.frozen_at = clock.now()
        cycle.frozen = snapshot_of(db, cycle)
    if verb == "reopen":
        cycle.frozen_at, cycle.frozen = None, {}
    if verb == "publish":
        cycle.published_at = clock.now()
    db.flush()


def _check_all_there(db: Session, cycle: ReportCycle) -> None:
    late = select(func.count()).where(Submission.cycle_id == cycle.id, Submission.state.in_(UNFINISHED))
    if number := db.scalar(late):
        words = ngettext(
            "%(number)s body has not submitted. Tick that the report goes without it, or wait.",
            "%(number)s bodies have not submitted. Tick that the report goes without them, or wait.",
            number,
        )
        raise Invalid({"without_late": words})


def _consolidate(actor: Actor, db: Session, cycle: ReportCycle) -> None:
    query = select(Submission).where(Submission.cycle_id == cycle.id, Submission.state == "accepted")
    for submission in db.scalars(query.options(joinedload(Submission.cycle)).order_by(Submission.id)):
        publish_reported(actor, db, submission)
