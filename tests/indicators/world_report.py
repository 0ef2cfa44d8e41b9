"""Cycles of the annual report in the world of the tests that visit every page: one open, one published."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.db import Database
from matchmaker.indicators.report.actions import move_cycle
from matchmaker.indicators.report.asked import asked_of
from matchmaker.indicators.report.models import (
    ReportCycle,
    ReportingBody,
    Submission,
    SubmissionComment,
    SubmissionItem,
)
from matchmaker.indicators.values.models import IndicatorValue
from tests.cast import Cast
from tests.indicators.reporting import make_body, make_cycle, make_direction, make_evidence, make_indicator

Ids = dict[str, int | str]
OPEN, PUBLISHED = 2041, 2040
FIRST = 7000  # the ids of what `fill_part` makes begin here
PAGES = (
    ("anonymous", "/reports/"),
    ("author", "/reports/"),
    ("analyst", "/reports/"),
    ("analyst", f"/reports/{OPEN}"),
    ("officer", f"/reports/{OPEN}"),
    ("author", f"/reports/{OPEN}"),
    ("analyst", f"/reports/{OPEN}/edit"),
    ("anonymous", f"/reports/{PUBLISHED}"),
    ("analyst", f"/reports/{PUBLISHED}?view=board"),
    ("author", f"/reports/{OPEN}/submissions/{FIRST}"),
    ("analyst", f"/reports/{OPEN}/submissions/{FIRST}"),
    ("analyst", "/reports/bodies"),
    ("analyst", f"/reports/bodies/{FIRST}"),
    ("analyst", "/reports/new"),
    ("anonymous", f"/reports/{PUBLISHED}/report-ru.pdf"),
    ("anonymous", f"/reports/{PUBLISHED}/data.zip"),
)


def make_part(database: Database, cast: Cast, ids: Ids) -> Ids:
    """The author's body has filled everything in and not submitted it; the company's has nothing to fill in."""
    with database.write() as db:
        direction = make_direction(db, "reported")
        make_indicator(db, direction, "rep-1", targets={"KZ-35": 12.0})
        bodies = [make_body(db, cast.laboratory, "KZ-35", "Akimat"), make_body(db, cast.enterprise, "", "Agency")]
        cycle, past = make_cycle(db, bodies, year=OPEN), make_cycle(db, bodies, year=PUBLISHED)
        own, other = db.scalars(select(Submission).where(Submission.cycle_id == cycle.id).order_by(Submission.id))
        evidence = make_evidence(db, cast)
        for one in asked_of(db, bodies[0], OPEN):
            item = {"indicator_id": one.indicator.id, "place": one.place, "value": 12.5, "evidence_id": evidence.id}
            db.add(SubmissionItem(submission_id=own.id, **item))
        db.flush()
        for verb in ("freeze", "publish"):
            move_cycle(SYSTEM, db, past, verb, without_late="1")
        return {
            "report_year": OPEN, "report_published": PUBLISHED, "report_own": own.id, "report_other": other.id,
            "report_version": own.version, "report_body": bodies[0].id, "report_evidence": evidence.id,
        }  # fmt: skip


def fill_part(database: Database, cast: Cast, rows: int) -> None:
    """So many bodies and indicators, each with figures, comments and versions, in two cycles."""
    with database.write() as db:
        direction = make_direction(db, "reported", id=FIRST)
        places = {"KZ-35": 12.0, "KZ-10": 3.0}
        indicators = [
            make_indicator(db, direction, f"rep-{number}", id=FIRST + number, targets=places) for number in range(rows)
        ]
        first = make_body(db, cast.laboratory, "KZ-35", "Akimat", id=FIRST)
        bodies = [first, *(make_body(db, None, "KZ-10", f"Body {number}") for number in range(rows))]
        evidence = make_evidence(db, cast)
        for year in (OPEN, PUBLISHED):
            _fill_cycle(db, cast, year, bodies, [one.id for one in indicators], evidence.id)
        for one in indicators:
            more = {"indicator_id": one.id, "place": "KZ-35", "state": "published", "evidence_id": evidence.id}
            db.add_all(IndicatorValue(year=year, version=1, value=5.0, **more) for year in (PUBLISHED - 1, PUBLISHED))
        db.flush()
        past = db.scalars(select(ReportCycle).where(ReportCycle.year == PUBLISHED)).one()
        for verb in ("freeze", "publish"):
            move_cycle(SYSTEM, db, past, verb, without_late="1")


def _fill_cycle(
    db: Session, cast: Cast, year: int, bodies: list[ReportingBody], indicators: list[int], evidence_id: int
) -> None:
    cycle = make_cycle(db, [], year=year)
    start = FIRST if year == OPEN else FIRST + 500
    for number, body in enumerate(bodies):
        db.add(Submission(id=start + number, cycle_id=cycle.id, body_id=body.id))
    db.flush()
    more = {"submission_id": start, "place": "KZ-35", "value": 12.5, "evidence_id": evidence_id}
    for indicator_id in indicators:
        db.add(SubmissionItem(indicator_id=indicator_id, **more))
        db.add(
            SubmissionComment(
                submission_id=start, indicator_id=indicator_id, text="Look.", user_id=cast["analyst"].user_id
            )
        )
    db.flush()
