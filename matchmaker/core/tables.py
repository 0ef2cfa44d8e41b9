"""Reading of data files (vocabularies, seeds): a fault names the file, the line and the column."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _

WHOLE = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True)
class Row:
    """One record with the line it starts on, so that later faults can point to it."""

    path: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> list[str]:
        """A cell that holds several values, parted by semicolons."""
        return [part.strip() for part in self.cells[column].split(";") if part.strip()]

    def number(self, column: str) -> int | None:
        """A whole number, or None for an empty cell. Raises Invalid otherwise."""
        value = self.cells[column].strip()
        if value and not WHOLE.fullmatch(value):
            raise self.fault(column, _("“%(value)s” is not a whole number.", value=value))
        return int(value) if value else None

    def fault(self, column: str, message: str) -> Invalid:
        """An Invalid that says where in the file the fault lies."""
        return place(self.path, self.line, column, message)


class Placed(Invalid):
    """An Invalid whose place in a file is named already."""


def place(path: Path, line: int, column: str, message: str) -> Placed:
    """An Invalid that names file, line and column."""
    where = _("%(file)s, line %(line)s, column %(column)s", file=path.name, line=line, column=column)
    return Placed({where: message})


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV or TSV file whose header is exactly `columns`; lines that begin with # before it are comments.

    Raises Invalid, naming file, line and column, for a wrong header, a short or long row, or text that is not UTF-8.
    """
    lines = list(io.StringIO(_decode(path), newline=""))  # not splitlines: it also cuts at U+2028 and its like
    comments = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    tab = path.suffix == ".tsv"
    reader = csv.reader(lines[comments:], delimiter="\t" if tab else ",", quoting=csv.QUOTE_NONE if tab else 0)
    _check_header(path, comments + 1, _next(reader, path, comments + 1, columns) or [], columns)
    start = comments + reader.line_num + 1
    while (cells := _next(reader, path, start, columns)) is not None:
        if cells:
            _check_width(path, start, cells, columns)
            yield Row(path, start, dict(zip(columns, cells, strict=True)))
        start = comments + reader.line_num + 1


def _next(reader: Iterator[list[str]], path: Path, line: int, columns: Sequence[str]) -> list[str] | None:
    try:
        return next(reader, None)
    except csv.Error as fault:  # a cell over 131072 characters
        raise place(
            path, line, columns[0], _("A cell of this row does not end: a quotation mark is missing.")
        ) from fault


def _decode(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        column = fault.start - (data.rfind(b"\n", 0, fault.start) + 1) + 1
        raise place(path, line, str(column), _("The text is not UTF-8. Save the file as UTF-8.")) from fault


def _check_header(path: Path, line: int, header: list[str], columns: Sequence[str]) -> None:
    for position, expected in enumerate(columns):
        found = header[position] if position < len(header) else ""
        if found != expected:
            message = _("The header says “%(found)s” where “%(expected)s” is expected.", found=found, expected=expected)
            raise place(path, line, expected, message)
    if len(header) > len(columns):
        raise place(path, line, header[len(columns)], _("There is no such column. Remove it."))


def _check_width(path: Path, line: int, cells: list[str], columns: Sequence[str]) -> None:
    if len(cells) < len(columns):
        raise place(path, line, columns[len(cells)], _("The cell is missing."))
    if len(cells) > len(columns):
        raise place(path, line, str(len(columns) + 1), _("The row has a cell too many."))
