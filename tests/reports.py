"""Reports as people upload them, made in memory: PDF written by hand in any script, DOCX by python-docx."""

import io
from collections.abc import Iterable

from docx import Document
from pypdf import PdfReader, PdfWriter

LARGE = "# "
CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Plain def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{blocks}
endcmap end end"""


def _unicode_map(letters: Iterable[str]) -> str:
    """Which glyph is which letter; a block of the map may hold a hundred."""
    lines = [f"<{ord(letter):04X}> <{ord(letter):04X}>" for letter in sorted(set(letters))]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    return CMAP.format(blocks="\n".join(f"{len(one)} beginbfchar\n" + "\n".join(one) + "\nendbfchar" for one in blocks))


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _page(lines: list[str]) -> str:
    return "BT\n" + "\n".join(_line(row, line) for row, line in enumerate(lines)) + "\nET"


def _line(row: int, line: str) -> str:
    size = 18 if line.startswith(LARGE) else 11
    written = line.removeprefix(LARGE).encode("utf-16-be").hex()
    return f"/F1 {size} Tf 1 0 0 1 50 {800 - 20 * row} Tm <{written}> Tj"


def pdf_of(pages: list[list[str]], title: str = "") -> bytes:
    """A PDF with these lines on its pages; a line that begins with LARGE stands in larger letters."""
    map_of = _unicode_map(letter for page in pages for line in page for letter in line)
    first = 7
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>",
        _stream(map_of),
        f"<< /Title <feff{title.encode('utf-16-be').hex()}> >>",
    ]
    for number, lines in enumerate(pages):
        resources = "<< /Font << /F1 3 0 R >> >>"
        size = "/MediaBox [0 0 595 842]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {size} /Resources {resources} /Contents {first + 2 * number + 1} 0 R >>"
        )
        objects.append(_stream(_page(lines)))
    return _file(objects)


def _file(objects: list[str]) -> bytes:
    """The objects with the table of their places, as every PDF ends."""
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R /Info 6 0 R >>\n"
    return made + f"{end}startxref\n{len(made)}\n%%EOF".encode()


def locked(content: bytes) -> bytes:
    """The same PDF under a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt("secret", algorithm="RC4-128")
    return _written(writer)


def scanned(pages: int = 2) -> bytes:
    """A PDF of pages without any text, as a scanner makes them."""
    writer = PdfWriter()
    for _page_number in range(pages):
        writer.add_blank_page(595, 842)
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def docx_of(paragraphs: list[str], title: str = "", rows: list[list[str]] | None = None, head: str = "") -> bytes:
    """A DOCX with these paragraphs, a table, the title of its properties, and a running head."""
    document = Document()
    document.core_properties.title = title
    document.sections[0].header.paragraphs[0].text = head
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for cells, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
