"""The glossary's files: one concept a row, tab-separated; and what a careful editor checks in them."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matchmaker.matching.glossary import LONGEST, Entry, Glossary
from matchmaker.matching.language import words
from matchmaker.matching.script import CYRILLIC, KAZAKH

COLUMNS = ("concept", "kk", "ru", "en", "domain", "pos")
PARTS = ("noun", "adj", "verb", "adv", "num", "name", "abbr", "term")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one row. `code` names the kind, `detail` the cell or word."""

    file: str
    line: int
    code: str
    detail: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code}: {self.detail}"


Row = tuple[str, int, Entry]


def synonyms(cell: str) -> tuple[str, ...]:
    """The terms of a cell, parted by `|`."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def entry_of(cells: list[str]) -> Entry:
    """The entry of a row's six cells."""
    concept, kk, ru, en, domain, pos = (cell.strip() for cell in cells)
    return Entry(concept, synonyms(kk), synonyms(ru), synonyms(en), domain, pos)


def read_rows(path: Path, faults: list[Fault]) -> Iterator[Row]:
    """The rows of one file that can be read; the others are added to `faults`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, cells in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if line == 1 and tuple(cells) != COLUMNS:
                faults.append(Fault(path.name, 1, "header", " ".join(COLUMNS)))
            elif line > 1 and len(cells) != len(COLUMNS):
                faults.append(Fault(path.name, line, "columns", str(len(cells))))
            elif line > 1:
                yield path.name, line, entry_of(cells)


def check_row(row: Row) -> list[Fault]:
    """Empty cells, words in the wrong script, unknown parts of speech, terms that are too long to be found."""
    file, line, entry = row
    found = [("empty", name) for name in COLUMNS if not getattr(entry, name)]
    found += [("script", term) for term in entry.en if CYRILLIC.search(term.lower())]
    found += [("script", term) for lang in ("kk", "ru") for term in getattr(entry, lang) if _is_mixed(term)]
    found += [("script", term) for term in entry.ru if not KAZAKH.isdisjoint(term.lower())]
    found += [("length", term) for lang in ("kk", "ru") for term in getattr(entry, lang) if len(words(term)) > LONGEST]
    found += [("part of speech", entry.pos)] if entry.pos and entry.pos not in PARTS else []
    return [Fault(file, line, code, detail) for code, detail in found]


def _is_mixed(term: str) -> bool:
    """A word of Latin and Cyrillic letters at once, other than an abbreviation with a hyphen."""
    pieces = term.lower().replace("-", " ").split()
    return any(CYRILLIC.search(piece) and any("a" <= letter <= "z" for letter in piece) for piece in pieces)


def check_rows(rows: Iterable[Row]) -> list[Fault]:
    """Faults of single rows, concepts named twice, and rows that say the same as an earlier one."""
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    said: dict[tuple[str, str, str], str] = {}
    for row in rows:
        file, line, entry = row
        faults += check_row(row)
        place = f"{file}:{line}"
        if entry.concept in seen:
            faults.append(Fault(file, line, "concept twice", f"{entry.concept} ({seen[entry.concept]})"))
        seen.setdefault(entry.concept, place)
        first = tuple(getattr(entry, lang)[0] if getattr(entry, lang) else "" for lang in ("kk", "ru", "en"))
        if (key := (first[0], first[1], first[2])) in said:
            faults.append(Fault(file, line, "said twice", f"{entry.concept} ({said[key]})"))
        said.setdefault(key, place)
    return faults


def conflicts(rows: Iterable[Row], most: int = 6) -> list[Fault]:
    """Terms that more than `most` concepts claim as their first word: too many meanings to choose from."""
    claims: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        for lang in ("kk", "ru"):
            for term in getattr(row[2], lang)[:1]:
                claims[lang, term].append(row)
    return [
        Fault(found[-1][0], found[-1][1], "many meanings", f"{term}: {', '.join(row[2].concept for row in found)}")
        for (_lang, term), found in claims.items()
        if len(found) > most
    ]


def folder_rows(folder: Path, faults: list[Fault]) -> list[Row]:
    """The rows of every TSV file of a folder; those of `general.tsv` first, because its senses are the likeliest."""
    paths = sorted(folder.glob("*.tsv"), key=lambda path: (path.name != "general.tsv", path.name))
    return [row for path in paths for row in read_rows(path, faults)]


@cache
def read_entries(folder: Path) -> tuple[Entry, ...]:
    """The entries of a folder. A broken row raises ValueError with its file, line and fault."""
    faults: list[Fault] = []
    rows = folder_rows(folder, faults)
    if faults:
        raise ValueError("; ".join(str(fault) for fault in faults[:5]))
    return tuple(entry for _file, _line, entry in rows)


@cache
def read_glossary(folder: Path, more: tuple[Entry, ...] = ()) -> Glossary:
    """The glossary of a folder and of further entries, whose senses go first. Raises as `read_entries`."""
    return Glossary([*more, *read_entries(folder)])
