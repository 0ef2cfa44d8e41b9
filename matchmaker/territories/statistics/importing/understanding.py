"""What a table of statistics says, cell by cell, and what is wrong with it: plain data that is kept and shown before it is stored.

Two forms are understood: one line for each value (region, statistic, year, value), and regions down the side with statistics
across the top, their years in the heading, in a heading below, or in a column of their own.
"""

from dataclasses import dataclass, field
from typing import Any

from matchmaker.core import clock
from matchmaker.core.text import clean_line
from matchmaker.territories.statistics.draft import FIRST_YEAR
from matchmaker.territories.statistics.importing.headers import YEAR, Heading, Names, read_heading, role_of
from matchmaker.territories.statistics.importing.sheets import Sheet
from matchmaker.territories.statistics.models import Statistic
from matchmaker.territories.statistics.numbers import NotANumber, read_number
from matchmaker.territories.statistics.regions import Found, read_region
from matchmaker.vocabularies import terms

HEAD_ROWS = 15
SIDE_COLUMNS = 10  # among which the regions are looked for
SAID_MOST = 60
FILLED_DEMO = frozenset({"1", "yes", "true", "да", "иә", "demo", "демо", "x", "+"})
Json = dict[str, Any]


@dataclass
class Understood:
    """`cells` that can be stored, `faults` and `notes` with row and column as a spreadsheet numbers them."""

    columns: list[Json] = field(default_factory=list)
    cells: list[Json] = field(default_factory=list)
    faults: list[Json] = field(default_factory=list)
    notes: list[Json] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def as_json(self) -> Json:
        """What is kept."""
        return dict(vars(self))

    def fault(self, code: str, row: int | None, column: int | None, said: object = "", **more: object) -> None:
        """Something that cannot be taken."""
        self.faults.append(_placed(code, row, column, said, more))

    def note(self, code: str, row: int | None, column: int | None, said: object = "", **more: object) -> None:
        """Something that was understood, but should be looked at."""
        self.notes.append(_placed(code, row, column, said, more))


def _placed(code: str, row: int | None, column: int | None, said: object, more: Json) -> Json:
    place = {"row": None if row is None else row + 1, "column": None if column is None else letter(column)}
    return {"code": code, **place, "said": short(said)} | more


