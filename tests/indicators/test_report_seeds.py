"""The demo of the annual report: bodies for all regions, a cycle with every state, loaded once, also without indicators."""

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.core.errors import Invalid
from matchmaker.core.models import Base
from matchmaker.deals.money.standing import today
from matchmaker.indicators.models import Indicator
from matchmaker.indicators.report.board import board_of, counts_of
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission, SubmissionItem
from matchmaker.indicators.report.seeds import ASKED, load_reports
from matchmaker.indicators.values.models import Evidence
from matchmaker.organisations.models import Organisation
from matchmaker.paths import SEEDS
from matchmaker.vocabularies import terms
from tests.cast import Cast
from tests.indicators.reporting import make_direction, make_indicator

PASSWORD = "matchmaker-demo"


def load(app: Flask, folder: Path = SEEDS) -> dict[str, int]:
    """Load the demo; how many rows each table holds then."""
    with app.extensions["database"].write() as db:
        load_reports(db, folder, PASSWORD)
    with app.extensions["database"].read() as db:
        return {t.name: db.scalar(select(func.count()).select_from(t)) or 0 for t in Base.metadata.sorted_tables}


def asked_codes() -> list[str]:
    """The indicators that the files speak of."""
    with (SEEDS / "indicators" / "asked.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), ASKED)
        return sorted({row["indicator"] for row in rows} - {"indicator"})


def test_bodies_are_there_for_every_region(app: Flask) -> None:
    load(app)
    with app.extensions["database"].read() as db:
        bodies = list(db.scalars(select(ReportingBody)))
        kinds = set(
            db.scalars(select(Organisation.kind).join(ReportingBody, ReportingBody.organisation_id == Organisation.id))
        )
        unverified = db.scalar(select(func.count()).where(Organisation.verified_at.is_(None)))
    assert {one.region for one in bodies if one.kind == "local"} == set(terms("regions"))
    assert len([one for one in bodies if one.kind == "central"]) >= 5
    assert (kinds, unverified) == ({"public_body"}, 0)
    assert all(one.names[lang] for one in bodies for lang in ("kk", "ru", "en"))


def test_loading_twice_gives_nothing_new(any_app: Flask) -> None:
    first = load(any_app)
    assert load(any_app) == first
    assert first["submissions"] == first["reporting_bodies"] == 26


def test_without_indicators_nothing_fails(app: Flask) -> None:
    load(app)
    with app.extensions["database"].read() as db:
        assert db.scalar(select(func.count()).select_from(SubmissionItem)) == 0


def test_some_have_submitted_some_correct_and_the_rest_is_late(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        direction = make_direction(db)
        for code in asked_codes():
            make_indicator(db, direction, code, is_demo=True)
    load(app)
    with app.extensions["database"].read() as db:
        cycle = db.scalars(select(ReportCycle)).one()
        rows = board_of(db, cycle)
        marks = Counter((one.submission.state, one.submission.is_demo) for one in rows if one.filled)
        owned = set(db.scalars(select(Indicator.code).where(Indicator.owner_id.is_not(None))))
        documents = list(db.scalars(select(Evidence.content)))
    assert counts_of(rows) == {"late": 18, "awaited": 0, "returned": 2, "submitted": 4, "accepted": 2}
    assert cycle.submit_by < today()
    assert marks.keys() == {("accepted", True), ("submitted", True), ("returned", True), ("awaited", True)}
    assert all(
        row.filled == row.asked > 0 for row in rows if row.submission.state in ("submitted", "accepted", "returned")
    )
    assert len(owned) == 9 and documents and all(content.startswith(b"DEMO") for content in documents)
    page = sign_in_as(app, "akimat-55").get("/reports/")
    assert page.status_code == 200 and "Павлодарской" in page.text


def sign_in_as(app: Flask, key: str):  # type: ignore[no-untyped-def]
    """A browser of a body's person."""
    client = app.test_client()
    assert client.post("/sign-in", data={"email": f"{key}@people.example", "password": PASSWORD}).status_code == 302
    return client


@pytest.mark.parametrize(
    ("name", "line", "wrong", "words"),
    [
        ("bodies.csv", "body-mne,central", "body-mne,royal", "bodies.csv, line 4, column kind: Choose from the list."),
        ("submissions.csv", ",submitted,0.97", ",lost,0.97", "column state: Choose from the list."),
    ],
)
def test_a_broken_row_says_where_it_is(
    app: Flask, tmp_path: Path, name: str, line: str, wrong: str, words: str
) -> None:
    shutil.copytree(SEEDS / "indicators", tmp_path / "indicators")
    path = tmp_path / "indicators" / name
    text = path.read_text(encoding="utf-8")
    assert line in text
    path.write_text(text.replace(line, wrong), encoding="utf-8")
    with pytest.raises(Invalid) as fault, app.extensions["database"].write() as db:
        load_reports(db, tmp_path, PASSWORD)
    assert words in str(fault.value)
    with app.extensions["database"].read() as db:
        assert db.scalar(select(func.count()).select_from(Submission)) == 0
