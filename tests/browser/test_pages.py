"""Every main page, for each role, in each language, wide and narrow, with data and without: sound and accessible."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from sqlalchemy import select

from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.models import Deal
from matchmaker.organisations.models import Organisation
from matchmaker.paths import STATIC
from matchmaker.recommendations.models import Introduction
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.vocabularies import terms
from tests.browser.cities import CITIES, OF_NOBODY, city_names
from tests.browser.conftest import NARROW, WIDE, choose_language, sign_in
from tests.browser.site import Site

LANGS = ("kk", "ru", "en")
WIDTHS = (NARROW, WIDE)
ROLES = ("anonymous", *terms("roles"))
AXE = (STATIC / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
EVERYONE = "/ /search /organisations/ /sessions/ /territories/"
VISITOR = "/search?text=copper /search?kind=need&page=9 /organisations/?text=zzz /about /about/matching /api/"
DOORS = "/sign-in /sign-up /forgot /confirm/x /reset/x"
POSTER = "/introductions/ /start /postings/mine /postings/new?kind=need /organisations/new"
TERMS = "/glossary/ /glossary/?text=water /glossary/unknown /glossary/suggest?ru=пульповод"
PLAIN = {
    "anonymous": f"{EVERYONE} {VISITOR} {DOORS}",
    "researcher": f"{EVERYONE} {POSTER} /settings",
    "company": f"{EVERYONE} {POSTER}",
    "officer": f"{EVERYONE} {POSTER} /overview /desk/ /desk/unmatched {TERMS} /sessions/new",
    "operator": f"{EVERYONE} /introductions/ /postings/mine /overview {TERMS}",
    "analyst": f"{EVERYONE} /introductions/ /overview /settings",
    "administrator": f"{EVERYONE} /desk/ /overview /admin/users",
}
ABOUT_THINGS = "/organisations/{lab} /postings/{offer} /postings/{hidden} /sessions/{session}"
OF_A_SESSION = (
    "/sessions/{session}/plan /sessions/{session}/people /sessions/{session}/proposal /sessions/{session}/people/new"
)
OF_A_SIDE = "/introductions/{waiting} /introductions/{introduced} /introductions/{declined}"
OF_AN_OWNER = "/postings/{own}/edit /postings/{own}/recommendations /postings/{own}/text/kk /postings/{draft}"
OF_A_MANAGER = "/organisations/{home}/edit /organisations/{home}/members /organisations/{home}/recommendations"
THINGS = {
    "anonymous": f"{ABOUT_THINGS} /postings/{{offer}}?lang=en /mailbox",
    "researcher": f"/sessions/{{session}}/register {OF_A_SIDE} {OF_AN_OWNER} {OF_A_MANAGER}",
    "company": f"{ABOUT_THINGS} {OF_A_SIDE} {OF_AN_OWNER}",
    "officer": f"{ABOUT_THINGS} {OF_A_SIDE} {OF_AN_OWNER} {OF_A_SESSION}",
}
OF_THE_DAY = "/sessions/{day} /sessions/{day}/board"
OF_A_PARTICIPANT = "/sessions/{day}/agenda /sessions/{day}/my-day /sessions/{day}/my-meetings /sessions/{day}/requests /sessions/{day}/meet"
OF_A_TIMETABLE = (
    "/sessions/{day}/timetable /sessions/{day}/timetable/meetings/{meeting} /sessions/{day}/timetable/unplaced"
    " /sessions/{day}/timetable/add /sessions/{day}/timetable/versions /sessions/{day}/timetable/figures"
    " /sessions/{day}/papers /sessions/{day}/day /sessions/{day}/day/changes /sessions/{day}/requests /sessions/{day}/report"
)
OF_A_TERRITORY = "/territories/{territory} /territories/{territory}/structure /territories/{territory}/residents"
OF_AN_APPLICATION = "/territories/{territory}/residents/{asked} /territories/{territory}/residents/{returned}"
ROOMS = {
    ("anonymous", "ru"): f"{OF_THE_DAY} {OF_A_TERRITORY}",
    ("researcher", "kk"): f"{OF_THE_DAY} {OF_A_PARTICIPANT}",
    ("company", "ru"): OF_A_PARTICIPANT,
    ("officer", "kk"): OF_A_TIMETABLE,
    ("officer", "en"): OF_A_TIMETABLE,
    ("analyst", "ru"): "/sessions/{day}/report /territories/{territory} /territories/{territory}/edit /territories/new",
    ("operator", "kk"): f"{OF_A_TERRITORY} {OF_AN_APPLICATION} /territories/{{territory}}/structure/new",
    ("researcher", "en"): "/territories/{territory}/residents/{returned}/edit /territories/{candidate}/residents/apply",
}
OF_A_DEAL = "/deals/{deal} /deals/{deal}/nda /deals/{deal}/documents /deals/{deal}/money /deals/{deal}/room"
DEALS = {
    ("anonymous", "kk"): "/funding",
    (
        "researcher",
        "kk",
    ): f"/deals/ {OF_A_DEAL} /deals/{{deal}}/nda/postings/{{own_need}} /deals/{{deal}}/funding /deals/tasks",
    ("company", "en"): f"{OF_A_DEAL} /deals/{{deal}}/documents/{{paper}} /deals/{{deal}}/documents/guide /deals/new",
    ("officer", "ru"): "/deals/ /deals/table /deals/{deal} /deals/{deal}/edit /deals/{deal}/work /deals/{deal}/nda"
    " /deals/{deal}/money /deals/{deal}/money/terms/new?kind=royalty /deals/{deal}/money/funding /deals/figures",
    ("analyst", "kk"): "/deals/figures",
}
OWN = {"company": ("mining-n02", "mining-n01")}
SHAPE = """async () => (await document.fonts.ready) && [
    document.documentElement.scrollWidth <= document.documentElement.clientWidth || "scrolls sideways",
    document.querySelectorAll("h1").length === 1 || "not one h1",
].filter((found) => found !== true)"""
CHECK = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .map((one) => one.id + " " + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 150)).join(" | "))"""
WATCH = "document.addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective))"
Open = Callable[[Site, str], Page]


