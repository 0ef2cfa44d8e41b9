"""Commands: what other work relies on, and faults as one clear line with code 1."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, select

from matchmaker.accounts.actions import sign_in
from matchmaker.accounts.models import User
from matchmaker.core import audit
from matchmaker.core.db import Database
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.recommendations.models import IndexEntry
from matchmaker.seeding import ORGANISATIONS, POSTINGS, TRANSLATIONS
from tests.apps import make_app
from tests.cast import PASSWORD, TEXTS, Cast, publish_posting, run_jobs
from tests.reports import LARGE, pdf_of


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def recommend(app: Flask, *more: str) -> list[dict[str, object]]:
    result = run(
        app, "recommend", "--text", "copper flotation reagent for fine tailings", "--kind", "need", "--json", *more
    )
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout.splitlines()[-1])
    assert list(answer) == ["recommendations"]
    found: list[dict[str, object]] = answer["recommendations"]
    return found


def test_recommend_answers_with_one_object_on_the_last_line(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    titles = ["Flotation reagent for fine copper tailings", "Sorghum seeds for arid pastures"]
    ids = [publish_posting(database, any_cast, title=title) for title in titles]
    publish_posting(database, any_cast, visibility="members")
    publish_posting(database, any_cast, "company", "need")
    run_jobs(any_app)
    found = recommend(any_app)
    assert [one["posting_id"] for one in found] == ids
    shapes = [{name: type(value) for name, value in one.items()} for one in found]
    shape = {"posting_id": int, "kind": str, "title": str, "lang": str, "score": float, "reasons": list}
    assert shapes == [shape, shape]
    assert (found[0]["kind"], found[0]["title"], found[0]["lang"]) == ("capability", titles[0], "en")
    assert recommend(any_app, "--limit", "1") == found[:1]
    plain = run(any_app, "recommend", "--text", "copper", "--kind", "need").stdout.splitlines()
    assert len(plain) == 2


def test_a_report_is_matched_as_a_text_is(app: Flask, cast: Cast, tmp_path: Path) -> None:
    offer = publish_posting(app.extensions["database"], cast)
    run_jobs(app)
    path = tmp_path / "report.pdf"
    path.write_bytes(
        pdf_of([[f"{LARGE}Losses of fine copper in flotation", "We look for a reagent that recovers it."]])
    )
    asked = ("recommend", "--file", str(path), "--kind", "need")
    result = run(app, *asked, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout.splitlines()[-1])
    assert list(answer) == ["understood", "recommendations"]
    assert (answer["understood"]["title"], answer["understood"]["read"]) == (
        "Losses of fine copper in flotation",
        {"pages": 1, "words": 14, "is_cut": False},
    )
    assert [one["posting_id"] for one in answer["recommendations"]] == [offer]
    plain = run(app, *asked)
    assert plain.stderr == "report.pdf: 1 pages, 14 words read, language en: Losses of fine copper in flotation\n"
    assert len(plain.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"%PDF-1.4 half", "Error: file: The file is damaged. Save it again, or paste its text."),
        (b"", "Error: file: Choose a file that is not empty."),
    ],
)
def test_a_report_that_cannot_be_read_is_one_clear_line(app: Flask, tmp_path: Path, content: bytes, line: str) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    result = run(app, "recommend", "--file", str(path), "--kind", "need")
    assert (result.exit_code, result.output.strip()) == (1, line)


@pytest.mark.parametrize("more", [(), ("--text", "copper", "--file", __file__)])
def test_a_text_or_a_file_and_not_both(app: Flask, more: tuple[str, ...]) -> None:
    result = run(app, "recommend", "--kind", "need", *more)
    assert (result.exit_code, result.output.splitlines()[-1]) == (2, "Error: Give either --text or --file.")


def test_the_index_is_checked_and_rebuilt_with_the_same_answers(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    for number in range(3):
        publish_posting(database, any_cast, title=f"Copper reagent number {number}")
    unread = run(any_app, "index", "check")
    assert (unread.exit_code, unread.stdout.splitlines()[-1]) == (
        1,
        "3 postings, 3 without a reading of their present text: [1, 2, 3]",
    )
    run_jobs(any_app)
    assert run(any_app, "index", "check").exit_code == 0
    before = recommend(any_app)
    with database.write() as db:
        db.execute(delete(IndexEntry).where(IndexEntry.posting_id == 2))
    broken = run(any_app, "index", "check")
    assert (broken.exit_code, broken.stdout.splitlines()[-1]) == (
        1,
        "3 postings, 1 without a reading of their present text: [2]",
    )
    rebuilt = run(any_app, "index", "rebuild")
    assert (rebuilt.exit_code, rebuilt.stdout.splitlines()[-1]) == (0, "3 postings read.")
    assert run(any_app, "index", "check").exit_code == 0
    run_jobs(any_app)
    assert recommend(any_app) == before


NEW = ("--role", "officer", "--email", "Dana@example.org", "--name", "Dana", "--password", PASSWORD)


def test_an_account_of_any_role_is_opened(any_app: Flask) -> None:
    made = run(any_app, "users", "create", *NEW, "--locale", "kk")
    assert (made.exit_code, made.stdout) == (0, "Account 1 is open: dana@example.org, officer.\n")
    with any_app.extensions["database"].read() as db:
        user = sign_in(db, "dana@example.org", PASSWORD)
        assert (user.role, user.locale, [line.verb for line in audit.trail(db, "user", 1)]) == (
            "officer",
            "kk",
            ["create"],
        )


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("--role", "emperor"), "Error: role: There is no role “emperor”. Choose from the list."),
        (("--email", "nowhere"), "Error: email: This is not an e-mail address. Write it as name@example.org."),
        (("--password", "short"), "Error: password: Too short: 5 characters. Write at least 10."),
        (("--email", "author@example.org"), "Error: email: There is an account with this address already."),
    ],
)
def test_a_fault_is_one_clear_line(
    app: Flask, database: Database, cast: Cast, change: Sequence[str], line: str
) -> None:
    with database.read() as db:
        before = db.query(User).count()
    result = run(app, "users", "create", *NEW, *change)
    assert (result.exit_code, result.stderr.splitlines(), result.stdout) == (1, [line], "")
    with database.read() as db:
        assert db.query(User).count() == before


@pytest.mark.parametrize(
    "words",
    [
        ("recommend", "--text", "copper", "--kind", "need"),
        ("index", "check"),
        ("index", "rebuild"),
        ("users", "create", *NEW),
        ("seed",),
        ("jobs", "run", "--once"),
    ],
)
def test_a_database_without_tables_is_one_clear_line(tmp_path: Path, words: Sequence[str]) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path)
    result = run(app, *words)
    lines = result.stderr.splitlines()
    assert (result.exit_code, len(lines), lines[-1][:6]) == (1, 1, "Error:"), result.output
    assert "flask --app wsgi db upgrade" in lines[0]


def table(path: Path, columns: Sequence[str], *rows: Mapping[str, str]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


POSTING = TEXTS | {"organisation": "lab", "lang": "en", "trl": "6", "fields": "2.5", "cooperation": "licence"}
POSTING |= {
    "ip_status": "patent_granted",
    "visibility": "public",
    "deadline_days": "60",
    "keywords": "copper;flotation",
}


def seed_folder(folder: Path, **changes: str) -> Path:
    """Two organisations, two postings and a translation; `changes` replace cells of the last posting."""
    lab = {"key": "lab", "kind": "laboratory", "name_ru": "Лаборатория", "region": "KZ-35"}
    table(folder / "organisations.csv", ORGANISATIONS, lab, lab | {"key": "sub", "parent": "lab"})
    last = POSTING | {"key": "n01", "kind": "need"} | changes
    table(folder / "postings" / "mining.csv", POSTINGS, POSTING | {"key": "c01", "kind": "capability"}, last)
    text = {"key": "c01", "lang": "ru", "title": "Реагент", "summary": "Реагент для флотации меди."}
    table(folder / "translations.csv", TRANSLATIONS, text)
    return folder


def test_seeds_load_once_through_every_rule(any_app: Flask, tmp_path: Path) -> None:
    folder = seed_folder(tmp_path / "seeds")
    for count, made in enumerate(("2 new organisations, 2 new postings", "0 new organisations, 0 new postings")):
        result = run(any_app, "seed", "--folder", str(folder))
        assert (result.exit_code, result.stdout.splitlines()[0]) == (0, f"Seeds: {made}."), (count, result.output)
    with any_app.extensions["database"].read() as db:
        postings = db.execute(select(Posting.seed_key, Posting.state, Posting.kind).order_by(Posting.id)).all()
        assert [tuple(row) for row in postings] == [("c01", "published", "capability"), ("n01", "published", "need")]
        assert db.scalars(select(Organisation.parent_id).order_by(Organisation.id)).all() == [None, 1]
        assert [line.verb for line in audit.trail(db, "posting", 2)] == ["create", "submit", "publish"]
        assert db.query(User).count() == 6
    assert run(any_app, "index", "check").exit_code == 0


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"trl": "12"}, "line 3, column trl: TRL is a whole number from 1 to 9."),
        ({"organisation": "nobody"}, "line 3, column organisation: Choose one of your organisations."),
        (
            {"deadline_days": "-3"},
            "line 3, column deadline_days: The deadline has passed already. Choose a date from today on.",
        ),
        ({"summary": ""}, "line 3, column summary: Please fill this in."),
        ({"fields": "9.9"}, "line 3, column fields: “9.9” is not in the list. Choose from the list."),
    ],
)
def test_a_fault_in_a_seed_names_its_place_and_loads_nothing(
    app: Flask, tmp_path: Path, changes: dict[str, str], fault: str
) -> None:
    result = run(app, "seed", "--folder", str(seed_folder(tmp_path / "seeds", **changes)))
    assert (result.exit_code, result.stderr.splitlines()) == (1, [f"Error: mining.csv, {fault}"])
    with app.extensions["database"].read() as db:
        assert (db.query(Organisation).count(), db.query(Posting).count(), db.query(User).count()) == (0, 0, 0)


def test_jobs_run_until_nothing_is_due(app: Flask, database: Database, cast: Cast) -> None:
    publish_posting(database, cast)
    result = run(app, "jobs", "run", "--once")
    assert (result.exit_code, result.stdout) == (0, "3 jobs run.\n")  # meaning, letter, sentences
