"""The glossary's files: every fault is told once with its place, and the shipped folder has none."""

from pathlib import Path

import pytest

from matchmaker.matching.glossary import Entry
from matchmaker.matching.glossary_file import (
    COLUMNS,
    check_rows,
    conflicts,
    folder_rows,
    read_entries,
    read_glossary,
)
from matchmaker.paths import GLOSSARY

HEAD = "\t".join(COLUMNS)
GOOD = "ore\tкен\tруда|рудное сырьё\tore|mineral\tmining\tnoun"
FAULTY = {
    "header": ("concept\tkk", "a.tsv:1: header: concept kk ru en domain pos"),
    "columns": (f"{HEAD}\nore\tкен", "a.tsv:2: columns: 2"),
    "empty": (f"{HEAD}\nore\tкен\tруда\tore\t\tnoun", "a.tsv:2: empty: domain"),
    "english": (f"{HEAD}\nore\tкен\tруда\tорe\tmining\tnoun", "a.tsv:2: script: орe"),
    "mixed": (f"{HEAD}\nore\tкeн\tруда\tore\tmining\tnoun", "a.tsv:2: script: кeн"),  # a Latin e
    "russian": (f"{HEAD}\nore\tкен\tкөз\tore\tmining\tnoun", "a.tsv:2: script: көз"),
    "length": (
        f"{HEAD}\nore\tкен\tраз два три четыре пять\tore\tmining\tnoun",
        "a.tsv:2: length: раз два три четыре пять",
    ),
    "part": (f"{HEAD}\nore\tкен\tруда\tore\tmining\tthing", "a.tsv:2: part of speech: thing"),
    "concept": (f"{HEAD}\n{GOOD}\nore\tмыс\tмедь\tcopper\tmining\tnoun", "a.tsv:3: concept twice: ore (a.tsv:2)"),
    "said": (f"{HEAD}\n{GOOD}\nore-2\tкен\tруда\tore\tmining\tnoun", "a.tsv:3: said twice: ore-2 (a.tsv:2)"),
}


def checked(folder: Path, text: str) -> list[str]:
    (folder / "a.tsv").write_text(text + "\n", encoding="utf-8")
    faults: list = []
    rows = folder_rows(folder, faults)
    return [str(fault) for fault in [*faults, *check_rows(rows)]]


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_is_told_once_with_file_and_line(name: str, tmp_path: Path) -> None:
    text, fault = FAULTY[name]
    assert checked(tmp_path, text) == [fault]


@pytest.mark.parametrize(
    "row", [GOOD, "xrf\tXRF талдау\tXRF-анализ|SiC-карбид\tXRF\tmining\tterm", 'ship\tкеме "А"\tсудно\tship\ta\tnoun']
)
def test_a_good_row_has_no_fault(row: str, tmp_path: Path) -> None:
    assert checked(tmp_path, f"\ufeff{HEAD}\n{row}") == []


@pytest.mark.parametrize("name", ["header", "columns"])
def test_a_row_that_cannot_be_read_stops_the_reading(name: str, tmp_path: Path) -> None:
    text, fault = FAULTY[name]
    (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError) as raised:
        read_entries(tmp_path)
    assert str(raised.value) == fault


def test_reads_synonyms_of_every_file_the_general_senses_first(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    (tmp_path / "general.tsv").write_text(f"{HEAD}\nrow\tқатар\tруда\trow\tgeneral\tnoun\n", encoding="utf-8")
    found = read_glossary(tmp_path)
    assert [entry.concept for entry in found.entries] == ["row", "ore"]
    assert found.entries[1] == Entry("ore", ("кен",), ("руда", "рудное сырьё"), ("ore", "mineral"), "mining", "noun")
    assert found.english("рудного сырья, руда", "ru") == "ore row"


def test_further_entries_go_first(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(f"{HEAD}\n{GOOD}\n", encoding="utf-8")
    own = Entry("own", (), ("руда",), ("iron ore",))
    assert read_glossary(tmp_path, (own,)).terms("руда", "ru")[0].glosses == ("iron ore", "ore", "mineral")


def test_too_many_meanings_are_listed(tmp_path: Path) -> None:
    rows = "\n".join(f"c{number}\tалу\tслово{number}\tw{number}\tgeneral\tverb" for number in range(4))
    (tmp_path / "a.tsv").write_text(f"{HEAD}\n{rows}\n", encoding="utf-8")
    read = folder_rows(tmp_path, [])
    assert [str(fault) for fault in conflicts(read, most=3)] == ["a.tsv:5: many meanings: алу: c0, c1, c2, c3"]
    assert conflicts(read, most=4) == check_rows(read) == []


def test_the_shipped_glossary_is_large_and_without_fault() -> None:
    faults: list = []
    rows = folder_rows(GLOSSARY, faults)
    assert [str(fault) for fault in [*faults, *check_rows(rows)]] == []
    assert len(rows) >= 6000
    sectors = {path.stem for path in GLOSSARY.glob("*.tsv")} - {"general", "actions", "qualities", "time_numbers"}
    assert len(sectors) >= 14
    assert {file for file, _line, _entry in rows} == {path.name for path in GLOSSARY.glob("*.tsv")}
    assert all(str(fault).startswith(fault.file) and fault.code == "many meanings" for fault in conflicts(rows))
