"""Reads of cycles and submissions."""

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _
from matchmaker.core.models import Audit
from matchmaker.indicators.models import COUNTRY
from matchmaker.indicators.report.models import (
    ReportCycle,
    ReportingBody,
    Submission,
    SubmissionComment,
    SubmissionItem,
)
from matchmaker.indicators.report.rules import visible_to
from matchmaker.indicators.values.models import Evidence, IndicatorValue
from matchmaker.organisations.models import Membership

Told = tuple[SubmissionComment, str]
HISTORY = 100
WHOLE = (joinedload(Submission.body), joinedload(Submission.cycle).defer(ReportCycle.frozen))


def list_cycles(db: Session) -> list[ReportCycle]:
    """Every cycle, the latest year first, without what is frozen."""
    return list(db.scalars(select(ReportCycle).options(defer(ReportCycle.frozen)).order_by(ReportCycle.year.desc())))


def load_cycle(db: Session, year: int) -> ReportCycle:
    """The cycle of a year, with what is frozen. Raises NotFound."""
    found = db.scalar(select(ReportCycle).where(ReportCycle.year == year))
    if found is None:
        raise NotFound(_("There is no report on this year."))
    return found


def load_submission(actor: Actor, db: Session, year: int, submission_id: int) -> Submission:
    """A submission of a year's cycle with its body and cycle, read anew. Raises NotFound."""
    query = select(Submission).join(ReportCycle).where(Submission.id == submission_id, ReportCycle.year == year)
    query = query.where(visible_to(actor)).options(*WHOLE).execution_options(populate_existing=True)
    found = db.scalar(query)
    if found is None:
        raise NotFound(_("There is no such submission."))
    return found


def own_submissions(actor: Actor, db: Session, year: int | None = None) -> list[Submission]:
    """Those of the bodies that the actor speaks for, the latest year first; of one year when it is given."""
    query = select(Submission).join(ReportingBody).join(ReportCycle, ReportCycle.id == Submission.cycle_id)
    query = query.where(ReportingBody.organisation_id.in_(sorted(actor.organisations)))
    if year is not None:
        query = query.where(ReportCycle.year == year)
    return list(db.scalars(query.options(*WHOLE).order_by(ReportCycle.year.desc(), Submission.id)))


def items_of(db: Session, submission: Submission) -> dict[str, SubmissionItem]:
    """What is filled in, with evidence, by indicator and place as `Asked.key` writes them."""
    query = select(SubmissionItem).where(SubmissionItem.submission_id == submission.id)
    rows = db.scalars(query.options(joinedload(SubmissionItem.evidence)).order_by(SubmissionItem.id))
    return {f"{row.indicator_id}-{row.place}": row for row in rows}


def comments_of(db: Session, submission: Submission) -> list[Told]:
    """The comments with the names of who wrote them, oldest first."""
    query = select(SubmissionComment, User.name).outerjoin(User, User.id == SubmissionComment.user_id)
    rows = db.execute(query.where(SubmissionComment.submission_id == submission.id).order_by(SubmissionComment.id))
    return [(comment, name or "") for comment, name in rows]


def history_of(db: Session, subject: str, subject_id: int) -> list[tuple[Audit, str]]:
    """The trail with names, the latest first."""
    query = select(Audit, User.name).outerjoin(User, User.id == Audit.actor_id)
    query = query.where(Audit.subject == subject, Audit.subject_id == subject_id)
    return [(line, name or "") for line, name in db.execute(query.order_by(Audit.id.desc()).limit(HISTORY))]


def values_before(db: Session, submission: Submission) -> dict[str, float]:
    """The published values of the year before in the body's places, by `Asked.key`."""
    places = IndicatorValue.place.in_([COUNTRY, submission.body.region])
    query = select(IndicatorValue).where(IndicatorValue.state == "published", places)
    query = query.where(IndicatorValue.year == submission.cycle.year - 1)
    rows = db.scalars(query.order_by(IndicatorValue.version))
    return {f"{row.indicator_id}-{row.place}": row.value for row in rows}


def people_of_body(db: Session, body: ReportingBody) -> list[User]:
    """Whom to write to."""
    query = select(User).join(Membership).where(Membership.organisation_id == body.organisation_id)
    return list(db.scalars(query.where(Membership.state == "active", User.is_active).order_by(User.id)))


def load_evidence(actor: Actor, db: Session, evidence_id: int) -> Evidence:
    """A file, to who may see a submission that rests on it; to everyone when the report of its year is published.

    Raises NotFound.
    """
    seen = select(SubmissionItem.evidence_id).join(Submission).where(visible_to(actor))
    public = select(IndicatorValue.evidence_id).join(ReportCycle, ReportCycle.year == IndicatorValue.year)
    public = public.where(ReportCycle.state == "published", IndicatorValue.state == "published")
    readable = Evidence.id.in_(seen) | Evidence.id.in_(public)
    found = db.scalar(select(Evidence).where(Evidence.id == evidence_id, readable))
    if found is None:
        raise NotFound(_("There is no such file."))
    return found
