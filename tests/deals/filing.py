"""Files of deals for tests: whole ones, the bad ones of the issue, and documents put into a deal directly."""

import io
import zipfile

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.core.files import TYPES
from matchmaker.deals.documents.actions import Sent, add_document
from matchmaker.deals.documents.models import DealDocument, DocumentSignature, DocumentVersion
from matchmaker.deals.models import Deal
from tests.reports import docx_of, locked, pdf_of

MB = 2**20
PAPER = pdf_of([["# Agreement", "The parties agree."]])
DOCX = docx_of(["The parties agree."])
EXECUTABLE = b"MZ\x90\x00\x03" + b"\x00" * 60


def torn(content: bytes) -> bytes:
    """The archive with some bytes of its largest part overwritten: its list still reads, the part does not."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("word/document.xml")
    middle = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    return content[:middle] + b"torn" * 10 + content[middle + 40 :]


def repacked(content: bytes, **parts: bytes | None) -> bytes:
    """The archive with some parts replaced; None leaves a part out. `document` stands for word/document.xml and so on."""
    names = {"types": "[Content_Types].xml", "document": "word/document.xml"}
    changed = {names[key]: value for key, value in parts.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            kept = changed.get(name, source.read(name))
            if kept is not None:
                target.writestr(name, kept)
    return made.getvalue()


EMPTY = "Choose a file that is not empty."
ELSE = "The file is named .%s but is something else inside. Open it in its program and save it as .%s."
DAMAGED = "The file is damaged and does not open. Open it in its program, save it anew, and upload that."
OLD = "This is a file of an old format, or one under a password. Save it as .docx without a password."
LOCKED = "The file is protected by a password. Save it without one: the other side could not open it."
LARGE = "The file is larger than 25 MB. Make it smaller."
NOT_TAKEN = "Files of type “%s” are not taken. Use pdf, png, jpg, jpeg, docx, xlsx, pptx, txt, csv."
BAD = {
    "large.pdf": (PAPER + b" " * (26 * MB - len(PAPER)), LARGE),
    "program.docx": (EXECUTABLE, ELSE % ("docx", "docx")),
    "cut.docx": (DOCX[:2000], ELSE % ("docx", "docx")),
    "torn.docx": (torn(DOCX), DAMAGED),
    "broken.docx": (repacked(DOCX, document=b"<w:document"), DAMAGED),
    "bomb.docx": (repacked(DOCX, document=b'<!DOCTYPE x [<!ENTITY a "a">]><x/>'), DAMAGED),
    "untyped.docx": (repacked(DOCX, types=None), DAMAGED),
    "locked.docx": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, OLD),
    "sheet.xlsx": (DOCX, ELSE % ("xlsx", "xlsx")),
    "cut.pdf": (PAPER[:60], DAMAGED),
    "locked.pdf": (locked(PAPER), LOCKED),
    "empty.docx": (b"", EMPTY),
    "program.exe": (EXECUTABLE, NOT_TAKEN % "exe"),
}


def put(
    db: Session, actor: Actor, deal: Deal, name: str = "paper.pdf", *, content: bytes = PAPER, kind: str = "other",
    is_confidential: bool = False,
) -> DocumentVersion:  # fmt: skip
    """A document put into a deal by its first version."""
    sent = Sent(name, TYPES[name.rpartition(".")[2]], content)
    return add_document(actor, db, deal, sent, kind=kind, is_confidential=is_confidential)


def put_signed(db: Session, actor: Actor, deal: Deal, kind: str = "agreement") -> DocumentVersion:
    """An agreement with the signatures of both sides."""
    made = put(db, actor, deal, kind=kind)
    for side in ("provider", "recipient"):
        db.add(DocumentSignature(version_id=made.id, side=side, name=side.title(), sha256=made.sha256))
    db.flush()
    return made


def document_of(db: Session, version: DocumentVersion) -> DealDocument:
    """The document that a version belongs to."""
    return db.get_one(DealDocument, version.document_id)
