"""Values: what is due, entering one with its document, taking one from the platform, publishing, and the documents."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _, ngettext
from matchmaker.core.text import clean
from matchmaker.indicators.models import COUNTRY, Indicator
from matchmaker.indicators.places import all_places
from matchmaker.indicators.platform import QUERIES, count
from matchmaker.indicators.queries import load_definition
from matchmaker.indicators.rules import may_edit
from matchmaker.indicators.values import actions, queries
from matchmaker.indicators.values.draft import REASON_MOST, Proof, read_cell, read_proof, read_value
from matchmaker.indicators.values.due import due_values, take_missing
from matchmaker.indicators.values.rules import may_enter
from matchmaker.sessions.reading import FormReader
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.forms import whole_number

blueprint = Blueprint("indicator_values", __name__, url_prefix="/indicators")
Answer = str | Response | tuple[str, int]


@blueprint.get("/due")
@access("signed_in")
def due() -> str:
    """What the reader has to enter or publish."""
    return render_template("indicators/due.html", due=due_values(actor(), db()), may_edit=may_edit(actor()))


@blueprint.post("/due/take")
@access("signed_in")
def take_due() -> Response:
    """Drafts of everything that is due and that the platform counts."""
    made = take_missing(actor(), db(), is_demo=_is_demo())
    words = ngettext("%(number)s draft is made.", "%(number)s drafts are made.", len(made))
    flash(f"{words} {_('Look at each, then publish it.')}" if made else _("There was nothing to take."), "success")
    return redirect(url_for("indicator_values.due"))


def _is_demo() -> bool:
    """Whatever is entered in a demonstration is made up."""
    return bool(config().demo)


@blueprint.get("/<int:indicator_id>/values/new")
@access("signed_in")
def new(indicator_id: int) -> str:
    """The form of a value; for an indicator that the platform feeds, what it counts now."""
    indicator = _load(indicator_id)
    place, year = request.args.get("place", COUNTRY)[:10], whole_number(request.args.get("year"))
    return _form(indicator, MultiDict({"place": place, "year": str(year or clock.today().year - 1)}), {})


def _load(indicator_id: int) -> Indicator:
    indicator = load_definition(actor(), db(), indicator_id)
    require(may_enter(actor(), indicator))
    return indicator


def _form(indicator: Indicator, values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    places = all_places(db())
    place, year = places.known(values.get("place", "")), whole_number(values.get("year"))
    query = QUERIES.get(indicator.query)
    is_asked = query is not None and year is not None and 2000 <= year <= clock.today().year
    return render_template(
        "indicators/value.html", indicator=indicator, values=values, errors=errors, places=places, place=place, year=year,
        before=queries.latest_of(db(), indicator.id, place, year) if year and 2000 <= year <= 2100 else None,
        now=count(db(), query, place, year) if query and year and is_asked else None, limit=int(config().upload_limit) // 2**20,
    )  # fmt: skip


@blueprint.post("/<int:indicator_id>/values/new")
@access("signed_in")
def enter(indicator_id: int) -> Answer:
    """Keep a draft with the document that proves it."""
    indicator, places = _load(indicator_id), all_places(db())
    try:
        draft = read_value(request.form, places.names, indicator.decimals, is_demo=_is_demo())
        made = actions.enter_value(actor(), db(), indicator, draft, _sent())
    except Invalid as fault:
        return _again(indicator_id, fault)
    flash(_("The draft is kept. It becomes public when the ministry publishes it."), "success")
    return _back(indicator_id, made.place)


def _sent() -> Proof | None:
    upload = request.files.get("file")
    name, content = (upload.filename or "", upload.read()) if upload else ("", b"")
    return read_proof(name, content, int(config().upload_limit))


@blueprint.post("/<int:indicator_id>/values/take")
@access("signed_in")
def take(indicator_id: int) -> Answer:
    """Keep a draft of what the platform counts."""
    indicator, reader = _load(indicator_id), FormReader(request.form)
    try:
        cell = read_cell(reader, all_places(db()).names)
        reader.finish()
        reason = clean(request.form.get("reason", ""))[:REASON_MOST]
        made = actions.take_value(actor(), db(), indicator, cell, reason, is_demo=_is_demo())
    except Invalid as fault:
        return _again(indicator_id, fault)
    flash(_("The draft is kept. It becomes public when the ministry publishes it."), "success")
    return _back(indicator_id, made.place)


def _again(indicator_id: int, fault: Invalid) -> Answer:
    """The form with what was typed; a document has to be chosen again."""
    db().rollback()
    return _form(_load(indicator_id), request.form, fault.errors), 422


def _back(indicator_id: int, place: str) -> Response:
    return redirect(url_for("indicators.detail", indicator_id=indicator_id, place=place, _anchor="versions"))


@blueprint.post("/<int:indicator_id>/values/<int:value_id>/<any(publish, withdraw):verb>")
@access("signed_in")
def move(indicator_id: int, value_id: int, verb: str) -> Answer:
    """Publish a draft, or withdraw it."""
    value = queries.load_value(actor(), db(), indicator_id, value_id)
    actions.move_value(actor(), db(), value, verb)
    flash(
        _("Published. It stays as it is; a correction is a new version.") if verb == "publish" else _("Withdrawn."),
        "success",
    )
    return _back(indicator_id, value.place)


@blueprint.get("/evidence/<int:evidence_id>")
@access("public")
def evidence(evidence_id: int) -> Response:
    """The document behind a published value; that of a draft for those who keep the indicator."""
    found = queries.load_evidence(actor(), db(), evidence_id)
    response = Response(found.content, mimetype=found.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=found.filename)
    return response
