"""Missed meetings: counted against someone's reliability, which nobody else sees; whoever disagrees appeals."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import clock
from matchmaker.core.errors import Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean
from matchmaker.sessions.day.models import Outcome
from matchmaker.sessions.day.rules import may_judge
from matchmaker.sessions.day.states import ABSENCES
from matchmaker.sessions.models import InnovationSession, SessionSlot
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.timetable.models import Absence, Meeting, Placement, TimetableVersion
from matchmaker.sessions.timetable.versions import last_number

TEXT_MOST = 1000


def count_absence(db: Session, meeting_id: int, registration_id: int) -> None:
    """Note that someone missed a meeting; what was judged already stays as it is."""
    if db.get(Absence, (meeting_id, registration_id)) is None:
        db.add(Absence(meeting_id=meeting_id, registration_id=registration_id))
        db.flush()


def forget_absence(db: Session, meeting_id: int, registration_id: int) -> None:
    """The two do not agree that somebody was absent: nothing counts, unless an officer has judged."""
    found = db.get(Absence, (meeting_id, registration_id))
    if found and found.state in ("counted", "appealed"):
        db.delete(found)
        db.flush()


def count_missed(db: Session, session: InnovationSession, registration: Registration) -> None:
    """What has begun in the version in force and was held by nobody's word is missed by this person."""
    query = select(Meeting).join(Placement, Placement.meeting_id == Meeting.id)
    query = query.join(TimetableVersion, TimetableVersion.id == Placement.version_id)
    query = query.join(SessionSlot, SessionSlot.id == Placement.slot_id)
    own = or_(Meeting.one_id == registration.id, Meeting.two_id == registration.id)
    told = select(Outcome.meeting_id).where(Outcome.meeting_id == Meeting.id).exists()
    begun = SessionSlot.starts_at <= clock.now()
    last = TimetableVersion.session_id == session.id, TimetableVersion.number == last_number(db, session.id)
    for meeting in db.scalars(query.where(*last, own, begun, ~told, Meeting.state != "held")):
        meeting.state = "missed"
        count_absence(db, meeting.id, registration.id)


def appeal(voice: Voice, db: Session, meeting_id: int, text: str) -> Absence:
    """Say why an absence should not count."""
    if not clean(text):
        raise Invalid({"appeal": _("Say in a few words why it should not count.")})
    found = _load(db, meeting_id, voice.own.id if voice.own else 0)
    walk(db, ABSENCES, voice, found, "appeal")
    found.appeal = clean(text)[:TEXT_MOST]
    return found


def judge(actor: Actor, db: Session, meeting_id: int, registration_id: int, verb: str, text: str) -> Absence:
    """An officer excuses an absence or upholds it, with a word for the person."""
    require(may_judge(actor, None))
    found = _load(db, meeting_id, registration_id)
    walk(db, ABSENCES, actor, found, verb)
    found.answer = clean(text)[:TEXT_MOST]
    return found


def _load(db: Session, meeting_id: int, registration_id: int) -> Absence:
    found = db.get(Absence, (meeting_id, registration_id))
    if found is None:
        raise NotFound(_("There is no such absence."))
    return found
