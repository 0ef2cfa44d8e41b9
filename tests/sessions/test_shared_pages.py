"""What all pages of a session share: the sheet of the head, the order of the programme, names for its nameless lines."""

import re

import pytest

from matchmaker.core.db import Database
from matchmaker.paths import TEMPLATES
from matchmaker.sessions.models import ProgrammeItem
from matchmaker.sessions.timetable.agenda_lines import agenda_lines
from tests.sessions.making import make_session
from tests.test_accounts_http import Browser

ROOT = "sessions/_base.html"
PAGES = {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in (TEMPLATES / "sessions").rglob("*.html")}


def ancestors(name: str) -> list[str]:
    """What a template extends, up to the base of all pages."""
    found = re.match(r'(?:{#.*?#}\s*)?{% extends "(.+?)" %}', PAGES.get(name, ""), re.DOTALL)
    return [found[1], *ancestors(found[1])] if found else []


@pytest.mark.parametrize("name", sorted(name for name, text in PAGES.items() if "sessions/_head.html" in text))
def test_whoever_shows_the_head_loads_its_sheet(name: str) -> None:
    assert ROOT in ancestors(name)


def test_the_programme_stands_in_order_of_time(browser: Browser, database: Database) -> None:
    with database.write() as db:
        session = make_session(db)
        first, last = session.slots[0], session.slots[-1]
        lines = [("plenary", first.starts_at.replace(hour=4)), ("pitches", last.ends_at)]
        items = [
            ProgrammeItem(session_id=session.id, kind=kind, starts_at=at, ends_at=at, titles={}) for kind, at in lines
        ]
        db.add_all(items)
        db.flush()
        address, shown = f"/sessions/{session.id}", agenda_lines(session, [], items, "Asia/Almaty")
    page = browser("officer").get(address).text
    places = [page.index(words) for words in ("Plenary", "Meetings one to one", "Pitches")]
    assert (places, [one.what for one in shown]) == (sorted(places), ["Plenary", "Pitches"])
