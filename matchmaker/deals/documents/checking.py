"""What may become a document of a deal: unlike an attachment of a posting, it must also open."""

from matchmaker.core.errors import Invalid
from matchmaker.core.files import OFFICE, OLD_OFFICE, check_file, extension_of, office_opens
from matchmaker.core.i18n import _
from matchmaker.postings.extraction.pdf import Locked, Pdf


def check_document(filename: str, content: bytes, limit: int) -> str:
    """The media type of an upload. Raises Invalid naming the fault and the mend."""
    extension = extension_of(filename)
    if extension in OFFICE and content.startswith(OLD_OFFICE):
        raise Invalid({"file": _locked_or_old(extension)})
    media_type = check_file(filename, content, limit)
    if extension in OFFICE and not office_opens(extension, content):
        raise Invalid({"file": _damaged()})
    if extension == "pdf":
        _check_pdf(content)
    return media_type


def _check_pdf(content: bytes) -> None:
    try:
        is_empty = Pdf(content).page_count == 0
    except Locked as fault:
        text = _("The file is protected by a password. Save it without one: the other side could not open it.")
        raise Invalid({"file": text}) from fault
    except Exception as fault:  # a damaged file makes its reader fail in every way there is
        raise Invalid({"file": _damaged()}) from fault
    if is_empty:
        raise Invalid({"file": _damaged()})


def _damaged() -> str:
    return _("The file is damaged and does not open. Open it in its program, save it anew, and upload that.")


def _locked_or_old(extension: str) -> str:
    return _(
        "This is a file of an old format, or one under a password. Save it as .%(type)s without a password.",
        type=extension,
    )
