"""How what a body reported becomes published values: new versions, none of those that are there changes."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.core.i18n import _
from matchmaker.indicators.report.models import Submission, SubmissionItem
from matchmaker.indicators.values.actions import enter_value, move_value
from matchmaker.indicators.values.draft import Cell, ValueDraft
from matchmaker.indicators.values.models import Evidence
from matchmaker.indicators.values.queries import last_published


def publish_reported(actor: Actor, db: Session, submission: Submission) -> int:
    """Publish the figures of an accepted submission; returns how many were new. The submission is loaded with its cycle.

    A figure that is published already, with the same note and evidence, is left alone.
    """
    query = select(SubmissionItem).where(SubmissionItem.submission_id == submission.id)
    items = db.scalars(query.options(joinedload(SubmissionItem.indicator)).order_by(SubmissionItem.indicator_id))
    wanted = [one for one in items if one.indicator.is_active and not one.indicator.query]
    return sum(_publish(actor, db, submission, item) for item in wanted)


def _publish(actor: Actor, db: Session, submission: Submission, item: SubmissionItem) -> bool:
    """Whether the figure was new."""
    if item.value is None or item.evidence_id is None:  # said in words only
        return False
    cell = Cell(item.place, submission.cycle.year)
    if _is_published(db, item, cell, submission.is_demo):
        return False
    reason = _("Annual report on %(year)s", year=cell.year)
    draft = ValueDraft(cell, item.value, note=item.note, reason=reason, is_demo=submission.is_demo)
    evidence = db.get_one(Evidence, item.evidence_id)
    value = enter_value(actor, db, item.indicator, draft, evidence, entered_by=submission.user_id)
    move_value(actor, db, value, "publish")
    return True


def _is_published(db: Session, item: SubmissionItem, cell: Cell, is_demo: bool) -> bool:
    there = last_published(db, item.indicator_id, cell.place, cell.year)
    said = item.value, item.note, item.evidence_id, is_demo
    return there is not None and (there.value, there.note, there.evidence_id, there.is_demo) == said
