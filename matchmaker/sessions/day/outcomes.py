"""What came of a meeting, as each side says it in one tap; follow-up tasks; and asking for an introduction."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.core.text import clean
from matchmaker.postings.queries import load_posting
from matchmaker.recommendations.actions import answer
from matchmaker.recommendations.models import Introduction
from matchmaker.sessions.day.absences import count_absence, forget_absence
from matchmaker.sessions.day.models import FollowUp, Outcome
from matchmaker.sessions.models import SessionSlot
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.agenda import Entry
from matchmaker.sessions.timetable.models import Meeting, Placement, TimetableVersion
from matchmaker.sessions.timetable.versions import last_number

HELD = ("none", "insight", "follow_up", "cooperation")
THEY, I = "they_absent", "i_absent"  # noqa: E741
NOT_HELD = (THEY, I)
NOTE_MOST = 2000


def has_begun(entry: Entry) -> bool:
    """Whether there can be something to tell of a meeting."""
    return not entry.is_cancelled and entry.slot.starts_at <= clock.now()


def own_meeting(db: Session, own: Registration, meeting_id: int) -> Meeting:
    """A meeting of this person that has begun by the version in force. Raises NotFound or Conflict."""
    found = db.get(Meeting, meeting_id)
    if found is None or own.id not in (found.one_id, found.two_id):
        raise NotFound(_("There is no such meeting."))
    last = TimetableVersion.session_id == found.session_id, TimetableVersion.number == last_number(db, found.session_id)
    query = select(SessionSlot.starts_at).join(Placement, Placement.slot_id == SessionSlot.id)
    query = query.join(TimetableVersion, TimetableVersion.id == Placement.version_id)
    starts = db.scalar(query.where(*last, Placement.meeting_id == meeting_id))
    if starts is None or starts > clock.now():
        raise Conflict(_("This meeting has not begun, or was called off."))
    return found


def give_outcome(
    actor: Actor, db: Session, own: Registration, meeting_id: int, said: str, rating: int | None, note: str | None
) -> Outcome:
    """Say, or say anew, what came of a meeting; without rating and note those given before stay.

    Whether it was held follows from what both sides say.
    """
    errors = {} if said in (*HELD, *NOT_HELD) else {"outcome": _("Choose from the list.")}
    if rating is not None and not 1 <= rating <= 5:
        errors["rating"] = _("Give one to five points.")
    if errors:
        raise Invalid(errors)
    meeting = own_meeting(db, own, meeting_id)
    hold(db, meeting, "state")
    row = db.get(Outcome, (meeting_id, own.id)) or Outcome(meeting_id=meeting_id, registration_id=own.id)
    row.outcome, row.given_at = said, clock.now()
    if note is not None:
        row.rating, row.note = rating, clean(note)[:NOTE_MOST]
    db.add(row)
    db.flush()
    _settle(db, meeting)
    audit.record(db, actor.user_id, "outcome", "meeting", meeting_id, {}, {"outcome": said})
    return row


def _settle(db: Session, meeting: Meeting) -> None:
    """Whoever says of himself that he was absent was; of another it counts unless that one says otherwise."""
    rows = db.scalars(select(Outcome).where(Outcome.meeting_id == meeting.id))
    said = {row.registration_id: row.outcome for row in rows}
    meeting.state = "held" if any(one in HELD for one in said.values()) else "missed"
    sides = (meeting.one_id, meeting.two_id)
    for own, other in (sides, sides[::-1]):
        if said.get(own) == I or (said.get(other) == THEY and own not in said):
            count_absence(db, meeting.id, own)
        else:
            forget_absence(db, meeting.id, own)


def add_follow_up(
    actor: Actor, db: Session, own: Registration, meeting_id: int, text: str, due: date | None
) -> FollowUp:
    """Set oneself a task after a meeting."""
    own_meeting(db, own, meeting_id)
    if not clean(text):
        raise Invalid({"text": _("Say what is to be done.")})
    made = FollowUp(meeting_id=meeting_id, registration_id=own.id, text=clean(text)[:NOTE_MOST], due_on=due)
    db.add(made)
    db.flush()
    audit.record(db, actor.user_id, "create", "followup", made.id)
    return made


def finish_follow_up(actor: Actor, db: Session, own: Registration, task_id: int) -> FollowUp:
    """Done; pressed again, it is open again."""
    task = db.get(FollowUp, task_id)
    if task is None or task.registration_id != own.id:
        raise NotFound(_("There is no such task."))
    hold(db, task, "done_at")
    task.done_at = None if task.done_at else clock.now()
    audit.record(db, actor.user_id, "finish" if task.done_at else "reopen", "followup", task.id)
    return task


def ask_for_introduction(actor: Actor, db: Session, own: Registration, meeting_id: int) -> Introduction | None:
    """Be interested in the other side's posting; when both are, officers introduce them. Raises Conflict without a pair."""
    meeting = own_meeting(db, own, meeting_id)
    if meeting.need_id is None or meeting.capability_id is None:
        raise Conflict(_("This meeting was not about two postings. Answer a recommendation instead."))
    sides = [load_posting(actor, db, one) for one in (meeting.need_id, meeting.capability_id)]
    mine = [one for one in sides if one.organisation_id == own.organisation_id]
    if len(mine) != 1:
        raise Forbidden(_("Neither posting is your organisation's."))
    other = next(one for one in sides if one is not mine[0])
    return answer(actor, db, mine[0], other, "interested")
