"""The NDA of a deal: its text and hash, who accepted, offering, accepting, ending, and opening what it protects."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import _, current_locale
from matchmaker.deals.disclosure import actions, queries, rules
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.disclosure.parts import Part, load_part, parts_of
from matchmaker.deals.disclosure.signing import Methods, Proof
from matchmaker.deals.documents.names import names_of
from matchmaker.deals.models import Deal
from matchmaker.deals.queries import load_deal
from matchmaker.deals.rules import PARTIES, may_withdraw, other_side, side_of
from matchmaker.postings.queries import attachments, confidential_text
from matchmaker.web.access import access, actor, db
from matchmaker.web.deals.tabs import deal_tabs
from matchmaker.web.forms import safe_next, whole_number
from matchmaker.web.limits import limited

blueprint = Blueprint("deal_nda", __name__, url_prefix="/deals")
blueprint.add_app_template_global(deal_tabs, "deal_tabs")
Answer = str | Response | tuple[str, int]
START = {"lang": "", "years": "5", "ends_with_deal": "1", "text": "", "method": "password"}


def _methods() -> Methods:
    """How one signs in this installation."""
    found: Methods = current_app.extensions["signing"]
    return found


@blueprint.get("/<int:deal_id>/nda", endpoint="index")
@access("signed_in")
def index_page(deal_id: int) -> str:
    """The NDA as it stands, with what the reader can do."""
    return _page(load_deal(actor(), db(), deal_id))


def _page(deal: Deal, errors: dict[str, str] | None = None, values: MultiDict[str, str] | None = None) -> str:
    ndas = queries.ndas_of(db(), deal.id)
    nda = ndas[0] if ndas else None
    alive = nda if nda and nda.state in actions.ALIVE else None
    return render_template(
        "deals/nda/index.html",
        deal=deal,
        nda=alive,
        earlier=ndas[1:] if alive else ndas,
        in_force=rules.is_in_force(deal, nda),
        is_bound=bool(alive and rules.binds(alive, deal)),
        has_ended=deal.stage in rules.ENDED,
        signs_for=rules.signs_for(actor(), deal),
        may_end=may_withdraw(actor(), deal),
        parts=parts_of(actor(), db(), deal, nda),
        openings=_openings(deal),
        methods=list(_methods()),
        errors=errors or {},
        values=values if values is not None else MultiDict(START | {"lang": current_locale()}),
    )


def _openings(deal: Deal) -> list[dict[str, Any]]:
    """Who has opened what of the reader's own side; officers see both."""
    own = rules.EVERY_SIDE if actor().is_officer else frozenset({side_of(actor(), deal)})
    readers = frozenset(map(other_side, own & frozenset(PARTIES)))
    found = queries.openings_of(db(), deal.id, readers)
    documents = names_of(db(), {one.what_id for one, _name in found if one.what == "document"}, own)
    return [
        {"opening": one, "name": name, "document": documents.get(one.what_id, "")}
        for one, name in found
        if one.what == "posting" or one.what_id in documents
    ]


@blueprint.get("/<int:deal_id>/nda/text.txt", endpoint="text")
@access("signed_in")
def text_file(deal_id: int) -> Response:
    """The exact bytes that are accepted: what a programme for digital signatures signs."""
    nda = queries.current_nda(db(), load_deal(actor(), db(), deal_id).id)
    if nda is None:
        raise NotFound(_("No NDA has been offered in this deal yet."))
    response = Response(nda.text.encode(), mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename=f"nda-{deal_id}.txt")
    return response


@blueprint.post("/<int:deal_id>/nda/offer")
@access("signed_in")
def offer(deal_id: int) -> Answer:
    """Offer a text, or with then=edit only put the generated one into the form."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    asked = actions.Offer(
        form.get("lang", ""), whole_number(form.get("years")) or 0, bool(form.get("ends_with_deal")), form.get("text", "")
    )  # fmt: skip
    try:
        if form.get("then") == "edit":
            return _page(deal, values=MultiDict(form.to_dict() | {"text": actions.text_of(actor(), deal, asked)}))
        actions.offer_nda(actor(), db(), deal, asked, form.get("seen", ""))
    except (Invalid, Conflict) as fault:
        return _refused(deal_id, fault)
    flash(_("The NDA is offered. The people who sign for both sides have a letter."), "success")
    return _back(deal_id)


def _refused(deal_id: int, fault: Invalid | Conflict) -> Answer:
    """The page as it is now, with what is wrong and with what was typed."""
    db().rollback()
    errors = fault.errors if isinstance(fault, Invalid) else {"form": fault.message}
    typed = request.form.to_dict() if "years" in request.form else START | request.form.to_dict()
    page = _page(load_deal(actor(), db(), deal_id), errors, MultiDict(typed))
    return page, 422 if isinstance(fault, Invalid) else 409


def _back(deal_id: int) -> Response:
    return redirect(url_for("deal_nda.index", deal_id=deal_id))


@blueprint.post("/<int:deal_id>/nda/accept")
@limited
@access("signed_in")
def accept(deal_id: int) -> Answer:
    """Accept, for the side that one signs for, the text whose hash the form carries."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    upload = request.files.get("signature_file")
    signature = (upload.read() if upload else b"") or form.get("signature", "").strip().encode()
    proof = Proof(form.get("method", "password"), form.get("password", ""), signature)
    try:
        nda = actions.accept_nda(actor(), db(), deal, _methods(), form.get("seen", ""), proof)
    except (Invalid, Conflict) as fault:
        return _refused(deal_id, fault)
    flash(_accepted(nda), "success")
    return _back(deal_id)


def _accepted(nda: Nda) -> str:
    if nda.state == "in_force":
        return _("You have accepted. The NDA is in force: the confidential parts can be opened.")
    return _("You have accepted. The NDA is in force once the other side has accepted it too.")


@blueprint.post("/<int:deal_id>/nda/end")
@access("signed_in")
def end(deal_id: int) -> Answer:
    """Withdraw the offer, or end the NDA: everything that it opened is closed."""
    deal = load_deal(actor(), db(), deal_id)
    try:
        actions.end_nda(actor(), db(), deal, request.form.get("seen", ""))
    except Conflict as fault:
        return _refused(deal_id, fault)
    flash(_("The NDA has ended. The confidential parts are closed."), "success")
    return _back(deal_id)


@blueprint.get("/<int:deal_id>/nda/postings/<int:posting_id>")
@access("signed_in")
def confidential(deal_id: int, posting_id: int) -> str:
    """The confidential part of a posting of the deal, for whoever has opened it; else the button that opens it."""
    deal = load_deal(actor(), db(), deal_id)
    part = load_part(actor(), db(), deal, posting_id)
    is_open = part.standing in ("own", "open")
    return render_template(
        "deals/nda/confidential.html",
        deal=deal,
        part=part,
        text=confidential_text(db(), posting_id) if is_open else "",
        files=_secret_files(part) if is_open else [],
    )


def _secret_files(part: Part) -> list[Any]:
    return [one for one in attachments(db(), part.posting.id, with_confidential=True) if one.is_confidential]


@blueprint.post("/<int:deal_id>/nda/postings/<int:posting_id>/open", endpoint="open")
@access("signed_in")
def open_part(deal_id: int, posting_id: int) -> Response:
    """Open it, which is written down, and show it where the reader came from."""
    deal = load_deal(actor(), db(), deal_id)
    actions.open_posting(actor(), db(), deal, load_part(actor(), db(), deal, posting_id).posting)
    return redirect(safe_next(url_for("deal_nda.confidential", deal_id=deal_id, posting_id=posting_id)))
