"""The main job in a browser, with the real encoder: from signing up to the contacts of the other side."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from matchmaker.core import jobs
from matchmaker.core.models import Job
from matchmaker.seeding import seed_all
from tests.browser.conftest import copy_database
from tests.browser.site import Site, serve, small_seeds
from tests.browser.steps import PASSWORD, button, choose_codes, letter, see_notices, see_state, see_title, write_texts
from tests.cast import TEXTS

KEPT = {"mining": ("c01", "n01"), "water": ("n03",)}
ADDRESS = "aigerim@example.org"


@pytest.fixture
def living_site(cheap_passwords: None, sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """Some of the demo with the bundled encoder and a job runner beside the server."""
    stop = threading.Event()
    with serve(copy_database(sqlite_template, tmp_path), tmp_path, encoder="bundled") as site:
        with site.database.write() as db:
            seed_all(db, small_seeds(tmp_path / "seeds", KEPT))
        site.run_jobs()
        runner = threading.Thread(target=jobs.run_forever, args=(site.database, site.app.extensions["tasks"], stop))
        runner.start()
        yield site
        stop.set()
        runner.join()


def sign_up(page: Page, site: Site) -> None:
    """By keyboard alone, then through the link in the letter."""
    page.goto("/sign-up")
    page.locator("input[name=role][value=researcher]").focus()
    page.keyboard.press("Tab")
    for text in ("Aigerim", ADDRESS, PASSWORD):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    expect(page.locator("#f-password")).to_have_value(PASSWORD)
    page.locator("#f-password").press("Enter")
    see_title(page, "Look into your mail")
    found = re.search(r"/confirm/\S+", letter(site, ADDRESS))
    assert found
    page.goto(found.group())
    button(page, "Confirm my address").press("Enter")
    see_notices(page, "Your address is confirmed. Welcome!")


def register_organisation(page: Page) -> None:
    page.get_by_role("link", name="Join or register your organisation").click()
    page.get_by_role("link", name="Add an organisation").click()
    page.fill("#f-name_en", "Flotation Laboratory")
    page.select_option("#f-kind", "laboratory")
    page.select_option("#f-region", "KZ-35")
    button(page, "Save").click()
    see_notices(page, "Registered. An officer will verify the organisation.")


def verify(page: Page, name: str) -> None:
    page.goto("/desk/")
    page.locator("#organisations").get_by_role("button", name=re.compile(f"Verify.*{name}")).click()
    see_notices(page, "Verified.")


def post(page: Page) -> int:
    """Write a capability; the linter and the counterparts follow the typing."""
    page.goto("/postings/new?kind=capability")
    marks = page.locator(".lint-score progress")
    expect(marks).to_have_attribute("value", "25")
    page.locator("#f-title").press_sequentially(TEXTS["title"], delay=5)
    page.locator("#f-summary").press_sequentially(TEXTS["summary"], delay=5)
    expect(page.locator(".live-list li").first).to_be_visible(timeout=60_000)
    write_texts(page)
    choose_codes(page)
    expect(marks).to_have_attribute("value", "85")
    button(page, "Save and submit for review").click()
    see_state(page, "In review")
    return int(page.url.rsplit("/", 1)[1])


def publish(page: Page, posting_id: int) -> None:
    page.goto("/desk/")
    page.locator("#review").get_by_role("button", name=re.compile(f"Publish.*{TEXTS['title']}")).click()
    page.wait_for_url(f"**/postings/{posting_id}")
    see_state(page, "Published")


def wait_for_jobs(site: Site) -> None:
    """Until the runner beside the server has done what is due: recommended at once, sentences after a calm moment."""
    last = time.monotonic() + 60
    with_work = select(func.count()).where(Job.state != "done")
    while time.monotonic() < last:
        with site.database.read() as db:
            if not db.scalar(with_work):
                return
        time.sleep(0.1)
    raise AssertionError("jobs are left")


def answer(page: Page, own: int, other: int) -> str:
    """Say “interested” on the card of a recommendation; returns what the card says then."""
    page.goto(f"/postings/{own}/recommendations")
    card = page.locator(f"article:has(#match-{own}-{other})")
    assert card.locator(".pair blockquote").count() == 2
    assert card.locator(".checks li").count() > 0
    card.get_by_role("button", name="Interested", exact=True).press("Enter")
    expect(card.locator(".answer-done")).to_be_visible()
    return card.locator(".answer-done strong").inner_text()


def test_from_signing_up_to_contacts(living_site: Site, open_window: Callable[..., Page]) -> None:
    site = living_site
    author, company, officer = open_window(site), open_window(site, "company"), open_window(site, "officer")
    sign_up(author, site)
    register_organisation(author)
    verify(officer, "Flotation Laboratory")
    offer, wish = post(author), site.posting("mining-n01")
    publish(officer, offer)
    wait_for_jobs(site)
    assert answer(company, wish, offer) == "You are interested."
    assert f"/postings/{offer}/recommendations" in letter(site, ADDRESS)
    assert answer(author, offer, wish) == "Both sides are interested."
    author.get_by_role("link", name="Open the introduction").click()
    see_title(author, "Introduction")
    assert author.get_by_role("heading", name="Contacts").count() == 0
    officer.goto(author.url)
    officer.fill("#f-note", "Talk on Tuesday")
    button(officer, "Introduce both sides").click()
    see_notices(officer, "Done.")
    for page, other in ((author, "company@demo.example"), (company, ADDRESS)):
        page.goto(officer.url)
        contacts = page.locator("section:has(#contacts-title)")
        assert sorted(contacts.get_by_role("link").all_inner_texts()) == sorted(["company@demo.example", ADDRESS]), (
            other
        )
        expect(page.locator(".quoted")).to_have_text("Talk on Tuesday")
