"""Attachments of postings: putting them on and taking them off."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit
from matchmaker.core.errors import Invalid, NotFound
from matchmaker.core.files import check_file, plain_name
from matchmaker.core.i18n import _
from matchmaker.postings import rules
from matchmaker.postings.models import Attachment, Posting

MOST_FILES = 10


def attach_file(
    actor: Actor, db: Session, posting: Posting, filename: str, content: bytes, *, confidential: bool, limit: int
) -> Attachment:
    """Add a file to a posting; the same file sent twice is kept once."""
    require(rules.may_edit(actor, posting))
    filename = plain_name(filename)
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
