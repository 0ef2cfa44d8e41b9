"""Tasks and milestones of a deal, everybody's own tasks over all deals, and their calendar."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.deals.models import Deal
from matchmaker.deals.money.receivables import milestone_met
from matchmaker.deals.people import everybody
from matchmaker.deals.queries import load_deal
from matchmaker.deals.work import actions, calendars, queries
from matchmaker.deals.work.draft import read_task
from matchmaker.deals.work.models import DealTask
from matchmaker.deals.work.rules import may_plan
from matchmaker.organisations.queries import actor_of
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.deals.milestones import milestone_removed
from matchmaker.web.deals.tabs import deal_tabs
from matchmaker.web.forms import new_token, page_number, sent_token, whole_number

blueprint = Blueprint("deal_work", __name__, url_prefix="/deals")
blueprint.add_app_template_global(deal_tabs, "deal_tabs")
Answer = str | Response | tuple[str, int]
FIELDS = ("title", "owner_id", "due_on", "is_milestone")


@blueprint.get("/<int:deal_id>/work")
@access("signed_in")
def index(deal_id: int) -> str:
    """What is to be done on a deal, by whom and by when."""
    return _page(load_deal(actor(), db(), deal_id), MultiDict(), {})


def _page(deal: Deal, values: MultiDict[str, Any], errors: dict[str, str], **more: Any) -> str:
    context = {"values": values, "errors": errors, "form_token": values.get("form_token") or new_token()} | more
    done, total = queries.done_tasks(db(), deal.id, page_number())
    context |= {
        "open": queries.open_tasks(db(), deal.id),
        "done": done,
        "page": page_number(),
        "pages": -(-total // queries.PAGE),
        "page_url": lambda page: url_for("deal_work.index", deal_id=deal.id, page=page, _anchor="done"),
        "people": everybody(db(), deal),
        "may_plan": may_plan(actor(), deal),
    }
    return render_template("deals/work/index.html", deal=deal, today=clock.today(), **context)


@blueprint.post("/<int:deal_id>/work")
@access("signed_in")
def add(deal_id: int) -> Answer:
    """Add a task or a milestone."""
    deal = load_deal(actor(), db(), deal_id)
    try:
        made = actions.add_task(actor(), db(), deal, read_task(request.form, deal, everybody(db(), deal)), sent_token())
    except (Invalid, Conflict) as fault:
        return _add_again(deal_id, fault)
    flash(_("Saved."), "success")
    return _back(deal_id, made)


def _add_again(deal_id: int, fault: Invalid | Conflict) -> Answer:
    """The page with what was typed."""
    db().rollback()
    deal = load_deal(actor(), db(), deal_id)
    if isinstance(fault, Invalid):
        return _page(deal, request.form, fault.errors), 422
    return _page(deal, request.form, {"": fault.message}), 409


def _back(deal_id: int, task: DealTask | None = None) -> Response:
    return redirect(url_for("deal_work.index", deal_id=deal_id, _anchor=f"t{task.id}" if task else None))


@blueprint.get("/<int:deal_id>/work/<int:task_id>")
@access("signed_in")
def edit(deal_id: int, task_id: int) -> str:
    """The form with what is stored."""
    deal = load_deal(actor(), db(), deal_id)
    task = queries.load_task(db(), deal_id, task_id)
    return _form(deal, task, _stored(task), {})


def _form(deal: Deal, task: DealTask, values: MultiDict[str, Any], errors: dict[str, str], **more: Any) -> str:
    context: dict[str, Any] = {"conflict": None, "people": everybody(db(), deal), "version": task.version} | more
    return render_template("deals/work/edit.html", deal=deal, task=task, values=values, errors=errors, **context)


def _stored(task: DealTask) -> MultiDict[str, Any]:
    due = task.due_on.isoformat() if task.due_on else ""
    owner = str(task.owner_id or "")
    milestone = "1" if task.is_milestone else ""
    return MultiDict({"title": task.title, "owner_id": owner, "due_on": due, "is_milestone": milestone})


@blueprint.post("/<int:deal_id>/work/<int:task_id>")
@access("signed_in")
def edit_post(deal_id: int, task_id: int) -> Answer:
    """Save changes; when somebody else saved first, both versions are shown and nothing is overwritten."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    version = whole_number(form.get("version")) or 0
    try:
        task = actions.edit_task(actor(), db(), deal, task_id, read_task(form, deal, everybody(db(), deal)), version)
    except (Invalid, Conflict) as fault:
        return _form_again(deal_id, task_id, fault)
    flash(_("Saved."), "success")
    return _back(deal_id, task)


