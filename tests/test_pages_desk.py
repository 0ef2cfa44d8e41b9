"""The officer's desk, the overview and the administrator's page: every queue fills, empties, and counts right."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.deals.models import Deal
from matchmaker.organisations.models import Organisation
from matchmaker.postings.actions import move_posting
from matchmaker.postings.models import Posting
from tests.cast import TEXTS, Cast, draft_posting, form, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of
from tests.world import make_world

Browser = Callable[[str], FlaskClient]
EMPTY = {"review": 0, "edited": 0, "introductions": 0, "organisations": 0, "stale": 0, "deals": 0}


def queues(client: FlaskClient) -> dict[str, int]:
    """How much waits in each queue: as the jump list says, and as many rows."""
    page = soup(client.get("/desk/"))
    said = {str(link["href"])[1:]: int(text_of(link.strong)) for link in page.select(".desk-jumps a")}
    assert said == {name: len(page.select(f"#{name} .row-item")) for name in said}
    return said


def test_every_queue_fills_and_empties(any_app: Flask, any_cast: Cast) -> None:
    database, officer = any_app.extensions["database"], sign_in(any_app, "officer@example.org")
    author, company = (sign_in(any_app, f"{name}@example.org") for name in ("author", "company"))
    assert queues(officer) == EMPTY
    with database.write() as db:
        offer = draft_posting(db, any_cast["author"], any_cast.laboratory).id
    author.post(f"/postings/{offer}/submit")
    assert queues(officer) == EMPTY | {"review": 1}
    officer.post(f"/postings/{offer}/publish")
    assert queues(officer) == EMPTY
    author.post(f"/postings/{offer}/edit", data=form(version="1", title="Flotation reagent, improved"))
    assert queues(officer) == EMPTY | {"edited": 1}
    officer.post(f"/postings/{offer}/approve")
    need = publish_posting(database, any_cast, "company", "need")
    author.post(f"/interests/{offer}/{need}", data={"answer": "interested"})
    company.post(f"/interests/{need}/{offer}", data={"answer": "interested"})
    assert queues(officer) == EMPTY | {"introductions": 1}
    officer.post("/introductions/1/broker")
    author.post("/organisations/new", data={"kind": "bank", "region": "KZ-75", "name_en": "Bank"})
    assert queues(officer) == EMPTY | {"organisations": 1}
    officer.post("/organisations/3/verify")
    with database.write() as db:
        db.execute(update(Posting).values(refreshed_at=clock.now() - timedelta(days=181)))
    assert queues(officer) == EMPTY | {"stale": 2}
    for client, posting_id in ((author, offer), (company, need)):
        client.post(f"/postings/{posting_id}/renew")
    officer.post("/deals/from/introduction/1")
    assert queues(officer) == EMPTY
    with database.write() as db:
        db.execute(update(Deal).values(touched_at=clock.now() - timedelta(days=22)))
    assert queues(officer) == EMPTY | {"deals": 1}
    officer.post("/deals/1/advance", data={"seen": "lead"})
    assert queues(officer) == EMPTY


def test_a_posting_is_returned_with_a_note_that_its_author_reads(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        posting = draft_posting(db, cast["author"], cast.laboratory).id
    author, officer = browser("author"), browser("officer")
    author.post(f"/postings/{posting}/submit")
    refused = officer.post(f"/postings/{posting}/return", data={"note": " \u200b"})
    assert (refused.status_code, errors_of(refused)) == (
        422,
        {"note": "Say in a sentence what is missing, so that the author can mend it."},
    )
    assert officer.post(f"/postings/{posting}/return", data={"note": "Give figures."}).status_code == 302
    for address in (f"/postings/{posting}", f"/postings/{posting}/edit", "/postings/mine"):
        assert "Give figures." in author.get(address).text
    assert "Complete what the officer returned" in author.get("/").text


def test_an_unverified_organisation_is_verified_first(app: Flask, cast: Cast, browser: Browser) -> None:
    with app.extensions["database"].write() as db:
        posting = draft_posting(db, cast["author"], cast.laboratory).id
        db.execute(update(Organisation).values(verified_at=None))
    browser("author").post(f"/postings/{posting}/submit")
    officer = browser("officer")
    answer = officer.post(f"/postings/{posting}/publish")
    message = "Verify the organisation first, then publish its posting."
    assert (answer.status_code, text_of(soup(answer).select_one("main .lead"))) == (422, message)
    officer.post(f"/organisations/{cast.laboratory}/verify")
    assert officer.post(f"/postings/{posting}/publish").status_code == 302


def test_needs_that_nobody_meets(app: Flask, cast: Cast, browser: Browser) -> None:
    database = app.extensions["database"]
    other = {name: f"Шерсть овец моется в холодной воде, {name}" for name in TEXTS} | {"keywords": "шерсть"}
    lonely = {"title": "Мойка шерсти овец", "lang": "ru", "fields": ["4.2"], "sectors": ["13"]}
    publish_posting(database, cast)
    publish_posting(database, cast, "company", "need", title="Copper losses in flotation tailings")
    with database.write() as db:
        texts = {name: text.ljust(250, ".") for name, text in other.items() if name not in ("title", "keywords")}
        need = draft_posting(db, cast["company"], cast.enterprise, "need", **texts | lonely)
        move_posting(cast["company"], db, need, "submit")
        move_posting(cast["officer"], db, need, "publish")
    run_jobs(app)
    page = soup(browser("officer").get("/desk/unmatched"))
    assert [text_of(link) for link in page.select(".row-link")] == ["Мойка шерсти овец"]


def test_the_overview_counts_by_region(app: Flask) -> None:
    make_world(app)
    page = soup(sign_in(app, "analyst@example.org").get("/overview"))
    rows = {text_of(row.th): [int(text_of(cell)) for cell in row.select("td")] for row in page.select("tbody tr")}
    assert len(rows) == 20
    assert {name: row for name, row in rows.items() if any(row)} == {
        "Karaganda Region": [2, 0, 1, 1, 0],
        "Ulytau Region": [0, 2, 1, 1, 1],
        "Almaty City": [1, 0, 6, 0, 0],
    }
    assert [int(text_of(cell)) for cell in page.select("tfoot td")] == [3, 2, 8, 2, 1]


def test_the_overview_tells_overseers_neither_whose_an_anonymous_posting_is_nor_of_invited_ones(
    any_app: Flask, any_cast: Cast
) -> None:
    for visibility in ("public", "anonymous", "invited"):
        publish_posting(any_app.extensions["database"], any_cast, visibility=visibility)
    found = {}
    for role in ("officer", "analyst"):
        page = soup(sign_in(any_app, f"{role}@example.org").get("/overview"))
        rows = {text_of(row.th): [int(text_of(cell)) for cell in row.select("td")] for row in page.select("tbody tr")}
        found[role] = {name: row[0] for name, row in rows.items() if row[0]}
    assert found == {
        "officer": {"Karaganda Region": 3},
        "analyst": {"Karaganda Region": 1, "Organisation not disclosed": 1},
    }


def test_the_administrator_gives_roles(any_app: Flask, any_cast: Cast) -> None:
    admin, outsider = (sign_in(any_app, f"{name}@example.org") for name in ("administrator", "outsider"))
    who = any_cast["outsider"].user_id
    assert outsider.get("/desk/").status_code == 403
    assert admin.post(f"/admin/users/{who}/role", data={"role": "officer"}).status_code == 302
    assert outsider.get("/desk/").status_code == 302, "the sign-ins of the old role have ended"
    assert sign_in(any_app, "outsider@example.org").get("/desk/").status_code == 200
    row = soup(admin.get("/admin/users")).select_one(f"form[action='/admin/users/{who}/role'] option[selected]")
    assert row is not None
    assert row["value"] == "officer"


@pytest.mark.parametrize(
    ("who", "role", "status"), [("outsider", "king", 422), ("administrator", "officer", 403), (999, "officer", 404)]
)
def test_a_role_that_cannot_be_given(
    app: Flask, cast: Cast, browser: Browser, who: object, role: str, status: int
) -> None:
    number = cast[who].user_id if isinstance(who, str) else who
    assert browser("administrator").post(f"/admin/users/{number}/role", data={"role": role}).status_code == status
    with app.extensions["database"].read() as db:
        roles = dict(db.execute(select(User.email, User.role)).all())
    assert (roles["outsider@example.org"], roles["administrator@example.org"]) == ("researcher", "administrator")


HOMES = {
    "author": ["Post a capability"],
    "company": ["Post a need"],
    "officer": ["Look for needs that nobody meets"],
    "operator": [
        "Join or register your organisation",
        "See the line by region",
        "Read the needs of enterprises",
        "Read the capabilities of science",
    ],
    "analyst": ["See the line by region", "Read the needs of enterprises", "Read the capabilities of science"],
    "administrator": ["Look for needs that nobody meets", "Give roles to people"],
    "outsider": ["Join or register your organisation"],
}


@pytest.mark.parametrize("role", HOMES)
def test_each_role_is_told_what_to_do_next(browser: Browser, role: str) -> None:
    client = browser(role)
    links = soup(client.get("/")).select("section[aria-labelledby=tasks-title] .row-link")
    assert [text_of(link) for link in links] == HOMES[role]
    assert {client.get(str(link["href"])).status_code for link in links} == {200}


def test_the_mailbox_is_there_in_a_demo_only(browser: Browser) -> None:
    assert browser("administrator").get("/mailbox").status_code == 404
    assert "/mailbox" not in browser("administrator").get("/").text


def test_members_are_asked_accepted_and_removed(app: Flask, cast: Cast, browser: Browser) -> None:
    members, outsider, author = f"/organisations/{cast.laboratory}/members", browser("outsider"), browser("author")
    assert outsider.post(f"/organisations/{cast.laboratory}/join").status_code == 302
    assert outsider.get("/postings/mine").text.count("row-item") == 0
    assert author.post(members, data={"email": "Outsider@example.org"}).status_code == 302
    assert outsider.get(members).status_code == 403
    assert outsider.get(f"/organisations/{cast.laboratory}/recommendations").status_code == 200
    wrong = author.post(members, data={"email": "nobody@example.org", "role": "king"})
    assert errors_of(wrong) == {"role": "Choose manager or member."}
    last = author.post(f"{members}/{cast['author'].user_id}/remove")
    assert (last.status_code, text_of(soup(last).select_one(".error-summary li"))) == (
        422,
        "An organisation needs a manager: name another one first.",
    )
    assert author.post(f"{members}/{cast['outsider'].user_id}/remove").status_code == 302
    assert outsider.get(f"/organisations/{cast.laboratory}/recommendations").status_code == 403
