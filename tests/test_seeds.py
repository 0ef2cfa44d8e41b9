"""The demo: as large and as mixed as promised, loaded once, and a broken row says where it is."""

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.core.db import Database
from matchmaker.core.errors import Invalid
from matchmaker.core.models import Audit, Base, Job
from matchmaker.core.tables import Row, read_table
from matchmaker.matching.language import detect
from matchmaker.organisations.models import Organisation
from matchmaker.paths import SEEDS
from matchmaker.postings.models import Posting
from matchmaker.seeding import ORGANISATIONS, RELEVANCE, TRANSLATIONS, posting_rows, seed_all
from matchmaker.vocabularies import terms

LANGS = ("kk", "ru", "en")
FACILITIES_OFFERED = 16  # the demo's facilities that are published as capabilities


@pytest.fixture(scope="module")
def postings() -> list[Row]:
    return list(posting_rows(SEEDS))


@pytest.fixture(scope="module")
def organisations() -> list[Row]:
    return list(read_table(SEEDS / "organisations.csv", ORGANISATIONS))


def counts(database: Database) -> dict[str, int]:
    """How many rows each table holds."""
    with database.read() as db:
        return {t.name: db.scalar(select(func.count()).select_from(t)) or 0 for t in Base.metadata.sorted_tables}


def test_organisations_cover_every_region_and_kind(organisations: list[Row]) -> None:
    assert len(organisations) >= 60
    assert len({row["key"] for row in organisations}) == len(organisations)
    assert {row["region"] for row in organisations} == set(terms("regions"))
    assert {row["kind"] for row in organisations} == set(terms("organisation_kinds"))


def test_every_organisation_offers_or_seeks_something(organisations: list[Row], postings: list[Row]) -> None:
    assert {row["organisation"] for row in postings} == {row["key"] for row in organisations}


def test_postings_cover_every_sector_and_kind(postings: list[Row]) -> None:
    kinds = Counter(row["kind"] for row in postings)
    assert kinds["capability"] >= 150 and kinds["need"] >= 100
    assert kinds.total() == len({row["key"] for row in postings}) == len({row["title"] for row in postings})
    sectors = {(row["key"].rsplit("-", 1)[0], row["kind"]) for row in postings}
    assert sectors == {(sector, kind) for sector in terms("sectors") for kind in ("capability", "need")}


def test_a_third_of_the_postings_is_in_each_language(postings: list[Row]) -> None:
    for rows in (postings, *([r for r in postings if r["kind"] == kind] for kind in ("capability", "need"))):
        shares = Counter(row["lang"] for row in rows)
        assert set(shares) == set(LANGS)
        assert [lang for lang in LANGS if abs(shares[lang] / len(rows) - 1 / 3) > 0.05] == []


def test_texts_are_in_their_language(postings: list[Row]) -> None:
    translations = list(read_table(SEEDS / "translations.csv", TRANSLATIONS))
    prose = ("summary", "description", "advantages", "expectations")
    texts = [(row["key"], row["lang"], " ".join(row[name] for name in prose)) for row in postings]
    texts += [(row["key"], row["lang"], f"{row['summary']} {row['description']}") for row in translations]
    assert [(key, lang) for key, lang, text in texts if detect(text) != lang] == []
    assert {row["key"] for row in translations} <= {row["key"] for row in postings}


def test_relevance_is_graded_and_its_keys_are_known(postings: list[Row]) -> None:
    rows = list(read_table(SEEDS / "relevance.csv", RELEVANCE))
    keys = {kind: {row["key"] for row in postings if row["kind"] == kind} for kind in ("need", "capability")}
    assert {row["need"] for row in rows} <= keys["need"]
    assert {row["capability"] for row in rows} <= keys["capability"]
    assert Counter((row["need"], row["capability"]) for row in rows).most_common(1)[0][1] == 1
    assert {row["grade"] for row in rows} == {"0", "1", "2", "3"}
    assert len({row["need"] for row in rows if row.number("grade")}) >= 60


def test_loading_twice_gives_nothing_new(any_app: Flask, postings: list[Row], organisations: list[Row]) -> None:
    database = any_app.extensions["database"]
    with database.write() as db:
        assert seed_all(db, SEEDS) == (len(organisations), len(postings))
    first = counts(database)
    with database.read() as db:
        states = dict(db.execute(select(Posting.state, func.count()).group_by(Posting.state)).all())
        unverified = db.scalar(select(func.count()).where(Organisation.verified_at.is_(None)))
    assert states == {"published": len(postings) - 2 + FACILITIES_OFFERED, "in_review": 2}
    assert unverified == 0
    with database.write() as db:
        assert seed_all(db, SEEDS) == (0, 0)
    assert counts(database) == first
    assert first[Audit.__tablename__] > 2 * len(postings) and first[Job.__tablename__] >= len(postings)


def broken(tmp_path: Path, name: str, line: int, column: str, value: str) -> Path:
    """A copy of the first rows of the seeds in which the record that starts on `line` has another value."""
    folder = tmp_path / "seeds"
    (folder / "postings").mkdir(parents=True)
    shutil.copy(SEEDS / "organisations.csv", folder)
    shutil.copy(SEEDS / "postings" / "mining.csv", folder / "postings")
    (folder / "translations.csv").write_text(",".join(TRANSLATIONS) + "\nmining-c01,en,A title,,\n", encoding="utf-8")
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    rows = [row.cells | ({column: value} if row.line == line else {}) for row in read_table(path, header)]
    starts = [row.line for row in read_table(path, header)]
    assert line in starts
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


MINING = "postings/mining.csv"
FAULTS = [
    ("organisations.csv", 3, "kind", "circus", "Choose from the list."),
    ("organisations.csv", 4, "parent", "nobody", "“nobody” is not a key above this line."),
    ("organisations.csv", 5, "region", "KZ-00", "Choose from the list."),
    (MINING, 2, "trl", "12", "TRL is a whole number from 1 to 9."),
    (MINING, 2, "organisation", "nobody", "Choose one of your organisations."),
    (MINING, 2, "deadline_days", "soon", "“soon” is not a whole number."),
    (MINING, 2, "deadline_days", "-3", "The deadline has passed already. Choose a date from today on."),
    (MINING, 2, "sectors", "07;99x", "“99x” is not in the list. Choose from the list."),
    (MINING, 2, "summary", "Short", "Too short: 5 characters. Write at least 60."),
    (MINING, 2, "cooperation", "", "Please choose."),
    ("translations.csv", 2, "key", "mining-c99", "“mining-c99” is not a key of a posting."),
    ("translations.csv", 2, "lang", "fr", "Choose another language than the original's."),
    ("translations.csv", 2, "title", "", "Please fill this in."),
]


@pytest.mark.parametrize(("name", "line", "column", "value", "message"), FAULTS, ids=range(len(FAULTS)))
def test_a_broken_row_names_file_line_and_column(
    database: Database, tmp_path: Path, name: str, line: int, column: str, value: str, message: str
) -> None:
    folder = broken(tmp_path, name, line, column, value)
    with pytest.raises(Invalid) as caught, database.write() as db:
        seed_all(db, folder)
    assert caught.value.errors == {f"{Path(name).name}, line {line}, column {column}": message}
    assert counts(database)["postings"] == 0
