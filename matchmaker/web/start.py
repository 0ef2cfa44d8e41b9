"""Cold start: a text or a report in, what it says and its counterparts out. Nothing is stored; the posting form saves."""

from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _, current_locale
from matchmaker.postings.extraction.reading import Source, read_file, read_text, together
from matchmaker.postings.extraction.understanding import Understood
from matchmaker.postings.fields import KINDS
from matchmaker.postings.rules import may_create
from matchmaker.recommendations.cold_start import start_from
from matchmaker.recommendations.queries import OTHER_KIND
from matchmaker.web.access import access, actor, config, db, index
from matchmaker.web.drafts import recommend_typed, typed_kind

blueprint = Blueprint("start", __name__)
SHOWN = 8
Answer = str | tuple[str, int]


@blueprint.get("/start")
@access("signed_in")
def index_page() -> str:
    """The empty form; ?kind= chooses capability or need."""
    kind = request.args.get("kind", "")
    return _asking(MultiDict({"kind": kind if kind in KINDS else "capability"}), {})


def _asking(values: MultiDict[str, str], errors: dict[str, str]) -> str:
    limit = int(config().upload_limit) // 2**20
    return render_template("start/index.html", values=values, errors=errors, limit=limit)


@blueprint.post("/start", endpoint="read")
@access("signed_in", reads=True)
def read() -> Answer:
    """What a text says, with its counterparts; sent again with corrections, the counterparts of what is corrected."""
    if request.form.get("step") == "again":
        return _again()
    try:
        source = _source()
    except Invalid as fault:
        return _asking(request.form, fault.errors), 422
    kind = typed_kind()
    found = start_from(actor(), db(), index(), kind, source, SHOWN)
    return _understood(_values(kind, found.understood), found.recommendations, found.understood)


def _source() -> Source:
    """What was pasted, uploaded, or both."""
    text, upload = request.form.get("text", "").strip(), request.files.get("file")
    if upload and upload.filename:
        filed = read_file(upload.filename, upload.read(), int(config().upload_limit))
        return together(text, filed)
    if not text:
        raise Invalid({"text": _("Paste a text here, or choose a file below.")})
    return read_text(text)


def _values(kind: str, found: Understood) -> MultiDict[str, Any]:
    """What was understood, as the values of the posting form."""
    values: MultiDict[str, Any] = MultiDict(
        {"kind": kind, "lang": current_locale() if found.is_foreign else found.lang}
    )
    values.update({"title": found.title, "summary": found.summary, "description": found.description})
    values.update({"keywords": ", ".join(found.keywords), "trl": str(found.trl or "")})
    for name, codes in found.codes.items():
        values.setlist(name, codes)
    return values


def _again() -> str:
    kind, found = recommend_typed(SHOWN)
    if request.headers.get("HX-Request"):
        return render_template("start/_counterparts.html", recommendations=found, other_kind=OTHER_KIND[kind])
    return _understood(request.form, found, None)


def _understood(values: MultiDict[str, Any], recommendations: list[Any], found: Understood | None) -> str:
    return render_template(
        "start/understood.html",
        values=values,
        errors={},
        recommendations=recommendations,
        other_kind=OTHER_KIND[typed_kind()],
        found=found,
        typed=request.form.get("text", ""),
        may_post=may_create(actor()),
    )
