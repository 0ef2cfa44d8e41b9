"""Pages of a deal's documents: the list with uploads and drafts, one document with its versions, signing, downloads."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from matchmaker.core.errors import Forbidden, Invalid
from matchmaker.core.i18n import LOCALES, _, current_locale
from matchmaker.deals.disclosure.queries import nda_in_force
from matchmaker.deals.documents import rules
from matchmaker.deals.documents.actions import Sent, add_document, add_version, note_opening, read_upload
from matchmaker.deals.documents.generating import FORMS, drafts_for, generate_document
from matchmaker.deals.documents.models import DealDocument, DocumentVersion
from matchmaker.deals.documents.queries import (
    documents_shown,
    load_document,
    load_version,
    versions_shown,
)
from matchmaker.deals.documents.signing import sign_version
from matchmaker.deals.models import Deal
from matchmaker.deals.queries import load_deal
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.deals.tabs import deal_tabs
from matchmaker.web.forms import page_number
from matchmaker.web.limits import limited

blueprint = Blueprint("deal_documents", __name__, url_prefix="/deals")
blueprint.add_app_template_global(deal_tabs, "deal_tabs")
Answer = str | Response | tuple[str, int]


def _limit() -> int:
    return int(config().document_limit)


def _read_file() -> Sent:
    upload = request.files.get("file")
    name, content = (upload.filename or "", upload.read()) if upload else ("", b"")
    return read_upload(name, content, _limit())


@blueprint.get("/<int:deal_id>/documents", endpoint="index")
@access("signed_in")
def index(deal_id: int) -> str:
    """The documents that the reader may read; forms for a draft and for a file."""
    return _index(load_deal(actor(), db(), deal_id))


def _index(deal: Deal, errors: dict[str, str] | None = None) -> str:
    shown = documents_shown(actor(), db(), deal, page_number())
    typed = request.form if errors else {"kind": "other", "is_confidential": "1"}
    return render_template(
        "deals/documents/index.html",
        deal=deal,
        shown=shown,
        drafts=drafts_for(deal),
        draft_values={"lang": current_locale()},
        values=typed,
        errors=errors or {},
        limit=_limit(),
        is_disclosed=_discloser(deal),
        forms=list(FORMS),
        languages=LOCALES,
    )


def _discloser(deal: Deal) -> Any:
    """A test for templates: does reading this document have to be written down?"""
    return lambda document: rules.is_disclosed(actor(), deal, document)


@blueprint.post("/<int:deal_id>/documents")
@access("poster")
def add(deal_id: int) -> Answer:
    """A file as a new document."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    try:
        made = add_document(
            actor(), db(), deal, _read_file(),
            kind=form.get("kind", ""), name=form.get("name", ""), is_confidential=bool(form.get("is_confidential")),
        )  # fmt: skip
    except Invalid as fault:
        return _index(deal, fault.errors), 422
    flash(_("The document is kept."), "success")
    return _to_document(deal, made.document_id)


@blueprint.post("/<int:deal_id>/documents/draft")
@access("poster")
def draft(deal_id: int) -> Response:
    """A draft made from the deal's data."""
    deal, form = load_deal(actor(), db(), deal_id), request.form
    made = generate_document(
        actor(), db(), deal, kind=form.get("draft", ""), lang=form.get("lang", ""), form=form.get("form", "")
    )
    flash(_("The draft is made: version %(number)s.", number=made.number), "success")
    return _to_document(deal, made.document_id)


def _to_document(deal: Deal, document_id: int) -> Response:
    return redirect(url_for("deal_documents.document", deal_id=deal.id, document_id=document_id))


@blueprint.get("/<int:deal_id>/documents/<int:document_id>")
@access("signed_in")
def document(deal_id: int, document_id: int) -> str:
    """One document: its versions with hashes and signatures, signing, the next version."""
    deal = load_deal(actor(), db(), deal_id)
    return _document(deal, load_document(actor(), db(), deal, document_id))


def _document(deal: Deal, found: DealDocument, errors: dict[str, str] | None = None) -> str:
    is_in_force = nda_in_force(db(), deal)
    return render_template(
        "deals/documents/document.html",
        deal=deal,
        document=found,
        shown=versions_shown(db(), deal, found, page_number()),
        may_sign=rules.may_sign(actor(), deal, found, is_in_force),
        may_add=rules.may_add_version(actor(), deal, found, is_in_force),
        own_side=next((one.side for one in deal.people if one.user_id == actor().user_id), ""),
        is_disclosed=_discloser(deal),
        values=request.form,
        errors=errors or {},
        limit=_limit(),
    )


@blueprint.post("/<int:deal_id>/documents/<int:document_id>")
@access("poster")
def add_next(deal_id: int, document_id: int) -> Answer:
    """A file as the next version."""
    deal = load_deal(actor(), db(), deal_id)
    found = load_document(actor(), db(), deal, document_id)
    try:
        made = add_version(actor(), db(), deal, found, _read_file())
    except Invalid as fault:
        return _document(deal, found, fault.errors), 422
    flash(_("These bytes are kept as version %(number)s.", number=made.number), "success")
    return _to_document(deal, document_id)


@blueprint.post("/<int:deal_id>/documents/<int:document_id>/versions/<int:number>/sign")
@limited
@access("poster")
def sign(deal_id: int, document_id: int, number: int) -> Answer:
    """The signature of the reader's side, by password."""
    deal = load_deal(actor(), db(), deal_id)
    found = load_document(actor(), db(), deal, document_id)
    version, form = load_version(db(), found, number), request.form
    try:
        sign_version(
            actor(), db(), deal, found, version, seen=form.get("seen", ""), password=form.get("password", "")
        )  # fmt: skip
    except Invalid as fault:
        return _document(deal, found, fault.errors), 422
    flash(_("You have signed version %(number)s.", number=number), "success")
    return _to_document(deal, document_id)


@blueprint.get("/<int:deal_id>/documents/<int:document_id>/versions/<int:number>")
@access("signed_in")
def download(deal_id: int, document_id: int, number: int) -> Response:
    """A version's bytes; a confidential one of the other side is opened by its button, which writes it down."""
    deal = load_deal(actor(), db(), deal_id)
    found = load_document(actor(), db(), deal, document_id)
    if rules.is_disclosed(actor(), deal, found):
        raise Forbidden(_("Open this document by its button on the page: its owner is told of each opening."))
    return _file(load_version(db(), found, number))


@blueprint.post("/<int:deal_id>/documents/<int:document_id>/versions/<int:number>", endpoint="open")
@access("poster")
def open_version(deal_id: int, document_id: int, number: int) -> Response:
    """The same, written down for the owner where it is theirs alone."""
    deal = load_deal(actor(), db(), deal_id)
    found = load_document(actor(), db(), deal, document_id)
    version = load_version(db(), found, number)
    note_opening(actor(), db(), deal, found, number)
    return _file(version)


def _file(version: DocumentVersion) -> Response:
    answer = Response(version.content, mimetype=version.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=version.filename)
    answer.set_etag(version.sha256)
    return answer.make_conditional(request)
