"""Files as people upload them, judged by the bytes and not by the name."""

import io
import zipfile
import zlib
from xml.parsers.expat import ExpatError, ParserCreate

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.text import clean_line

OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # .doc, and any Office file under a password
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
UNPACKED_MOST = 200 * 2**20  # a small archive can hold far too much
ENCRYPTED = 1  # the bit of an archive's entry that is under a password
NAME_MOST = 200


def extension_of(filename: str) -> str:
    """What stands behind the last dot, in small letters."""
    return filename.rpartition(".")[2].lower()


def plain_name(filename: str) -> str:
    """A file's name without folders and invisible characters, as long as is kept."""
    return clean_line(filename.replace("\\", "/").rpartition("/")[2])[-NAME_MOST:]


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
    """The media type of an upload. Raises Invalid naming the fault and the mend."""
    extension = extension_of(filename)
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
        raise Invalid({"file": _not_what_it_says(extension)})
    return TYPES[extension]


def _not_what_it_says(extension: str) -> str:
    return _(
        "The file is named .%(type)s but is something else inside. Open it in its program and save it as .%(type)s.",
        type=extension,
    )


def office_opens(extension: str, content: bytes) -> bool:
    """Whether an Office file is whole: no part damaged, locked or monstrous, and its main parts well-formed XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & ENCRYPTED for entry in entries):
                return False
            if sum(entry.file_size for entry in entries) > UNPACKED_MOST or archive.testzip() is not None:
                return False
            for name in ("[Content_Types].xml", "_rels/.rels", MAIN[extension]):
                _check_xml(archive.read(name))
    except (zipfile.BadZipFile, KeyError, ExpatError, ValueError, OSError, EOFError, NotImplementedError, zlib.error):
        return False
    return True


def _check_xml(content: bytes) -> None:
    """Raises ExpatError for what is not well-formed, ValueError for a document type, which Office files never have."""
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.Parse(content, True)


def _refuse_doctype(*_parts: object) -> None:
    raise ValueError("a document type in an Office file")
