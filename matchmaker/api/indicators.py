"""Target indicators in the JSON interface: what is published, which everybody may read."""

from flask import jsonify
from werkzeug.wrappers import Response

from matchmaker.api.indicator_shapes import IndicatorList, indicator_shape
from matchmaker.api.routes import blueprint
from matchmaker.indicators.places import all_places
from matchmaker.indicators.values.overview import overview
from matchmaker.web.access import access, actor, db
from matchmaker.web.indicators.indicators import asked_for


@blueprint.get("/indicators")
@blueprint.doc(summary="Target indicators with what is planned and published, by direction, standing and place")
@access("public")
def indicators() -> Response:
    """The same list as the page's, with the filters in the query string."""
    lines = overview(actor(), db(), asked_for(all_places(db()))).lines
    return jsonify(IndicatorList(indicators=[indicator_shape(one) for one in lines], total=len(lines)).model_dump())
