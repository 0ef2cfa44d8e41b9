"""Without JavaScript the same forms do the same work: search, post, answer, add a member."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.steps import button, choose_codes, see_notices, see_state, see_title, write_texts
from tests.cast import TEXTS

Open = Callable[..., Page]


def test_search_and_its_filters(open_as: Open) -> None:
    page = open_as(java_script_enabled=False)
    page.goto("/")
    page.locator("main").get_by_role("searchbox").fill("copper")
    button(page, "Search").click()
    page.wait_for_url("**/search?text=copper")
    everything = page.locator(".card-posting").count()
    page.locator(".segments label", has_text="Needs").click()
    button(page, "Search").click()
    page.wait_for_url("**kind=need**")
    kinds = page.locator(".card-posting .kind").all_inner_texts()
    assert set(kinds) == {"Need"}
    assert 0 < len(kinds) < everything


def test_an_empty_list_is_narrowed_by_no_hidden_control(open_as: Open) -> None:
    page = open_as("researcher", java_script_enabled=False)
    page.goto("/postings/new")
    assert page.locator("[data-picker-filter]:visible, [data-reveal]:visible, [data-dismiss]:visible").count() == 0


def test_a_posting_is_written_and_submitted(open_as: Open) -> None:
    page = open_as("researcher", java_script_enabled=False)
    page.goto("/postings/new?kind=capability")
    button(page, "Save and submit for review").click()
    assert page.locator("#f-title-error").inner_text() == "Please fill this in."
    write_texts(page, description="Too short")
    button(page, "Save and submit for review").click()
    expect(page.locator("#f-description-error")).to_be_visible()
    faulty = page.locator("[aria-invalid=true]").evaluate_all("(all) => all.map((one) => one.name)")
    assert faulty == ["description", "trl", "ip_status"]
    assert page.locator("details.picker[open] summary").evaluate_all("(all) => all.map((one) => one.id)") == [
        "f-fields",
        "f-cooperation",
    ]
    write_texts(page)
    for name in ("fields", "cooperation"):  # open because of their faults
        page.locator(f"#f-{name}").click()
    choose_codes(page)
    button(page, "Save and submit for review").click()
    see_title(page, TEXTS["title"])
    see_state(page, "In review")


def test_an_answer_leads_to_the_introduction(open_as: Open, own_site: Site) -> None:
    offer, wish = own_site.posting("mining-c01"), own_site.posting("mining-n02")
    page = open_as("researcher", java_script_enabled=False)
    page.goto("/introductions/")
    page.locator(".waiting").get_by_role("button", name="Interested").click()
    see_title(page, "Introduction")
    see_notices(page, "Both sides are interested: an officer will introduce you.")
    hrefs = page.locator("article h3 a").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    assert hrefs == [f"/postings/{wish}", f"/postings/{offer}"]


def test_a_recommendation_is_declined_with_a_reason(open_as: Open, own_site: Site) -> None:
    own = own_site.posting("mining-c03")
    page = open_as("researcher", java_script_enabled=False)
    page.goto(f"/postings/{own}/recommendations")
    card = page.locator("article.match:has(details.decline)").last
    name = card.get_by_role("heading").inner_text()
    card.get_by_text("Not interested").click()
    card.locator("input[name=reason]").first.check()
    card.get_by_role("button", name="Decline").click()
    see_notices(page, "Your answer is saved.")
    assert page.get_by_role("heading", name=name).count() == 0


def test_menus_open_and_people_sign_out(open_as: Open) -> None:
    page = open_as("company", java_script_enabled=False)
    page.locator(".site-actions details.menu > summary").click()
    page.locator(".site-actions").get_by_role("button", name="Sign out").click()
    expect(page.locator(".site-actions").get_by_role("link", name="Sign in")).to_be_visible()


def test_the_desk_computes_its_list_on_a_page_of_its_own(open_as: Open) -> None:
    page = open_as("officer", java_script_enabled=False)
    page.goto("/desk/")
    page.get_by_role("link", name="Compute the list").click()
    see_title(page, "Needs without a good match")
    assert page.locator("header.site-header").count() == 1