def letter(column: int) -> str:
    """A column as spreadsheets name it: A, B, … Z, AA."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def short(said: object) -> str:
    """What a cell says, on one line and not too long."""
    text = clean_line("" if said is None else str(said))
    return text if len(text) <= SAID_MOST else text[: SAID_MOST - 1] + "…"


def understand(sheet: Sheet, statistics: list[Statistic], year: int | None = None) -> Understood:
    """Read a table. `year`: of columns that name none."""
    found = Understood()
    reader = _Reader(sheet, statistics, year, found)
    if (head := reader.long_head()) is not None:
        reader.read_long(head)
    else:
        reader.read_wide()
    reader.finish()
    return found


class _Reader:
    """One reading of one table."""

    def __init__(self, sheet: Sheet, statistics: list[Statistic], year: int | None, found: Understood) -> None:
        self.sheet, self.year, self.found = sheet, year, found
        self.names = Names.of(statistics)
        self.by_code = {one.code: one for one in statistics}
        self.taken: dict[tuple[str, str, int], Json] = {}
        self.regions: set[str] = set()

    # One line for each value

    def long_head(self) -> int | None:
        """The row that names the columns region, statistic and value."""
        for row in range(min(HEAD_ROWS, len(self.sheet.rows))):
            roles = {role_of(clean_line(str(cell))) for cell in self.sheet.rows[row] if cell is not None}
            if {"region", "statistic", "value"} <= roles:
                return row
        return None

    def read_long(self, head: int) -> None:
        """Every line below the heading."""
        places: dict[str, int] = {}
        for column in range(self.sheet.width):
            said = self.sheet.cell(head, column)
            role = role_of(clean_line(str(said))) if said is not None else ""
            if role and role not in places:
                places[role] = column
            self._tell_column(column, Heading(short(said), role=role))
            if said is not None and not role:
                self.found.note("unknown_column", head, column, said)
        resolved = self._resolved(places["region"], head + 1)
        for row in range(head + 1, len(self.sheet.rows)):
            self._line(row, places, resolved)

    def _line(self, row: int, places: dict[str, int], resolved: dict[int, Found | None]) -> None:
        if not any(str(cell or "").strip() for cell in self.sheet.rows[row]):
            return
        if self.sheet.cell(row, places["value"]) in (None, ""):
            return
        region, said = self._region(row, places["region"], resolved), self.sheet.cell(row, places["statistic"])
        code = self.names.code_of(clean_line(str(said or "")))
        if not code:
            self.found.fault("unknown_statistic", row, places["statistic"], said)
        year = self._year(row, places.get("year"))
        if region and code and year:
            self._take(row, places["value"], code, region, year, self._told_beside(row, places))

    def _told_beside(self, row: int, places: dict[str, int]) -> Json:
        """Source and demo mark, when the table has such columns."""
        told: Json = {"source": self._text(row, places["source"])} if "source" in places else {}
        return told | ({"demo": self._is_demo(row, places["demo"])} if "demo" in places else {})

    def _text(self, row: int, column: int) -> str:
        return clean_line(str(self.sheet.cell(row, column) or ""))[:300]

    def _is_demo(self, row: int, column: int) -> bool:
        return self._text(row, column).casefold() in FILLED_DEMO

    def _year(self, row: int, column: int | None) -> int | None:
        """The year of a line, the one given for the whole file when there is no such column."""
        if column is None:
            if self.year is None:
                self.found.fault("no_year", row, None)
            return self.year
        said = short(self.sheet.cell(row, column))
        match = YEAR.search(said)
        if match is None:
            self.found.fault("no_year", row, column, said)
            return None
        return self._checked_year(int(match[1]), row, column)

    def _checked_year(self, year: int, row: int, column: int) -> int | None:
        if FIRST_YEAR <= year <= clock.today().year:
            return year
        self.found.fault("year_range", row, column, year)
        return None

    # Regions down the side, statistics across the top

    def read_wide(self) -> None:
        """Find the regions, read the headings above them, then every cell below a heading that names a statistic."""
        place = self._region_column()
        if place is None:
            self.found.fault("no_regions", None, None)
            return
        side, first = place
        headings = self._headings(first, side)
        if not any(one.code for one in headings.values()):
            self.found.fault("no_statistics", max(first - 1, 0), None)
            return
        years = next((column for column, one in headings.items() if one.role == "year"), None)
        takes = {column: one for column, one in headings.items() if self._can_take(column, one, first, years)}
        self._refuse_twins(takes, first)
        self._rows(side, first, takes, years)

    def _region_column(self) -> tuple[int, int] | None:
        """The column that names most regions, and its first row that does."""
        hits = {column: self._hits(column) for column in range(min(self.sheet.width, SIDE_COLUMNS))}
        best = max(hits, key=lambda column: (len(hits[column]), -column), default=None)
        return (best, hits[best][0]) if best is not None and hits[best] else None

    def _hits(self, column: int) -> list[int]:
        """Rows that name a region; a cell merged over several columns is a title."""
        rows = (row for row in range(len(self.sheet.rows)) if (row, column) not in self.sheet.merged)
        return [row for row in rows if read_region(self.sheet.cell(row, column)) is not None]

    def _headings(self, first: int, side: int) -> dict[int, Heading]:
        """What stands above each column but that of the regions."""
        filled = self._filled_heads(first)
        found = {}
        for column in range(self.sheet.width):
            heading = read_heading([filled[row].get(column) for row in range(first)], self.names)
            if column != side and heading.said:
                found[column] = heading
            self._tell_column(column, heading if column != side else Heading(heading.said, role="region"))
            self._tell_merged(column, first, heading)
        return found

    def _filled_heads(self, first: int) -> list[dict[int, Any]]:
        """The heading rows, a name continued over empty cells when years stand below it (a CSV knows no merged cells)."""
        rows = [
            {at: cell for at, cell in enumerate(self.sheet.rows[row]) if str(cell or "").strip()}
            for row in range(first)
        ]
        years = [sum(YEAR.fullmatch(short(cell)) is not None for cell in row.values()) for row in rows]
        for at, row in enumerate(rows[:-1]):
            if years[at] == 0 and years[at + 1] > 1 and any(self.names.code_of(short(cell)) for cell in row.values()):
                self._continue(row, rows[at + 1], at)
        return rows

    def _continue(self, names: dict[int, Any], years: dict[int, Any], row: int) -> None:
        last: Any = None
        for column in range(self.sheet.width):
            last = names.get(column, last)
            if last is not None and column not in names and column in years:
                names[column] = last
                self.found.note("continued_header", row, column, last)

    def _tell_column(self, column: int, heading: Heading) -> None:
        place = {"column": letter(column), "said": short(heading.said), "statistic": heading.code}
        self.found.columns.append(place | {"year": heading.year, "role": heading.role})

    def _tell_merged(self, column: int, first: int, heading: Heading) -> None:
        """A merged cell that names the statistic of several columns; a title over the table is none."""
        for row in range(first):
            area, said = self.sheet.merged.get((row, column)), self.sheet.cell(row, column)
            if area and heading.code and read_heading([said], self.names).code == heading.code:
                self.found.note("merged_header", row, column, said, area=area, statistic=heading.code)

    def _can_take(self, column: int, heading: Heading, first: int, years: int | None) -> bool:
        """Whether the cells below can be values; tells why not."""
        row = max(first - 1, 0)
        if not heading.code:
            if heading.role not in ("year", "region", "label", "source", "demo"):
                self.found.note("unknown_column", row, column, heading.said)
            return False
        if self.by_code[heading.code].query:
            self.found.fault("platform", row, column, heading.said, statistic=heading.code)
            return False
        year = heading.year or (None if years is not None else self.year)
        if years is None and year is None:
            self.found.fault("no_year", row, column, heading.said)
            return False
        return year is None or self._checked_year(year, row, column) is not None

    def _refuse_twins(self, takes: dict[int, Heading], first: int) -> None:
        """Two columns of one statistic and year: nobody can tell which counts."""
        seen: dict[tuple[str, int | None], int] = {}
        for column, heading in list(takes.items()):
            key = heading.code, heading.year
            if key in seen:
                other = {"other": letter(seen[key]), "statistic": heading.code, "year": heading.year or self.year}
                self.found.fault("duplicate_year", max(first - 1, 0), column, heading.said, **other)
                takes.pop(column)
                takes.pop(seen[key], None)
            else:
                seen[key] = column

    def _rows(self, side: int, first: int, takes: dict[int, Heading], years: int | None) -> None:
        resolved = self._resolved(side, first)
        for row in range(first, len(self.sheet.rows)):
            if not any(str(cell or "").strip() for cell in self.sheet.rows[row]):
                continue
            if resolved[row] is None and not any(str(self.sheet.cell(row, at) or "").strip() for at in takes):
                self.found.note("passed_over", row, side, self.sheet.cell(row, side))  # a footnote
                continue
            region = self._region(row, side, resolved)
            if not region:
                continue
            by_row = self._year(row, years) if years is not None else self.year
            for column, heading in takes.items():
                if year := heading.year or by_row:
                    self._take(row, column, heading.code, region, year, {})

    # What both forms share

    def _resolved(self, column: int, first: int) -> dict[int, Found | None]:
        """The regions of a column. “Almaty” is the region when the city has a row of its own, and the other way round."""
        read = {row: read_region(self.sheet.cell(row, column)) for row in range(first, len(self.sheet.rows))}
        told = {one.code for one in read.values() if one}
        for row, one in read.items():
            rest = [code for code in one.among if code not in told] if one else []
            if one and one.among and len(rest) == 1:
                read[row] = Found(rest[0], ("by_the_others",))
        return read

    def _region(self, row: int, column: int, resolved: dict[int, Found | None]) -> str:
        """The region of a row; nothing, with the reason told, when there is none."""
        said, one = self.sheet.cell(row, column), resolved[row]
        if one is None:
            self.found.fault("unknown_region" if str(said or "").strip() else "no_region", row, column, said)
        elif one.among:
            self.found.fault("which_region", row, column, said, among=list(one.among))
        elif one.is_country:
            self.found.note("country", row, column, said)
        else:
            for code in one.notes:
                self.found.note(code, row, column, said, region=one.code)
            self.regions.add(one.code)
            return one.code
        return ""

    def _take(self, row: int, column: int, code: str, region: str, year: int, more: Json) -> None:
        said = self.sheet.cell(row, column)
        try:
            number = read_number(said)
        except NotANumber:
            self.found.fault("not_a_number", row, column, said, statistic=code, region=region, year=year)
            return
        if self.by_code[code].query:
            self.found.fault("platform", row, column, said, statistic=code)
        elif number.value is None:
            if number.notes:
                self.found.note("not_known", row, column, said)
        else:
            cell = {"row": row + 1, "column": letter(column), "said": short(said), "statistic": code, "region": region}
            self._keep(row, column, cell | {"year": year, "value": number.value, "notes": list(number.notes)} | more)

    def _keep(self, row: int, column: int, cell: Json) -> None:
        """Take a cell unless the same region, statistic and year stood above with another value."""
        key = cell["statistic"], cell["region"], cell["year"]
        before = self.taken.get(key)
        if before is None:
            self.taken[key] = cell
            self.found.cells.append(cell)
            return
        place = {"other": f"{before['column']}{before['row']}", "statistic": key[0], "region": key[1], "year": key[2]}
        if before["value"] == cell["value"]:
            self.found.note("same_twice", row, column, cell["said"], **place)
            return
        self.found.fault("two_values", row, column, cell["said"], **place)
        if before in self.found.cells:
            self.found.cells.remove(before)

    def finish(self) -> None:
        """Name the regions that the table does not have."""
        if self.regions:
            self.found.missing = [code for code in terms("regions") if code not in self.regions]
