"""A file as a grid of cells: a workbook's first sheet that holds anything, or a CSV in any usual encoding and with any delimiter."""

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from matchmaker.core.errors import Invalid
from matchmaker.core.files import OLD_OFFICE, check_file, extension_of, office_opens
from matchmaker.core.i18n import _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS_MOST, COLUMNS_MOST = 5000, 300
DELIMITERS = ";\t,"


@dataclass
class Sheet:
    """Cells by row and column from 0; `merged`: the area, as `C1:D1`, of each cell that a merged one covers."""

    rows: list[list[Any]]
    merged: dict[tuple[int, int], str] = field(default_factory=dict)
    name: str = ""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> Any:
        """A cell, none beyond the edge."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None


def read_file(filename: str, content: bytes, limit: int) -> Sheet:
    """The grid of an upload. Raises Invalid with what is wrong and the mend."""
    extension = extension_of(filename)
    if extension == "csv":
        _check_size(content, limit)
        sheet = _csv(content)
    else:
        sheet = _workbook(filename, content, limit, extension)
    _check_extent(sheet)
    return sheet


def _check_size(content: bytes, limit: int) -> None:
    if not content:
        raise Invalid({"file": _("Choose a file that is not empty.")})
    if len(content) > limit:
        raise Invalid({"file": _("The file is larger than %(limit)s MB. Make it smaller.", limit=limit // 2**20)})


def _workbook(filename: str, content: bytes, limit: int, extension: str) -> Sheet:
    if filename and extension != "xlsx":
        raise Invalid({"file": _("Only .xlsx and .csv files are taken. Save the table as one of them.")})
    if content.startswith(OLD_OFFICE):
        raise Invalid(
            {
                "file": _(
                    "This is a file of an old format, or one under a password. Save it as .xlsx without a password."
                )
            }
        )
    check_file(filename, content, limit)
    if not office_opens("xlsx", content):
        raise Invalid({"file": _damaged()})
    try:
        return _first_filled(content)
    except Exception as fault:  # a damaged workbook makes its reader fail in every way there is
        raise Invalid({"file": _damaged()}) from fault


def _damaged() -> str:
    return _("The file is damaged and does not open. Open it in its program, save it anew, and upload that.")


def _first_filled(content: bytes) -> Sheet:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), data_only=True)
    sheets = [_grid(one) for one in book.worksheets]
    return next((one for one in sheets if one.rows), Sheet([]))


def _grid(worksheet: "Worksheet") -> Sheet:
    """Values, those of merged cells in every cell of their area."""
    last_row, last_column = min(worksheet.max_row, ROWS_MOST + 1), min(worksheet.max_column, COLUMNS_MOST + 1)
    read = worksheet.iter_rows(max_row=last_row, max_col=last_column, values_only=True)
    sheet = Sheet([list(row) for row in read], name=str(worksheet.title))
    for area in worksheet.merged_cells.ranges:
        _spread(sheet, area)
    return _trimmed(sheet)


def _spread(sheet: Sheet, area: Any) -> None:
    first_row, first_column = area.min_row - 1, area.min_col - 1
    if first_row >= len(sheet.rows):
        return
    value = sheet.cell(first_row, first_column)
    for row in range(first_row, min(area.max_row, len(sheet.rows))):
        for column in range(first_column, min(area.max_col, len(sheet.rows[row]))):
            sheet.rows[row][column] = value
            sheet.merged[row, column] = str(area.coord)


def _trimmed(sheet: Sheet) -> Sheet:
    """Without empty rows at the end; a sheet of nothing has none."""
    while sheet.rows and all(cell is None or str(cell).strip() == "" for cell in sheet.rows[-1]):
        sheet.rows.pop()
    return sheet


def _csv(content: bytes) -> Sheet:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as fault:
        raise Invalid({"file": _("A cell of the file does not end: a quotation mark is missing.")}) from fault
    return _trimmed(Sheet(rows))


def _decoded(content: bytes) -> str:
    """UTF-8, or what Russian Windows writes."""
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Invalid({"file": _("The text of the file cannot be read. Save it as CSV in UTF-8.")})


def _check_extent(sheet: Sheet) -> None:
    if not sheet.rows:
        raise Invalid({"file": _("There is nothing in this file.")})
    if len(sheet.rows) > ROWS_MOST or sheet.width > COLUMNS_MOST:
        most = {"rows": ROWS_MOST, "columns": COLUMNS_MOST}
        raise Invalid({"file": _("The table is too large: at most %(rows)s rows and %(columns)s columns.", **most)})
