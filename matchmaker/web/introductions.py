"""Introductions: what waits for whom, and each one's page."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.core import audit
from matchmaker.core.i18n import _
from matchmaker.core.machine import moves
from matchmaker.deals.origins import OPENS
from matchmaker.deals.queries import deal_of_introduction
from matchmaker.deals.rules import may_see as may_see_deal
from matchmaker.organisations.queries import people_of
from matchmaker.recommendations import rules
from matchmaker.recommendations.actions import move_introduction
from matchmaker.recommendations.introductions import (
    list_introductions,
    load_introduction,
    officer_names,
    waiting_interests,
)
from matchmaker.recommendations.models import Introduction
from matchmaker.recommendations.records.links import links_of_introduction
from matchmaker.recommendations.states import STATES
from matchmaker.web.access import access, actor, db

blueprint = Blueprint("introductions", __name__, url_prefix="/introductions")
SIDES = ("need", "capability")


@blueprint.get("/", endpoint="index")
@access("signed_in")
def list_all() -> str:
    """Introductions by state, and interests that wait for the reader's answer."""
    found = list_introductions(actor(), db())
    return render_template(
        "introductions/list.html",
        introductions=found,
        officers=officer_names(db(), found),
        waiting=waiting_interests(actor(), db()),
    )


@blueprint.get("/<int:introduction_id>")
@access("signed_in")
def detail(introduction_id: int) -> str:
    """One introduction, as far as it has come."""
    found = load_introduction(actor(), db(), introduction_id)
    opens, deal = rules.may_see_contacts(actor(), found), deal_of_introduction(db(), introduction_id)
    return render_template(
        "introductions/detail.html",
        introduction=found,
        moves=moves(STATES, actor(), found),
        officer_name=officer_names(db(), [found]).get(found.officer_id or 0, ""),
        contacts=_contacts(found) if opens else [],
        organisation_shown=opens,
        records=links_of_introduction(actor(), db(), found),
        trail=audit.trail(db(), "introduction", found.id),
        deal=deal,
        deal_is_seen=deal is not None and may_see_deal(actor(), deal),
        deal_opens=deal is None and found.state in OPENS,
    )


def _contacts(introduction: Introduction) -> list[dict[str, Any]]:
    sides = ((side, getattr(introduction, side).organisation) for side in SIDES)
    return [
        {"side": side, "organisation": organisation, "name": user.name, "email": user.email}
        for side, organisation in sides
        for user in people_of(db(), organisation.id)
    ]


@blueprint.post("/<int:introduction_id>/<any(broker, decline, close):verb>")
@access("signed_in")
def move(introduction_id: int, verb: str) -> Response:
    """Take one step."""
    found = load_introduction(actor(), db(), introduction_id)
    move_introduction(actor(), db(), found, verb, request.form.get("note", ""))
    flash(_("Done."), "success")
    return redirect(url_for("introductions.detail", introduction_id=introduction_id))
