"""The report as a Word document that people can go on working with: real headings, real tables, heads repeated on each page."""

import io
from typing import Any

from matchmaker.core.i18n import _, current_locale
from matchmaker.indicators.report.files.content import Content, Grid, Sheet, content_of
from matchmaker.indicators.report.snapshot import Data

FONT = "Arial"  # has the Kazakh letters everywhere Word runs
LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
SIZES = {"Normal": 10, "Title": 20, "Subtitle": 11, "Heading 1": 15, "Heading 2": 11, "Caption": 9}
TEAL = (0x0B, 0x55, 0x63)
LINE_CM = 17.4


def word(data: Data) -> bytes:
    """In the language in force."""
    from docx import Document

    content, document = content_of(data), Document()
    _page(document, content.title)
    _fill(document, content)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _fill(document: Any, content: Content) -> None:
    document.add_paragraph(content.title, "Title")
    document.add_paragraph(content.under, "Subtitle")
    for text in (*content.preface, *content.notes):
        document.add_paragraph(text)
    for grid in content.tables:
        _grid(document, grid)
    document.add_heading(_("Indicators in detail"), 1)
    for chapter in content.chapters:
        document.add_heading(chapter.title, 1)
        for sheet in chapter.sheets:
            _sheet(document, sheet)
    if content.accounts:
        document.add_heading(_("Bodies on their work"), 1)
    for name, text in content.accounts:
        document.add_heading(name, 2)
        for line in text.splitlines():
            document.add_paragraph(line)
    for grid in content.ends:
        _grid(document, grid)


def _sheet(document: Any, sheet: Sheet) -> None:
    document.add_heading(f"{sheet.title} ({sheet.mark})" if sheet.mark else sheet.title, 2)
    facts = _table(document, [list(fact) for fact in sheet.facts], [4, 13], ())
    for line in facts.rows[:-1]:
        for cell in line.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    if sheet.places:
        document.add_paragraph("", "Caption")
        _headed(document, sheet.places)


def _grid(document: Any, grid: Grid) -> None:
    document.add_heading(grid.title, 1)
    if grid.rows:
        _headed(document, grid)
    else:
        document.add_paragraph(_("None."))
    if grid.note:
        document.add_paragraph(grid.note, "Caption")


def _headed(document: Any, grid: Grid) -> None:
    from docx.oxml import OxmlElement

    table = _table(document, [grid.heads, *grid.rows], grid.widths, grid.numbers)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _table(document: Any, rows: list[list[str]], widths: list[int], numbers: tuple[int, ...]) -> Any:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    table = document.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    table.autofit = False
    sizes = [Cm(LINE_CM * one / sum(widths)) for one in widths]
    for column, size in zip(table.columns, sizes, strict=True):
        column.width = size  # of the grid, which some programs go by
    for line, texts in zip(table.rows, rows, strict=True):
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for place, (cell, text, size) in enumerate(zip(line.cells, texts, sizes, strict=True)):
            cell.width, cell.text = size, text
            cell.paragraphs[0].style = document.styles["No Spacing"]
            cell.paragraphs[0].alignment = 2 if place in numbers else 0
    return table


def _page(document: Any, title: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(1.8)
    section.header.paragraphs[0].text = title
    number = OxmlElement("w:fldSimple")
    number.set(qn("w:instr"), "PAGE")
    section.footer.paragraphs[0]._p.append(number)
    section.footer.paragraphs[0].alignment = 2
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, "Matchmaker", LANGUAGES[current_locale()]
    _styles(document)


def _styles(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    for name in (*SIZES, "No Spacing"):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(SIZES.get(name, 8.5))
        style.font.color.rgb = RGBColor(*TEAL) if name.startswith(("Title", "Heading")) else RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), FONT)
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGES[current_locale()])
