"""Letters that an address does not take: the officer sees whose, why and what to do; nothing else stops."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.db import Database
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.timetable.release import release
from tests.apps import make_app
from tests.cast import make_cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of
from tests.sessions.making import make_session
from tests.sessions.timetables import make_setting, place
from tests.smtp import Postbox, smtp_server

GONE = {"ben@example.org": "550 5.1.1 <ben@example.org>: Recipient address rejected: User unknown"}


@pytest.fixture
def box() -> Iterator[Postbox]:
    """A mail server that does not know Ben."""
    with smtp_server() as found:
        found.refused = dict(GONE)
        yield found


@pytest.fixture
def mailing(database_url: str, tmp_path: Path, box: Postbox) -> Iterator[Flask]:
    """An application that delivers by SMTP, on both databases, with its cast."""
    app = make_app(database_url, tmp_path, smtp_url=f"smtp://127.0.0.1:{box.port}", base_url="https://match.example/")
    app.extensions["cast"] = make_cast(app.extensions["database"])
    yield app
    app.extensions["database"].engine.dispose()


def receivers(box: Postbox) -> list[str]:
    """Who has got a letter about the session since."""
    found = [str(one["To"]).partition("@")[0] for one in box.letters if "Clean copper" in str(one["Subject"])]
    box.letters.clear()
    return found


def test_an_agenda_that_did_not_arrive_is_sent_to_the_corrected_address(mailing: Flask, box: Postbox) -> None:
    database: Database = mailing.extensions["database"]
    with database.write() as db:
        setting = make_setting(db, mailing.extensions["cast"])
        for number, pair in enumerate(("ann-ben", "cat-dan", "ben-cat")):
            place(db, setting, pair, number, 0)
        release(SYSTEM, db, db.get_one(InnovationSession, setting.session))
    run_jobs(mailing)
    assert receivers(box) == ["ann", "cat", "dan"]
    officer, address = sign_in(mailing, "officer@example.org"), f"/sessions/{setting.session}/people"
    page = soup(officer.get(address))
    assert text_of(page.select_one(".notice-danger")) == (
        "1 person did not get our last letter. Open the person to correct the address and send the letter again, or "
        "ring them. Everything else goes on. Ben : There is no mailbox with this address."
    )
    assert [text_of(row.th) for row in page.select("tbody tr")] == ["Ann", "Ben letter not delivered", "Cat", "Dan"]
    own = f"{address}/{setting.people['ben']}"
    shown = text_of(soup(officer.get(own)).select_one("#undelivered"))
    assert "“Your meetings: Clean copper” of" in shown
    assert "The server says: 550 5.1.1 <ben@example.org>: Recipient address rejected: User unknown" in shown
    assert errors_of(officer.post(f"{own}/address", data={"email": "dan@example.org"})) == {
        "email": "This person is on the list already."
    }
    assert errors_of(officer.post(f"{own}/address", data={"email": "ben"})) == {
        "email": "This is not an e-mail address. Write it as name@example.org."
    }
    answer = officer.post(f"{own}/address", data={"email": "Ben@example.com"}, follow_redirects=True)
    assert "The letter is on its way again." in answer.text
    run_jobs(mailing)
    assert receivers(box) == ["ben"]
    assert not soup(officer.get(address)).select(".notice-danger, tbody .bi-envelope-exclamation")
    with database.read() as db:
        assert db.get_one(Registration, setting.people["ben"]).email == "ben@example.com"


def test_an_invitation_that_did_not_arrive_is_told_of(mailing: Flask, box: Postbox) -> None:
    database, cast = mailing.extensions["database"], mailing.extensions["cast"]
    offer, need = publish_posting(database, cast), publish_posting(database, cast, "company", "need")
    with database.write() as db:
        session_id = make_session(db).id
    box.refused = {"company@example.org": "552 5.2.2 Mailbox full"}
    officer = sign_in(mailing, "officer@example.org")
    ids = {name: cast[name].user_id for name in ("author", "company")}
    picks = [f"{ids['author']}:{offer}", f"{ids['company']}:{need}"]
    assert officer.post(f"/sessions/{session_id}/invite", data={"invite": picks}).status_code == 302
    run_jobs(mailing)
    assert receivers(box) == ["author"]
    notice = text_of(soup(officer.get(f"/sessions/{session_id}/people")).select_one(".notice-danger"))
    assert notice.endswith("Company : The mailbox is full.")
    with database.read() as db:
        assert set(db.scalars(select(Registration.state))) == {"invited"}
    assert sign_in(mailing, "company@example.org").post(f"/sessions/{session_id}/accept").status_code == 302
    box.refused = {}
    run_jobs(mailing)
    assert receivers(box) == ["company"]  # what arrives later takes the mark away
    assert not soup(officer.get(f"/sessions/{session_id}/people")).select(".notice-danger")
