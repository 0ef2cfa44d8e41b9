"""Runs of the engine as an officer asks for them: one at a time for a session, from its stored draft."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock, jobs
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.rules import may_run
from matchmaker.sessions.timetable.drafts import hold_session
from matchmaker.sessions.timetable.models import TimetableRun
from matchmaker.sessions.timetable.states import ACTIVE, STATES

SECONDS = (10, 60, 300)
JOB = "make_timetable"
SECONDS_AT_MOST = 3600
WITH_TIMETABLE = ("closed", "released")


def ask_for_run(actor: Actor, db: Session, session: InnovationSession, seconds: int) -> TimetableRun:
    """Ask for a timetable that may take so long; the job runner makes it."""
    run = begin_run(actor, db, session, seconds)
    jobs.enqueue(db, JOB, priority=jobs.LONG, run_id=run.id)
    return run


def begin_run(actor: Actor, db: Session, session: InnovationSession, seconds: int) -> TimetableRun:
    """Keep a run to be carried out. Raises Conflict when one is under way, or the session takes no timetable now."""
    require(may_run(actor, session))
    if not 1 <= seconds <= SECONDS_AT_MOST:
        raise Invalid({"seconds": _("Choose how long the timetable may take.")})
    hold_session(db, session)
    if session.state not in WITH_TIMETABLE:
        raise Conflict(_("A timetable is made when the requests are closed. Close them first."))
    refuse_while_running(db, session.id)
    run = TimetableRun(session_id=session.id, seconds=seconds, asked_by=actor.user_id)
    db.add(run)
    db.flush()
    audit.record(db, actor.user_id, "run", "innovationsession", session.id, {}, {"seconds": seconds})
    return run


def active_run(db: Session, session_id: int) -> TimetableRun | None:
    """The run that is waiting or under way."""
    query = select(TimetableRun).where(TimetableRun.session_id == session_id, TimetableRun.state.in_(ACTIVE))
    return db.scalar(query.order_by(TimetableRun.id.desc()).limit(1))


def refuse_while_running(db: Session, session_id: int) -> None:
    """Raises Conflict while the engine writes into the draft."""
    if active_run(db, session_id):
        raise Conflict(_("The engine is working on this timetable. Wait until it is done, or stop it."))


def stop_run(actor: Actor, db: Session, session: InnovationSession) -> None:
    """Stop the run that is under way: it keeps what it has found. Asked twice, it is given up without its runner."""
    require(may_run(actor, session))
    run = active_run(db, session.id)
    if run is None:
        return
    hold(db, run, "state", "is_stop_wanted")
    if run.state == "waiting" or run.is_stop_wanted:
        end_run(actor, db, run, "halt")
    run.is_stop_wanted = True


def end_run(actor: Actor, db: Session, run: TimetableRun, verb: str) -> None:
    """Bring a run to its end: `end`, `halt` or `fail`."""
    walk(db, STATES, actor, run, verb)
    run.ended_at = clock.now()
