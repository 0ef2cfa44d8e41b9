"""Registrations: from the form to a place, the waiting list, answers of officers; two at once for the last place."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from matchmaker.accounts.actions import create_user
from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.notifications.models import Mail
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people import actions
from matchmaker.sessions.people.draft import Entry
from matchmaker.sessions.people.models import Pitch, Registration
from matchmaker.sessions.queries import load_session
from tests.cast import Cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.pages import errors_of, soup, text_of
from tests.sessions.forms import entry_form
from tests.sessions.making import make_person, make_session

Browser = Callable[[str], FlaskClient]
ENTRY = Entry(None, "on_site", ["en"], [], [], [], None, True, "")


def people(database: Database) -> list[tuple[str, str]]:
    with database.read() as db:
        return [(one.name, one.state) for one in db.scalars(select(Registration).order_by(Registration.id))]


def letters(database: Database) -> list[tuple[str, str]]:
    """Who was written to about a session, and the first words of the letter."""
    with database.read() as db:
        found = db.execute(select(Mail.address, Mail.subject).order_by(Mail.id)).all()
    return [(address.partition("@")[0], subject.partition(":")[0]) for address, subject in found if "Clean" in subject]


def test_somebody_registers_with_everything_and_changes_it(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    offer = publish_posting(database, any_cast)
    with database.write() as db:
        slots = [slot.id for slot in make_session(db, needs_approval=False, slots=4).slots]
    client = sign_in(any_app, "author@example.org")
    sent = entry_form(
        any_cast.laboratory,
        offer,
        arrives=str(slots[1]),
        absent=[str(slots[3])],
        equipment=["screen"],
        most="2",
        note="Samples",
    )
    assert client.post("/sessions/1/register", data=sent).status_code == 302
    with database.read() as db:
        own = db.scalars(select(Registration)).one()
    said = (
        own.state,
        own.languages,
        own.posting_ids,
        own.absent,
        own.equipment,
        own.most,
        own.is_open_to_others,
        own.note,
    )
    assert said == ("confirmed", ["ru", "en"], [offer], [slots[0], slots[3]], ["screen"], 2, True, "Samples")
    assert (own.name, own.email, len(own.token)) == ("Author", "author@example.org", 43)
    assert letters(database) == [("author", "You take part")]
    changed = entry_form(any_cast.laboratory, version=str(own.version), languages=["kk"])
    assert client.post("/sessions/1/register", data=changed).status_code == 302
    assert client.post("/sessions/1/register", data=changed).status_code == 409  # its version is the old one
    with database.read() as db:
        own = db.scalars(select(Registration)).one()
    assert (own.state, own.languages, own.posting_ids, own.absent) == ("confirmed", ["kk"], [], [])


def test_bad_entries_are_told_in_words(browser: Browser, database: Database, cast: Cast) -> None:
    hidden = publish_posting(database, cast, visibility="anonymous")
    theirs = publish_posting(database, cast, "company", "need")
    with database.write() as db:
        slots = [str(slot.id) for slot in make_session(db, slots=2).slots]
    client = browser("author")
    words = "Choose published postings of the organisation for which you come."
    for posting in (hidden, theirs):
        assert (
            errors_of(client.post("/sessions/1/register", data=entry_form(cast.laboratory, posting)))["posting_ids"]
            == f"{words}"
        )
    answer = client.post("/sessions/1/register", data=entry_form(cast.laboratory, languages=[], absent=slots))
    assert errors_of(answer) == {
        "languages": "Choose at least one language that you can talk in.",
        "absent": "You would miss every meeting. Leave at least one time free.",
    }
    foreign = client.post("/sessions/1/register", data=entry_form(cast.enterprise))
    assert errors_of(foreign) == {"organisation_id": "Choose one of your organisations."}
    assert people(database) == []


def test_a_full_session_queues_and_the_first_who_waits_moves_up(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    with database.write() as db:
        session = make_session(db, capacity=1, needs_approval=False)
        make_person(db, session, "ann", any_cast.enterprise)
        for name, minutes in (("ben", 5), ("cat", 9)):  # cat has waited longer
            make_person(
                db,
                session,
                name,
                any_cast.enterprise,
                state="waiting",
                applied_at=clock.now() - timedelta(minutes=minutes),
            )
    client = sign_in(any_app, "author@example.org")
    client.post("/sessions/1/register", data=entry_form(any_cast.laboratory))
    ann = sign_in(any_app, "ann@example.org")
    assert ann.post("/sessions/1/leave", data={"reason": ""}).status_code == 422
    assert ann.post("/sessions/1/leave", data={"reason": "Ill"}).status_code == 302
    assert people(database) == [("Ann", "cancelled"), ("Ben", "waiting"), ("Cat", "confirmed"), ("Author", "waiting")]
    assert letters(database) == [("author", "On the waiting list"), ("cat", "A place for you")]
    with database.read() as db:
        version = db.get_one(InnovationSession, 1).version
    officer = sign_in(any_app, "officer@example.org")
    sent = {"title_en": "Clean copper", "capacity": "3", "starts_on": "2027-03-18", "version": str(version)}
    assert officer.post("/sessions/1/edit", data=sent).status_code == 302  # more places: the others move up too
    assert people(database) == [
        ("Ann", "cancelled"),
        ("Ben", "confirmed"),
        ("Cat", "confirmed"),
        ("Author", "confirmed"),
    ]


def test_two_at_once_for_the_last_place(postgres_app: Flask) -> None:
    database: Database = postgres_app.extensions["database"]
    cast: Cast = postgres_app.extensions["cast"]
    with database.write() as db:
        make_session(db, capacity=1, needs_approval=False)
    start = threading.Barrier(2)

    def register(who: str, organisation: int) -> None:
        with database.write() as db:
            session = load_session(cast[who], db, 1, "slots")
            start.wait()
            entry = Entry(organisation, "on_site", ["en"], [], [], [], None, True, "")
            actions.register(cast[who], db, session, entry)

    sides = (("author", cast.laboratory), ("company", cast.enterprise))
    threads = [threading.Thread(target=register, args=side) for side in sides]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(state for _name, state in people(database)) == ["confirmed", "waiting"]


def test_an_officer_decides_where_approval_is_needed(any_app: Flask, any_cast: Cast) -> None:
    database: Database = any_app.extensions["database"]
    with database.write() as db:
        make_session(db, capacity=1)
    for who, home in (("author", any_cast.laboratory), ("company", any_cast.enterprise)):
        sign_in(any_app, f"{who}@example.org").post("/sessions/1/register", data=entry_form(home))
    assert people(database) == [("Author", "applied"), ("Company", "applied")]
    officer = sign_in(any_app, "officer@example.org")
    assert officer.post("/sessions/1/people/1/refuse", data={"reason": ""}).status_code == 422
    officer.post("/sessions/1/people/1/refuse", data={"reason": "Too far from the theme"})
    officer.post("/sessions/1/people/2/approve")
    assert officer.post("/sessions/1/people/1/approve").status_code == 409  # changed their mind, but it is full now
    assert people(database) == [("Author", "refused"), ("Company", "confirmed")]
    assert letters(database) == [("author", "No place this time"), ("company", "You take part")]
    again = sign_in(any_app, "author@example.org").post("/sessions/1/register", data=entry_form(any_cast.laboratory))
    assert again.status_code == 409


def test_after_the_deadline_only_an_officer_adds(browser: Browser, database: Database, cast: Cast) -> None:
    with database.write() as db:
        session = make_session(db, registration_until=clock.now() - timedelta(minutes=1))
        make_person(db, session, "ann", cast.enterprise, state="invited")
    assert browser("author").post("/sessions/1/register", data=entry_form(cast.laboratory)).status_code == 409
    assert browser("ann").post("/sessions/1/accept").status_code == 409
    officer = browser("officer")
    guest = entry_form(cast.enterprise, email="guest@example.com", name="Guest", locale="ru", how="confirm")
    assert officer.post("/sessions/1/people/new", data=guest).status_code == 302
    assert errors_of(officer.post("/sessions/1/people/new", data=guest)) == {
        "email": "This person is on the list already."
    }
    invited = entry_form(cast.enterprise, email="other@example.com", name="Other", locale="ru", how="invite")
    assert list(errors_of(officer.post("/sessions/1/people/new", data=invited))) == ["how"]
    assert people(database) == [("Ann", "invited"), ("Guest", "confirmed")]
    with database.read() as db:
        mail = db.scalars(select(Mail).where(Mail.address == "guest@example.com")).one()
    assert (mail.user_id, mail.locale, mail.subject) == (None, "ru", "Вы участвуете: Clean copper")


def test_hosts_have_a_table_of_their_own(browser: Browser, database: Database, cast: Cast) -> None:
    with database.write() as db:
        session = make_session(db)
        table = str(session.tables[0].id)
        make_person(db, session, "ann", cast.enterprise)
        make_person(db, session, "ben", cast.laboratory)
    officer = browser("officer")
    sent = {"part": "participant", "table_id": table}
    assert errors_of(officer.post("/sessions/1/people/1/part", data=sent)) == {
        "table_id": "Only hosts and sponsors have a table of their own."
    }
    assert officer.post("/sessions/1/people/1/part", data=sent | {"part": "host"}).status_code == 302
    taken = officer.post("/sessions/1/people/2/part", data=sent | {"part": "sponsor"})
    assert errors_of(taken) == {"table_id": "This table belongs to another organisation already."}
    lines = officer.get("/sessions/1/people.csv").data.decode("utf-8-sig").splitlines()
    assert lines[1] == 'Ann,ann@example.org,Copper Works,Takes part,Host,On site,"en, ru",,,,,1,'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(browser: Browser, database: Database, cast: Cast, cell: str) -> None:
    with database.write() as db:
        make_person(db, make_session(db), "ann", cast.enterprise, note=cell)
    line = browser("officer").get("/sessions/1/people.csv").text.splitlines()[1]
    assert line.endswith(f",'{cell}")


@pytest.fixture
def matched(app: Flask, cast: Cast) -> Flask:
    """An open session on copper, with a need and a capability that fit, of the company and of the author; others do not."""
    database: Database = app.extensions["database"]
    publish_posting(database, cast)
    publish_posting(database, cast, "company", "need")
    other = "Wheat bread baking with sourdough yeast for small village bakeries and their ovens"
    words = dict.fromkeys(("summary", "description", "advantages", "expectations"), other * 4)
    publish_posting(
        database, cast, "company", "need", title=other, keywords="bread", fields=["4.1"], sectors=["10"], **words
    )
    run_jobs(app)
    with database.write() as db:
        make_session(
            db, wanted=1, sectors=["07"], themes={"en": "Flotation reagent for fine copper particles, tailings"}
        )
    return app


def test_the_system_proposes_who_fits_the_theme_and_each_other(matched: Flask) -> None:
    officer = sign_in(matched, "officer@example.org")
    page = soup(officer.get("/sessions/1/proposal"))
    rows = [
        [text_of(cell) for cell in row.select("th small, td:last-child li")]
        for row in page.select(".proposal tbody tr")
    ]
    assert sorted(rows) == [["Copper Works", "Flotation Laboratory"], ["Flotation Laboratory", "Copper Works"]]
    assert "bread" not in text_of(page.select_one(".proposal tbody"))


def test_invitations_go_out_and_are_accepted_by_one_click(matched: Flask, cast: Cast) -> None:
    database: Database = matched.extensions["database"]
    officer = sign_in(matched, "officer@example.org")
    ticks = [str(box["value"]) for box in soup(officer.get("/sessions/1/proposal")).select("[name=invite]")]
    assert officer.post("/sessions/1/invite", data={"invite": [*ticks, "999:1", "x", ":"]}).status_code == 302
    assert officer.post("/sessions/1/invite", data={"invite": ticks}).status_code == 302  # nobody is invited twice
    with database.read() as db:
        found = db.scalars(select(Registration).order_by(Registration.organisation_id)).all()
        body = db.scalars(select(Mail.body).where(Mail.subject == "Invitation: Clean copper")).first()
    assert [(one.name, one.state, one.organisation_id, one.posting_ids) for one in found] == [
        ("Author", "invited", cast.laboratory, [1]), ("Company", "invited", cast.enterprise, [2]),
    ]  # fmt: skip
    assert body is not None
    assert "\n/sessions/1" in body
    assert sign_in(matched, "author@example.org").post("/sessions/1/accept").status_code == 302
    assert sign_in(matched, "company@example.org").post("/sessions/1/decline").status_code == 302
    assert sorted(people(database)) == [("Author", "confirmed"), ("Company", "declined")]


def test_an_invitation_carries_only_postings_of_the_invited(matched: Flask, cast: Cast) -> None:
    officer = sign_in(matched, "officer@example.org")
    officer.post("/sessions/1/invite", data={"invite": f"{cast['author'].user_id}:1.2"})
    with matched.extensions["database"].read() as db:
        assert db.scalars(select(Registration)).one().posting_ids == [1]


def test_who_has_nobody_to_meet_is_named(matched: Flask, cast: Cast) -> None:
    with matched.extensions["database"].write() as db:
        session = db.get_one(InnovationSession, 1)
        make_person(db, session, "ann", cast.laboratory, posting_ids=[1])
        make_person(db, session, "ben", cast.enterprise, posting_ids=[2])
        make_person(db, session, "cat", cast.enterprise, posting_ids=[3])
        make_person(db, session, "dan", cast.enterprise)
    page = soup(sign_in(matched, "officer@example.org").get("/sessions/1/people/alone"))
    assert [text_of(link) for link in page.select(".row-link")] == ["Cat", "Dan"]


def test_pitches_are_proposed_chosen_and_told(browser: Browser, database: Database, cast: Cast) -> None:
    with database.write() as db:
        session = make_session(db, calls_for_pitches=True)
        make_person(db, session, "ann", cast.enterprise)
    ann, officer = browser("ann"), browser("officer")
    assert list(errors_of(ann.post("/sessions/1/pitch", data={"title": "Cu", "abstract": "short", "lang": "en"}))) == [
        "title",
        "abstract",
    ]
    sent = {"title": "Clean copper at last", "abstract": "We show how fine copper is recovered. " * 2, "lang": "en"}
    assert ann.post("/sessions/1/pitch", data=sent).status_code == 302
    assert list(errors_of(officer.post("/sessions/1/pitches/1/decline"))) == ["reason-1"]
    assert officer.post("/sessions/1/pitches/1/decline", data={"reason-1": "No time left"}).status_code == 302
    assert ann.post("/sessions/1/pitch", data=sent).status_code == 302  # considered again
    assert officer.post("/sessions/1/pitches/1/accept").status_code == 302
    assert ann.post("/sessions/1/pitch", data=sent).status_code == 409
    shown = soup(ann.get("/sessions/1")).select(".programme-pitches + .rows strong")
    assert [text_of(one) for one in shown] == ["Clean copper at last"]
    with database.read() as db:
        assert [(one.state, one.title) for one in db.scalars(select(Pitch))] == [("accepted", "Clean copper at last")]
    assert [subject for _who, subject in letters(database)] == ["Your pitch", "Your pitch is accepted"]


def test_a_stranger_without_organisation_is_told_what_to_do(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        make_session(db)
        create_user(SYSTEM, db, email="new@example.org", password="long enough", name="New", role="company")
    page = sign_in(app, "new@example.org").get("/sessions/1/register")
    assert "join or add yours first" in page.text
    with pytest.raises(Exception, match="refused"), app.extensions["database"].write() as db:
        actions.register(Actor(user_id=1), db, load_session(SYSTEM, db, 1, "slots"), ENTRY)
