"""The radar of unmet demand: needs without a good counterpart, by region, sector and field, for those who oversee."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from matchmaker.core import clock
from matchmaker.core.i18n import _, current_locale
from matchmaker.postings.queries import postings_by_id
from matchmaker.recommendations.wording import GOOD
from matchmaker.sessions.rules import may_run
from matchmaker.territories.radar.actions import ask_for_run
from matchmaker.territories.radar.counting import NONE, VOCABULARIES, Chosen, Need
from matchmaker.territories.radar.queries import last_run_and_since
from matchmaker.territories.radar.sight import Sight, look
from matchmaker.territories.radar.states import ACTIVE, SILENT
from matchmaker.territories.radar.topics import Topic
from matchmaker.vocabularies import label, terms
from matchmaker.web.access import access, actor, db
from matchmaker.web.access import index as live_index
from matchmaker.web.forms import page_number
from matchmaker.web.territories.radar_files import lines_of, words_of, workbook_of

blueprint = Blueprint("radar", __name__, url_prefix="/radar")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 20
CHOICES = {"region": "regions", "sector": "oked", "field": "ford"}


def _chosen() -> Chosen:
    """What the address narrows the radar to; codes that do not exist narrow nothing."""
    given = {name: request.args.get(name, "") for name in CHOICES}
    return Chosen(**{name: code for name, code in given.items() if code == NONE or code in terms(CHOICES[name])})


def _look() -> tuple[Chosen, Sight]:
    chosen = _chosen()
    return chosen, look(actor(), db(), live_index().engine.glossary, chosen)


@blueprint.get("/", endpoint="index")
@access("overseer")
def index() -> str:
    """The picture with the table behind it, topics, and the needs behind a cell."""
    chosen, sight = _look()
    axis = by if (by := request.args.get("by", "")) in VOCABULARIES else "sectors"
    page = page_number()
    shown = sight.unmet[(page - 1) * PAGE : page * PAGE]
    context = {"heat": sight.heats[axis], "axis": axis, "chosen": chosen, "sight": sight, "choices": CHOICES}
    context |= {"page": page, "pages": -(-len(sight.unmet) // PAGE), "may_start": may_run(actor()), "good_from": GOOD}
    return render_template(
        "territories/radar/index.html", needs=shown, postings=_postings(shown), **context, **_run(sight.run)
    )


def _postings(needs: list[Need]) -> dict[int, Any]:
    """The postings of these needs and their best counterparts, as far as the reader may see them."""
    ids = {one for need in needs for one in (need.id, need.capability_id) if one}
    return postings_by_id(actor(), db(), ids)


def _run(run: Any) -> dict[str, Any]:
    is_active = run is not None and run.state in ACTIVE and run.touched_at > clock.now() - SILENT
    return {"run": run, "is_running": is_active}


@blueprint.get("/progress")
@access("overseer")
def progress() -> str:
    """How far the run is: asked again and again while it goes on."""
    return render_template("territories/radar/_run.html", **_run(last_run_and_since(actor(), db())[0]))


@blueprint.post("/read")
@access("overseer")
def read() -> Answer:
    """Have every need looked at anew."""
    ask_for_run(actor(), db())
    flash(_("Every need is being looked at anew. The figures follow as soon as they are there."), "success")
    return redirect(url_for("radar.index"))


@blueprint.get("/radar.xlsx")
@access("overseer")
def sheets() -> Response:
    """Everything as a workbook, under the same choice."""
    return _file(workbook_of(_look()[1]), SHEET, "radar.xlsx")


@blueprint.get("/radar.csv")
@access("overseer")
def lines() -> Response:
    """Region × sector × field as one table, under the same choice."""
    return _file(lines_of(_look()[1]), "text/csv; charset=utf-8", "radar.csv")


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


blueprint.add_app_template_global(words_of, "radar_label")


@blueprint.app_template_global("radar_address")
def radar_address(chosen: Chosen, axis: str, endpoint: str = "index", **changed: str) -> str:
    """The radar under another choice."""
    values = {**vars(chosen), "by": axis} | changed
    anchor = values.pop("anchor", None)
    given: dict[str, Any] = {name: value for name, value in values.items() if value}
    return url_for(f"radar.{endpoint}", _anchor=anchor, **given)


@blueprint.app_template_global("session_on")
def session_on(topic: Topic, sight: Sight) -> str:
    """The form of a new session, begun with a topic."""
    title = topic.title[:1].upper() + topic.title[1:] or label("ford", topic.field)
    examples = "; ".join(sight.texts[need.id].title for need in topic.examples if need.id in sight.texts)
    theme = _("Needs of enterprises without a good counterpart: %(words)s. For example: %(examples)s",
              words=", ".join([title, *topic.keywords]), examples=examples)  # fmt: skip
    lang = current_locale()
    texts: dict[str, Any] = {f"title_{lang}": title, f"theme_{lang}": theme[:700]}
    return url_for("sessions.new", region=topic.region or None, sectors=topic.sector or None, **texts)
