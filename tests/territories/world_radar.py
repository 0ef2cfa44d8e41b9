"""Readings of the radar and a run, in the world of the tests that visit every page."""

from datetime import timedelta

from sqlalchemy import select

from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.postings.models import Posting
from matchmaker.territories.radar.actions import ask_for_run
from matchmaker.territories.radar.models import DemandReading
from tests.cast import Cast

Ids = dict[str, int | str]
PAGES = (
    ("analyst", "/radar/"),
    ("officer", "/radar/?by=fields&sector=B"),
    ("operator", "/radar/progress"),
    ("operator", "/radar/radar.csv"),
    ("analyst", "/radar/radar.xlsx"),
)


def make_part(database: Database, cast: Cast, ids: Ids) -> Ids:
    """Every need was without a counterpart 100 days ago; a run waits."""
    with database.write() as db:
        for need_id in db.scalars(select(Posting.id).where(Posting.kind == "need")).all():
            db.add(DemandReading(need_id=need_id, on=clock.today() - timedelta(days=100)))
        ask_for_run(cast["analyst"], db)
    return {}


def fill_part(database: Database, cast: Cast, rows: int) -> None:
    """The same of the needs that are there."""
    make_part(database, cast, {})