@pytest.fixture(scope="module")
def page_of(chromium: Browser) -> Iterator[Open]:
    """One page for each role on each site, signed in once and used again; it keeps what the console says."""
    pages: dict[tuple[str, str], Page] = {}
    contexts: list[BrowserContext] = []

    def open_page(site: Site, role: str) -> Page:
        if (site.address, role) not in pages:
            contexts.append(chromium.new_context(base_url=site.address, viewport=WIDE))
            contexts[-1].add_init_script(WATCH)
            page = pages[site.address, role] = contexts[-1].new_page()
            if role != "anonymous":
                sign_in(page, role)
        return pages[site.address, role]

    yield open_page
    for context in contexts:
        context.close()


def names(site: Site, role: str) -> dict[str, Any]:
    """What the addresses of single things are filled with."""
    own, draft = OWN.get(role, ("mining-c01", "mining-c08"))
    found: dict[str, Any] = {"own": site.posting(own), "draft": site.posting(draft)}
    found |= {"offer": site.posting("mining-c01"), "hidden": site.posting("space-n06")}
    with site.database.read() as db:
        found |= {one.state: one.id for one in db.scalars(select(Introduction))}
        states = {"open": "session", "released": "day"}
        found |= {states[one.state]: one.id for one in db.scalars(select(InnovationSession))}
        found["meeting"] = db.scalars(select(Meeting.id).order_by(Meeting.id)).first()
        found |= city_names(db)
        homes = dict(db.execute(select(Organisation.seed_key, Organisation.id)).all())
        (found["deal"], found["own_need"]) = db.execute(select(Deal.id, Deal.need_id)).one()
        found["paper"] = db.scalars(select(DealDocument.id).order_by(DealDocument.id)).first()
    found["waiting"] = found["awaiting_officer"]
    found["home"] = homes["aqshoky-mys" if role == "company" else "nura-ken-metall"]
    return found | {"lab": homes["nura-ken-metall"]}


