"""Routes of the JSON interface, and the page that tells of them."""

from typing import Any, TypeVar

from apiflask import APIBlueprint
from flask import Blueprint, jsonify, render_template, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from matchmaker.api.shapes import (
    ExtractAnswer,
    ExtractForm,
    ExtractRequest,
    PostingList,
    PostingShape,
    RecommendAnswer,
    RecommendRequest,
    posting_shape,
    recommendation_shape,
    understood_shape,
)
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.postings.extraction.reading import Source, read_file, read_text
from matchmaker.postings.queries import load_posting
from matchmaker.postings.rules import shows_organisation
from matchmaker.postings.search import browse
from matchmaker.recommendations.cold_start import start_from
from matchmaker.recommendations.queries import page_of, recommend_for_text, search_text
from matchmaker.web.access import access, actor, config, db, index
from matchmaker.web.forms import page_number, read_filters
from matchmaker.web.limits import limited

Asked = TypeVar("Asked", bound=BaseModel)
blueprint = APIBlueprint("api", __name__, url_prefix="/api/v1")
docs = Blueprint("api_docs", __name__)


def _read(shape: type[Asked]) -> Asked:
    """The request's JSON. Raises Invalid naming every field that cannot be taken."""
    try:
        return _checked(shape, request.get_json(force=True))
    except BadRequest as fault:
        raise Invalid({"body": _("The body is not JSON.")}) from fault


def _checked(shape: type[Asked], values: object, *, strict: bool | None = None) -> Asked:
    try:
        return shape.model_validate(values, strict=strict)
    except ValidationError as fault:
        errors = {".".join(map(str, one["loc"])) or "body": one["msg"] for one in fault.errors()}
        raise Invalid(errors) from fault


@blueprint.post("/recommend")
@blueprint.doc(
    summary="Counterparts of a text", responses={200: "Counterparts, best first", 422: "Which field is wrong"}
)
@access("public", reads=True)
def recommend() -> Response:
    """Rank live postings of the other kind against a text."""
    asked = _read(RecommendRequest)
    found = recommend_for_text(actor(), db(), index(), asked.kind, "", asked.text, None, asked.limit)
    return _json(RecommendAnswer(recommendations=[recommendation_shape(one) for one in found]))


@blueprint.post("/extract")
@blueprint.doc(
    summary="What a text or a report says, and its counterparts",
    responses={200: "What was understood, and counterparts", 422: "Which field is wrong", 429: "Too many tries"},
)
@limited
@access("public", reads=True)
def extract() -> Response:
    """Understand a text (JSON) or a PDF, DOCX or TXT file (a form), and rank live postings of the other kind."""
    kind, limit, source = _report() if request.mimetype == "multipart/form-data" else _text()
    found = start_from(actor(), db(), index(), kind, source, limit)
    shapes = [recommendation_shape(one) for one in found.recommendations]
    return _json(ExtractAnswer(understood=understood_shape(found.understood), recommendations=shapes))


def _text() -> tuple[str, int, Source]:
    asked = _read(ExtractRequest)
    return asked.kind, asked.limit, read_text(asked.text)


def _report() -> tuple[str, int, Source]:
    upload = request.files.get("file")
    values = request.form.to_dict() | {"file": upload.read() if upload else b""}
    asked = _checked(ExtractForm, values, strict=False)
    name = (upload.filename if upload else None) or ""
    return asked.kind, asked.limit, read_file(name, asked.file, int(config().upload_limit))


@blueprint.get("/postings")
@blueprint.doc(summary="Live postings by text and filters")
@access("public")
def postings() -> Response:
    """The same search as the page's: text, page and the filters in the query string."""
    filters, page, text = read_filters(), page_number(), request.args.get("text", "").strip()[:2000]
    if text:
        ids = search_text(actor(), db(), index(), text, filters)
        found, total = page_of(actor(), db(), ids, page), len(ids)
    else:
        found, total = browse(actor(), db(), filters, page)
    shapes = [posting_shape(one, shows_organisation(actor(), one)) for one in found]
    return _json(PostingList(postings=shapes, total=total))


@blueprint.get("/postings/<int:posting_id>")
@blueprint.doc(summary="One posting")
@access("public")
def posting(posting_id: int) -> Response:
    """The open part of one posting."""
    found = load_posting(actor(), db(), posting_id)
    return _json(posting_shape(found, shows_organisation(actor(), found)))


def _json(shape: RecommendAnswer | ExtractAnswer | PostingList | PostingShape) -> Response:
    return jsonify(shape.model_dump())


@docs.get("/api/", endpoint="index")
@access("public")
def index_page() -> str:
    """What the interface offers, in words."""
    return render_template("api_docs.html", endpoints=_endpoints())


def _endpoints() -> list[dict[str, Any]]:
    return [
        {
            "method": "POST",
            "path": "/api/v1/recommend",
            "text": _("Counterparts of a text, with reasons."),
            "example": '{"text": "ore flotation reagent", "kind": "need", "limit": 5}',
        },
        {
            "method": "POST",
            "path": "/api/v1/extract",
            "text": _("What a text or a report says in the fields of a posting, and its counterparts."),
            "example": "curl -F file=@report.pdf -F kind=capability -F limit=5 …/api/v1/extract",
        },
        {
            "method": "GET",
            "path": "/api/v1/postings",
            "text": _("Live postings by text and filters."),
            "example": "/api/v1/postings?text=biogas&kind=capability&region=KZ-55",
        },
        {"method": "GET", "path": "/api/v1/postings/{id}", "text": _("One posting."), "example": "/api/v1/postings/1"},
        {
            "method": "GET",
            "path": "/api/v1/deals",
            "text": _("Your deals by stage, kind and region; signed in only."),
            "example": "/api/v1/deals?stage=negotiation",
        },
        {
            "method": "GET",
            "path": "/api/v1/deals/{id}",
            "text": _("One of your deals."),
            "example": "/api/v1/deals/1",
        },
        {
            "method": "GET",
            "path": "/api/v1/indicators",
            "text": _("Target indicators with what is planned and published."),
            "example": "/api/v1/indicators?direction=integration&standing=at_risk&place=KZ-19",
        },
        {"method": "GET", "path": "/health", "text": _("Whether the process is alive."), "example": "/health"},
        {
            "method": "GET",
            "path": "/ready",
            "text": _("Whether database, index and encoder are usable."),
            "example": "/ready",
        },
        {
            "method": "GET",
            "path": "/api/openapi.json",
            "text": _("This interface as an OpenAPI document."),
            "example": "/api/openapi.json",
        },
    ]
