"""The glossary's pages: look a term up, see which words it lacks, suggest them, decide on suggestions."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.text import clean_line
from matchmaker.matching.glossary import Entry
from matchmaker.recommendations.unknown import unknown_words
from matchmaker.terminology import actions, queries, rules
from matchmaker.terminology.models import GlossaryEntry
from matchmaker.web.access import access, actor, db, index

blueprint = Blueprint("glossary", __name__, url_prefix="/glossary")
Answer = str | tuple[str, int] | Response
FIELDS = ("kk", "ru", "en", "domain", "pos", "note")
MOST = 200


@blueprint.get("/", endpoint="index")
@access("staff")
def look_up() -> str:
    """The search box with what it finds, what waits for a decision, and the reader's own suggestions."""
    text = clean_line(request.args.get("text", ""))[:MOST]
    found, total, own = _found(text) if text else ([], 0, {})
    waiting, mine = queries.suggestions(actor(), db())
    return render_template(
        "glossary/index.html",
        text=text,
        found=found,
        total=total,
        own=own,
        waiting=waiting,
        mine=mine,
        may_decide=[one.term.id for one in waiting if rules.may_decide(actor(), one.term)],
        may_take_out={row.concept for row in own.values() if rules.may_decide(actor(), row)},
    )


def _found(text: str) -> tuple[list[Entry], int, dict[str, GlossaryEntry]]:
    index().catch_up(db())
    found, total = queries.find_entries(index().engine.glossary, text)
    return found, total, queries.own_of(db(), found)


@blueprint.get("/unknown")
@access("staff")
def unknown() -> str:
    """The words that the glossary lacks: loaded after the page, because every posting's words are counted for it."""
    template = "glossary/_unknown.html" if request.headers.get("HX-Request") else "glossary/unknown.html"
    return render_template(template, words=unknown_words(actor(), db(), index()))


def _form(values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    return render_template("glossary/suggest.html", values=values, errors=errors)


@blueprint.get("/suggest")
@access("staff")
def suggest() -> str:
    """The form, filled in with what the address says."""
    return _form(MultiDict({name: clean_line(request.args.get(name, ""))[:MOST] for name in FIELDS}), {})


@blueprint.post("/suggest", endpoint="suggest_post")
@access("staff")
def suggest_post() -> Answer:
    """Suggest a term."""
    try:
        actions.suggest_term(actor(), db(), request.form)
    except Invalid as fault:
        return _form(request.form, fault.errors), 422
    flash(_("Suggested. An operator decides on it; you will see here what became of it."), "success")
    return redirect(url_for("glossary.index"))


@blueprint.post("/<int:entry_id>/<any(accept, reject):verb>")
@access("operator")
def decide(entry_id: int, verb: str) -> Response:
    """Accept a term or reject it."""
    entry = queries.load_entry(actor(), db(), entry_id)
    actions.decide(actor(), db(), entry, verb)
    flash(_("Accepted: it is used from now on.") if verb == "accept" else _("Rejected: it is not used."), "success")
    return redirect(url_for("glossary.index"))
