"""Writes of a change of encoder: ask for it, switch when the wanted one has read everything, forget the one before.

Until the switch the readings of both stand side by side, and only those of the serving one answer.
"""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matchmaker.core import changes, clock, jobs
from matchmaker.core.db import lock_sequence
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.models import Job
from matchmaker.matching.encoder import check_place
from matchmaker.matching.encoding import EncoderUnusable
from matchmaker.recommendations.encoder_state import Choice, as_values, choice, unread
from matchmaker.recommendations.models import EngineState, IndexEntry

ONLY = 1  # the id of the one row
NAME_AT_MOST = 200
GRACE = timedelta(minutes=1)  # in which requests that began before the switch still look up the older readings
BLOCK = 500


def settle(db: Session, setting: str) -> Choice:
    """Write down what serves, unless that stands already: who has read most, else the setting of this process."""
    _check(setting)
    lock_sequence(db)  # two processes that start together would both write the row
    if db.get(EngineState, ONLY) is None:
        by_number = select(IndexEntry.encoder).group_by(IndexEntry.encoder).order_by(func.count().desc())
        serving = db.scalar(by_number.limit(1)) or setting
        db.add(EngineState(id=ONLY, serving=serving, wanted=serving))
        db.flush()
    return choice(db, setting)


def want(db: Session, setting: str) -> Choice:
    """Ask for the encoder of a process that starts: where another serves, its readings are made in the background."""
    settle(db, setting)
    state = db.get_one(EngineState, ONLY)
    if state.wanted != setting:
        state.wanted, state.changed_at = setting, clock.now()
        db.flush()
        forget_later(db)
    state.fault = _misplaced(setting)
    if state.fault or state.serving != setting:
        read_later(db, setting)
    return Choice(state.serving, state.wanted)


def _misplaced(setting: str) -> dict[str, str]:
    """What can be told of a setting without loading anything."""
    try:
        check_place(setting)
    except EncoderUnusable as fault:
        return as_values(fault)
    return {}


def _check(setting: str) -> None:
    if not 0 < len(setting) <= NAME_AT_MOST:
        raise Invalid({"MATCHMAKER_ENCODER": _("A name of 1 to %(most)s characters, please.", most=NAME_AT_MOST)})


def read_later(db: Session, encoder: str, after: timedelta = timedelta(0)) -> None:
    """Ask for what this encoder has not read yet, unless that is asked for already."""
    lock_sequence(db)
    waiting = select(Job.args).where(Job.name == "read_anew", Job.state.in_(("queued", "running")))
    if encoder not in {args["encoder"] for args in db.scalars(waiting)}:
        jobs.enqueue(db, "read_anew", priority=jobs.CALM, after=after, encoder=encoder)


def note_fault(db: Session, encoder: str, fault: EncoderUnusable | None) -> None:
    """Keep why the wanted encoder cannot be used, for those who look after the platform; None when it can."""
    state = db.get(EngineState, ONLY)
    if state and state.wanted == encoder:
        state.fault = as_values(fault) if fault else {}


def switch_when_complete(db: Session) -> bool:
    """Let the wanted encoder serve if it has read every posting; returns whether it has just begun to."""
    lock_sequence(db)  # what is published at this moment is seen here, or comes after the switch
    state = db.get(EngineState, ONLY, populate_existing=True)
    if state is None or state.serving == state.wanted or db.scalar(unread(state.wanted).limit(1)):
        return False
    state.serving, state.fault, state.changed_at = state.wanted, {}, clock.now()
    changes.announce(db, changes.SETTINGS)
    forget_later(db)
    return True


def forget_later(db: Session) -> None:
    """Ask for the readings to be dropped that nobody will ask for any more."""
    jobs.enqueue(db, "forget_encoders", priority=jobs.CALM, after=GRACE)


def forget_encoders(db: Session) -> None:
    """Drop readings by encoders that neither serve nor are wanted: some now, the rest when this is asked for again."""
    state = db.get(EngineState, ONLY)
    if state is None:
        return
    others = IndexEntry.encoder.not_in((state.serving, state.wanted))
    ids = list(db.scalars(select(IndexEntry.posting_id).distinct().where(others).limit(BLOCK)))
    db.execute(delete(IndexEntry).where(others, IndexEntry.posting_id.in_(ids)))
    if len(ids) == BLOCK:
        jobs.enqueue(db, "forget_encoders", priority=jobs.CALM)
