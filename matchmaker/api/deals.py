"""Deals in the JSON interface: those that the caller may see, by the rules of the pages."""

from flask import jsonify, request
from werkzeug.wrappers import Response

from matchmaker.api.deal_shapes import DealList, deal_shape
from matchmaker.api.routes import blueprint
from matchmaker.deals.lists import page_of_deals
from matchmaker.deals.queries import DealFilter, load_deal
from matchmaker.web.access import access, actor, db
from matchmaker.web.forms import page_number, whole_number

FILTERS = ("stage", "kind", "region")
ANSWERS = {200: "Those that the caller is on", 401: "Sign in first"}


@blueprint.get("/deals")
@blueprint.doc(summary="The caller's deals by stage, kind, region and officer", responses=ANSWERS)
@access("signed_in")
def deals() -> Response:
    """One page of the table of deals, with the filters in the query string."""
    values = {name: request.args.get(name, "")[:40].replace("\x00", "") for name in FILTERS}
    chosen = DealFilter(**values, officer_id=whole_number(request.args.get("officer_id")))
    found, total = page_of_deals(actor(), db(), chosen, "touched", page_number(), descending=True)
    return jsonify(DealList(deals=[deal_shape(one) for one in found], total=total).model_dump())


@blueprint.get("/deals/<int:deal_id>")
@blueprint.doc(summary="One deal", responses=ANSWERS | {404: "Not found"})
@access("signed_in")
def deal(deal_id: int) -> Response:
    """One deal that the caller is on."""
    return jsonify(deal_shape(load_deal(actor(), db(), deal_id)).model_dump())
