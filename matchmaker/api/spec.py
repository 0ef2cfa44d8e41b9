"""What the OpenAPI document says of bodies, parameters and answers: taken from the shapes, so that both agree."""

from typing import Any

from pydantic import BaseModel

from matchmaker.api.deal_shapes import DealList, DealShape
from matchmaker.api.indicator_shapes import IndicatorList, IndicatorShape
from matchmaker.api.shapes import (
    ErrorAnswer,
    ExtractAnswer,
    ExtractForm,
    ExtractRequest,
    PostingList,
    PostingShape,
    RecommendAnswer,
    RecommendRequest,
)
from matchmaker.postings.search import FACETS

SHAPES: tuple[type[BaseModel], ...] = (
    RecommendRequest,
    RecommendAnswer,
    ExtractRequest,
    ExtractForm,
    ExtractAnswer,
    PostingShape,
    PostingList,
    DealShape,
    DealList,
    IndicatorShape,
    IndicatorList,
    ErrorAnswer,
)
Spec = dict[str, Any]


def _content(shape: type[BaseModel], media: str = "application/json") -> Spec:
    return {media: {"schema": {"$ref": f"#/components/schemas/{shape.__name__}"}}}


def _schemas() -> Spec:
    found: Spec = {}
    for shape in SHAPES:
        schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
        found |= schema.pop("$defs", {}) | {shape.__name__: schema}
    return found


def _parameters() -> list[Spec]:
    numbers = [{"name": name, "in": "query", "schema": {"type": "integer"}} for name in ("page", "trl_min", "trl_max")]
    codes = {"type": "array", "items": {"type": "string"}}
    filters = [{"name": name, "in": "query", "schema": codes} for name in FACETS]
    return [{"name": "text", "in": "query", "schema": {"type": "string"}}, *numbers, *filters]


def _deal_parameters() -> list[Spec]:
    codes = [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("stage", "kind", "region")]
    return [*codes, *({"name": name, "in": "query", "schema": {"type": "integer"}} for name in ("officer_id", "page"))]


def _indicator_parameters() -> list[Spec]:
    return [{"name": name, "in": "query", "schema": {"type": "string"}} for name in ("direction", "standing", "place")]


def _answers(operation: Spec, shape: type[BaseModel], *faults: int) -> None:
    operation["responses"]["200"]["content"] = _content(shape)
    for status in faults:
        known = operation["responses"].setdefault(str(status), {"description": "Not found"})
        known["content"] = _content(ErrorAnswer)


def describe(spec: Any) -> Any:
    """Complete the document that APIFlask made of the routes."""
    spec["components"]["schemas"] = _schemas()
    paths = spec["paths"]
    recommend, listing = paths["/api/v1/recommend"]["post"], paths["/api/v1/postings"]["get"]
    recommend["requestBody"] = {"required": True, "content": _content(RecommendRequest)}
    extract = paths["/api/v1/extract"]["post"]
    bodies = _content(ExtractRequest) | _content(ExtractForm, "multipart/form-data")
    extract["requestBody"] = {"required": True, "content": bodies}
    listing["parameters"] = _parameters()
    _answers(recommend, RecommendAnswer, 422)
    _answers(extract, ExtractAnswer, 422, 429)
    _answers(listing, PostingList)
    _answers(paths["/api/v1/postings/{posting_id}"]["get"], PostingShape, 404)
    paths["/api/v1/deals"]["get"]["parameters"] = _deal_parameters()
    _answers(paths["/api/v1/deals"]["get"], DealList, 401)
    _answers(paths["/api/v1/deals/{deal_id}"]["get"], DealShape, 401, 404)
    paths["/api/v1/indicators"]["get"]["parameters"] = _indicator_parameters()
    _answers(paths["/api/v1/indicators"]["get"], IndicatorList)
    return spec
