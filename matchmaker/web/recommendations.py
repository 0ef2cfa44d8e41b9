"""Counterparts of a posting and of an organisation; answers to them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.accounts.rules import require
from matchmaker.core.i18n import _
from matchmaker.organisations.queries import load_organisation
from matchmaker.organisations.rules import may_see_members
from matchmaker.postings.queries import load_own, load_posting
from matchmaker.recommendations.queries import recommend_for_organisation, recommend_for_posting
from matchmaker.recommendations.records.actions import answer_recommendation
from matchmaker.recommendations.records.links import links_of_pair
from matchmaker.recommendations.records.queries import load_record
from matchmaker.web.access import access, actor, db, index
from matchmaker.web.forms import read_filters, safe_next

blueprint = Blueprint("recommendations", __name__)
interests = Blueprint("interests", __name__)
SHOWN = 10


@blueprint.get("/postings/<int:posting_id>/recommendations")
@access("poster")
def for_posting(posting_id: int) -> str:
    """The best counterparts with reasons."""
    posting, filters = load_own(actor(), db(), posting_id), read_filters()
    found, declined = recommend_for_posting(actor(), db(), index(), posting, filters, SHOWN)
    return render_template(
        "recommendations/list.html", posting=posting, recommendations=found, declined=declined, query=vars(filters)
    )


@blueprint.get("/organisations/<int:organisation_id>/recommendations")
@access("poster")
def for_organisation(organisation_id: int) -> str:
    """The best counterparts of every live posting of an organisation."""
    organisation = load_organisation(actor(), db(), organisation_id)
    require(may_see_members(actor(), organisation))
    found = recommend_for_organisation(actor(), db(), index(), organisation_id)
    groups = [{"posting": posting, "recommendations": items} for posting, items in found]
    return render_template("recommendations/for_organisation.html", organisation=organisation, groups=groups)


@blueprint.get("/recommendations/<int:record_id>")
@access("poster")
def recorded(record_id: int) -> str:
    """What was recommended when a side answered, as it was."""
    found = load_record(actor(), db(), record_id)
    links = links_of_pair(db(), found.record.own_id, found.record.other_id)
    others = [link for link in links if link.id != record_id]
    return render_template("recommendations/record.html", recorded=found, others=others)


@interests.post("/interests/<int:own_id>/<int:other_id>")
@access("poster")
def answer(own_id: int, other_id: int) -> str | Response:
    """Interested, or not with a reason; the filters of the list that is answered from are in the address."""
    own, other = load_own(actor(), db(), own_id), load_posting(actor(), db(), other_id)
    form = request.form
    given = form.get("answer", "")
    said = (given, form.get("reason", ""), form.get("note", ""))
    made, record = answer_recommendation(actor(), db(), index(), own, other, *said, filters=read_filters())
    if request.headers.get("HX-Request"):
        shown = {"own_id": own_id, "other_id": other_id, "answer": given, "introduction": made, "recorded": record}
        return render_template("recommendations/_answer.html", **shown)
    if made:
        flash(_("Both sides are interested: an officer will introduce you."), "success")
        return redirect(url_for("introductions.detail", introduction_id=made.id))
    flash(_("Your answer is saved."), "success")
    return redirect(safe_next(url_for("recommendations.for_posting", posting_id=own_id)))
