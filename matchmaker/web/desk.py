"""The officer's desk: what waits for review, for brokering, for attention."""

from flask import Blueprint, render_template, request

from matchmaker.deals.queries import idle_deals
from matchmaker.organisations.queries import unverified
from matchmaker.postings.queries import review_queue
from matchmaker.recommendations.best import unmatched_needs
from matchmaker.recommendations.encoder_state import all_faults, progress
from matchmaker.recommendations.introductions import list_introductions
from matchmaker.recommendations.overview import stale_postings
from matchmaker.recommendations.wording import GOOD
from matchmaker.web.access import access, actor, config, db, index

blueprint = Blueprint("desk", __name__, url_prefix="/desk")


@blueprint.get("/", endpoint="index")
@access("officer")
def desk() -> str:
    """Every queue with its count."""
    queue, encoders = review_queue(db()), progress(db(), config().encoder)
    return render_template(
        "desk.html",
        review=[posting for posting in queue if posting.state == "in_review"],
        edited=[posting for posting in queue if posting.state != "in_review"],
        introductions=list_introductions(actor(), db(), "awaiting_officer"),
        stale=stale_postings(db(), int(config().stale_days)),
        organisations=unverified(db()),
        deals=idle_deals(actor(), db(), int(config().deal_idle_days)),
        encoders=encoders,
        encoder_faults=all_faults(encoders, index().edition.encoder.fault),
    )


@blueprint.get("/unmatched")
@access("officer")
def unmatched() -> str:
    """Needs with no good counterpart: loaded after the desk, because every need is ranked for it; a page without scripts."""
    found = unmatched_needs(actor(), db(), index(), GOOD)
    template = "desk/_unmatched.html" if request.headers.get("HX-Request") else "desk/unmatched.html"
    return render_template(template, unmatched=[{"posting": need, "score": score} for need, score in found])