@contextmanager
def console(page: Page) -> Iterator[list[str]]:
    """What the page complains of meanwhile: errors of scripts, of loading, of the content security policy."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    def stumble(error: object) -> None:
        said.append(str(error))

    page.on("console", hear)
    page.on("pageerror", stumble)
    yield said
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", stumble)


def visit(page: Page, path: str, lang: str) -> list[str]:
    """What is wrong with the answer itself, with the scripts, with the language."""
    page.set_viewport_size(WIDE)
    with console(page) as said:
        answer = page.goto(path, wait_until="domcontentloaded")
        page.wait_for_selector(".htmx-request", state="detached")
    found = [] if answer and answer.status == 200 else [f"status {answer and answer.status}"]
    if page.locator("html").get_attribute("lang") != lang:
        found.append("language")
    return found + said


def faults(page: Page, paths: str, lang: str, langs: tuple[str, ...] = LANGS) -> list[str]:
    """Everything that is wrong. Shape is looked at in both widths and each of these languages.

    Axe is asked in one of them and in one width, in turn: it is slow, and other roles see most pages in the other width.
    """
    found = []
    for number, path in enumerate(paths.split()):
        here = visit(page, path, lang)
        asks_axe = langs[number % len(langs)] == lang
        if asks_axe:
            page.evaluate(AXE)
        for viewport in WIDTHS:
            page.set_viewport_size(viewport)
            here += [f"{viewport['width']}: {one}" for one in page.evaluate(SHAPE)]
            asks_here = asks_axe and viewport is WIDTHS[(number + len(path)) % 2]
            here += [f"{viewport['width']}: {one}" for one in page.evaluate(CHECK)] if asks_here else []
        found += [f"{path} {one}" for one in here]
    return found


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("role", ROLES)
def test_pages_with_data(full_site: Site, page_of: Open, role: str, lang: str) -> None:
    page = page_of(full_site, role)
    choose_language(page, lang)
    paths = f"{PLAIN[role]} {THINGS.get(role, ABOUT_THINGS)}".format(**names(full_site, role))
    assert faults(page, paths, lang) == []


@pytest.mark.parametrize(("role", "lang"), [(role, LANGS[number % len(LANGS)]) for number, role in enumerate(ROLES)])
def test_pages_without_data(empty_site: Site, page_of: Open, role: str, lang: str) -> None:
    page = page_of(empty_site, role)
    choose_language(page, lang)
    assert faults(page, f"{PLAIN[role]} {OF_NOBODY}", lang, (lang,)) == []


@pytest.mark.parametrize(("role", "lang"), ROOMS)
def test_rooms(full_site: Site, page_of: Open, role: str, lang: str) -> None:
    page = page_of(full_site, role)
    choose_language(page, lang)
    assert faults(page, ROOMS[role, lang].format(**names(full_site, role)), lang, (lang,)) == []


@pytest.mark.parametrize(("role", "lang"), DEALS)
def test_rooms_of_a_deal(full_site: Site, page_of: Open, role: str, lang: str) -> None:
    page = page_of(full_site, role)
    choose_language(page, lang)
    assert faults(page, DEALS[role, lang].format(**names(full_site, role)), lang, (lang,)) == []


@pytest.mark.parametrize(("role", "lang"), CITIES)
def test_rooms_of_science_cities(full_site: Site, page_of: Open, role: str, lang: str) -> None:
    page = page_of(full_site, role)
    choose_language(page, lang)
    assert faults(page, CITIES[role, lang].format(**names(full_site, role)), lang, (lang,)) == []
