"""What is understood of a table of statistics as people make them: what is wrong is told with row and column."""

from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.territories.statistics.importing.sheets import Sheet
from matchmaker.territories.statistics.importing.understanding import Understood, understand
from matchmaker.territories.statistics.importing.wording import fault_words, note_words
from matchmaker.territories.statistics.models import Statistic
from matchmaker.vocabularies import terms

NAMES = {"researchers": "Researchers", "patents": "Patents", "needs_here": "Needs here"}


def statistics() -> list[Statistic]:
    """Three statistics outside any database, the last counted by the platform."""
    return [
        Statistic(
            code=code, names={"en": name, "ru": f"{name} рус", "kk": f"{name} қаз"}, units={"en": "people"}, query=query
        )
        for (code, name), query in zip(NAMES.items(), ("", "", "needs"), strict=True)
    ]


def read(rows: list[list[object]], year: int | None = None, **merged: str) -> Understood:
    """A grid as it is understood. `merged`: areas by cell, as `r0c1="B1:C1"`."""
    areas = {(int(cell[1]), int(cell[3])): area for cell, area in merged.items()}
    return understand(Sheet(rows, areas), statistics(), year)


def values(found: Understood) -> dict[tuple[str, str, int], float]:
    """What would be stored."""
    return {(cell["statistic"], cell["region"], cell["year"]): cell["value"] for cell in found.cells}


def told(found: Understood, kind: str = "faults") -> list[tuple[int | None, str | None, str]]:
    """Row, column and words."""
    words = fault_words if kind == "faults" else note_words
    return [(one["row"], one["column"], words(one, NAMES)) for one in getattr(found, kind)]


def test_a_merged_header_is_read_for_each_of_its_columns() -> None:
    rows = [["", "Researchers", "Researchers"], ["Region", 2021, 2022], ["KZ-75", 5, 6]]
    found = read(rows, r0c1="B1:C1", r0c2="B1:C1")
    assert values(found) == {("researchers", "KZ-75", 2021): 5.0, ("researchers", "KZ-75", 2022): 6.0}
    assert told(found, "notes") == [
        (1, "B", "The heading is merged over B1:C1; it was read for each of these columns as “Researchers”."),
        (1, "C", "The heading is merged over B1:C1; it was read for each of these columns as “Researchers”."),
    ]
    assert found.faults == []


def test_a_heading_goes_on_over_empty_cells_of_a_csv() -> None:
    rows: list[list[object]] = [
        ["", "Researchers", "", "Patents"],
        ["Region", "2021", "2022", "2022"],
        ["KZ-75", "5", "6", "7"],
    ]
    found = read(rows)
    assert values(found) == {
        ("researchers", "KZ-75", 2021): 5.0, ("researchers", "KZ-75", 2022): 6.0, ("patents", "KZ-75", 2022): 7.0,
    }  # fmt: skip
    assert told(found, "notes") == [(1, "C", "The heading is empty; the one to the left, “Researchers”, was read on.")]


def test_a_decimal_comma() -> None:
    found = read([["Region", "Researchers 2022"], ["KZ-75", "1 234,5"]])
    assert [(cell["value"], cell["notes"], cell["said"]) for cell in found.cells] == [(1234.5, ["comma"], "1 234,5")]


def test_a_missing_region_is_named() -> None:
    found = read([["Region", "Researchers 2022"], *[[code, 1] for code in terms("regions") if code != "KZ-62"]])
    assert found.missing == ["KZ-62"]
    assert found.faults == []


def test_a_row_without_region() -> None:
    found = read([["Region", "Researchers 2022"], ["KZ-75", 1], ["", 2]])
    assert told(found) == [(3, "A", "The region of this row is missing.")]
    assert values(found) == {("researchers", "KZ-75", 2022): 1.0}


def test_a_region_by_its_old_code() -> None:
    found = read([["Region", "Researchers 2022"], ["KZ-ALA", 1], ["KZ-KAR", 2]])
    assert values(found) == {("researchers", "KZ-75", 2022): 1.0, ("researchers", "KZ-35", 2022): 2.0}
    assert told(found, "notes") == [
        (2, "A", "“KZ-ALA” is the code from before 2022; it was read as Almaty City."),
        (3, "A", "“KZ-KAR” is the code from before 2022; it was read as Karaganda Region."),
        (
            3, "A",
            "Under this code the region was larger before it was divided. "
            "Check that the figures are those of Karaganda Region of today.",
        ),
    ]  # fmt: skip


def test_a_duplicated_year_in_two_columns_takes_neither() -> None:
    found = read([["Region", "Researchers 2022", "Patents 2022", "Researchers, 2022"], ["KZ-75", 1, 2, 3]])
    assert told(found) == [(1, "D", "“Researchers” of 2022 is there twice, in columns B and D. Remove one of them.")]
    assert values(found) == {("patents", "KZ-75", 2022): 2.0}


