"""The keyboard: skip link, visible focus, menus and lists that open, narrow and close; the menu of the phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW
from tests.browser.site import Site

Open = Callable[..., Page]
FOCUS = """() => {
    const style = getComputedStyle(document.activeElement);
    return [document.activeElement.matches(":focus-visible"), style.outlineStyle, style.outlineWidth];
}"""
SHOWN = ".picker-item:not([hidden])"


@pytest.fixture
def page(open_window: Callable[..., Page], full_site: Site) -> Page:
    """A researcher's window; nothing here is saved."""
    return open_window(full_site, "researcher")


def test_the_skip_link_comes_first_and_skips(page: Page) -> None:
    page.goto("/search")
    page.keyboard.press("Tab")
    link = page.locator(".skip-link")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#f-text")).to_be_focused()


def test_focus_is_seen_on_every_stop(page: Page) -> None:
    page.goto("/postings/mine")
    stops = []
    for _number in range(25):
        page.keyboard.press("Tab")
        stops.append(tuple(page.evaluate(FOCUS)))
    assert set(stops) == {(True, "solid", "3px")}


def test_focus_follows_the_order_of_the_page(page: Page) -> None:
    page.goto("/sign-in")
    assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0
    page.focus("#f-email")
    reached = []
    for _number in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    assert reached == ["f-password", "Show the password", "Sign in", "Forgot your password?"]


def test_fields_say_what_they_are_for(open_window: Callable[..., Page], full_site: Site) -> None:
    page = open_window(full_site)
    page.goto("/sign-up")
    fields = page.locator("main input[id]").evaluate_all(
        "(all) => all.map((one) => [one.name, one.required, one.autocomplete])"
    )
    assert fields == [["name", True, "name"], ["email", True, "email"], ["password", True, "new-password"]]


def test_the_account_menu_opens_and_closes(page: Page) -> None:
    page.goto("/about")
    summary, panel = page.locator(".site-actions .menu > summary"), page.locator(".site-actions .menu-panel")
    summary.focus()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    expect(panel.get_by_role("link", name="Settings")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Space")
    expect(panel).to_be_visible()
    page.locator("h1").click()
    expect(panel).to_be_hidden()


def test_a_list_is_narrowed_and_ticked_by_keyboard(page: Page) -> None:
    page.goto("/postings/new")
    picker = page.locator("details.picker:has(> #f-sectors)")
    page.focus("#f-sectors")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(picker.locator("[data-picker-filter]")).to_be_focused()
    page.keyboard.type("METAL ores")
    expect(picker.locator(SHOWN, has_text="metal ores")).to_be_visible()
    assert 0 < picker.locator(SHOWN).count() < 5
    page.keyboard.press("Enter")  # must not send the form
    expect(page.locator("h1")).to_have_text("New posting")
    picker.locator("input[value='07']").focus()
    page.keyboard.press("Space")
    expect(picker.locator("[data-picker-count]")).to_have_text("1")
    expect(picker.locator("[data-picker-names]")).to_have_text("Mining of metal ores")
    page.keyboard.press("Escape")
    expect(picker).not_to_have_attribute("open", "")
    expect(page.locator("#f-sectors")).to_be_focused()


def test_a_list_says_when_nothing_fits(page: Page) -> None:
    page.goto("/postings/new")
    picker = page.locator("details.picker:has(> #f-regions)")
    page.locator("#f-regions").click()
    picker.locator("[data-picker-filter]").fill("zzz")
    expect(picker.locator("[data-picker-empty]")).to_be_visible()
    assert picker.locator(SHOWN).count() == 0
    picker.locator("[data-picker-filter]").fill("")
    assert picker.locator(SHOWN).count() == 20


def test_the_password_is_shown_on_demand(page: Page) -> None:
    page.goto("/sign-in")
    button = page.get_by_role("button", name="Show the password")
    page.fill("#f-password", "secret words")
    button.press("Enter")
    expect(page.locator("#f-password")).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_the_menu_of_the_phone(open_window: Callable[..., Page], full_site: Site) -> None:
    page = open_window(full_site, "officer", viewport=NARROW)
    page.goto("/search")
    summary, panel = page.locator(".menu-phone > summary"), page.locator(".menu-phone > .menu-panel")
    expect(page.locator(".site-tabs")).to_be_hidden()
    expect(panel).to_be_hidden()
    summary.click()
    expect(panel).to_be_in_viewport()
    assert panel.locator("nav a").evaluate_all("(all) => all.map((one) => one.textContent.trim().split(/\\s/)[0])") == [
        "Home", "Search", "Organisations", "Sessions", "Science", "Indicators", "My", "Introductions", "Deals", "Desk", "Glossary", "Overview",
    ]  # fmt: skip
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    summary.click()
    panel.get_by_role("link", name="Desk").click()
    expect(page.locator("h1")).to_have_text("Desk")


def test_the_filters_of_the_phone(open_window: Callable[..., Page], full_site: Site) -> None:
    page = open_window(full_site, viewport=NARROW)
    page.goto("/search")
    facet = page.locator(".facet").first
    expect(facet).to_be_hidden()
    page.locator(".facets > summary").press("Enter")
    expect(facet).to_be_visible()
