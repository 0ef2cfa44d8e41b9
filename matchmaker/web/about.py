"""How it works, and the words of the trade."""

from flask import Blueprint, render_template

from matchmaker.web.access import access

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
@access("public")
def index() -> str:
    """The page itself."""
    return render_template("about.html")
