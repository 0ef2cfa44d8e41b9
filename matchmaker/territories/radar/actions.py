"""Runs of the radar: asked for by those who oversee, and by the sweep once a day."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.accounts.rules import require
from matchmaker.core import clock, jobs
from matchmaker.core.db import lock_sequence
from matchmaker.recommendations.best import Best
from matchmaker.territories.radar.models import DemandReading, DemandRun
from matchmaker.territories.radar.queries import last_readings, last_run
from matchmaker.territories.radar.rules import may_read_anew
from matchmaker.territories.radar.states import ACTIVE, SILENT

JOB = "read_demand"


def ask_for_run(actor: Actor, db: Session) -> DemandRun:
    """Have every need looked at anew by the job runner; the run that is under way already, if there is one."""
    require(may_read_anew(actor))
    lock_sequence(db)  # two who ask at once get one run
    under_way = active_run(db)
    if under_way:
        return under_way
    now = clock.now()
    run = DemandRun(asked_by=actor.user_id, asked_at=now, touched_at=now)
    db.add(run)
    db.flush()
    jobs.enqueue(db, JOB, priority=jobs.LONG, run_id=run.id)
    return run


def active_run(db: Session) -> DemandRun | None:
    """The run that waits or goes on."""
    alive = DemandRun.state.in_(ACTIVE), DemandRun.touched_at > clock.now() - SILENT
    return db.scalar(select(DemandRun).where(*alive).order_by(DemandRun.id.desc()).limit(1))


def look_daily(db: Session) -> None:
    """One part of the sweep: the first of each day (UTC) asks for a run."""
    last = last_run(db)
    if last is None or last.asked_at.date() < clock.today():
        ask_for_run(SYSTEM, db)


def keep_readings(db: Session, found: Sequence[Best]) -> int:
    """Write down what has changed since each need's last reading; returns how many rows that are."""
    before = last_readings(db, [one.need_id for one in found])
    changed = [one for one in found if _differs(before.get(one.need_id), one)]
    for one in changed:
        _write(db, before.get(one.need_id), one, is_open=True)
    return len(changed)


def _differs(before: DemandReading | None, now: Best) -> bool:
    if before is None or not before.is_open:
        return True
    return (before.score, before.capability_id) != (now.score, now.capability_id)


def close_readings(db: Session, gone: Sequence[int]) -> None:
    """Write down that these needs are published to everybody no more."""
    for need_id, last in last_readings(db, gone).items():
        if last.is_open:
            same = Best(need_id, None if last.score is None else round(last.score), last.capability_id)
            _write(db, last, same, is_open=False)


def _write(db: Session, before: DemandReading | None, found: Best, *, is_open: bool) -> None:
    """A row for today; a second look on one day corrects the first."""
    today = clock.today()
    if before is None or before.on != today:
        before = DemandReading(need_id=found.need_id, on=today)
        db.add(before)
    before.score, before.capability_id, before.is_open = found.score, found.capability_id, is_open
