"""An agenda in a calendar: Chromium fetches the file over HTTP, another library reads it, a week is drawn from it.

The week's page is the test's own: it knows nothing of the application, and puts each event by the clocks of the browser.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from playwright.sync_api import Page

from matchmaker.accounts.actor import SYSTEM
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.timetable.reading import load_frame
from matchmaker.sessions.timetable.release import release
from tests.browser.conftest import copy_database
from tests.browser.site import Site, serve
from tests.cast import PASSWORD, make_cast
from tests.sessions.timetables import make_setting, place

FIRST = datetime(2027, 10, 30, 21, 50, tzinfo=UTC)  # 23:50 in Berlin, ten minutes of it after midnight
SECOND = datetime(2027, 10, 31, 9, 0, tzinfo=UTC)  # 10:00 there, by the clocks of winter since that night
WEEK = """<table><caption>A week</caption><tbody></tbody></table><script>
const two = (number) => String(number).padStart(2, "0");
const day = (at) => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
function draw(events) {
  const body = document.querySelector("tbody");
  for (let hour = 0; hour < 24; hour++) {
    const row = body.insertRow();
    for (const date of [...new Set(events.flatMap((one) => [day(new Date(one.from)), day(new Date(one.to - 1))]))].sort()) {
      const cell = row.insertCell();
      const here = events.filter((one) => {
        const from = new Date(one.from), to = new Date(one.to - 1);
        const starts = day(from) === date && from.getHours() === hour;
        return starts || (day(from) !== date && day(to) === date && hour === 0);
      });
      cell.dataset.at = `${date} ${two(hour)}`;
      cell.textContent = here.map((one) => {
        const from = new Date(one.from), to = new Date(one.to);
        return `${two(from.getHours())}:${two(from.getMinutes())}–${two(to.getHours())}:${two(to.getMinutes())} ${one.title}`;
      }).join("; ");
    }
  }
}
</script>"""
CELLS = """() => Object.fromEntries([...document.querySelectorAll("td")]
    .filter((cell) => cell.textContent).map((cell) => [cell.dataset.at, cell.textContent]))"""


@pytest.fixture
def site(cheap_passwords: None, sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """Ben meets Ann before midnight and Cat on the next morning, in Berlin, in the night when summer time ends."""
    with serve(copy_database(sqlite_template, tmp_path), tmp_path) as made:
        cast = make_cast(made.database)
        with made.database.write() as db:
            setting = make_setting(db, cast, timezone="Europe/Berlin", starts_on=FIRST.date(), slots=2)
            session = load_frame(SYSTEM, db, setting.session)
            for slot, begins in zip(session.slots, (FIRST, SECOND), strict=True):
                slot.starts_at, slot.ends_at = begins, begins + timedelta(minutes=20)
            place(db, setting, "ann-ben", 0)
            place(db, setting, "ben-cat", 1)
            release(SYSTEM, db, db.get_one(InnovationSession, setting.session))
        yield made


def agenda_of_ben(page: Page) -> tuple[list[str], bytes]:
    """The hours that his agenda shows, and the file behind its link."""
    page.goto("/sign-in")
    page.fill("#f-email", "ben@example.org")
    page.fill("#f-password", PASSWORD)
    page.locator("main form").first.locator("button[type=submit]").click()
    page.wait_for_url("**/")
    page.goto("/sessions/1/agenda")
    shown = [one.get_attribute("datetime") for one in page.locator(".agenda-time time").all()]
    link = page.locator("a[href$='.ics']").get_attribute("href")
    answer = page.request.get(str(link))
    assert answer.headers["content-type"].startswith("text/calendar")
    return [str(one) for one in shown], answer.body()


def events(data: bytes) -> list[dict[str, Any]]:
    """What the calendar takes from the file: moments and titles."""
    return [
        {
            "from": one.dtstart.value.timestamp() * 1000,
            "to": one.dtend.value.timestamp() * 1000,
            "title": one.summary.value,
        }
        for one in vobject.readOne(data.decode()).vevent_list
    ]


ANN, CAT = "Meeting: Ann (Flotation Laboratory)", "Meeting: Cat (Flotation Laboratory)"
WEEKS = {
    "Europe/Berlin": {
        "2027-10-30 23": f"23:50–00:10 {ANN}",
        "2027-10-31 00": f"23:50–00:10 {ANN}",
        "2027-10-31 10": f"10:00–10:20 {CAT}",
    },
    "Asia/Almaty": {"2027-10-31 02": f"02:50–03:10 {ANN}", "2027-10-31 14": f"14:00–14:20 {CAT}"},
}


def test_an_agenda_stands_in_a_calendar_at_the_right_hours(open_window: Callable[..., Page], site: Site) -> None:
    for zone, expected in WEEKS.items():
        page = open_window(site, timezone_id=zone)
        shown, data = agenda_of_ben(page)
        assert [datetime.fromisoformat(one) for one in shown] == [FIRST, SECOND]
        page.goto("about:blank")
        page.set_content(WEEK)
        page.evaluate("(events) => draw(events)", events(data))
        assert page.evaluate(CELLS) == expected, zone
