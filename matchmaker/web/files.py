"""Attachments: upload, download, removal."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from matchmaker.core.errors import Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.deals.disclosure.queries import Access, access_to_file
from matchmaker.postings import queries
from matchmaker.postings.files import attach_file, detach_file
from matchmaker.web.access import access, actor, config, db
from matchmaker.web.postings import Answer, blueprint, detail_page


def _back(posting_id: int) -> Response:
    return redirect(url_for("postings.detail", posting_id=posting_id) + "#files")


@blueprint.post("/<int:posting_id>/files")
@access("poster")
def attach(posting_id: int) -> Answer:
    """Take a file."""
    posting, upload = queries.load_own(actor(), db(), posting_id), request.files.get("file")
    name, content = (upload.filename or "", upload.read()) if upload else ("", b"")
    secret = bool(request.form.get("is_confidential"))
    try:
        attach_file(actor(), db(), posting, name, content, confidential=secret, limit=int(config().upload_limit))
    except Invalid as fault:
        return detail_page(posting, fault.errors), 422
    flash(_("The file is attached."), "success")
    return _back(posting_id)


@blueprint.post("/<int:posting_id>/files/<int:attachment_id>/remove")
@access("poster")
def detach(posting_id: int, attachment_id: int) -> Response:
    """Remove a file."""
    detach_file(actor(), db(), queries.load_own(actor(), db(), posting_id), attachment_id)
    flash(_("The file is removed."), "success")
    return _back(posting_id)


@blueprint.get("/files/<int:attachment_id>")
@access("public")
def download(attachment_id: int) -> Response:
    """A file, to those who may see its posting; a confidential one to its owners, and once opened under a deal's NDA."""
    found = queries.load_attachment(db(), attachment_id)
    standing = access_to_file(actor(), db(), found) if found else Access()
    if not found or not standing.may_read:
        raise NotFound(_("There is no such file."))
    if not standing.is_open:
        return redirect(url_for("deal_nda.confidential", deal_id=standing.deal_id, posting_id=found.posting_id))
    response = Response(found.content, mimetype=found.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=found.filename)
    return response
