"""What people do on the pages, in the words of the pages: shared by the browser tests."""

import re

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from matchmaker.notifications.models import Mail
from matchmaker.postings.models import Posting, PostingText
from tests.browser.site import Site
from tests.cast import TEXTS

PASSWORD = "a few long words"


def button(page: Page, name: str) -> Locator:
    """A button of the page itself by the start of its name."""
    return page.locator("main").get_by_role("button", name=re.compile(f"^{re.escape(name)}"))


def see_title(page: Page, title: str) -> None:
    """The page that follows has this one title."""
    expect(page.locator("h1")).to_have_text([title])


def see_notices(page: Page, *texts: str) -> None:
    """The page that follows says this of the last step, and nothing else."""
    expect(page.locator(".notice p")).to_have_text(list(texts))


def see_state(page: Page, state: str) -> None:
    """The page of an own posting that follows shows its state."""
    expect(page.locator(".owner-bar .state")).to_have_text(state)


def pick(page: Page, name: str, code: str) -> None:
    """Choose from a vocabulary with the keyboard: open the list, tick with the space bar, close it."""
    picker = page.locator(f"details:has(> #f-{name})")
    page.focus(f"#f-{name}")
    page.keyboard.press("Enter")
    picker.locator(f"input[name={name}][value='{code}']").focus()
    page.keyboard.press("Space")
    page.focus(f"#f-{name}")
    page.keyboard.press("Enter")


def write_texts(page: Page, **changes: str) -> None:
    """Fill the prose of the posting form."""
    for name, text in (TEXTS | changes).items():
        page.fill(f"#f-{name}", text)


def choose_codes(page: Page) -> None:
    """Fill what a capability needs before review."""
    page.select_option("#f-trl", "6")
    page.select_option("#f-ip_status", "patent_granted")
    for name, code in (
        ("fields", "2.5"),
        ("sectors", "07"),
        ("cooperation", "licence"),
        ("partner_kinds", "enterprise"),
    ):
        pick(page, name, code)


def letter(site: Site, address: str) -> str:
    """The latest letter to an address."""
    with site.database.read() as db:
        return str(db.scalars(select(Mail.body).where(Mail.address == address).order_by(Mail.id.desc())).first())


def count_postings(site: Site, title: str) -> int:
    """How many postings have this title."""
    with site.database.read() as db:
        query = select(func.count()).select_from(Posting).join(PostingText, PostingText.posting_id == Posting.id)
        return db.scalar(query.where(PostingText.title == title)) or 0
