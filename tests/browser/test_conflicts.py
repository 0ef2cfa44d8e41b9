"""What goes wrong between people and scripts: two editors, two clicks, stale pages, answers that come too late."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.site import Site
from tests.browser.steps import button, count_postings, see_notices, see_title

Open = Callable[..., Page]


def test_the_second_of_two_editors_sees_both_versions(open_as: Open, own_site: Site) -> None:
    draft = own_site.posting("mining-c08")
    first, second = open_as("researcher"), open_as("officer")
    for page in (first, second):
        page.goto(f"/postings/{draft}/edit")
    first.fill("#f-title", "What the first one wrote")
    button(first, "Save draft").click()
    second.fill("#f-title", "What the second one wrote")
    button(second, "Save draft").click()
    expect(second.get_by_role("heading", name="Somebody else changed this meanwhile")).to_be_visible()
    expect(second.locator(".error-summary")).to_be_focused()
    rows = second.locator(".conflict tbody tr").evaluate_all(
        "(all) => all.map((row) => [...row.children].map((one) => one.textContent.trim()))"
    )
    assert rows == [["Title", "What the first one wrote", "What the second one wrote"]]
    assert second.input_value("#f-title") == "What the second one wrote"
    first.reload()
    see_title(first, "What the first one wrote")
    button(second, "Save draft").click()
    see_title(second, "What the second one wrote")


def test_two_clicks_make_one_posting(open_as: Open, own_site: Site) -> None:
    page, title = open_as("researcher"), "Clicked twice in a hurry"
    page.goto("/postings/new")
    page.fill("#f-title", title)
    button(page, "Save draft").dblclick()
    see_title(page, title)
    assert count_postings(own_site, title) == 1


def test_words_are_not_lost_by_leaving(open_as: Open) -> None:
    page, asked = open_as("researcher"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto("/postings/new")
    page.locator("#f-title").press_sequentially("Half a title")
    page.locator(".site-tabs").get_by_role("link", name="Search").click(no_wait_after=True)
    expect(page.locator("#f-title")).to_have_value("Half a title")
    assert asked == ["beforeunload"]


def _card(page: Page, own: int, other: int) -> None:
    page.goto(f"/postings/{own}/recommendations")
    page.locator(f"article:has(#match-{own}-{other})").get_by_role("button", name="Interested", exact=True).click()


def test_an_answer_that_comes_too_late_is_explained(open_as: Open, own_site: Site) -> None:
    """Another window has answered meanwhile and both sides agree: 409, in words, on the page."""
    own, other = own_site.posting("mining-c01"), own_site.posting("mining-n02")
    slow, quick = open_as("researcher"), open_as("researcher")
    slow.goto(f"/postings/{own}/recommendations")
    _card(quick, own, other)
    expect(quick.locator(f"article:has(#match-{own}-{other}) .answer-done strong")).to_have_text(
        "Both sides are interested."
    )
    card = slow.locator(f"article:has(#match-{own}-{other})")
    card.get_by_role("button", name="Interested", exact=True).click()
    see_title(slow, "Somebody was faster")
    expect(slow.locator("main .lead")).to_have_text("Both sides are interested already. Go on in the introduction.")
    assert slow.locator("h1").count() == slow.locator("header.site-header").count() == 1


def _sign_out_elsewhere(open_as: Open) -> None:
    page = open_as("researcher")
    page.goto("/settings")
    button(page, "Sign out everywhere").click()
    see_title(page, "Sign in")


def test_an_answer_after_signing_out_elsewhere_asks_to_sign_in(open_as: Open, own_site: Site) -> None:
    page = open_as("researcher")
    page.goto(f"/postings/{own_site.posting('mining-c03')}/recommendations")
    _sign_out_elsewhere(open_as)
    page.locator("article.match").get_by_role("button", name="Interested", exact=True).last.click()
    see_title(page, "Sign in")
    assert page.locator("main .lead").inner_text() == "Sign in first."
    page.locator("main").get_by_role("link", name="Sign in").click()
    expect(page.locator("#f-email")).to_be_visible()


def test_an_answer_from_a_page_without_its_cookie_is_explained(open_as: Open, own_site: Site) -> None:
    page = open_as("researcher")
    page.goto(f"/postings/{own_site.posting('mining-c03')}/recommendations")
    page.context.clear_cookies()
    page.locator("article.match").get_by_role("button", name="Interested", exact=True).last.click()
    expect(page.locator("main .lead")).to_have_text(
        "The page was open for too long. Go back, reload it and send again."
    )
    assert page.locator("h1").count() == page.locator("header.site-header").count() == 1


def test_the_panels_stay_quiet_after_signing_out_elsewhere(open_as: Open) -> None:
    page = open_as("researcher")
    page.goto("/postings/new")
    expect(page.locator(".lint-score")).to_be_visible()
    _sign_out_elsewhere(open_as)
    with page.expect_response("**/postings/lint") as asked:
        page.locator("#f-title").press_sequentially("Copper")
    assert asked.value.status == 401
    expect(page.locator(".lint-score")).to_be_visible()
    assert page.locator("h1").all_inner_texts() == ["New posting"]


def test_a_fault_of_the_form_is_focused_and_linked(open_as: Open) -> None:
    page = open_as("company")
    page.goto("/organisations/new")
    page.select_option("#f-kind", "enterprise")
    page.select_option("#f-region", "KZ-35")
    page.fill("#f-bin", "123456789012")
    button(page, "Save").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").last.press("Enter")
    assert page.evaluate("document.activeElement.id") == "f-bin"
    assert page.input_value("#f-bin") == "123456789012"
    see_notices(page)


def test_a_notice_can_be_closed(open_as: Open) -> None:
    page = open_as("company")
    page.goto("/settings")
    button(page, "Save").click()
    see_notices(page, "Saved.")
    page.get_by_role("button", name="Close").press("Enter")
    see_notices(page)
