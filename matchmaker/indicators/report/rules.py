"""Who may see and do what with the annual report. That there is a cycle, and its dates, everyone may know."""

from sqlalchemy import ColumnElement, select, true

from matchmaker.accounts.actor import Actor
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission
from matchmaker.territories.rules import is_ministry

FILLING = ("awaited", "returned")  # a body may still change what it reports


def may_run(actor: Actor, cycle: ReportCycle | None = None) -> bool:
    """The ministry opens cycles, freezes and publishes."""
    return is_ministry(actor)


def may_oversee(actor: Actor) -> bool:
    """The ministry and officers see what every body reports."""
    return is_ministry(actor) or actor.is_officer


def may_read_report(actor: Actor, cycle: ReportCycle) -> bool:
    """Everyone when it is published; who oversees, from the freeze on."""
    return cycle.state == "published" or (cycle.state == "frozen" and may_oversee(actor))


def speaks_for(actor: Actor, body: ReportingBody) -> bool:
    """The people of its organisation."""
    return body.organisation_id is not None and body.organisation_id in actor.organisations


def may_see(actor: Actor, submission: Submission) -> bool:
    """Its body, and who oversees. The submission is loaded with its body."""
    return may_oversee(actor) or speaks_for(actor, submission.body)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if may_oversee(actor):
        return true()
    own = select(ReportingBody.id).where(ReportingBody.organisation_id.in_(sorted(actor.organisations)))
    return Submission.body_id.in_(own)


def may_submit(actor: Actor, submission: Submission) -> bool:
    """The body's people, while the cycle is open."""
    return submission.cycle.state == "open" and speaks_for(actor, submission.body)


def may_fill(actor: Actor, submission: Submission) -> bool:
    """The same, until it is submitted and again when it is returned."""
    return may_submit(actor, submission) and submission.state in FILLING


def may_judge(actor: Actor, submission: Submission) -> bool:
    """The ministry, while the cycle is open."""
    return submission.cycle.state == "open" and is_ministry(actor)


def may_comment(actor: Actor, submission: Submission) -> bool:
    """The body and the ministry, while the cycle is open."""
    return may_submit(actor, submission) or may_judge(actor, submission)
