"""What a submission still lacks before it can be submitted, by field, each with its mend."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from matchmaker.core.i18n import _
from matchmaker.indicators.report.asked import Asked, asked_of
from matchmaker.indicators.report.models import Submission, SubmissionItem
from matchmaker.indicators.report.queries import items_of


def missing_in(db: Session, submission: Submission) -> dict[str, str]:
    """By field of the form; empty when the submission is whole. It is loaded with its body and cycle."""
    asked = asked_of(db, submission.body, submission.cycle.year)
    return missing_among(submission, asked, items_of(db, submission))


def missing_among(submission: Submission, asked: Iterable[Asked], items: dict[str, SubmissionItem]) -> dict[str, str]:
    """The same of what is loaded already; items by the key of what is asked."""
    wanted = list(asked)
    found = dict(fault for one in wanted if (fault := _fault(one, items.get(one.key))))
    if not wanted and not submission.text:
        found["text"] = _("Write in words what was done in the year: nothing else is asked of you.")
    return found


def _fault(one: Asked, item: SubmissionItem | None) -> tuple[str, str] | None:
    name = one.indicator.name
    if item is None or (item.value is None and not item.note):
        words = _("%(name)s: give the value, or say in the explanation why there is none.", name=name)
        return f"value_{one.key}", words
    if item.value is not None and item.evidence_id is None:
        return f"file_{one.key}", _("%(name)s: add the document that proves the value.", name=name)
    return None
