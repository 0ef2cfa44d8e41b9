"""What the officer's page of a draft needs, in few queries."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.recommendations.live import LiveIndex
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.wishes import Wish, wishes
from matchmaker.sessions.rules import visible_to
from matchmaker.sessions.timetable.models import DraftStep, Meeting, Placement, TimetableRun, TimetableVersion
from matchmaker.sessions.timetable.problem import Pair
from matchmaker.sessions.timetable.reading import DRAFT, Known, load_frame, people_of, placements_of, read_known
from matchmaker.sessions.timetable.states import ACTIVE


@dataclass(frozen=True)
class Desk:
    """The draft with its last run and last step. `number`: of the version in force."""

    known: Known
    draft: TimetableVersion | None
    run: TimetableRun | None
    step: DraftStep | None
    number: int

    @property
    def session(self) -> InnovationSession:
        """The session."""
        return self.known.session

    @property
    def is_running(self) -> bool:
        """Whether the engine is at work."""
        return self.run is not None and self.run.state in ACTIVE


def load_desk(actor: Actor, db: Session, session_id: int) -> Desk:
    """The draft as it stands: five queries."""
    session = load_frame(actor, db, session_id)
    draft, run, step, number = _standing(db, session_id)
    known = Known(session, people_of(db, session_id), placements_of(db, session_id, DRAFT))
    return Desk(known, draft, run, step, number)


def _standing(
    db: Session, session_id: int
) -> tuple[TimetableVersion | None, TimetableRun | None, DraftStep | None, int]:
    """Draft, last run, last step and the number in force: one query."""
    last_run = select(func.max(TimetableRun.id)).where(TimetableRun.session_id == session_id).scalar_subquery()
    other = aliased(TimetableVersion)
    number = select(func.max(other.number)).where(other.session_id == session_id).scalar_subquery()
    own_steps = select(func.max(DraftStep.id)).where(DraftStep.version_id == TimetableVersion.id)
    is_draft = (TimetableVersion.session_id == session_id) & (TimetableVersion.number == DRAFT)
    query = (
        select(TimetableVersion, TimetableRun, DraftStep, number)
        .select_from(InnovationSession)
        .outerjoin(TimetableVersion, is_draft)
        .outerjoin(TimetableRun, TimetableRun.id == last_run)
        .outerjoin(DraftStep, DraftStep.id == own_steps.correlate(TimetableVersion).scalar_subquery())
        .where(InnovationSession.id == session_id)
    )
    draft, run, step, last = db.execute(query).one()
    return draft, run, step, last or DRAFT


@dataclass(frozen=True)
class Unplaced:
    """What is wished for and not in the draft."""

    session: InnovationSession
    wishes: list[Wish]
    people: dict[int, Registration]


def load_unplaced(actor: Actor, db: Session, session_id: int, index: LiveIndex) -> Unplaced:
    """The wishes that are not in the draft, and everybody of the session."""
    session, placed = _session_and_pairs(actor, db, session_id)
    found = unplaced(wishes(db, session_id, index), placed)
    return Unplaced(session, found, {one.id: one for one in people_of(db, session_id)})


def _session_and_pairs(actor: Actor, db: Session, session_id: int) -> tuple[InnovationSession, set[Pair]]:
    """The session and who meets whom in its draft: one query. Raises NotFound."""
    is_draft = (TimetableVersion.session_id == InnovationSession.id) & (TimetableVersion.number == DRAFT)
    query = select(InnovationSession, Meeting.one_id, Meeting.two_id).outerjoin(TimetableVersion, is_draft)
    query = query.outerjoin(Placement, Placement.version_id == TimetableVersion.id)
    query = query.outerjoin(Meeting, Meeting.id == Placement.meeting_id)
    rows = db.execute(query.where(InnovationSession.id == session_id, visible_to(actor))).all()
    if not rows:
        raise NotFound(_("There is no such session."))
    return rows[0][0], {(one, two) for _session, one, two in rows if one is not None}


def unplaced(wanted: list[Wish], placed: set[Pair]) -> list[Wish]:
    """Wishes whose meeting is not placed, the most wanted first; of a shared request only while none is placed."""
    served = {one.choice for one in wanted if one.choice and (one.one_id, one.two_id) in placed}
    left = [
        one
        for one in wanted
        if not one.is_blocked and (one.one_id, one.two_id) not in placed and one.choice not in served
    ]
    return sorted(left, key=lambda one: (-one.kind, -one.value, one.one_id, one.two_id))


def load_placed(
    actor: Actor, db: Session, session_id: int, meeting_id: int, index: LiveIndex | None = None
) -> tuple[Known, int]:
    """All about the draft, and which of its placements a meeting is. Raises NotFound when it is in no draft."""
    known = read_known(actor, db, session_id, index)
    at = next((number for number, one in enumerate(known.placements) if one.meeting_id == meeting_id), None)
    if at is None:
        raise NotFound(_("This meeting is not in the draft."))
    return known, at
