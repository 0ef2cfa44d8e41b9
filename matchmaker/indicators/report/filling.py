"""Writes of a submission: filling in, its steps, comments. The cycle is held first, so a freeze waits for them or they for it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean, length_fault
from matchmaker.deals.documents.actions import Sent
from matchmaker.deals.money.standing import today
from matchmaker.indicators.report import rules
from matchmaker.indicators.report.draft import NOTE_MOST, FillingDraft, ItemDraft
from matchmaker.indicators.report.letters import write_to_body
from matchmaker.indicators.report.models import Submission, SubmissionComment, SubmissionItem
from matchmaker.indicators.report.queries import items_of
from matchmaker.indicators.report.states import SUBMISSION
from matchmaker.indicators.values.models import Evidence

QUIET = timedelta(days=1)  # after a letter about a comment


def fill_submission(actor: Actor, db: Session, submission: Submission, draft: FillingDraft, version: int) -> None:
    """Keep what is filled in. Raises Conflict when somebody else has saved since `version`."""
    _hold(db, submission)
    require(rules.speaks_for(actor, submission.body))
    if not rules.may_fill(actor, submission):  # no refusal: somebody may have submitted it while this was typed
        raise Conflict(_("It has been submitted or frozen meanwhile: nothing can be filled in now."))
    _agree(submission, version)
    there, before, after = items_of(db, submission), {}, {}
    for key, item in draft.items.items():
        old = there.get(key)
        told = (_told(old), _put(actor, db, submission, key, old, item))
        if told[0] != told[1]:
            before[key], after[key] = told
    submission.text, submission.lang, submission.user_id = draft.text, draft.lang, actor.user_id
    flag_modified(submission, "text")  # its rows may be all that changes: who has the form open must hear of it
    audit.record(db, actor.user_id, "fill", "submission", submission.id, before, after)
    db.flush()


def _hold(db: Session, submission: Submission) -> None:
    hold(db, submission.cycle, "state")
    hold(db, submission, "state")


def _agree(submission: Submission, version: int) -> None:
    if submission.version != version:
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))


def _told(item: SubmissionItem | None) -> list[float | int | None]:
    """What the trail says of a figure: the value and its evidence, no words that people type."""
    return [item.value, item.evidence_id] if item else [None, None]


def _put(
    actor: Actor, db: Session, submission: Submission, key: str, old: SubmissionItem | None, item: ItemDraft
) -> list[float | int | None]:
    if item.is_empty:
        if old is not None:
            db.delete(old)
        return _told(None)
    if old is None:
        indicator, _dash, place = key.partition("-")
        old = SubmissionItem(submission_id=submission.id, indicator_id=int(indicator), place=place)
        db.add(old)
    old.value, old.note = item.value, item.note
    old.evidence_id = keep_evidence(actor, db, item.sent).id if item.sent else item.evidence_id
    return _told(old)


def keep_evidence(actor: Actor, db: Session, sent: Sent) -> Evidence:
    """The file, kept once: the same bytes under the same name from the same person are the same evidence."""
    query = select(Evidence).where(Evidence.sha256 == sent.sha256, Evidence.filename == sent.filename)
    if twin := db.scalar(query.where(Evidence.user_id == actor.user_id).limit(1)):
        return twin
    made = Evidence(filename=sent.filename, media_type=sent.media_type, size=len(sent.content), sha256=sent.sha256)
    made.content, made.user_id = sent.content, actor.user_id
    db.add(made)
    db.flush()  # figures point at it
    return made


def move_submission(
    actor: Actor, db: Session, submission: Submission, verb: str, version: int, reason: str = ""
) -> None:
    """Take a step: submit, accept, return. A return tells its reason, as a comment and by letter."""
    _hold(db, submission)
    if (submission.state, verb) in SUBMISSION:
        _agree(submission, version)
    reason = _checked("reason", reason, 1) if verb == "return" else ""
    walk(db, SUBMISSION, actor, submission, verb)
    submission.moved_at = clock.now()
    if verb == "submit":
        submission.submitted_at, submission.user_id = clock.now(), actor.user_id
    if verb == "return":
        db.add(SubmissionComment(submission_id=submission.id, user_id=actor.user_id, text=reason))
        submission.reminded_on = today()
        write_to_body(db, submission, "report_returned", reason=reason)
    if verb == "accept":
        write_to_body(db, submission, "report_accepted")
    db.flush()


def _checked(name: str, text: str, least: int) -> str:
    if fault := length_fault(text := clean(text), least, NOTE_MOST):
        raise Invalid({name: fault})
    return text


def add_comment(actor: Actor, db: Session, submission: Submission, text: str, indicator_id: int | None = None) -> None:
    """Say something about the whole or about one indicator; said twice in a row it is kept once.

    What the ministry says reaches the body by letter, once a day.
    """
    require(rules.may_comment(actor, submission))
    text = _checked("comment", text, 1)
    _hold(db, submission)
    require(rules.may_comment(actor, submission))  # it may have been frozen while this waited
    query = select(SubmissionComment).where(SubmissionComment.submission_id == submission.id)
    last = db.scalar(query.order_by(SubmissionComment.id.desc()).limit(1))
    said = (actor.user_id, text, indicator_id)
    if last and (last.user_id, last.text, last.indicator_id) == said:
        return
    is_told = last is not None and last.at > clock.now() - QUIET and last.user_id == actor.user_id
    db.add(SubmissionComment(submission_id=submission.id, user_id=actor.user_id, text=text, indicator_id=indicator_id))
    if not is_told and not rules.speaks_for(actor, submission.body):
        write_to_body(db, submission, "report_comment", text=text)
