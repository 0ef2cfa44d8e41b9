"""Releasing a timetable: the draft becomes the next version, and only those hear of it for whom something changed."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.rules import may_run
from matchmaker.sessions.states import STATES
from matchmaker.sessions.timetable.drafts import Place, hold_draft, hold_session, write
from matchmaker.sessions.timetable.judging import standing_faults
from matchmaker.sessions.timetable.letters import write_letters
from matchmaker.sessions.timetable.models import DraftStep, TimetableVersion
from matchmaker.sessions.timetable.problem import pair_of, to_check
from matchmaker.sessions.timetable.reading import Known, placements_of, read_known
from matchmaker.sessions.timetable.runs import refuse_while_running
from matchmaker.sessions.timetable.versions import Change, differences, last_number
from matchmaker.sessions.timetable.words import full_name


def release(actor: Actor, db: Session, session: InnovationSession, note: str = "") -> TimetableVersion:
    """Make the draft the version in force and write to those it changes something for.

    Raises Invalid, in words, while the draft breaks a wall; Conflict while the engine works or nothing has changed.
    """
    require(may_run(actor, session))
    hold_session(db, session)
    draft = hold_draft(db, session)
    refuse_while_running(db, session.id)
    hold_people(db, session.id)
    known = read_known(actor, db, session.id)
    refuse_faults(known)
    before = placements_of(db, session.id, number) if (number := last_number(db, session.id)) else []
    changes = differences(before, known.placements)
    if number and not changes:
        raise Conflict(_("The draft is the same as the timetable in force. There is nothing to release."))
    made = freeze(actor, db, known, draft.scores, number + 1, note)
    forget_steps(db, draft)
    walk(db, STATES, actor, session, "release", number=made.number)
    tell_calendars(changes)
    write_letters(db, known, changes)
    return made


def hold_people(db: Session, session_id: int) -> None:
    """Let nobody leave or come while the version is made: who answers at this moment waits."""
    query = select(Registration.id).where(Registration.session_id == session_id, Registration.state == "confirmed")
    db.execute(query.order_by(Registration.id).with_for_update(read=True)).all()


def refuse_faults(known: Known) -> None:
    """Raises Invalid while something in the draft cannot be: someone has left, or a wall is broken."""
    there = {one.id for one in known.people if one.state == "confirmed"}
    gone = {person for one in known.placements for person in pair_of(one)} - there
    words = [
        _("%(person)s no longer takes part but is still in the timetable.", person=full_name(one))
        for one in known.people
        if one.id in gone
    ]
    posed = to_check(known)
    words += standing_faults(posed, posed.placed(known.placements))
    if words:
        raise Invalid({"draft": " ".join(words)})


def freeze(actor: Actor, db: Session, known: Known, scores: dict[str, Any], number: int, note: str) -> TimetableVersion:
    """What is known to be placed, as a version of its own."""
    return freeze_places(actor, db, known.session.id, [Place.of(one) for one in known.placements], scores, number, note)


def freeze_places(
    actor: Actor, db: Session, session_id: int, places: list[Place], scores: dict[str, Any], number: int, note: str
) -> TimetableVersion:
    """A released version with these places."""
    made = TimetableVersion(
        session_id=session_id, number=number, scores=scores, made_by=actor.user_id, note=clean(note)
    )
    db.add(made)
    db.flush()
    write(db, made, places)
    return made


def forget_steps(db: Session, draft: TimetableVersion) -> None:
    """What was adjusted before a release is no longer undone."""
    for step in db.scalars(select(DraftStep).where(DraftStep.version_id == draft.id)):
        db.delete(step)


def tell_calendars(changes: list[Change]) -> None:
    """Let the sequence of what was in force before grow, so that calendars take the change (RFC 5545)."""
    for change in changes:
        meeting = change.meeting
        was_told = change.before is not None or meeting.state == "cancelled"
        meeting.sequence += int(was_told)
        meeting.changed_at = clock.now()
        if meeting.state in ("planned", "cancelled"):
            meeting.state = "cancelled" if change.what == "cancelled" else "planned"
