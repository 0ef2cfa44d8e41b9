"""Readings of the radar: by the live index, as the public sees it, a row only when something changed; trends by the clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from matchmaker.accounts.actor import ANONYMOUS, SYSTEM
from matchmaker.core import clock
from matchmaker.core.models import Job
from matchmaker.postings.actions import move_posting
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import load_posting
from matchmaker.recommendations.queries import recommend_for_posting
from matchmaker.recommendations.wording import GOOD
from matchmaker.territories.radar.actions import ask_for_run, look_daily
from matchmaker.territories.radar.jobs import read_demand
from matchmaker.territories.radar.models import DemandReading, DemandRun
from matchmaker.territories.radar.queries import last_run_and_since, read_needs
from matchmaker.territories.radar.rules import counted, is_counted
from tests.cast import TEXTS, Cast, draft_posting, publish_posting, run_jobs

START = datetime(2031, 3, 1, 8, tzinfo=UTC)
WOOL = {name: f"Шерсть овец моется в холодной воде, {name}".ljust(250, ".") for name in TEXTS}
WOOL |= {"title": "Мойка шерсти овец", "keywords": "шерсть, мойка", "lang": "ru"}
WOOL_NEED: dict[str, object] = {**WOOL, "fields": ["4.2"], "sectors": ["13"]}
Go = Callable[[int], date]


@pytest.fixture
def go(monkeypatch: pytest.MonkeyPatch, any_app: Flask, any_cast: Cast) -> Go:
    """`go(90)`: the clock stands so many days after the start, and the radar has looked at every need."""

    def set_day(days: int) -> date:
        monkeypatch.setattr(clock, "now", lambda: START + timedelta(days=days))
        run_jobs(any_app)
        with any_app.extensions["database"].write() as db:
            ask_for_run(any_cast["analyst"], db)
        run_jobs(any_app)
        return clock.today()

    monkeypatch.setattr(clock, "now", lambda: START)
    return set_day


def readings(app: Flask) -> list[tuple[int, date, float | None, int | None, bool]]:
    """Every row: need, day, score, capability, whether the need was published to everybody."""
    columns = (DemandReading.need_id, DemandReading.on, DemandReading.score, DemandReading.capability_id)
    with app.extensions["database"].read() as db:
        found = db.execute(select(*columns, DemandReading.is_open).order_by(DemandReading.id)).all()
    return [tuple(row) for row in found]


def move(app: Flask, cast: Cast, posting_id: int, verb: str) -> None:
    with app.extensions["database"].write() as db:
        move_posting(cast["officer"], db, load_posting(cast["officer"], db, posting_id), verb)


def test_a_reading_is_what_the_need_s_own_list_says_of_its_best_counterpart(
    any_app: Flask, any_cast: Cast, go: Go
) -> None:
    database = any_app.extensions["database"]
    offers = [publish_posting(database, any_cast), publish_posting(database, any_cast, title="Grinding of copper ore")]
    needs = [publish_posting(database, any_cast, "company", "need", title="Copper losses in flotation tailings")]
    needs += [publish_posting(database, any_cast, "company", "need", **WOOL_NEED)]
    publish_posting(database, any_cast, "company", "capability")  # nobody is recommended to oneself
    day, expected = go(0), []
    with database.read() as db:
        for need_id in needs:
            need = load_posting(ANONYMOUS, db, need_id)
            best = recommend_for_posting(ANONYMOUS, db, any_app.extensions["index"], need, limit=1)[0][0]
            expected.append((need_id, day, best.score, best.posting.id, True))
    assert readings(any_app) == expected
    assert [row[3] in offers for row in expected] == [True, True]
    assert [row[2] >= GOOD for row in expected] == [True, False]


def test_a_row_is_added_only_when_something_changed(any_app: Flask, any_cast: Cast, go: Go) -> None:
    database = any_app.extensions["database"]
    need = publish_posting(database, any_cast, "company", "need", deadline_on="2032-01-01")
    first = go(0)
    assert readings(any_app) == [(need, first, None, None, True)]
    go(0)
    go(5)
    assert readings(any_app) == [(need, first, None, None, True)]
    offer = publish_posting(database, any_cast)
    then = go(10)
    rows = readings(any_app)
    assert [row[:2] + row[3:] for row in rows] == [(need, first, None, True), (need, then, offer, True)]
    assert rows[1][2] >= GOOD
    move(any_app, any_cast, offer, "withdraw")
    assert go(10) == then
    assert readings(any_app) == [(need, first, None, None, True), (need, then, None, None, True)], "one row for a day"
    move(any_app, any_cast, need, "pause")
    over = go(20)
    assert readings(any_app)[2:] == [(need, over, None, None, False)]
    move(any_app, any_cast, need, "resume")
    again = go(30)
    assert readings(any_app)[3:] == [(need, again, None, None, True)]


def test_what_is_not_published_to_everybody_is_neither_read_nor_counted(any_app: Flask, any_cast: Cast, go: Go) -> None:
    database = any_app.extensions["database"]
    by = {seen: publish_posting(database, any_cast, "company", "need", visibility=seen) for seen in
          ("public", "anonymous", "members", "invited")}  # fmt: skip
    with database.write() as db:
        draft_posting(db, any_cast["company"], any_cast.enterprise, "need")
    publish_posting(database, any_cast, visibility="members")  # a capability for members is nobody's public counterpart
    day = go(0)
    assert readings(any_app) == [(by[seen], day, None, None, True) for seen in ("public", "anonymous")]
    with database.read() as db:
        found = {need.id: (need.region, need.now) for need in read_needs(SYSTEM, db, None)}
    assert found == {by["public"]: ("KZ-62", True), by["anonymous"]: ("", True)}
    with database.write() as db:
        db.execute(update(Posting).where(Posting.id == by["public"]).values(visibility="members"))
    with database.read() as db:
        assert [need.id for need in read_needs(SYSTEM, db, day)] == [by["anonymous"]], "at once, and of past days"
    go(1)
    assert readings(any_app)[2:] == [(by["public"], day + timedelta(days=1), None, None, False)]


def test_the_rule_and_its_sql_twin_select_the_same(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    for kind in ("need", "capability"):
        for seen in ("public", "anonymous", "members", "invited"):
            for state in ("draft", "in_review", "published", "paused", "expired", "withdrawn"):
                made = publish_posting(database, any_cast, "company", kind, visibility=seen)
                with database.write() as db:
                    db.execute(update(Posting).where(Posting.id == made).values(state=state))
    with database.read() as db:
        chosen = set(db.scalars(select(Posting.id).where(counted())))
        assert chosen == {posting.id for posting in db.scalars(select(Posting)) if is_counted(posting)}
    assert len(chosen) == 2


RECOUNT = text("""
SELECT CASE p.visibility WHEN 'anonymous' THEN '' ELSE o.region END, COUNT(*),
       SUM(CASE WHEN r.score IS NULL OR r.score < 45 THEN 1 ELSE 0 END)
