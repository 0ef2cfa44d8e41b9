"""An accepted term is in use: queries and postings meet by it in every process, and outdated readings are made anew."""

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.core.models import Job
from matchmaker.matching import engine as engine_module
from matchmaker.matching.glossary_file import entry_of
from matchmaker.postings.search import Filters
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import IndexEntry
from matchmaker.recommendations.queries import recommend_for_text, search_text
from matchmaker.terminology.actions import import_terms
from matchmaker.terminology.queries import shipped_rows
from tests.apps import make_app
from tests.cast import PASSWORD, Cast, publish_posting, run_jobs
from tests.processes import Site, environment, eventually, free_port, start, stop
from tests.terms import accept, publish_unknown, stamps, suggest

QUERY = "quibbler"


def shared(app: Flask, cast: Cast, index: LiveIndex, text: str = QUERY) -> dict[int, float]:
    """The points of shared words by which postings are found: the stand-in for the encoder knows no languages."""
    with app.extensions["database"].read() as db:
        found = recommend_for_text(cast["company"], db, index, "need", "", text)
    return {one.posting.id: one.match.contributions["words"] for one in found if one.match.bridges}


KAZAKH = {
    "lang": "kk",
    "title": "Зюмбрақтар",
    "summary": "Зюмбрақтарды жеткіземіз және орнатамыз, олар берік әрі арзан тұрады.",
    "keywords": "зюмбрақ",
}


@pytest.mark.parametrize("more", [{}, KAZAKH], ids=["ru", "kk"])
def test_an_accepted_term_is_found_in_english(any_app: Flask, any_cast: Cast, more: dict[str, object]) -> None:
    database, index = any_app.extensions["database"], any_app.extensions["index"]
    posting = publish_unknown(any_app, any_cast, **more)
    other = publish_posting(database, any_cast)
    run_jobs(any_app)
    assert shared(any_app, any_cast, index) == {}
    term = suggest(database, any_cast)
    run_jobs(any_app)
    assert shared(any_app, any_cast, index) == {}, "a suggestion is not in use"
    accept(database, any_cast, term)
    run_jobs(any_app)
    assert list(shared(any_app, any_cast, index)) == [posting]
    assert set(stamps(database).values()) == {index.engine.stamp}
    with database.read() as db:
        assert search_text(any_cast["company"], db, index, QUERY, Filters())[0] == posting
    accept(database, any_cast, term, "reject")
    run_jobs(any_app)
    assert shared(any_app, any_cast, index) == {}
    assert set(stamps(database)) == {posting, other}


def test_the_query_knows_the_term_before_postings_are_read_again(any_app: Flask, any_cast: Cast) -> None:
    database, index = any_app.extensions["database"], any_app.extensions["index"]
    publish_unknown(any_app, any_cast)
    run_jobs(any_app)
    assert shared(any_app, any_cast, index, "зюмбрик") != {}
    before = shared(any_app, any_cast, index, "зюмбрик")
    accept(database, any_cast, suggest(database, any_cast))
    assert shared(any_app, any_cast, index, "зюмбрик").keys() == before.keys(), "old readings serve meanwhile"
    assert index.engine.glossary.english("зюмбрики", "ru") == "quibbler"


def readings(app: Flask) -> dict[int, tuple[datetime, dict[str, Any], int]]:
    with app.extensions["database"].read() as db:
        found = db.scalars(select(IndexEntry).order_by(IndexEntry.posting_id))
        return {one.posting_id: (one.embedded_at, one.terms, len(one.sentences)) for one in found}