def test_a_region_twice_with_different_values_takes_neither() -> None:
    found = read([["Region", "Researchers 2022"], ["KZ-75", 1], ["г. Алматы", 2], ["KZ-71", 3], ["Астана", 3]])
    assert told(found) == [
        (3, "B", "“Researchers” of Almaty City in 2022 has another value in cell B2. Remove one of them.")
    ]
    assert told(found, "notes") == [(5, "B", "The same figure stands in cell B4 too; it is stored once.")]
    assert values(found) == {("researchers", "KZ-71", 2022): 3.0}


def test_text_in_a_number() -> None:
    found = read([["Region", "Researchers 2022"], ["KZ-75", "about 12"], ["KZ-71", "…"], ["KZ-79", None]])
    assert told(found) == [(2, "B", "“about 12” is not a number. Leave the cell empty when the figure is not known.")]
    assert told(found, "notes") == [(3, "B", "“…” stands for a figure that is not known; nothing is stored.")]
    assert found.cells == []


def test_an_unknown_column_is_passed_over() -> None:
    found = read([["Region", "Researchers 2022", "Remarks"], ["KZ-75", 1, "see page 3"]])
    assert told(found, "notes") == [(1, "C", "The column “Remarks” names no statistic and was passed over.")]
    assert values(found) == {("researchers", "KZ-75", 2022): 1.0}


def test_an_unknown_region() -> None:
    found = read([["Region", "Researchers 2022"], ["KZ-75", 1], ["Байконур", 2]])
    assert told(found) == [(3, "A", "“Байконур” is not a region. Write its code or name as in the template.")]


def test_almaty_alone_is_asked_about_unless_the_other_has_a_row() -> None:
    alone = read([["Region", "Researchers 2022"], ["Алматы", 1], ["KZ-71", 2]])
    assert told(alone) == [(2, "A", "“Алматы” may be the city or the region. Write KZ-75 or KZ-19.")]
    beside = read([["Region", "Researchers 2022"], ["Алматы", 1], ["Алматы қаласы", 2]])
    assert values(beside) == {("researchers", "KZ-19", 2022): 1.0, ("researchers", "KZ-75", 2022): 2.0}
    assert told(beside, "notes") == [
        (2, "A", "“Алматы” was read as Almaty Region, because the other Almaty has a row of its own.")
    ]


def test_no_year_anywhere() -> None:
    rows: list[list[object]] = [["Region", "Researchers"], ["KZ-75", 1]]
    assert told(read(rows)) == [
        (1, "B", "The year is missing. Write it in the heading, or choose it for the whole file.")
    ]
    assert values(read(rows, 2023)) == {("researchers", "KZ-75", 2023): 1.0}


def test_a_year_to_come() -> None:
    assert told(read([["Region", "Researchers 2099"], ["KZ-75", 1]])) == [
        (1, "B", "2099 cannot be the year of a figure.")
    ]


def test_what_the_platform_counts_is_not_taken() -> None:
    found = read([["Region", "Needs here 2022"], ["KZ-75", 1]])
    assert told(found) == [(1, "B", "“Needs here” is counted by the platform itself; nobody types it.")]
    assert found.cells == []


def test_no_regions_and_no_statistics() -> None:
    assert told(read([["a", "b"], [1, 2]])) == [
        (None, None, "No column names regions. Put the regions one below the other, by code or name.")
    ]
    assert told(read([["Region", "Foxes"], ["KZ-75", 2]])) == [
        (
            1,
            None,
            "No heading names a statistic. Write the short name or the full name of a statistic above its column.",
        )
    ]


def test_totals_titles_and_footnotes_do_no_harm() -> None:
    rows: list[list[object]] = [
        ["Science in the regions", "Science in the regions"], ["", "Researchers, people (2022)"],
        ["Республика Казахстан", 100], ["Абай облысы", 4], ["* preliminary", None],
    ]  # fmt: skip
    found = read(rows, r0c0="A1:B1", r0c1="A1:B1")
    assert values(found) == {("researchers", "KZ-10", 2022): 4.0}
    assert found.faults == []
    assert told(found, "notes") == [
        (3, "A", "The total of the country was passed over."),
        (5, "A", "The row “* preliminary” has no figures and was passed over."),
    ]


def test_a_line_for_each_value() -> None:
    rows: list[list[object]] = [
        ["Statistic", "Region", "Year", "Value", "Source", "Demo"], ["researchers", "KZ-AST", 2022, "7,5", "Book", "demo"],
        ["Patents рус", "Шымкент", "2021 г.", 3, "", ""], ["unicorns", "KZ-75", 2022, 1, "", ""],
    ]  # fmt: skip
    found = read(rows)
    assert values(found) == {("researchers", "KZ-71", 2022): 7.5, ("patents", "KZ-79", 2021): 3.0}
    assert [(cell["source"], cell["demo"]) for cell in found.cells] == [("Book", True), ("", False)]
    assert told(found) == [(4, "A", "“unicorns” is not a statistic. Take the short name from the template.")]


@settings(deadline=None, database=None)
@given(st.lists(st.lists(st.none() | st.text(max_size=8) | st.integers() | st.floats(), max_size=5), max_size=8))
def test_any_grid_is_understood_or_refused_in_words(rows: list[list[object]]) -> None:
    found = read(rows)
    assert all(told(found) + told(found, "notes"))
