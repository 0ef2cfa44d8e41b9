"""A draft as a Word document: a skeleton made here, filled by docxtpl. The same draft gives the same bytes."""

import io
import zipfile
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from matchmaker.deals.documents.drafting.paper import Paper

FONT = "Times New Roman"  # has the Kazakh letters everywhere Word runs
LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
STILL = (1980, 1, 1, 0, 0, 0)  # the time of every part of the archive
MADE = datetime(2020, 1, 1, tzinfo=UTC)
STYLES = {"section": "Heading 1", "clause": "Body Text", "item": "List", "text": "Body Text"}


def word(paper: Paper) -> bytes:
    """The draft as .docx."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(_skeleton(paper.lang)))
    template.render({"paper": paper}, autoescape=True)
    properties = template.docx.core_properties
    properties.title, properties.author, properties.language = paper.title, "Matchmaker", LANGUAGES[paper.lang]
    properties.created = properties.modified = MADE
    made = io.BytesIO()
    template.save(made)
    return _still(made.getvalue())


def _still(content: bytes) -> bytes:
    """The archive with every part at one fixed time, so that equal drafts are equal bytes."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, STILL), source.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()


@lru_cache
def _skeleton(lang: str) -> bytes:
    """The template: one paragraph for each kind of block, a loop around them."""
    from docx import Document

    document = Document()
    _page(document, lang)
    _add(document, "{{ paper.title }}", "Title")
    _when(document, "paper.under", lambda: _add(document, "{{ paper.under }}", "Subtitle"))
    _add(document, "{%p for block in paper.blocks %}")
    for kind, style in STYLES.items():
        _when(document, f"block.kind == '{kind}'", lambda style=style: _add(document, _numbered(style), style))
    for kind in ("place", "table", "signing"):
        _when(document, f"block.kind == '{kind}'", lambda kind=kind: _table(document, kind))
    _add(document, "{%p endfor %}")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _numbered(style: str) -> str:
    return (
        "{% if block.number %}{{ block.number }}" + ("\t" if style == "List" else " ") + "{% endif %}{{ block.text }}"
    )


def _when(document: Any, condition: str, add: Any) -> None:
    _add(document, "{%p if " + condition + " %}")
    add()
    _add(document, "{%p endif %}")


def _add(document: Any, text: str, style: str = "Normal") -> Any:
    return document.add_paragraph(text, style)


def _table(document: Any, kind: str) -> None:
    from docx.shared import Cm, Pt

    table = document.add_table(rows=3, cols=2, style="Table Grid" if kind == "table" else "Normal Table")
    table.autofit = False
    table.rows[0].cells[0].text = "{%tr for row in block.rows %}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    widths = (Cm(5.5), Cm(11)) if kind == "table" else (Cm(8.25), Cm(8.25))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # of the grid, which some programs go by, and of its cells
        for cell in column.cells:
            cell.width = width
    for number, cell in enumerate(table.rows[1].cells):
        _fill(cell.paragraphs[0], f"{{{{ row[{number}] }}}}", "loop.first" if kind == "signing" else "false")
        cell.paragraphs[0].style = document.styles["No Spacing"]
        cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(2)
    if kind == "place":
        table.rows[1].cells[1].paragraphs[0].alignment = 2
    document.add_paragraph("", "No Spacing")  # two tables in a row would grow together


def _fill(paragraph: Any, value: str, is_bold: str) -> None:
    paragraph.add_run("{% if " + is_bold + " %}" + value + "{% endif %}").bold = True
    paragraph.add_run("{% if not " + is_bold + " %}" + value + "{% endif %}")


def _page(document: Any, lang: str) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    section.header.paragraphs[0].text = "{{ paper.note }}"
    _small(section.header.paragraphs[0])
    _page_number(section.footer.paragraphs[0])
    _fonts(document, lang)


def _small(paragraph: Any) -> None:
    from docx.shared import Pt, RGBColor

    for run in paragraph.runs:
        run.font.size, run.font.italic, run.font.color.rgb = Pt(8.5), True, RGBColor(0x55, 0x66, 0x6B)


def _page_number(paragraph: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.alignment = 2


def _fonts(document: Any, lang: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    sizes = {"Normal": 12, "Body Text": 12, "List": 12, "No Spacing": 12, "Title": 15, "Subtitle": 12, "Heading 1": 12}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        style.font.italic = style.font.bold = False
        fonts = style.element.rPr.rFonts
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), FONT)
    for name in ("Title", "Heading 1"):
        document.styles[name].font.bold = True
    for name in ("Title", "Subtitle"):
        document.styles[name].paragraph_format.alignment = Align.CENTER
        for border in document.styles[name].element.pPr.findall(qn("w:pBdr")):
            document.styles[name].element.pPr.remove(border)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(12)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(4)
    for name in ("Body Text", "List"):
        document.styles[name].paragraph_format.alignment = Align.JUSTIFY
        document.styles[name].paragraph_format.space_after = Pt(4)
    listed = document.styles["List"].paragraph_format
    listed.left_indent, listed.first_line_indent = Cm(1.75), Cm(-0.75)
    _language(document, lang)


def _language(document: Any, lang: str) -> None:
    from docx.oxml.ns import qn

    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGES[lang])
