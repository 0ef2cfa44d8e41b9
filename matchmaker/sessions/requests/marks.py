"""What one thinks of meeting another: must, like or no. Nobody else sees a mark, and the other cannot notice one.

A `no` hides nothing: whoever is marked may still ask. The request arrives like any other, is folded away under those
marked no, and sends no letter; the timetable never places the two (`wishes`).
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.requests.models import Mark, MeetingRequest
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.requests.walls import between, check_open, hold_own, own_place, partner

MARKS = ("must", "like", "no")
MUST_MOST = 3


def set_mark(voice: Voice, db: Session, session: InnovationSession, other_id: int, mark: str) -> None:
    """Mark a person, change the mark, or clear it with an empty one."""
    check_open(session)
    own = hold_own(db, voice)  # two clicks at once must not pass the limit
    partner(db, own, other_id)
    if mark not in (*MARKS, ""):
        raise Invalid({"mark": _("Choose must meet, would like, rather not, or no mark.")})
    row = db.get(Mark, (own.id, other_id))
    _check_mark(db, own.id, other_id, mark, row)
    if row and not mark:
        db.delete(row)
    elif mark:
        row = row or Mark(registration_id=own.id, other_id=other_id)
        row.mark, row.marked_at = mark, clock.now()
        db.add(row)
    db.flush()


def _check_mark(db: Session, own_id: int, other_id: int, mark: str, row: Mark | None) -> None:
    if mark == "must" and (row is None or row.mark != "must") and musts(db, own_id) >= MUST_MOST:
        text = _("You have %(most)s must-meets already. Change one of them to “would like” first.", most=MUST_MOST)
        raise Invalid({"mark": text})
    if mark == "no":
        agreed = between(db, own_id, other_id)
        if agreed and agreed.state == "accepted":
            raise Conflict(_("You have agreed to meet. Call the meeting off first, then mark the person."))


def musts(db: Session, own_id: int) -> int:
    """How many must-meets a person has marked."""
    return db.scalar(select(func.count()).where(Mark.registration_id == own_id, Mark.mark == "must")) or 0


def forget_no(db: Session, own_id: int, other_id: int) -> None:
    """Who asks or accepts somebody marked no has changed his mind."""
    row = db.get(Mark, (own_id, other_id))
    if row and row.mark == "no":
        db.delete(row)


def refuses(db: Session, request: MeetingRequest) -> bool:
    """Whether one of the two has marked the other no."""
    sides = (request.from_id, request.to_id)
    query = select(func.count()).where(Mark.registration_id.in_(sides), Mark.other_id.in_(sides), Mark.mark == "no")
    return bool(db.scalar(query))


def let_system_choose(voice: Voice, db: Session, session: InnovationSession, is_open: bool) -> None:
    """Whether the system may fill free slots with people who fit, though neither has asked."""
    check_open(session)
    own = own_place(voice)
    hold(db, own, "version", "is_open_to_others")
    if own.is_open_to_others != is_open:
        own.is_open_to_others = is_open
        change = {"is_open_to_others": not is_open}, {"is_open_to_others": is_open}
        audit.record(db, voice.user_id, "choose", "registration", own.id, *change)


def marks_of(db: Session, own_id: int) -> dict[int, str]:
    """The marks that a person has set, by the other's id. Callers pass the actor's own registration only."""
    return dict(db.execute(select(Mark.other_id, Mark.mark).where(Mark.registration_id == own_id)).all())
