"""The glossary's files: one concept a row, tab-separated; and what a careful editor checks in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from matchmaker.matching.glossary import LONGEST, Entry, Glossary
from matchmaker.matching.language import words
from matchmaker.matching.script import CYRILLIC, KAZAKH

COLUMNS = ("concept", "kk", "ru", "en", "domain", "pos")
LANGS = ("kk", "ru", "en")
PARTS = ("noun", "adj", "verb", "adv", "num", "name", "abbr", "term")
MOST = {"concept": 120, "kk": 200, "ru": 200, "en": 200, "domain": 40, "pos": 10}  # characters of one value


@dataclass(frozen=True)
class Fault:
    """What is wrong with one row. `code` names the kind, `detail` the cell or word, `column` where it stands, if in one."""

    file: str
    line: int
    code: str
    detail: str
    column: str = ""

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


def cells_of(entry: Entry) -> list[str]:
    """The six cells of an entry's row."""
    return [entry.concept, *("|".join(getattr(entry, lang)) for lang in LANGS), entry.domain, entry.pos]


def file_text(entries: Iterable[Entry]) -> str:
    """A whole file that `read_rows` reads back as these entries."""
    return "".join("\t".join(cells) + "\n" for cells in (COLUMNS, *map(cells_of, entries)))


def read_rows(path: Path, faults: list[Fault]) -> Iterator[Row]:
    """The rows of one file that can be read; the others are added to `faults`."""
    for line, text in enumerate(_lines(path, faults), 1):
        cells = text.split("\t")
        if line == 1 and tuple(cells) != COLUMNS:
            faults.append(Fault(path.name, 1, "header", " ".join(COLUMNS)))
        elif line > 1 and len(cells) != len(COLUMNS):
            faults.append(Fault(path.name, line, "columns", str(len(cells))))
        elif line > 1:
            yield path.name, line, entry_of(cells)


def _lines(path: Path, faults: list[Fault]) -> list[str]:
    """The lines of a file; not by splitlines, which also cuts at signs that may stand in a cell."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n").split("\n")
    except UnicodeDecodeError as fault:
        faults.append(Fault(path.name, data.count(b"\n", 0, fault.start) + 1, "encoding", "UTF-8"))
        return []


def check_row(row: Row) -> list[Fault]:
    """Empty cells, words in the wrong script, unknown parts of speech, terms that are too long to be found."""
    file, line, entry = row
    found = [("empty", name, name) for name in COLUMNS if not getattr(entry, name)]
    found += [("script", term, "en") for term in entry.en if CYRILLIC.search(term.lower())]
    found += [("script", term, lang) for lang in ("kk", "ru") for term in getattr(entry, lang) if is_mixed(term)]
    found += [("script", term, "ru") for term in entry.ru if not KAZAKH.isdisjoint(term.lower())]
    found += [("length", term, lang) for lang in ("kk", "ru") for term in getattr(entry, lang) if _is_long(term)]
    found += [("part of speech", entry.pos, "pos")] if entry.pos and entry.pos not in PARTS else []
    found += [("characters", value, name) for name, value in _values(entry) if not _is_plain(name, value)]
    return [Fault(file, line, *one) for one in found]


def _values(entry: Entry) -> Iterator[tuple[str, str]]:
    for name in COLUMNS:
        value = getattr(entry, name)
        yield from ((name, one) for one in (value if name in LANGS else (value,)))


def _is_plain(name: str, value: str) -> bool:
    """Nothing invisible, not too long, and a term has a letter or a figure."""
    return value.isprintable() and len(value) <= MOST[name] and (name not in LANGS or bool(words(value)))


def _is_long(term: str) -> bool:
    return len(words(term)) > LONGEST


def is_mixed(term: str) -> bool:
    """A word of Latin and Cyrillic letters at once, other than an abbreviation with a hyphen."""
    pieces = term.lower().replace("-", " ").split()
    return any(CYRILLIC.search(piece) and any("a" <= letter <= "z" for letter in piece) for piece in pieces)


def check_rows(rows: Iterable[Row], known: Iterable[Row] = ()) -> list[Fault]:
    """Faults of single rows, concepts named twice, and rows that say the same as an earlier one or a known one."""
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    said: dict[tuple[str, ...], str] = {}
    for file, line, entry in known:
        seen.setdefault(entry.concept, f"{file}:{line}")
        said.setdefault(_first_terms(entry), f"{file}:{line}")
    for row in rows:
        file, line, entry = row
        faults += check_row(row)
        place, key = f"{file}:{line}", _first_terms(entry)
        if entry.concept in seen:
            faults.append(Fault(file, line, "concept twice", f"{entry.concept} ({seen[entry.concept]})", "concept"))
        if key in said:
            faults.append(Fault(file, line, "said twice", f"{entry.concept} ({said[key]})"))
        seen.setdefault(entry.concept, place)
        said.setdefault(key, place)
    return faults


def _first_terms(entry: Entry) -> tuple[str, ...]:
    return tuple("".join(getattr(entry, lang)[:1]) for lang in LANGS)


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


@cache
def _read_folder(folder: Path) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    faults: list[Fault] = []
    paths = sorted(folder.glob("*.tsv"), key=lambda path: (path.name != "general.tsv", path.name))
    rows = [row for path in paths for row in read_rows(path, faults)]
    return tuple(rows), tuple(faults)


def folder_rows(folder: Path, faults: list[Fault]) -> list[Row]:
    """The rows of every TSV file of a folder; those of `general.tsv` first, because its senses are the likeliest.

    A folder is read once by a process.
    """
    rows, found = _read_folder(folder)
    faults.extend(found)
    return list(rows)


@cache
def read_entries(folder: Path) -> tuple[Entry, ...]:
    """The entries of a folder. A broken row raises ValueError with its file, line and fault."""
    faults: list[Fault] = []
    rows = folder_rows(folder, faults)
    if faults:
        raise ValueError("; ".join(str(fault) for fault in faults[:5]))
    return tuple(entry for _file, _line, entry in rows)


def all_entries(folder: Path, more: tuple[Entry, ...]) -> list[Entry]:
    """Further entries and then those of a folder, except the concepts that the further ones say anew."""
    said = {entry.concept for entry in more}
    return [*more, *(entry for entry in read_entries(folder) if entry.concept not in said)]


@lru_cache(maxsize=2)  # the one in use and the next: each holds some ten megabytes
def read_glossary(folder: Path, more: tuple[Entry, ...] = ()) -> Glossary:
    """The glossary of a folder and of further entries, whose senses go first. Raises as `read_entries`."""
    return Glossary(all_entries(folder, more))
