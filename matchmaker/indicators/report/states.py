"""The two state machines of the annual report as tables: of what a body submits, and of the whole cycle."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import ngettext
from matchmaker.core.machine import Move, Table
from matchmaker.indicators.report import rules
from matchmaker.indicators.report.missing import missing_in
from matchmaker.indicators.report.models import ReportCycle, Submission


def _is_whole(db: Session, submission: Submission) -> None:
    if errors := missing_in(db, submission):
        raise Invalid(errors)


def _is_decided(db: Session, cycle: ReportCycle) -> None:
    waiting = select(func.count()).where(Submission.cycle_id == cycle.id, Submission.state == "submitted")
    if number := db.scalar(waiting):
        words = ngettext(
            "%(number)s submission waits for your decision. Accept it or return it first.",
            "%(number)s submissions wait for your decision. Accept or return them first.",
            number,
        )
        raise Invalid({"": words})


SUBMISSION: Table = {
    ("awaited", "submit"): Move("submitted", rules.may_submit, _is_whole),
    ("returned", "submit"): Move("submitted", rules.may_submit, _is_whole),
    ("submitted", "accept"): Move("accepted", rules.may_judge),
    ("submitted", "return"): Move("returned", rules.may_judge),
    ("accepted", "return"): Move("returned", rules.may_judge),
}
CYCLE: Table = {
    ("open", "freeze"): Move("frozen", rules.may_run, _is_decided),
    ("frozen", "reopen"): Move("open", rules.may_run),
    ("frozen", "publish"): Move("published", rules.may_run),
}
SUBMISSION_VERBS = tuple(dict.fromkeys(verb for _state, verb in SUBMISSION))
CYCLE_VERBS = tuple(dict.fromkeys(verb for _state, verb in CYCLE))
