"""Attachments: what may be uploaded, judged by the bytes and not by the name."""

import hashlib
import io
import zipfile

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.errors import Invalid, NotFound
from matchmaker.core.i18n import _
from matchmaker.core.text import clean_line
from matchmaker.postings import rules
from matchmaker.postings.models import Attachment, Posting

MOST_FILES = 10
OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
}
MAGIC = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}


def looks_like(extension: str, content: bytes) -> bool:
    """Whether the bytes are what the extension promises."""
    if extension in MAGIC:
        return content.startswith(MAGIC[extension])
    if extension in OFFICE:
        return _is_office(content, OFFICE[extension])
    return _is_text(content)


def _is_office(content: bytes, folder: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.startswith(folder) for name in archive.namelist())
    except zipfile.BadZipFile:
        return False


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def check_file(filename: str, content: bytes, limit: int) -> str:
    """The media type of an upload. Raises Invalid naming the fault."""
    extension = filename.rpartition(".")[2].lower()
    if not filename or not content:
        raise Invalid({"file": _("Choose a file that is not empty.")})
    if extension not in TYPES:
        raise Invalid(
            {
                "file": _(
                    "Files of type “%(type)s” are not taken. Use %(types)s.",
                    type=extension[:20],
                    types=", ".join(TYPES),
                )
            }
        )
    if len(content) > limit:
        raise Invalid({"file": _("The file is larger than %(limit)s MB. Make it smaller.", limit=limit // 2**20)})
    if not looks_like(extension, content):
        raise Invalid({"file": _("The file is named .%(type)s but is something else inside.", type=extension)})
    return TYPES[extension]


def attach_file(
    actor: Actor, db: Session, posting: Posting, filename: str, content: bytes, *, confidential: bool, limit: int
) -> Attachment:
    """Add a file to a posting; the same file sent twice is kept once."""
    require(rules.may_edit(actor, posting))
    filename = clean_line(filename.replace("\\", "/").rpartition("/")[2])[-200:]
    media_type, digest = check_file(filename, content, limit), hashlib.sha256(content).hexdigest()
    there = list(db.scalars(select(Attachment).where(Attachment.posting_id == posting.id)))
    if twin := next((one for one in there if one.sha256 == digest), None):
        return twin
    if len(there) >= MOST_FILES:
        raise Invalid({"file": _("A posting holds at most %(number)s files. Remove one first.", number=MOST_FILES)})
    made = Attachment(posting_id=posting.id, filename=filename, media_type=media_type, size=len(content))
    made.sha256, made.content, made.is_confidential = digest, content, confidential
    db.add(made)
    audit.record(db, actor.user_id, "attach", "posting", posting.id, {}, _told(made))
    return made


def _told(file: Attachment) -> dict[str, str]:
    """What the trail says of a file: a confidential one's name is confidential as well."""
    return {"sha256": file.sha256} if file.is_confidential else {"file": file.filename}


def detach_file(actor: Actor, db: Session, posting: Posting, attachment_id: int) -> None:
    """Remove a file of a posting."""
    require(rules.may_edit(actor, posting))
    found = db.get(Attachment, attachment_id)
    if found is None or found.posting_id != posting.id:
        raise NotFound(_("There is no such file."))
    audit.record(db, actor.user_id, "detach", "posting", posting.id, _told(found), {})
    db.delete(found)
