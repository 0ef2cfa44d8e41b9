"""The room of a deal: messages, the newest first; new ones come by themselves where scripts run."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.deals.models import Deal
from matchmaker.deals.people import everybody
from matchmaker.deals.queries import load_deal
from matchmaker.deals.room import queries
from matchmaker.deals.room.actions import mark_read, post_message
from matchmaker.deals.room.draft import TEXT_MOST, read_message
from matchmaker.deals.room.models import DealMessage
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.tabs import deal_tabs
from matchmaker.web.forms import new_token, sent_token, whole_number

blueprint = Blueprint("deal_room", __name__, url_prefix="/deals")
blueprint.add_app_template_global(deal_tabs, "deal_tabs")
Answer = str | Response | tuple[str, int]


@blueprint.get("/<int:deal_id>/room")
@access("signed_in")
def index(deal_id: int) -> Answer:
    """A page of messages. `after` gives only what has come since, for who looks again each quarter of a minute."""
    deal, after = load_deal(actor(), db(), deal_id), whole_number(request.args.get("after"))
    if after is not None and request.headers.get("HX-Request"):
        return _news(deal, after)
    return _page(deal, MultiDict(), {})


def _news(deal: Deal, after: int) -> Answer:
    found = queries.messages_after(db(), deal.id, after)
    if not found:
        return "", 204
    return render_template("deals/room/_news.html", deal=deal, **_shown(deal, found))


def _shown(deal: Deal, messages: list[DealMessage]) -> dict[str, Any]:
    """What a list of messages needs beside them."""
    documents = queries.linkable_documents(actor(), db(), deal)
    return {
        "messages": messages,
        "read": queries.read_up_to(actor(), db(), deal.id),
        "sides": {one.user_id: one.side for one in deal.people},
        "names": queries.names_of(db(), messages),
        "documents": documents,
        "by_id": {one.id: one for one in documents},
        "last": messages[0].id if messages else 0,
    }


def _page(deal: Deal, values: MultiDict[str, Any], errors: dict[str, str]) -> str:
    before = whole_number(request.args.get("before"))
    page = queries.messages_page(db(), deal.id, before)
    context = _shown(deal, page.messages) | {"page": page, "before": before, "people": _others(deal)}
    unread = (one for one in page.messages if one.id > context["read"] and one.user_id != actor().user_id)
    context["has_unread"] = any(unread)
    context |= {"values": values, "errors": errors, "form_token": values.get("form_token") or new_token()}
    return render_template("deals/room/index.html", deal=deal, text_most=TEXT_MOST, **context)


def _others(deal: Deal) -> list[Any]:
    return [user for user in everybody(db(), deal) if user.id != actor().user_id]


@blueprint.post("/<int:deal_id>/room")
@access("signed_in")
def post(deal_id: int) -> Answer:
    """Say something."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    try:
        draft = read_message(form, _others(deal), queries.linkable_documents(actor(), db(), deal))
    except Invalid as fault:
        return _page(deal, form, fault.errors), 422
    made = post_message(actor(), db(), deal, draft, sent_token(), whole_number(form.get("seen")) or 0)
    flash(_("Sent."), "success")
    return redirect(url_for("deal_room.index", deal_id=deal_id, _anchor=f"m{made.id}"))


@blueprint.post("/<int:deal_id>/room/read")
@access("signed_in")
def read(deal_id: int) -> Answer:
    """Note up to which message the reader has read: by a button, or by the page itself."""
    deal = load_deal(actor(), db(), deal_id)
    mark_read(actor(), db(), deal, whole_number(request.form.get("message")) or 0)
    if request.headers.get("X-Requested-With"):
        return "", 204
    return redirect(url_for("deal_room.index", deal_id=deal_id))
