"""The words of a pasted text or of a PDF, DOCX or TXT file, page by page, as far as they are read at all."""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import structlog

from matchmaker.core.errors import Invalid
from matchmaker.core.files import OLD_OFFICE, check_file
from matchmaker.core.i18n import _
from matchmaker.core.text import clean, clean_line
from matchmaker.matching.language import FOREIGN, words
from matchmaker.postings.extraction.pdf import Locked, Page, Pdf

READABLE = ("pdf", "docx", "txt")
WORDS_MOST = 12_000  # about forty pages: title, abstract, keywords and the method stand before that
CHARACTERS_MOST = 200_000  # of one page, for what has no spaces
UNPACKED_MOST = 100 * 2**20  # a DOCX is an archive, and a small archive can hold far too much
WORDS_LEAST = 3
LETTERS_LEAST = 12  # of a script that puts no spaces between words
CYRILLIC_SHARE = 0.5
LETTERS = re.compile(r"[^\W\d_]")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
SPAN = re.compile(r"\S+")
log = structlog.get_logger()


@dataclass(frozen=True)
class Source:
    """What was read: `pages` (one, where a text has none), the title that the file itself names, and how much it is.

    heading: what stands in the largest letters of the first page. is_wrapped: lines end where the page did, as in a PDF. is_cut: there was more than is read.
    """

    pages: tuple[str, ...]
    title: str = ""
    page_count: int | None = None
    words_read: int = 0
    is_cut: bool = False
    is_wrapped: bool = False
    heading: str = ""


def read_text(text: str) -> Source:
    """A text as pasted. Raises Invalid when there is nothing in it to find counterparts by."""
    source = _source([text])
    if lack := _too_little(source):
        raise Invalid({"text": lack})
    return source


def read_file(filename: str, content: bytes, limit: int) -> Source:
    """A report. Raises Invalid naming why it cannot be read."""
    extension = filename.rpartition(".")[2].lower()
    content = _as_utf8(content) if extension == "txt" else content
    _check(filename, extension, content, limit)
    try:
        source = {"pdf": _read_pdf, "docx": _read_docx, "txt": _read_txt}[extension](content)
    except Locked as fault:
        text = _("The file is protected by a password. Save it without one, or paste its text.")
        raise Invalid({"file": text}) from fault
    except Exception as fault:  # a damaged file makes its readers fail in every way there is
        log.warning("report not readable", extension=extension, fault=type(fault).__name__)  # never its words
        raise Invalid({"file": _("The file is damaged. Save it again, or paste its text.")}) from fault
    if not source.words_read and extension == "pdf":
        raise Invalid(
            {"file": _("This PDF holds pictures of pages and no text. Recognise the text first, or paste it.")}
        )
    if lack := _too_little(source):
        raise Invalid({"file": lack})
    return source


def together(typed: str, filed: Source) -> Source:
    """What was typed leads what was uploaded; the title comes from what was typed."""
    if not typed:
        return filed
    first = _source([typed])
    number, is_cut = first.words_read + filed.words_read, first.is_cut or filed.is_cut
    return replace(filed, pages=(*first.pages, *filed.pages), title="", heading="", words_read=number, is_cut=is_cut)


def _check(filename: str, extension: str, content: bytes, limit: int) -> None:
    if filename and content and extension not in READABLE:
        taken = ", ".join(READABLE)
        text = _("Files of type “%(type)s” are not taken. Use %(types)s.", type=extension[:20], types=taken)
        raise Invalid({"file": text})
    if extension == "docx" and content.startswith(OLD_OFFICE):
        text = _("This is an old .doc, or a file under a password. Save it as .docx without one, or paste its text.")
        raise Invalid({"file": text})
    check_file(filename, content, limit)


def _too_little(source: Source) -> str:
    found = [word for page in source.pages for word in words(page) if LETTERS.search(word)]
    if not found:
        return _("There are no words in it. Write in a sentence what you can do or what you need.")
    foreign = sum(len(FOREIGN.findall(word)) for word in found)
    if len(found) < WORDS_LEAST and foreign < LETTERS_LEAST:
        return _("That is too little to find anything by. Write at least three words: what it is and what it is for.")
    return ""


def _source(parts: Iterable[str], **more: Any) -> Source:
    """The parts up to the most words that are read; further parts are not even asked for."""
    pages: list[str] = []
    left, is_cut = WORDS_MOST, False
    for part in parts:
        kept, is_cut = _first_words(_sound(part), left)
        pages.append(kept)
        left -= len(kept.split())
        if is_cut:
            break
    return Source(tuple(pages), words_read=WORDS_MOST - left, is_cut=is_cut, **more)


def _sound(text: str) -> str:
    """Text without halves of characters, which some PDFs hold and no answer can be written with."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _first_words(text: str, most: int) -> tuple[str, bool]:
    for number, word in enumerate(SPAN.finditer(text, 0, CHARACTERS_MOST)):
        if number == most:
            return clean(text[: word.start()]), True
    return clean(text[:CHARACTERS_MOST]), len(text) > CHARACTERS_MOST


def _read_pdf(content: bytes) -> Source:
    pdf = Pdf(content)
    pages = pdf.pages()
    first = next(pages, Page(""))
    texts = (page.text for page in chain([first], pages))
    found = _source(texts, title=_sound(pdf.title), page_count=pdf.page_count, is_wrapped=True)
    is_cut = found.is_cut or len(found.pages) < pdf.page_count
    return replace(found, is_cut=is_cut, heading=clean_line(_sound(first.largest)))


def _read_docx(content: bytes) -> Source:
    from docx import Document
    from docx.table import Table

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > UNPACKED_MOST:
            raise ValueError("too much inside")
    document = Document(io.BytesIO(content))
    blocks = document.iter_inner_content()
    lines = (_rows(block) if isinstance(block, Table) else block.text for block in blocks)
    found = _source(["\n".join(lines)])
    named = [one.text for one in document.paragraphs[:40] if one.style is not None and one.style.name == "Title"]
    title = next((text for text in named if text.strip()), document.core_properties.title or "")
    return replace(found, title=_sound(title))


def _rows(table: Any) -> str:
    return "\n".join(" ; ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in table.rows)


def _read_txt(content: bytes) -> Source:
    return _source([content.decode("utf-8-sig")])


def _as_utf8(content: bytes) -> bytes:
    """Text files of older programs: UTF-16 with its mark, or Windows-1251 when that makes it Cyrillic."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").encode()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1251", "replace")
        letters = len(LETTERS.findall(text))
        if letters and len(CYRILLIC.findall(text)) >= CYRILLIC_SHARE * letters:
            return text.encode()
    return content
