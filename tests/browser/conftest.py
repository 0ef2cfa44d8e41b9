"""Fixtures of the browser tests: Chromium, a site with data and a site with none, a page for each role."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from matchmaker.seeding import DEMO_PASSWORD
from tests.browser.site import Site, fill, fill_with_accounts, serve
from tests.needs import need

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    path = shutil.which("chromium")
    need(path is not None, "chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def copy_database(template: Path, home: Path) -> str:
    """A database of the tests' own; returns its address."""
    shutil.copy(template, home / "matchmaker.sqlite")
    return f"sqlite:///{home / 'matchmaker.sqlite'}"


@pytest.fixture(scope="session")
def full_site(cheap_passwords: None, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo in small. Tests that read share it; a test that changes things takes `own_site`."""
    home = tmp_path_factory.mktemp("full")
    with serve(copy_database(sqlite_template, home), home, demo="1") as site:
        fill(site, home / "seeds")
        yield site


@pytest.fixture(scope="session")
def empty_site(
    cheap_passwords: None, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Accounts of every role, no organisation, no posting."""
    home = tmp_path_factory.mktemp("empty")
    with serve(copy_database(sqlite_template, home), home) as site:
        fill_with_accounts(site)
        yield site


@pytest.fixture(scope="module")
def own_site(cheap_passwords: None, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo in small, for the tests of one file that change it."""
    home = tmp_path_factory.mktemp("own")
    with serve(copy_database(sqlite_template, home), home, demo="1") as site:
        fill(site, home / "seeds")
        yield site


def sign_in(page: Page, role: str) -> None:
    """Through the form, as everybody does."""
    page.goto("/sign-in")
    page.fill("#f-email", f"{role}@demo.example")
    page.fill("#f-password", DEMO_PASSWORD)
    page.locator("main form").first.locator("button[type=submit]").click()
    page.wait_for_url("**/")


def choose_language(page: Page, lang: str) -> None:
    """Through the switch in the header."""
    page.goto("/about")
    page.click(f".languages button[value={lang}]")
    page.wait_for_selector(f"html[lang={lang}]")


@pytest.fixture
def open_window(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_window(site, "officer")`: a window of its own, signed in, in English; more arguments go to the context."""
    opened: list[BrowserContext] = []

    def open_page(site: Site, role: str = "anonymous", **options: Any) -> Page:
        settings = {"base_url": site.address, "viewport": WIDE, "locale": "en-GB"} | options
        opened.append(chromium.new_context(**settings))
        opened[-1].set_default_timeout(20_000)
        page = opened[-1].new_page()
        if role != "anonymous":
            sign_in(page, role)
            choose_language(page, "en")
        return page

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture
def open_as(open_window: Callable[..., Page], own_site: Site) -> Callable[..., Page]:
    """`open_as("officer")`: a window on this file's own site."""
    return partial(open_window, own_site)
