"""The weights that recommendations are scored with: those in use and a candidate beside each other, and the way back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.core.i18n import _
from matchmaker.matching.relearning import FEATURES, LEAST_HELD_BACK
from matchmaker.recommendations.weights.actions import use_weights
from matchmaker.recommendations.weights.queries import WeightSet, compared, weight_sets
from matchmaker.recommendations.weights.rules import may_choose
from matchmaker.recommendations.wording import titles
from matchmaker.web.access import access, actor, db, index
from matchmaker.web.forms import whole_number

blueprint = Blueprint("matching", __name__, url_prefix="/matching")


@blueprint.get("/", endpoint="index")
@access("staff")
def show() -> str:
    """Two sets beside each other, and every set there is."""
    sets = weight_sets(db(), index().catch_up(db()).encoder_name)
    present, other = compared(sets, whole_number(request.args.get("set")))
    return render_template(
        "matching/index.html",
        sets=sets,
        present=present,
        other=other,
        rows=_rows(present, other),
        least=LEAST_HELD_BACK,
        may_choose=may_choose(actor()),
    )


def _rows(present: WeightSet, other: WeightSet | None) -> list[dict[str, Any]]:
    """The points of each feature in both sets, and the lengths of their bars."""
    names, sides = titles(), {"present": present, "other": other}
    points = {side: one.fusion.points for side, one in sides.items() if one and one.fusion}
    most = max((value for values in points.values() for value in values.values()), default=1.0) or 1.0
    return [
        {"title": names[name]}
        | {side: values[name] for side, values in points.items()}
        | {f"bar_{side}": round(100 * values[name] / most, 1) for side, values in points.items()}
        for name in FEATURES
    ]


@blueprint.post("/<int:version_id>/use")
@access("operator")
def use(version_id: int) -> Response:
    """Go back to a set that was in use before; 0 is the shipped one."""
    use_weights(actor(), db(), index().catch_up(db()).encoder_name, version_id)
    flash(_("Recommendations are now scored with these weights."), "success")
    return redirect(url_for("matching.index"))
