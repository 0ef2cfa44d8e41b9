"""Reminders to bodies: 30, 7 and 1 days before, then weekly while late, each once, in the reader's language."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.indicators.report.models import ReportCycle, ReportingBody, Submission
from matchmaker.indicators.report.reminders import is_due, remind_bodies
from tests.cast import Cast
from tests.indicators.reporting import ReportRoom, report_room

DAY = date(2031, 4, 1)


@pytest.fixture
def room(any_app: Flask, any_cast: Cast) -> ReportRoom:
    return report_room(any_app, any_cast)


def move(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    """So many days after the day by which bodies submit, at noon."""
    moment = datetime(DAY.year, DAY.month, DAY.day, 7, tzinfo=UTC) + timedelta(days)
    monkeypatch.setattr(clock, "now", lambda: moment)


def sweep(room: ReportRoom) -> list[tuple[str, str]]:
    """Twice, as every minute does."""
    for _minute in range(2):
        with room.database.write() as db:
            remind_bodies(db)
    return [(who, subject) for who, subject, _body in room.letters()]


def test_letters_on_their_days(room: ReportRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {}
    for day in range(-40, 18):
        move(monkeypatch, day)
        if letters := sweep(room):
            found[day] = letters
    due = [(who, "By April 1, 2031: the report on 2030") for who in ("author", "company")]
    late = [(who, "Late: the report on 2030") for who in ("author", "company")]
    assert found == {-30: due, -7: due, -1: due, 1: late, 8: late, 15: late}


def test_who_has_submitted_is_left_alone_until_it_is_returned(
    room: ReportRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    move(monkeypatch, -31)
    assert room.fill().status_code == 302
    move(monkeypatch, -7)
    assert sweep(room) == [("company", "By April 1, 2031: the report on 2030")]
    assert room.step("analyst", "return") == 302
    assert room.letters()[0][1] == "Please correct: the report on 2030"
    assert sweep(room) == []  # the return was a letter
    move(monkeypatch, -1)
    assert [who for who, _subject in sweep(room)] == ["author", "company"]


@pytest.mark.parametrize("state", ["frozen", "published"])
def test_nobody_is_reminded_when_the_cycle_is_over(
    room: ReportRoom, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    with room.database.write() as db:
        db.execute(update(ReportCycle).values(state=state))
    move(monkeypatch, 3)
    assert sweep(room) == []


def test_the_letter_is_in_the_readers_language_and_the_form_stays_valid(
    room: ReportRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    with room.database.write() as db:
        db.execute(update(User).where(User.email == "author@example.org").values(locale="ru"))
    seen = room.version()
    move(monkeypatch, 1)
    with room.database.write() as db:
        assert remind_bodies(db) == 2
    letters = {who: (subject, body) for who, subject, body in room.letters()}
    subject, body = letters["author"]
    assert subject == "Просрочено: отчёт за 2030 год"
    assert "«Akimat орган»" in body and "1 апреля 2031" in body and room.url() in body
    assert room.version() == seen


def test_a_body_without_people_is_passed_over(room: ReportRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    with room.database.write() as db:
        db.get_one(ReportingBody, db.get_one(Submission, room.author).body_id).organisation_id = None
    move(monkeypatch, -1)
    assert sweep(room) == [("company", "By April 1, 2031: the report on 2030")]


@given(st.sets(st.integers(-60, 60)))
def test_however_the_sweep_is_run_no_step_is_told_twice(days: set[int]) -> None:
    told: list[int] = []
    last: date | None = None
    for day in sorted(days):
        if is_due(DAY, DAY + timedelta(day), last):
            told.append(day)
            last = DAY + timedelta(day)
    before = [day for day in told if day <= 0]
    steps = [sum(day >= -step for step in (30, 7, 1)) for day in before]
    assert steps == sorted(set(steps)) and all(steps)
    late = [day for day in told if day > 0]
    assert all(two - one >= 7 for one, two in pairwise(late))
    assert bool(late) == any(day > 0 for day in days)
