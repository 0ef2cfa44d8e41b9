"""A broken data file: every fault names file, line and column."""

from pathlib import Path

import pytest

from matchmaker.core.errors import Invalid
from matchmaker.core.tables import Row, read_table

COLUMNS = ("code", "name", "size")
HEAD = "code,name,size\n"


def write(tmp_path: Path, content: str | bytes, name: str = "things.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def fault_of(path: Path) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        list(read_table(path, COLUMNS))
    return caught.value.errors


BROKEN = [
    ("code,title,size\n", "line 1, column name", "The header says “title” where “name” is expected."),
    ("# source\ncode,name\n", "line 2, column size", "The header says “” where “size” is expected."),
    ("", "line 1, column code", "The header says “” where “code” is expected."),
    ("code,name,size,more\n", "line 1, column more", "There is no such column. Remove it."),
    (HEAD + "a,b,1\n\na,b\n", "line 4, column size", "The cell is missing."),
    (HEAD + 'a,"two\nlines",1\nb\n', "line 4, column name", "The cell is missing."),
    (HEAD + "a,b,1,2\n", "line 2, column 4", "The row has a cell too many."),
    (HEAD + 'a,"b,1\nc,d,2\n', "line 2, column size", "The cell is missing."),
    (
        HEAD.encode() + "a,я".encode() + b"\xff,1\n",
        "line 2, column 5",
        "The text is not UTF-8. Save the file as UTF-8.",
    ),
    (
        HEAD + 'a,b,1\nc,"' + "long " * 30000,
        "line 3, column code",
        "A cell of this row does not end: a quotation mark is missing.",
    ),
]


@pytest.mark.parametrize(("content", "where", "message"), BROKEN, ids=range(len(BROKEN)))
def test_a_fault_names_file_line_and_column(tmp_path: Path, content: str | bytes, where: str, message: str) -> None:
    assert fault_of(write(tmp_path, content)) == {f"things.csv, {where}": message}


def test_rows_know_the_line_they_start_on(tmp_path: Path) -> None:
    path = write(tmp_path, '# one\n# two\ncode,name,size\na,"x\n\ny",1\n\nb,# no comment,2\n')
    cells = [{"code": "a", "name": "x\n\ny", "size": "1"}, {"code": "b", "name": "# no comment", "size": "2"}]
    assert list(read_table(path, COLUMNS)) == [Row(path, 4, cells[0]), Row(path, 8, cells[1])]


def test_only_line_ends_part_rows(tmp_path: Path) -> None:
    path = write(tmp_path, "code,name,size\r\na,x\u2028y\x0cz\x85,1\r\nb,c,2\r\n")
    assert [(row.line, row["name"]) for row in read_table(path, COLUMNS)] == [(2, "x\u2028y\x0cz\x85"), (3, "c")]


def test_quotation_marks_of_a_tsv_are_letters(tmp_path: Path) -> None:
    path = write(tmp_path, 'code\tname\tsize\na\t"x\t1\n', "things.tsv")
    assert [row.cells for row in read_table(path, COLUMNS)] == [{"code": "a", "name": '"x', "size": "1"}]


def row(tmp_path: Path, size: str) -> Row:
    return Row(tmp_path / "things.csv", 7, {"code": "a", "size": size})


@pytest.mark.parametrize(("cell", "number"), [("12", 12), (" -3 ", -3), ("0", 0), ("", None), ("  ", None)])
def test_whole_numbers(tmp_path: Path, cell: str, number: int | None) -> None:
    assert row(tmp_path, cell).number("size") == number


@pytest.mark.parametrize("cell", ["1.5", "--5", "-", "²", "twelve", "1 000", "9" * 5000, "٣"])
def test_anything_else_is_a_fault_with_its_place(tmp_path: Path, cell: str) -> None:
    with pytest.raises(Invalid) as caught:
        row(tmp_path, cell).number("size")
    assert caught.value.errors == {"things.csv, line 7, column size": f"“{cell}” is not a whole number."}


def test_a_cell_of_several_values(tmp_path: Path) -> None:
    assert row(tmp_path, " a; b ;;c;").many("size") == ["a", "b", "c"]
    assert row(tmp_path, "").many("size") == []
