"""The commands of the glossary: import, export and check tell file, line and why, and a broken file changes nothing."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from matchmaker.core.db import Database
from matchmaker.core.models import Change, Job
from matchmaker.matching.glossary_file import PARTS, Fault, check_rows, conflicts, read_rows
from matchmaker.paths import GLOSSARY
from matchmaker.recommendations.weights.values import values_in_use
from matchmaker.terminology.queries import entries_in_use, shipped_rows
from matchmaker.vocabularies import terms as vocabulary
from tests.apps import make_app
from tests.cast import Cast
from tests.terms import HEAD, ROW, accept, suggest, terms

SHIPPED = len(shipped_rows())
MANY = len(conflicts(shipped_rows()))
FIRST = shipped_rows()[0]
OTHER = f"{FIRST[2].concept}\tгрюмбрақ\tгрюмбрик\tgrumbler\tgeneral\tnoun\n"


def run(app: Flask, *words: object) -> Result:
    return app.test_cli_runner().invoke(args=["glossary", *map(str, words)])


def write(folder: Path, *rows: str, name: str = "own.tsv") -> Path:
    path = folder / name
    path.write_bytes((HEAD + "".join(rows)).encode())
    return path


def outcome(result: Result) -> tuple[int, list[str], list[str]]:
    return result.exit_code, result.stdout.splitlines(), result.stderr.splitlines()


def news(database: Database) -> tuple[int, int]:
    """How often a change of the glossary was told, and how many jobs read again."""
    with database.read() as db:
        told = db.scalar(select(func.count()).where(Change.posting_id == 0)) or 0
        return told, db.scalar(select(func.count()).where(Job.name == "read_again")) or 0


def test_terms_are_imported_once(any_app: Flask, tmp_path: Path) -> None:
    database, path = any_app.extensions["database"], write(tmp_path, ROW)
    assert outcome(run(any_app, "import", path)) == (0, ["1 new, 0 replaced, 0 unchanged."], [])
    assert outcome(run(any_app, "import", path)) == (0, ["0 new, 0 replaced, 1 unchanged."], [])
    assert (terms(database), news(database)) == ([("quibbler", "import", "accepted")], (1, 1))


def test_other_terms_of_a_concept_are_replaced_only_when_asked(any_app: Flask, tmp_path: Path) -> None:
    database = any_app.extensions["database"]
    run(any_app, "import", write(tmp_path, ROW))
    path = write(tmp_path, ROW.replace("зюмбрик", "зюмбр"), OTHER)
    why = "import with --replace to replace them."
    assert outcome(run(any_app, "import", path)) == (
        1,
        [],
        [
            f"own.tsv:2: The glossary has other terms for the concept quibbler: {why}",
            f"own.tsv:3: The glossary has other terms for the concept {FIRST[2].concept}: {why}",
            "Error: 2 faults; nothing was imported.",
        ],
    )
    assert outcome(run(any_app, "import", path, "--replace")) == (0, ["0 new, 2 replaced, 0 unchanged."], [])
    with database.read() as db:
        assert [(entry.concept, entry.ru) for entry in entries_in_use(db, values_in_use("hashing"))[2]] == [
            ("quibbler", ("зюмбр",)),
            (FIRST[2].concept, ("грюмбрик",)),
        ]


def row(*cells: str) -> str:
    return "\t".join(cells) + "\n"


PART_LIST = ", ".join(PARTS)
BROKEN = {
    row("a", "", "зюмбрик", "quibbler", "mining", "noun"): ["The cell “kk” is empty: fill it in."],
    row("a", "зюмбрақ", "зюмбрик", "quibbler", "mining"): ["The line has 5 cells instead of 6."],
    row("a", "зюмбрақ", "зюмбрик", "квибблер", "mining", "noun"): [
        "“квибблер” has Cyrillic letters. Write the English term in Latin letters."
    ],
    row("a", "зюмбрақ", "зюmбрик", "quibbler", "mining", "noun"): [
        "“зюmбрик” mixes Latin and Cyrillic letters in one word. Write it in one script."
    ],
    row("a", "зюмбрақ", "зюмбрақ", "quibbler", "mining", "noun"): [
        "“зюмбрақ” has Kazakh letters. Write the Russian term here."
    ],
    row("a", "зюмбрақ", "раз два три четыре пять", "quibbler", "mining", "noun"): [
        "“раз два три четыре пять” has more than 4 words and would never be found. Shorten it."
    ],
    row("a", "грюмбрақ", "зюмбрик", "quibbler", "mining", "thing"): [
        f"“thing” is no part of speech. Use one of: {PART_LIST}."
    ],
    row("a", "зюмбрақ", "зюм\u200bбрик", "quibbler", "mining", "noun"): [
        "“\\u0437\\u044e\\u043c\\u200b\\u0431\\u0440\\u0438\\u043a” has invisible characters or no letter, or is longer "
        "than 200 characters."
    ],
    row("a", "зюмбрақ", "—", "quibbler", "mining", "noun"): [
        "“—” has invisible characters or no letter, or is longer than 200 characters."
    ],
    row(FIRST[2].concept, "", "", "quibbler", "mining", "noun"): [
        "The cell “kk” is empty: fill it in.",
        "The cell “ru” is empty: fill it in.",
        f"The glossary has other terms for the concept {FIRST[2].concept}: import with --replace to replace them.",
    ],
    ROW.replace("quibbler\tз", "quibbler-2\tз"): [
        "The same first terms stand there already: quibbler-2 (own.tsv:2). Leave one of the two."
    ],
    ROW.replace("зюмбрик", "зюмбр"): ["The concept stands there already: quibbler (own.tsv:2). Leave one of the two."],
    "\n": ["The line has 1 cells instead of 6."],
}


@pytest.mark.parametrize("line", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_row_is_named_and_nothing_is_imported(app: Flask, tmp_path: Path, line: str) -> None:
    result = run(app, "import", write(tmp_path, ROW, line))
    told = [f"own.tsv:3: {why}" for why in BROKEN[line]]
    assert outcome(result) == (
        1,
        [],
        [*told, f"Error: {len(told)} fault{'s' * (len(told) > 1)}; nothing was imported."],
    )
    assert (terms(app.extensions["database"]), news(app.extensions["database"])) == ([], (0, 0))


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (b"", 1, "The first line must read: concept kk ru en domain pos, parted by tabs."),
        (HEAD.replace("\t", ",").encode() + ROW.encode(), 1, "The first line must read: concept kk ru en domain pos, parted by tabs."),
        ((HEAD + ROW).encode("utf-16"), 1, "The text is not UTF-8. Save the file as UTF-8."),
        (HEAD.encode() + ROW.encode("cp1251", "replace"), 2, "The text is not UTF-8. Save the file as UTF-8."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named(app: Flask, tmp_path: Path, content: bytes, line: int, why: str) -> None:
    path = tmp_path / "own.tsv"
    path.write_bytes(content)
    told = [f"own.tsv:{line}: {why}"]
    assert outcome(run(app, "import", path)) == (1, [], [*told, "Error: 1 fault; nothing was imported."])
    assert outcome(run(app, "check", path))[2] == told


def test_what_is_exported_is_imported_unchanged(any_app: Flask, any_cast: Cast, tmp_path: Path) -> None:
    database, path = any_app.extensions["database"], tmp_path / "whole.tsv"
    run(any_app, "import", write(tmp_path, OTHER), "--replace")
    accept(database, any_cast, suggest(database, any_cast))
    suggest(database, any_cast, ru="флюмбрик")
    assert outcome(run(any_app, "export", path)) == (0, [], [f"{SHIPPED + 1} concepts written."])
    assert run(any_app, "export").stdout == path.read_text(encoding="utf-8")
    rows = [entry for _file, _line, entry in read_rows(path, [])]
    with database.read() as db:
        assert rows[:2] == list(entries_in_use(db, values_in_use("hashing"))[2])
    assert len(rows) == len({entry.concept for entry in rows}) == SHIPPED + 1
    assert outcome(run(any_app, "import", path)) == (0, [f"0 new, 0 replaced, {SHIPPED + 1} unchanged."], [])


def test_an_export_is_taken_over_by_another_installation(
    app: Flask, cast: Cast, sqlite_template: Path, tmp_path: Path
) -> None:
    path, home = tmp_path / "whole.tsv", tmp_path / "other"
    accept(app.extensions["database"], cast, suggest(app.extensions["database"], cast))
    run(app, "export", path)
    home.mkdir()
    (home / "matchmaker.sqlite").write_bytes(sqlite_template.read_bytes())
    other = make_app(f"sqlite:///{home / 'matchmaker.sqlite'}", home)
    assert outcome(run(other, "import", path)) == (0, [f"1 new, 0 replaced, {SHIPPED} unchanged."], [])
    assert run(other, "export").stdout == path.read_text(encoding="utf-8")


def test_what_is_shipped_is_whole(app: Flask) -> None:
    faults: list[Fault] = []
    rows = shipped_rows(faults)
    assert (faults, check_rows(rows)) == ([], [])
    assert {entry.domain for _file, _line, entry in rows} == set(vocabulary("glossary_domains"))
    assert set(PARTS) == set(vocabulary("parts_of_speech"))
    line = f"{SHIPPED} concepts, 0 faults, {MANY} terms that begin more than 6 concepts."
    assert outcome(run(app, "check")) == (0, [line], [])


def test_files_and_the_database_are_checked_with_what_is_shipped(any_app: Flask, tmp_path: Path) -> None:
    run(any_app, "import", write(tmp_path, ROW))
    good, bad = write(tmp_path, ROW, OTHER), write(tmp_path, ROW.replace("noun", "thing"), name="bad.tsv")
    line = f"concepts, 0 faults, {MANY} terms that begin more than 6 concepts."
    assert outcome(run(any_app, "check", good)) == (0, [f"{SHIPPED + 1} {line}"], [])
    told = f"bad.tsv:2: “thing” is no part of speech. Use one of: {PART_LIST}."
    found = outcome(run(any_app, "check", good, bad))
    assert found == (1, [f"{SHIPPED + 1} {line.replace('0 faults', '1 fault')}"], [told])


def test_an_import_that_claims_the_name_of_a_suggestion_leaves_it(
    any_app: Flask, any_cast: Cast, tmp_path: Path
) -> None:
    database = any_app.extensions["database"]
    suggest(database, any_cast, ru="грюмбрик")
    run(any_app, "import", write(tmp_path, ROW))
    assert terms(database) == [("quibbler-2", "suggestion", "suggested"), ("quibbler", "import", "accepted")]


@pytest.mark.parametrize("words", [("check",), ("export",), ("import", GLOSSARY / "energy.tsv")])
def test_a_database_without_tables_is_one_clear_line(tmp_path: Path, words: tuple[object, ...]) -> None:
    result = run(make_app(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path), *words)
    assert (result.exit_code, len(result.stderr.splitlines()), result.stderr[:6]) == (1, 1, "Error:"), result.output
