"""Every indicator that the platform feeds equals a recount in SQL of its own, by place and year, and tells where it comes from."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from matchmaker.core.db import Database
from matchmaker.core.errors import Invalid
from matchmaker.indicators.models import Indicator
from matchmaker.indicators.platform import QUERIES, count, has_places
from matchmaker.indicators.platform.words import query_words
from matchmaker.indicators.queries import load_indicator
from matchmaker.indicators.values.actions import take_value
from matchmaker.indicators.values.draft import Cell
from matchmaker.indicators.values.trace import WAYS, trace
from matchmaker.vocabularies import terms
from tests.cast import Cast, publish_posting
from tests.deals.making import make_deal
from tests.indicators.counted_world import YEARS, fill_counted
from tests.indicators.making import make_direction, make_indicator
from tests.indicators.recount import STATEMENTS, recount
from tests.sessions.making import make_session

PLACES = ("KZ", *terms("regions"), "t1", "t2", "t3", "t99")


def test_every_query_is_worded_leads_somewhere_and_has_a_recount() -> None:
    assert list(QUERIES) == list(query_words()) == list(STATEMENTS)
    assert {one.kind for one in QUERIES.values()} == set(WAYS)


def test_every_query_equals_its_recount(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    fill_counted(database, any_cast)
    with database.read() as db:
        cells = [
            (name, place, year)
            for name, query in QUERIES.items()
            for place in PLACES
            for year in (*YEARS, 2031)
            if has_places(query, place)
        ]
        found = {cell: count(db, QUERIES[cell[0]], cell[1], cell[2]).value for cell in cells}
        again = {cell: recount(db, *cell) for cell in cells}
    assert found == {cell: pytest.approx(value) for cell, value in again.items()}
    telling = {name for (name, place, year), value in found.items() if value and place == "KZ" and year != 2031}
    assert telling == set(QUERIES)  # none of them is empty by chance


def test_a_value_taken_is_what_was_counted_with_its_basis(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    fill_counted(database, cast)
    with database.write() as db:
        direction = make_direction(db)
        for number, name in enumerate(QUERIES):
            made = make_indicator(db, direction, f"i-{number}", query=name, decimals=2)
            year = next(one for one in YEARS if count(db, QUERIES[name], "KZ", one).value)
            value = take_value(cast["analyst"], db, made, Cell("KZ", year))
            counted = count(db, QUERIES[name], "KZ", year)
            assert (value.value, value.origin, value.state) == (round(counted.value or 0, 2), "platform", "draft")
            basis = {"query": name, "rows": counted.rows, "part": counted.part, "whole": counted.whole}
            assert value.basis == basis


def fed(db: Session, query: str) -> Indicator:
    """An indicator that this query feeds."""
    return make_indicator(db, make_direction(db), query=query)


def test_a_share_of_nothing_is_no_value(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        made = fed(db, "meetings_with_outcome")
        with pytest.raises(Invalid) as fault:
            take_value(cast["analyst"], db, made, Cell("KZ", 2025))
        assert list(fault.value.errors) == ["year"]
        with pytest.raises(Invalid) as fault:
            take_value(cast["analyst"], db, made, Cell("t1", 2025))
        assert list(fault.value.errors) == ["place"]


def test_the_trace_names_what_the_reader_may_see_and_counts_the_rest_for_those_who_may_know(
    app: Flask, cast: Cast
) -> None:
    with app.extensions["database"].write() as db:
        deal = make_deal(db, cast)
        indicator = fed(db, "deals_opened")
        year, number = deal.created_at.year, deal.id
    seen = {}
    for name in ("author", "officer", "analyst", "outsider", "anonymous"):
        with app.extensions["database"].read() as db:
            found = trace(cast[name], db, load_indicator(cast[name], db, indicator.id), "KZ", year)
        assert found is not None
        named = [(one.kind, one.id, one.title, one.rows) for one in found.sources]
        seen[name] = (named, found.now.rows if found.now else None, found.hidden)
    deal_row = [("deal", number, "Fine copper flotation", 1)]
    assert seen == {
        "author": (deal_row, None, 0), "officer": (deal_row, 1, 0), "analyst": ([], 1, 1), "outsider": ([], None, 0),
        "anonymous": ([], None, 0),
    }  # fmt: skip


def test_the_trace_shows_no_posting_or_session_that_is_not_the_reader_s(app: Flask, cast: Cast) -> None:
    database: Database = app.extensions["database"]
    for visibility in ("public", "members", "invited"):
        publish_posting(database, cast, visibility=visibility)
    with database.write() as db:
        direction = make_direction(db)
        capabilities = make_indicator(db, direction, "c", query="capabilities_published").id
        sessions = make_indicator(db, direction, "s", query="sessions_held").id
        shown = make_session(db, state="finished")
        hidden = make_session(db, state="finished", announced_at=None, titles={"en": "Secret"})
        year, day = db.get_one(Indicator, sessions).created_at.year, shown.starts_on.year
        assert hidden.id != shown.id

    def titles(name: str, indicator_id: int, of_year: int) -> list[str]:
        with database.read() as db:
            found = trace(cast[name], db, load_indicator(cast[name], db, indicator_id), "KZ", of_year)
            return [one.title for one in found.sources] if found else []

    assert [len(titles(name, capabilities, year)) for name in ("anonymous", "outsider", "author")] == [1, 2, 3]
    assert titles("anonymous", sessions, day) == ["Clean copper"]
    assert titles("officer", sessions, day) == ["Secret", "Clean copper"]
