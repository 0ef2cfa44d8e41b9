"""At most 8 statements per page, and the same number for 1 row and for 25; also right after a change."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.organisations.actions import create_organisation
from matchmaker.organisations.models import Organisation
from matchmaker.postings.actions import move_posting
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import load_posting
from matchmaker.recommendations.actions import answer
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.records.actions import record_recommendation
from matchmaker.sessions.people.models import Pitch
from matchmaker.terminology.actions import suggest_term
from tests.apps import make_app
from tests.cast import Cast, draft_posting, make_cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.deals.world_deals import fill_deals
from tests.deals.world_documents import fill_documents
from tests.deals.world_money import fill_money
from tests.deals.world_nda import fill_ndas
from tests.deals.world_work import fill_work
from tests.indicators.worlds import PAGES as INDICATOR_PAGES
from tests.indicators.worlds import fill_indicators
from tests.sessions.making import make_person, make_session
from tests.sessions.world_day import fill_day
from tests.sessions.world_requests import fill_requests
from tests.sessions.world_timetable import fill_timetable
from tests.territories.worlds import PAGES as TERRITORY_PAGES
from tests.territories.worlds import fill_territories
from tests.weights import store_set
from tests.world import copy_database

MOST = 8
PAGES = (
    ("author", "/"),
    ("officer", "/"),
    ("anonymous", "/"),
    ("anonymous", "/about/matching"),
    ("officer", "/about/matching"),
    ("author", "/search"),
    ("author", "/search?text=copper+flotation"),
    ("anonymous", "/search?text=copper+flotation"),
    ("author", "/postings/1/recommendations"),
    ("company", "/postings/2/recommendations"),
    ("author", "/recommendations/1"),
    ("author", "/organisations/1/recommendations"),
    ("officer", "/organisations/1/recommendations"),
    ("author", "/postings/mine"),
    ("author", "/start"),
    ("author", "/postings/1"),
    ("company", "/postings/1"),
    ("author", "/postings/1/edit"),
    ("officer", "/desk/"),
    ("officer", "/desk/unmatched"),
    ("officer", "/glossary/"),
    ("operator", "/glossary/?text=copper"),
    ("officer", "/glossary/unknown"),
    ("operator", "/"),
    ("author", "/introductions/"),
    ("officer", "/introductions/"),
    ("author", "/introductions/1"),
    ("officer", "/organisations/"),
    ("author", "/organisations/1"),
    ("author", "/organisations/1/members"),
    ("officer", "/sessions/2/timetable"),
    ("officer", "/sessions/2/timetable?view=tables"),
    ("officer", "/sessions/2/timetable/meetings/1"),
    ("officer", "/sessions/2/timetable/versions"),
    ("officer", "/sessions/2/timetable/figures"),
    ("analyst", "/sessions/2/report"),
    ("author", "/sessions/2/agenda"),
    ("author", "/sessions/2/agenda/company/1"),
    ("analyst", "/overview"),
    ("operator", "/matching/"),
    ("administrator", "/admin/users"),
    ("author", "/sessions/1/meet"),
    ("author", "/sessions/1/meet/2"),
    ("author", "/sessions/1/requests"),
    ("author", "/sessions/1/requests/1"),
    ("officer", "/sessions/1/requests"),
    ("officer", "/sessions/1/requests/1"),
    ("anonymous", "/sessions/"),
    ("author", "/sessions/3"),
    ("officer", "/sessions/3"),
    ("author", "/sessions/3/register"),
    ("officer", "/sessions/3/edit"),
    ("officer", "/sessions/3/plan"),
    ("officer", "/sessions/3/people"),
    ("officer", "/sessions/1/people/1"),
    ("officer", "/sessions/3/people/alone"),
    ("officer", "/sessions/3/people.csv"),
    ("officer", "/sessions/3/proposal"),
    ("officer", "/sessions/3/pitches"),
    ("officer", "/sessions/5/day"),
    ("officer", "/sessions/5/day/changes"),
    ("officer", "/sessions/5/day/absences"),
    ("author", "/sessions/5/my-day"),
    ("author", "/sessions/5/my-meetings"),
    ("author", "/sessions/5/board"),
    ("author", "/deals/1/nda"),
    ("officer", "/deals/1/nda"),
    ("company", "/deals/1/nda/postings/1"),
    ("author", "/deals/2/work"),
    ("author", "/deals/2/work/1"),
    ("author", "/deals/tasks"),
    ("author", "/deals/figures"),
    ("analyst", "/deals/figures"),
    ("author", "/deals/2/room"),
    ("officer", "/deals/2/room"),
    ("author", "/deals/1/documents"),
    ("author", "/deals/1/documents/1"),
    ("author", "/deals/1/documents/guide?company=company.yes"),
    ("author", "/deals/3/money"),
    ("officer", "/deals/3/money"),
    ("officer", "/deals/3/money.xlsx"),
    ("officer", "/deals/3/money/terms/new?kind=milestone"),
    ("officer", "/deals/3/money/terms/1"),
    ("author", "/deals/3/money/receivables/1"),
    ("author", "/deals/3/money/funding"),
    ("company", "/deals/3/funding"),
    ("anonymous", "/funding"),
    ("anonymous", "/api/v1/postings?text=copper"),
    ("officer", "/deals/"),
    ("author", "/deals/"),
    ("officer", "/deals/table"),
    ("officer", "/deals/table.csv"),
    ("officer", "/deals/4"),
    ("author", "/deals/4"),
    ("author", "/deals/4/edit"),
    ("author", "/deals/new"),
    ("author", "/api/v1/deals"),
    ("author", "/api/v1/deals/4"),
    *TERRITORY_PAGES,
    *INDICATOR_PAGES,
)


WARM = (("officer", "/sessions/2/timetable/unplaced"),)  # reads the index too, which takes two more at the start


def fill(app: Flask, cast: Cast, rows: int) -> None:
    """So many of everything: published pairs with both interested, submitted, edited, stale, organisations."""
    database: Database = app.extensions["database"]
    for _row in range(rows):
        pair = [publish_posting(database, cast), publish_posting(database, cast, "company", "need")]
        with database.write() as db:
            sides = [load_posting(cast["officer"], db, posting_id) for posting_id in pair]
            answer(cast["author"], db, *sides, "interested")
            answer(cast["company"], db, *reversed(sides), "interested")
    for _row in range(rows):
        one, other = publish_posting(database, cast), publish_posting(database, cast, "company", "need")
        with database.write() as db:
            sides = [load_posting(cast["officer"], db, posting_id) for posting_id in (other, one)]
            answer(cast["company"], db, *sides, "interested")
            submitted = draft_posting(db, cast["author"], cast.laboratory)
            move_posting(cast["author"], db, submitted, "submit")
            create_organisation(SYSTEM, db, {"kind": "bank", "name_en": "Bank", "region": "KZ-75"})
    with database.write() as db:
        for number in range(rows):
            values = {"kk": f"термин {number}", "ru": f"термин {number}", "en": f"copper {number}"}
            suggest_term(cast["officer"], db, values | {"domain": "mining", "pos": "noun"})
        db.execute(update(Posting).values(refreshed_at=clock.now() - timedelta(days=300), reviewed_version=0))
    run_jobs(app)
    with database.write() as db:
        for number in range(rows):
            sides = [load_posting(cast["officer"], db, one + 2 * number) for one in (1, 2)]
            assert record_recommendation(cast["author"], db, app.extensions["index"], *sides, "interested")
            store_set(db, f"set {number}", "retired")
        store_set(db, "last", "in_use")
    fill_requests(database, cast, rows, [1], [2 + 2 * number for number in range(rows)])
    fill_timetable(database, cast, rows)
    with database.write() as db:
        fill_session(db, cast, rows)
    fill_day(database, cast, rows)
    fill_documents(database, cast, rows)
    fill_work(database, cast, rows)
    fill_money(database, cast, rows)
    fill_deals(database, cast, rows)
    fill_ndas(database, cast, rows)
    fill_territories(database, cast, rows)
    fill_indicators(database, cast, rows)
    run_jobs(app)


def fill_session(db: Session, cast: Cast, rows: int) -> None:
    """A session with so many slots, tables and people, each with a pitch and with postings."""
    session = make_session(db, slots=rows, tables=rows, calls_for_pitches=True)
    for number in range(rows):
        person = make_person(db, session, f"person{number}", cast.laboratory, posting_ids=[1, 2])
        db.add(Pitch(registration_id=person.id, title="Copper", abstract="What we show.", lang="en"))
    make_session(db, titles={"en": "Another"})


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database inside the block."""
    found: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            found.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)


