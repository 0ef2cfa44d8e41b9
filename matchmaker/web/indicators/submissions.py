"""What one body submits: its form, the ministry's view, comments, history."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _, current_locale
from matchmaker.core.machine import moves
from matchmaker.deals.money.standing import today
from matchmaker.indicators.report import filling, rules
from matchmaker.indicators.report.asked import Asked, asked_of
from matchmaker.indicators.report.board import days_late
from matchmaker.indicators.report.draft import Files, read_filling, typed
from matchmaker.indicators.report.missing import missing_among
from matchmaker.indicators.report.models import Submission, SubmissionItem
from matchmaker.indicators.report.queries import (
    comments_of,
    history_of,
    items_of,
    load_submission,
    values_before,
)
from matchmaker.indicators.report.states import SUBMISSION, SUBMISSION_VERBS
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.forms import whole_number

blueprint = Blueprint("submissions", __name__, url_prefix="/reports/<int:year>/submissions")
Answer = str | Response | tuple[str, int]
Items = dict[str, SubmissionItem]


@blueprint.get("/<int:submission_id>")
@access("signed_in")
def detail(year: int, submission_id: int) -> str:
    """The form while it may be filled in, else what was submitted; comments and history."""
    return _page(load_submission(actor(), db(), year, submission_id))


def _page(submission: Submission, values: MultiDict[str, Any] | None = None, **more: Any) -> str:
    asked, items = asked_of(db(), submission.body, submission.cycle.year), items_of(db(), submission)
    stored = _stored(submission, asked, items)
    context: dict[str, Any] = {"errors": {}, "conflict": None, "version": submission.version}
    context |= {"stored": stored, "values": stored if values is None else values}
    context |= {"asked": asked, "items": items, "before": values_before(db(), submission)}
    context |= {"may_fill": rules.may_fill(actor(), submission), "may_comment": rules.may_comment(actor(), submission)}
    context |= {"verbs": moves(SUBMISSION, actor(), submission), "missing": missing_among(submission, asked, items)}
    context |= {"comments": comments_of(db(), submission), "history": history_of(db(), "submission", submission.id)}
    context |= {"days_late": days_late(submission, submission.cycle, today()), "limit": int(config().upload_limit)}
    context |= {"known": _known(items), "cycle": submission.cycle}
    return render_template("indicators/report/submission.html", submission=submission, **context | more)


def _known(items: Items) -> dict[int, str]:
    """The documents sent before, by name."""
    return {one.evidence.id: one.evidence.filename for one in items.values() if one.evidence}


def _stored(submission: Submission, asked: list[Asked], items: Items) -> MultiDict[str, Any]:
    """What is kept, as the values of the form."""
    values = {"text": submission.text, "lang": submission.lang or current_locale()}
    for key, item in ((one.key, items[one.key]) for one in asked if one.key in items):
        values |= {f"value_{key}": typed(item.value), f"note_{key}": item.note}
        values[f"evidence_{key}"] = str(item.evidence_id or "")
    return MultiDict(values)


@blueprint.post("/<int:submission_id>")
@access("signed_in")
def fill(year: int, submission_id: int) -> Answer:
    """Keep what is filled in, and submit it when that is asked and nothing is missing."""
    submission, files = load_submission(actor(), db(), year, submission_id), _files()
    try:
        _fill(submission, files)
    except (Invalid, Conflict) as fault:
        return _again(year, submission_id, fault, files)
    if request.form.get("then") != "submit":
        flash(_("Saved. The ministry sees it when you submit it."), "success")
        return _back(submission)
    return _submit(submission)


def _files() -> dict[str, tuple[str, bytes]]:
    sent = {name: (one.filename or "", one.read()) for name, one in request.files.items()}
    return {name: one for name, one in sent.items() if one[0]}


def _fill(submission: Submission, files: Files) -> None:
    asked, known = asked_of(db(), submission.body, submission.cycle.year), _known(items_of(db(), submission))
    draft = read_filling(request.form, files, asked, known, int(config().upload_limit))
    filling.fill_submission(actor(), db(), submission, draft, whole_number(request.form.get("version")) or 0)


def _submit(submission: Submission) -> Response:
    """What is missing keeps the state, not what was filled in: that is saved either way."""
    try:
        filling.move_submission(actor(), db(), submission, "submit", submission.version)
    except Invalid:
        flash(_("Saved, but not submitted: see what is missing."), "warning")
        return _back(submission, "missing")
    flash(_("Submitted. The ministry looks at it now."), "success")
    return _back(submission)


def _again(year: int, submission_id: int, fault: Invalid | Conflict, files: Files) -> Answer:
    """The form with what was typed; after a conflict with what is stored beside it."""
    db().rollback()
    submission, form = load_submission(actor(), db(), year, submission_id), request.form
    words = _("Choose “%(name)s” again: a file is kept only with a form that could be saved.")
    again = {field: words % {"name": name} for field, (name, _content) in files.items()}
    if isinstance(fault, Invalid):
        return _page(submission, form, errors=again | fault.errors, version=form.get("version", "")), 422
    again = again if rules.may_fill(actor(), submission) else {}
    return _page(submission, form, errors={"": fault.message} | again, conflict=_differing(submission)), 409


def _differing(submission: Submission) -> dict[str, str]:
    """By field what is stored now, where it is not what was typed."""
    asked, items = asked_of(db(), submission.body, submission.cycle.year), items_of(db(), submission)
    stored, form = _stored(submission, asked, items), request.form
    fields = [f"{part}_{one.key}" for one in asked for part in ("value", "note", "evidence")]
    return {name: stored.get(name, "") for name in ("text", *fields) if _differs(stored, form, name)}


def _differs(stored: MultiDict[str, Any], form: MultiDict[str, Any], name: str) -> bool:
    return bool(stored.get(name, "").split() != form.get(name, "").split())


@blueprint.post(f"/<int:submission_id>/<any({', '.join(SUBMISSION_VERBS)}):verb>")
@access("signed_in")
def move(year: int, submission_id: int, verb: str) -> Answer:
    """Submit what is stored, accept it, or return it with a reason."""
    submission, form = load_submission(actor(), db(), year, submission_id), request.form
    try:
        filling.move_submission(
            actor(), db(), submission, verb, whole_number(form.get("version")) or 0, form.get("reason", "")
        )
    except (Invalid, Conflict) as fault:
        db().rollback()
        errors = fault.errors if isinstance(fault, Invalid) else {"": fault.message}
        again = _page(load_submission(actor(), db(), year, submission_id), errors=errors, said=form)
        return again, 422 if isinstance(fault, Invalid) else 409
    flash({"submit": _("Submitted."), "accept": _("Accepted."), "return": _("Returned.")}[verb], "success")
    return _back(submission)


@blueprint.post("/<int:submission_id>/comments")
@access("signed_in")
def comment(year: int, submission_id: int) -> Answer:
    """Say something about the whole or about one indicator."""
    submission, form = load_submission(actor(), db(), year, submission_id), request.form
    try:
        about = _about(submission, form.get("about", ""))
        filling.add_comment(actor(), db(), submission, form.get("comment", ""), about)
    except Invalid as fault:
        db().rollback()
        submission = load_submission(actor(), db(), year, submission_id)
        return _page(submission, errors=fault.errors, said=form), 422
    flash(_("Your comment is there."), "success")
    return _back(submission, "comments")


def _about(submission: Submission, chosen: str) -> int | None:
    """The indicator that a comment is about. Raises Invalid for one that the body is not asked for."""
    if not chosen:
        return None
    ids = {str(one.indicator.id) for one in asked_of(db(), submission.body, submission.cycle.year)}
    if chosen not in ids:
        raise Invalid({"about": _("Choose from the list.")})
    return int(chosen)


def _back(submission: Submission, anchor: str | None = None) -> Response:
    year = submission.cycle.year
    return redirect(url_for("submissions.detail", year=year, submission_id=submission.id, _anchor=anchor))
