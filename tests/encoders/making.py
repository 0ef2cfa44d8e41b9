"""What the tests of a change of encoder share: postings that were read, another process, and what both answer."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.accounts.actor import ANONYMOUS
from matchmaker.core import clock, jobs
from matchmaker.postings.queries import load_posting
from matchmaker.postings.search import Filters
from matchmaker.recommendations.encoder_change import want
from matchmaker.recommendations.models import IndexEntry
from matchmaker.recommendations.queries import recommend_for_posting, recommend_for_text, search_text
from tests.apps import make_app
from tests.cast import Cast, publish_posting, run_jobs

POSTINGS = 10
ENGLISH = {"Accept-Language": "en"}
Answers = tuple[str, list[tuple[int, float]], list[tuple[int, float]], list[int]]


def fill(app: Flask, cast: Cast) -> Flask:
    """Capabilities and needs that the stand-in has read, with their sentences."""
    for number in range(POSTINGS):
        who, kind = (("author", "capability"), ("company", "need"))[number % 2]
        publish_posting(app.extensions["database"], cast, who, kind, title=f"Copper recovery, number {number}")
    run_jobs(app)
    return app


def other_process(app: Flask, encoder: str) -> Flask:
    """Another process on the same database that is started with another encoder."""
    config = app.extensions["config"]
    made = make_app(config.database_url, Path(config.home), encoder=encoder)
    with made.extensions["database"].write() as db:
        want(db, encoder)
    return made


def answers(app: Flask, posting_id: int = 2) -> Answers:
    """Who answers, and with what, to a typed text, to a stored need and to a search."""
    index = app.extensions["index"]
    with app.extensions["database"].read() as db:
        typed = recommend_for_text(ANONYMOUS, db, index, "need", "", "copper flotation reagent for tailings")
        need = load_posting(ANONYMOUS, db, posting_id)
        stored, _declined = recommend_for_posting(ANONYMOUS, db, index, need)
        found = search_text(ANONYMOUS, db, index, "copper", Filters())
        assert [one.posting.id for one in stored if one.posting.id <= POSTINGS and not one.pair] == [], "reasons"
    scores = [[(one.posting.id, round(one.match.score, 6)) for one in matches] for matches in (typed, stored)]
    return index.encoder_name, *scores, found


def read_by(app: Flask) -> dict[str, int]:
    with app.extensions["database"].read() as db:
        return dict(db.execute(select(IndexEntry.encoder, func.count()).group_by(IndexEntry.encoder)).all())


def step(app: Flask) -> str:
    """The next job; its name."""
    job = jobs.run_one(app.extensions["database"], app.extensions["tasks"])
    return job.name if job else ""


def later(monkeypatch: pytest.MonkeyPatch, pause: timedelta) -> None:
    moment = clock.now() + pause
    monkeypatch.setattr(clock, "now", lambda: moment)
