"""What the officer's page of a draft needs, in few queries."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.recommendations.live import LiveIndex
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.requests.wishes import Wish
from matchmaker.sessions.timetable.models import DraftStep, TimetableRun, TimetableVersion
from matchmaker.sessions.timetable.problem import pair_of
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


def version_of_draft(db: Session, session_id: int) -> int:
    """How often the draft was changed: what an officer's page was made from."""
    of_session = TimetableVersion.session_id == session_id, TimetableVersion.number == DRAFT
    return db.scalar(select(TimetableVersion.version).where(*of_session)) or 0


def unplaced(known: Known) -> list[Wish]:
    """Wishes whose meeting is not in the draft, the most wanted first; of a shared request only while none is placed."""
    placed = {pair_of(one) for one in known.placements}
    served = {one.choice for one in known.wishes if one.choice and (one.one_id, one.two_id) in placed}
    left = [
        one
        for one in known.wishes
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