def _form_again(deal_id: int, task_id: int, fault: Invalid | Conflict) -> Answer:
    """The form with what was typed; after a conflict with what is stored beside it."""
    db().rollback()
    deal, form = load_deal(actor(), db(), deal_id), request.form
    task = queries.load_task(db(), deal_id, task_id)
    if isinstance(fault, Invalid):
        return _form(deal, task, form, fault.errors, version=form.get("version", "")), 422
    stored = _stored(task)
    differing = {name: stored[name] for name in FIELDS if stored[name] != form.get(name, "").strip()}
    return _form(deal, task, form, {"": fault.message}, conflict=differing), 409


@blueprint.post("/<int:deal_id>/work/<int:task_id>/<any(do, undo, remove):verb>")
@access("signed_in")
def change(deal_id: int, task_id: int, verb: str) -> Answer:
    """Tick a task off, open it again, or take it off the list."""
    deal, version = load_deal(actor(), db(), deal_id), whole_number(request.form.get("version")) or 0
    try:
        task = _change(deal, task_id, verb, version)
    except (Invalid, Conflict) as fault:
        db().rollback()
        words = fault.errors if isinstance(fault, Invalid) else {"": _changed_words()}
        again = _page(load_deal(actor(), db(), deal_id), MultiDict(), {"": " ".join(words.values())})
        return again, 422 if isinstance(fault, Invalid) else 409
    flash({"do": _("Done."), "undo": _("Open again."), "remove": _("Removed.")}[verb], "success")
    return _back(deal_id, None if verb == "remove" else task)


def _changed_words() -> str:
    return _("Somebody else has changed this task meanwhile. Look at it below, then decide again.")


def _change(deal: Deal, task_id: int, verb: str, version: int) -> DealTask:
    if verb == "do":
        return actions.do_task(actor(), db(), deal, task_id, version, milestone_met)
    if verb == "undo":
        return actions.undo_task(actor(), db(), deal, task_id, version, milestone_met)
    return actions.remove_task(actor(), db(), deal, task_id, version, milestone_removed)


@blueprint.get("/tasks")
@access("signed_in")
def mine() -> str:
    """Everything the reader has to do, over all deals, and the address of the calendar."""
    tasks, token = queries.own_tasks(actor(), db()), calendars.calendar_token(actor(), db())
    address = _server() + url_for("deal_work.calendar", token=token) if token else ""
    return render_template("deals/work/mine.html", tasks=tasks, address=address, today=clock.today())


def _server() -> str:
    return str(config().base_url).rstrip("/")


@blueprint.post("/tasks/calendar")
@access("signed_in")
def make_calendar() -> Response:
    """Make the address of one's calendar, or another one."""
    calendars.make_calendar(actor(), db())
    flash(_("Your calendar has an address. Subscribe to it in your calendar program."), "success")
    return redirect(url_for("deal_work.mine", _anchor="calendar"))


@blueprint.get("/calendar/<token>.ics")
@access("public")
def calendar(token: str) -> Response:
    """The feed behind a secret address: whoever has it sees this one person's tasks, without signing in."""
    owner = calendars.owner_of(db(), token)
    tasks = queries.calendar_tasks(actor_of(db(), owner), db())
    answer = make_response(calendars.feed(owner.locale, tasks, _server()))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="tasks.ics"'
    return answer
