"""The line from posting to introduction by region, for those who oversee."""

from flask import Blueprint, render_template

from matchmaker.recommendations.overview import by_region, count_states
from matchmaker.vocabularies import terms
from matchmaker.web.access import access, actor, db

blueprint = Blueprint("overview", __name__)
COLUMNS = ("capabilities", "needs", "organisations", "interests", "introductions")


@blueprint.get("/overview", endpoint="index")
@access("overseer")
def overview() -> str:
    """A picture and the table behind it."""
    rows = by_region(actor(), db(), list(terms("regions")))
    most = max((int(str(row[name])) for row in rows for name in ("capabilities", "needs")), default=0) or 1
    for row in rows:
        row["bar_capability"] = round(100 * int(str(row["capabilities"])) / most)
        row["bar_need"] = round(100 * int(str(row["needs"])) / most)
    totals = {name: sum(int(str(row[name])) for row in rows) for name in COLUMNS}
    return render_template("overview.html", rows=rows, totals=totals, states=count_states(actor(), db()))
