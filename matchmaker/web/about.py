"""How it works, the words of the trade, and how matching works with its weights and figures."""

from flask import Blueprint, render_template

from matchmaker.matching.language import LANGUAGES
from matchmaker.recommendations import method
from matchmaker.web.access import access, db
from matchmaker.web.access import index as live_index

blueprint = Blueprint("about", __name__)
FINE, COARSE = 48, 6  # steps of a curve, and of the table behind it


@blueprint.get("/about")
@access("public")
def index() -> str:
    """The page itself."""
    return render_template("about.html")


@blueprint.get("/about/matching")
@access("public")
def matching() -> str:
    """How two postings are compared, with the weights in use and the figures measured."""
    live = live_index().catch_up(db())
    engine, fusion = live.engine, live.fusion
    readings = method.example(engine)
    return render_template(
        "matching/page.html",
        fusion=fusion,
        concepts=len(engine.glossary),
        example=method.EXAMPLE,
        readings=readings,
        meetings=method.meetings(readings),
        parts=method.parts(fusion),
        curves=method.rises(fusion, FINE),
        steps=method.rises(fusion, COARSE),
        bands=method.bands(fusion),
        chances=method.chances(fusion),
        gold=method.gold(),
        langs=LANGUAGES,
    )