def test_only_readings_that_a_term_touches_are_made_anew(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    touched, other = publish_unknown(any_app, any_cast), publish_posting(database, any_cast)
    run_jobs(any_app)
    before, old = readings(any_app), stamps(database)
    assert len(set(old.values())) == 1
    accept(database, any_cast, suggest(database, any_cast))
    with database.read() as db:
        jobs = db.execute(select(Job.name, Job.priority).where(Job.state == "queued")).all()
    assert [tuple(row) for row in jobs] == [("read_again", 1)]
    run_jobs(any_app)
    after = readings(any_app)
    assert set(stamps(database).values()) == {stamp_of(any_app)}
    assert old.keys() == stamps(database).keys()
    assert set(old.values()).isdisjoint(stamps(database).values())
    assert (after[other], after[touched] != before[touched]) == (before[other], True)
    assert {number for *_rest, number in after.values()} == {number for *_rest, number in before.values()}
    assert any("quibbler" in group.split(" ") for group in after[touched][1])


def stamp_of(app: Flask) -> str:
    with app.extensions["database"].read() as db:
        return str(app.extensions["index"].engines.reading(db, "hashing").stamp)


def test_several_changes_are_followed_by_one_reading(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    publish_unknown(any_app, any_cast)
    run_jobs(any_app)
    for number, word in enumerate(("зюмбрик", "грюмбрик", "флюмбрик")):
        accept(database, any_cast, suggest(database, any_cast, ru=word, en=f"quibbler {number}"))
    run_jobs(any_app)
    with database.read() as db:
        count = select(Job.name, func.count()).group_by(Job.name)
        jobs = dict(db.execute(count).all())
    assert (jobs["read_again"], jobs["embed_posting"]) == (3, 2), "once when published, once for all three"


def test_a_new_version_of_the_engine_reads_everything_again(
    any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = any_app.extensions["database"]
    publish_unknown(any_app, any_cast)
    run_jobs(any_app)
    before = readings(any_app)
    monkeypatch.setattr(engine_module, "ENGINE", engine_module.ENGINE + 1)
    check = any_app.test_cli_runner().invoke(args=["index", "check"])
    assert (check.exit_code, check.stdout.splitlines()) == (
        1,
        [
            "1 read with an older glossary or engine; the job runner reads them again.",
            "1 postings, 0 without a reading of their present text: []",
        ],
    )
    with database.write() as db:
        db.add(Job(name="read_again", args={}, priority=1))
    run_jobs(any_app)
    assert set(stamps(database).values()) == {stamp_of(any_app)}
    assert readings(any_app)[1][0] != before[1][0]


def test_another_process_follows(any_app: Flask, any_cast: Cast, database_url: str, tmp_path: Path) -> None:
    """Indexes of their own stand for processes; one reads before the change, one is new after it."""
    database, posting = any_app.extensions["database"], publish_unknown(any_app, any_cast)
    english = publish_posting(database, any_cast, title="Quibbler for concentrators")
    run_jobs(any_app)
    follower = LiveIndex("hashing")
    assert list(shared(any_app, any_cast, follower)) == [english]
    assert list(shared(any_app, any_cast, follower, "зюмбрик")) == [posting]
    accept(database, any_cast, suggest(database, any_cast))
    other = make_app(database_url, tmp_path)
    run_jobs(other)
    late = LiveIndex("hashing")
    for text in (QUERY, "зюмбрик", "зюмбрақтарды"):
        found = [shared(any_app, any_cast, index, text) for index in (follower, late, other.extensions["index"])]
        assert sorted(found[0]) == [posting, english], text
        assert found[0] == found[1] == found[2], text
    other.extensions["database"].engine.dispose()


def test_a_concept_said_anew_replaces_the_shipped_one(app: Flask, cast: Cast) -> None:
    database, index = app.extensions["database"], app.extensions["index"]
    concept = shipped_rows()[0][2].concept
    own = entry_of([concept, "зюмбрақ", "зюмбрик", "quibbler", "general", "noun"])
    with database.write() as db:
        import_terms(cast["operator"], db, [("own.tsv", 2, own)], replace=True)
    with database.read() as db:
        index.catch_up(db)
    assert [entry for entry in index.engine.glossary.entries if entry.concept == concept] == [own]


def test_a_reader_of_an_older_snapshot_does_not_bring_the_old_glossary_back(app: Flask, cast: Cast) -> None:
    database, index = app.extensions["database"], LiveIndex("hashing")
    with database.read() as old:
        index.catch_up(old)
        before = index.engine.stamp
        accept(database, cast, suggest(database, cast))
        with database.read() as db:
            index.catch_up(db)
        after = index.engine.stamp
        index.catch_up(old)
        assert index.engines.reading(old, "hashing").stamp == after != before


def links(site: Site, text: str, posting: int) -> bool:
    """Whether a search leads to the posting."""
    page = site.page(f"/search?text={quote(text)}")
    return bool(page.select(f"main a[href='/postings/{posting}']"))


def test_servers_and_the_runner_follow_within_seconds(
    any_app: Flask, any_cast: Cast, database_url: str, tmp_path: Path
) -> None:
    posting = publish_unknown(any_app, any_cast)
    english = publish_posting(any_app.extensions["database"], any_cast, title="Quibbler for concentrators")
    port = free_port()
    processes = [
        start(environment(database_url, tmp_path, PORT=str(port)), "serve"),
        start(environment(database_url, tmp_path), "jobs", "run"),
    ]
    try:
        site = Site(port)
        assert eventually(site.is_up, bool)

        def found() -> bool:
            return links(site, QUERY, posting) and links(site, "зюмбрик", english)

        assert eventually(lambda: links(site, QUERY, english), bool)
        assert not links(site, QUERY, posting)
        site.sign_in("officer@example.org", PASSWORD)
        values = {"kk": "зюмбрақ", "ru": "зюмбрик", "en": QUERY, "domain": "mining", "pos": "noun"}
        site.send("/glossary/suggest", "/glossary/suggest", values)
        keeper = Site(port)
        keeper.sign_in("operator@example.org", PASSWORD)
        keeper.send("/glossary/", "/glossary/1/accept", {})
        assert eventually(found, bool)
    finally:
        stop(*processes)
