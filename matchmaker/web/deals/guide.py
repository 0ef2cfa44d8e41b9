"""The guide to kinds of agreements: for a deal, and for whoever has none yet. The answers are in the address."""

from flask import current_app, render_template, request, url_for

from matchmaker.deals.documents.guide.advice import Advice, advise, beside, known, questions
from matchmaker.deals.models import Deal
from matchmaker.deals.pipeline.stages import BEFORE_SIGNING, stages_of
from matchmaker.deals.queries import load_deal
from matchmaker.deals.rules import may_run
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.documents import blueprint

SHOWN = 3


@blueprint.get("/guide", endpoint="guide")
@access("public")
def public_guide() -> str:
    """The guide without a deal."""
    return _guide(None)


@blueprint.get("/<int:deal_id>/documents/guide", endpoint="deal_guide")
@access("signed_in")
def deal_guide(deal_id: int) -> str:
    """The guide for a deal."""
    return _guide(load_deal(actor(), db(), deal_id))


def _guide(deal: Deal | None) -> str:
    answers = known(request.args)
    found = advise(answers)
    best = found[0] if found else None
    return render_template(
        "deals/documents/guide.html",
        deal=deal,
        questions=questions(),
        answers=answers,
        best=best,
        others=[one for one in found[1:SHOWN] if one.points > 0],
        beside=beside(answers, best.kind if best else ""),
        use_url=_use_url(deal, best),
    )


def _use_url(deal: Deal | None, best: Advice | None) -> str:
    """Where the advice can be followed by this reader, if anywhere: the deal's page, or the form of a new deal."""
    if best is None or best.points <= 0:
        return ""
    if deal is None:
        is_offered = actor().organisations or actor().is_officer
        return url_for("deals.new", kind=best.kind) if is_offered and "deals.new" in current_app.view_functions else ""
    fits = best.kind != deal.kind and deal.stage in BEFORE_SIGNING and deal.stage in stages_of(best.kind)
    if not (fits and may_run(actor(), deal)) or "deals.detail" not in current_app.view_functions:
        return ""
    return url_for("deals.detail", deal_id=deal.id, kind=best.kind) + "#f-kind"