FROM demand_readings r JOIN postings p ON p.id = r.need_id JOIN organisations o ON o.id = p.organisation_id
WHERE NOT EXISTS (SELECT 1 FROM demand_readings l
                  WHERE l.need_id = r.need_id AND l."on" > r."on" AND l."on" <= :day)
  AND r."on" <= :day AND r.is_open AND p.visibility IN ('public', 'anonymous')
  AND p.state IN ('published', 'paused', 'expired', 'withdrawn')
GROUP BY 1 ORDER BY 1
""")


def test_counts_and_trends_equal_a_recount(any_app: Flask, any_cast: Cast, go: Go) -> None:
    database = any_app.extensions["database"]
    long = {"deadline_on": "2033-01-01"}
    for number, texts in enumerate(({}, WOOL_NEED, {}, WOOL_NEED)):
        publish_posting(database, any_cast, "company", "need", **long, **texts)
        if number == 1:
            first = go(0)
    publish_posting(database, any_cast, "company", "need", visibility="anonymous", **long, **WOOL_NEED)
    with database.write() as db:
        db.execute(update(Posting).where(Posting.id == 3).values(organisation_id=any_cast.laboratory))
    second = go(40)
    publish_posting(database, any_cast, "company")  # from now on copper finds a counterpart, but not the company's own
    move(any_app, any_cast, 4, "withdraw")
    third = go(100)
    for day in (first, second, third):
        assert _counted(any_app, day) == _recounted(any_app, day), day
    assert [_recounted(any_app, day) for day in (first, second, third)] == [
        [("KZ-62", 2, 2)], [("", 1, 1), ("KZ-35", 1, 1), ("KZ-62", 3, 3)], [("", 1, 1), ("KZ-35", 1, 0), ("KZ-62", 2, 2)],
    ]  # fmt: skip
    with database.read() as db:
        assert last_run_and_since(SYSTEM, db)[1].on == third - timedelta(days=90)


def _counted(app: Flask, then: date) -> list[tuple[str, int, int]]:
    with app.extensions["database"].read() as db:
        needs = [need for need in read_needs(SYSTEM, db, then) if need.then is not None]
    regions = sorted({need.region for need in needs})
    found = {region: [need.then for need in needs if need.region == region] for region in regions}
    return [(region, len(own), own.count(True)) for region, own in found.items()]


def _recounted(app: Flask, day: date) -> list[tuple[str, int, int]]:
    with app.extensions["database"].read() as db:
        return [tuple(row) for row in db.execute(RECOUNT, {"day": day})]


def test_the_day_of_comparison(any_app: Flask, any_cast: Cast, go: Go) -> None:
    publish_posting(any_app.extensions["database"], any_cast, "company", "need", deadline_on="2033-01-01")

    def since(days: int) -> tuple[date | None, bool]:
        go(days)
        with any_app.extensions["database"].read() as db:
            found = last_run_and_since(SYSTEM, db)[1]
        return found.on, found.is_short

    assert since(0) == (None, True)
    assert since(1) == (date(2031, 3, 1), True)
    assert since(90) == (date(2031, 3, 1), False)
    assert since(91) == (date(2031, 3, 2), False)


def test_one_run_at_a_time_and_one_a_day_from_the_sweep(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, moment = app.extensions["database"], START

    def runs() -> list[tuple[str, int]]:
        with database.read() as db:
            return list(map(tuple, db.execute(select(DemandRun.state, DemandRun.total).order_by(DemandRun.id))))

    def sweep() -> None:
        with database.write() as db:
            look_daily(db)

    monkeypatch.setattr(clock, "now", lambda: moment)
    publish_posting(database, cast, "company", "need")
    run_jobs(app)
    sweep()
    with database.write() as db:
        assert ask_for_run(cast["officer"], db).id == 1, "the run that waits already"
    run_jobs(app)
    sweep()
    assert runs() == [("done", 1)]
    moment = START + timedelta(days=1)
    sweep()
    assert runs() == [("done", 1), ("waiting", 0)]
    moment = START + timedelta(days=1, hours=2)
    with database.write() as db:
        assert ask_for_run(cast["officer"], db).id == 3, "nobody has heard of the second for two hours"


def test_a_run_that_fails_says_so_and_does_not_come_back(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, index = app.extensions["database"], app.extensions["index"]
    publish_posting(database, cast, "company", "need")
    run_jobs(app)
    with database.write() as db:
        run = ask_for_run(cast["officer"], db).id

    def fail(*given: object, **named: object) -> None:
        raise RuntimeError("the index is away")

    with monkeypatch.context() as patch:
        patch.setattr("matchmaker.territories.radar.jobs.best_counterparts", fail)
        with pytest.raises(RuntimeError, match="the index is away"):
            read_demand(database, index, run)
    read_demand(database, index, run)
    with database.read() as db:
        assert [db.scalar(select(DemandRun.state)), db.scalars(select(DemandReading)).all()] == ["failed", []]
        assert db.scalar(select(Job.priority).where(Job.name == "read_demand")) == 2
