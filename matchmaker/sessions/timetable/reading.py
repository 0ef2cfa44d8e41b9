"""What a timetable is made from, as it stands in the database: the session's frame, its people and the draft."""

from dataclasses import dataclass, field

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.recommendations.live import LiveIndex
from matchmaker.sessions import rules
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.requests.fits import Fits
from matchmaker.sessions.requests.wishes import Wish, wishes
from matchmaker.sessions.timetable.models import Absence, Meeting, Placement, TimetableVersion

DRAFT = 0
COUNTED = ("counted", "appealed", "upheld")


@dataclass(frozen=True)
class Known:
    """All that a problem is posed from. `placements` are those of one version, usually the draft."""

    session: InnovationSession
    people: list[Registration]
    placements: list[Placement]
    wishes: list[Wish] = field(default_factory=list)
    absences: dict[int, int] = field(default_factory=dict)  # missed meetings of a registration's account, so far
    version: int = 0  # how often the draft was changed: what an officer's page was made from

    def person(self, registration_id: int) -> Registration | None:
        """Someone of the session by their registration."""
        return next((one for one in self.people if one.id == registration_id), None)


def load_frame(actor: Actor, db: Session, session_id: int) -> InnovationSession:
    """A session that the actor may see, with slots, interpreters and tables: two queries. Raises NotFound otherwise."""
    parts = (
        joinedload(InnovationSession.slots),
        joinedload(InnovationSession.interpreters),
        selectinload(InnovationSession.tables),
    )
    query = select(InnovationSession).where(rules.visible_to(actor), InnovationSession.id == session_id).options(*parts)
    found = db.scalars(query.execution_options(populate_existing=True)).unique().first()
    if found is None:
        raise NotFound(_("There is no such session."))
    return found


def people_of(db: Session, session_id: int) -> list[Registration]:
    """Who takes part, and who is still placed in some version though they no longer do; by organisation."""
    return list(db.scalars(_people(session_id)))


def people_and_absences(db: Session, session_id: int) -> tuple[list[Registration], dict[int, int]]:
    """The same with how often each account was absent without excuse, in this and every other session: one query."""
    past, own = aliased(Registration), Registration.user_id
    number = select(func.count()).select_from(Absence).join(past, past.id == Absence.registration_id)
    number = number.where(past.user_id == own, Absence.state.in_(COUNTED)).correlate(Registration)
    rows = db.execute(_people(session_id).add_columns(number.scalar_subquery())).all()
    return [person for person, _number in rows], {person.id: count for person, count in rows if count}


def _people(session_id: int) -> Select[Registration]:
    placed = select(Meeting.one_id).where(Meeting.session_id == session_id)
    other = select(Meeting.two_id).where(Meeting.session_id == session_id)
    is_part = or_(Registration.state == "confirmed", Registration.id.in_(placed), Registration.id.in_(other))
    query = select(Registration).where(Registration.session_id == session_id, is_part)
    query = query.options(joinedload(Registration.user), joinedload(Registration.organisation))
    return query.order_by(Registration.organisation_id, Registration.id)


def placements_of(db: Session, session_id: int, number: int) -> list[Placement]:
    """The placements of one version with their meetings, in order of time and table."""
    return version_of(db, session_id, number)[1]


def version_of(db: Session, session_id: int, number: int) -> tuple[int, list[Placement]]:
    """How often a version was changed (0: there is none), and its placements: one query."""
    query = select(TimetableVersion.version, Placement)
    query = query.outerjoin(Placement, TimetableVersion.id == Placement.version_id)
    query = query.where(TimetableVersion.session_id == session_id, TimetableVersion.number == number)
    query = query.options(joinedload(Placement.meeting)).order_by(Placement.slot_id, Placement.table_id, Placement.id)
    rows = db.execute(query.execution_options(populate_existing=True)).all()
    return next((row[0] for row in rows), 0), [row[1] for row in rows if row[1] is not None]


def read_known(
    actor: Actor,
    db: Session,
    session_id: int,
    index: LiveIndex | None = None,
    number: int = DRAFT,
    fits: Fits | None = None,
) -> Known:
    """Everything that the engine and the checker need of a session's draft, or of a released version.

    Without an index, or `fits` known before, wishes lack their scores.
    """
    session, (people, absences) = load_frame(actor, db, session_id), people_and_absences(db, session_id)
    version, placements = version_of(db, session_id, number)
    return Known(session, people, placements, wishes(db, session_id, index, fits), absences, version)