def statements(app: Flask, role: str, address: str) -> list[str]:
    """The statements of one page."""
    client = app.test_client() if role == "anonymous" else sign_in(app, f"{role}@example.org")
    with counting(app.extensions["database"]) as found:
        assert client.get(address).status_code == 200
    return found


@pytest.fixture(scope="module")
def apps(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Flask]]:
    """An application with 1 row of everything, and one with 25."""
    made = {}
    for rows in (1, 25):
        home = tmp_path_factory.mktemp(f"rows{rows}")
        copy_database(sqlite_template, home / "matchmaker.sqlite")
        made[rows] = make_app(f"sqlite:///{home / 'matchmaker.sqlite'}", home)
        fill(made[rows], make_cast(made[rows].extensions["database"]), rows)
    yield made
    for app in made.values():
        app.extensions["database"].engine.dispose()


def test_the_rows_are_there(apps: dict[int, Flask]) -> None:
    for rows, app in apps.items():
        with app.extensions["database"].read() as db:
            own = select(func.count()).where(Organisation.kind != "managing_company")  # one for each territory
            counts = [db.scalar(select(func.count()).select_from(Posting)), db.scalar(own)]
        assert counts == [5 * rows, 3 + 2 * rows]


@pytest.mark.parametrize(("role", "address"), [*PAGES, *WARM])
def test_few_statements_whatever_the_number_of_rows(apps: dict[int, Flask], role: str, address: str) -> None:
    for app in apps.values():
        statements(app, role, address)  # the index is up to date and what may be found is remembered
    found = {rows: statements(app, role, address) for rows, app in apps.items()}
    assert len(found[1]) == len(found[25]), "\n".join(found[25])
    assert len(found[25]) <= MOST, "\n".join(found[25])


@pytest.mark.parametrize(("role", "address"), PAGES)
def test_few_statements_in_a_process_that_has_just_started(apps: dict[int, Flask], role: str, address: str) -> None:
    for rows, app in apps.items():
        app.extensions["index"] = LiveIndex("hashing")
        found = statements(app, role, address)
        assert len(found) <= MOST, f"{rows} rows:\n" + "\n".join(one[:90] for one in found)
