"""Letters: in the receiver's language, delivered by SMTP once, with whole links; the sweep and its warnings."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core import clock, jobs
from matchmaker.core.models import Job
from matchmaker.notifications.actions import send_mail, write_again
from matchmaker.notifications.models import Mail
from matchmaker.notifications.queries import undelivered
from matchmaker.notifications.texts import TEXTS, compose
from matchmaker.postings.jobs import start_sweeping
from matchmaker.postings.models import Posting
from tests.apps import make_app
from tests.cast import Cast, make_cast, publish_posting, run_jobs
from tests.smtp import Postbox, smtp_server

VALUES = {"title": "Reagent", "other": "Tailings", "link": "/postings/1"}
VALUES |= {"day": "18 March 2027", "place": "Karaganda", "theme": "Copper", "pitch": "Copper at last"}
VALUES |= {"note": "A note.", "partner": "Copper Works", "contact": "Dana <dana@example.org>"}
VALUES |= {"person": "Dana", "organisation": "Copper Works", "until": "1 March", "reason": "Too early"}
VALUES |= {"minutes": "10", "time": "10:00–10:20", "number": "2"}
VALUES |= {
    "task": "Send samples",
    "provider": "Laboratory",
    "recipient": "Copper Works",
    "before": "Lead",
    "stage": "NDA",
}
VALUES |= {"task": "Send samples", "territory": "Alatau"}
VALUES |= {"zone": "Asia/Almaty", "changes": "– 10:00–10:20, table 1: Dana"}
VALUES |= {"year": "2026", "body": "Abai Region", "text": "Look once more."}
VALUES |= {"facility": "Diffractometer", "when": "1 March, 09:00–12:00", "purpose": "Assays"}


@pytest.fixture
def box() -> Iterator[Postbox]:
    with smtp_server() as found:
        yield found


@pytest.fixture
def mailing(database_url: str, tmp_path: Path, box: Postbox) -> Iterator[Flask]:
    """An application that delivers by SMTP, on both databases."""
    settings = {"smtp_url": f"smtp://127.0.0.1:{box.port}", "base_url": "https://match.example/"}
    app = make_app(database_url, tmp_path, mail_from="office@match.example", **settings)
    yield app
    app.extensions["database"].engine.dispose()


def write(app: Flask, cast: Cast, kind: str = "published", locale: str = "en") -> None:
    with app.extensions["database"].write() as db:
        user = db.get_one(User, cast["author"].user_id)
        user.locale = locale
        send_mail(db, user, kind, **VALUES)


def jobs_of(app: Flask) -> list[tuple[str, int]]:
    with app.extensions["database"].read() as db:
        return [(job.state, job.attempts) for job in db.query(Job).order_by(Job.id)]


def test_a_letter_is_delivered_once_and_whole(mailing: Flask, box: Postbox) -> None:
    cast = make_cast(mailing.extensions["database"])
    write(mailing, cast)
    run_jobs(mailing)
    assert len(box.letters) == 1
    letter = box.letters[0]
    headers = {name: letter[name] for name in ("From", "To", "Subject", "Message-ID", "Content-Language")}
    assert headers == {
        "From": "office@match.example",
        "To": "author@example.org",
        "Subject": "Published: Reagent",
        "Message-ID": "<mail-1@match.example>",
        "Content-Language": "en",
    }
    lines = letter.get_content().splitlines()
    assert lines[0] == "Good day, Author!"
    assert [line for line in lines if "/" in line] == ["https://match.example/postings/1"]
    with mailing.extensions["database"].write() as db:
        assert db.query(Mail).one().sent_at is not None
        jobs.enqueue(db, "deliver_mail", mail_id=1)
    run_jobs(mailing)
    assert len(box.letters) == 1


def test_a_letter_that_was_refused_is_tried_again(
    mailing: Flask, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, box.refuses = make_cast(mailing.extensions["database"]), True
    write(mailing, cast)
    run_jobs(mailing)
    assert (box.letters, jobs_of(mailing)) == ([], [("queued", 1)])
    box.refuses, start = False, clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=1))
    run_jobs(mailing)
    assert (len(box.letters), jobs_of(mailing)) == (1, [("done", 2)])


def test_a_letter_does_not_go_in_clear_where_the_server_offers_tls(sqlite_url: str, tmp_path: Path) -> None:
    with smtp_server("STARTTLS", "AUTH PLAIN") as box:
        app = make_app(sqlite_url, tmp_path, smtp_url=f"smtp://user:secret@127.0.0.1:{box.port}")
        write(app, make_cast(app.extensions["database"]))
        run_jobs(app)
        assert (box.letters, jobs_of(app)) == ([], [("queued", 1)])
        assert [verb for verb in box.commands if verb != "QUIT"] == ["EHLO", "STARTTLS"]


@pytest.mark.parametrize("locale", ["kk", "ru", "en"])
@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_every_letter_can_be_written_in_every_language(kind: str, locale: str) -> None:
    subject, body = compose(kind, locale, name="Aigul", **VALUES)
    assert "%(" not in subject + body
    assert body.splitlines()[-1 if kind not in ("confirm", "reset") else -3] == VALUES["link"]
    assert (subject, body) == compose(kind, locale, name="Aigul", **VALUES)


@pytest.mark.parametrize("locale", ["kk", "ru"])
def test_a_letter_is_in_the_receivers_language(mailing: Flask, box: Postbox, locale: str) -> None:
    cast = make_cast(mailing.extensions["database"])
    write(mailing, cast, "introduced", locale)
    run_jobs(mailing)
    expected = compose("introduced", locale, name="Author", **VALUES)
    whole = expected[1].replace("\n/", "\nhttps://match.example/")
    letter = box.letters[0]
    assert (letter["Subject"], letter.get_content().rstrip("\n"), letter["Content-Language"]) == (
        expected[0],
        whole,
        locale,
    )
    assert expected[0] != compose("introduced", "en", name="Author", **VALUES)[0]


def test_a_letter_exists_only_if_its_transaction_commits(any_app: Flask, any_cast: Cast) -> None:
    with pytest.raises(RuntimeError), any_app.extensions["database"].write() as db:
        send_mail(db, db.get_one(User, any_cast["author"].user_id), "published", **VALUES)
        raise RuntimeError
    with any_app.extensions["database"].read() as db:
        assert (db.query(Mail).count(), db.query(Job).count()) == (0, 0)


def subjects(app: Flask) -> list[str]:
    with app.extensions["database"].read() as db:
        return [subject.partition(":")[0] for subject in db.scalars(select(Mail.subject).order_by(Mail.id))]


def test_the_sweep_warns_once_and_expires(any_app: Flask, any_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    database, start = any_app.extensions["database"], clock.now()
    posting_id = publish_posting(database, any_cast)
    for day, letters, state in ((1, 0, "published"), (340, 1, "published"), (341, 1, "published"), (366, 1, "expired")):
        monkeypatch.setattr(clock, "now", lambda day=day: start + timedelta(days=day))
        with database.write() as db:
            start_sweeping(db)
        run_jobs(any_app)
        assert subjects(any_app) == ["Published"] + ["Expires soon"] * letters
        with database.read() as db:
            assert db.get_one(Posting, posting_id).state == state


def test_two_runners_that_start_together_make_one_chain_of_sweeps(postgres_app: Flask) -> None:
    database = postgres_app.extensions["database"]

    def begin() -> None:
        with database.write() as db:
            start_sweeping(db)

    with database.write() as db:
        start_sweeping(db)
        db.flush()
        second = threading.Thread(target=begin)
        second.start()
        second.join(0.5)
    second.join()
    assert jobs_of(postgres_app) == [("queued", 0)]


REFUSALS = [
    ("550 5.1.1 No such user here", "done", "no_mailbox", 1),
    ("550 mailbox unavailable", "done", "no_mailbox", 1),
    ("552 5.2.2 Mailbox full", "done", "full", 1),
    ("554 5.7.1 Not from you", "done", "refused", 1),
    ("450 4.2.1 Come back later", "queued", "", 1),
]


@pytest.mark.parametrize(("said", "job", "fault", "tries"), REFUSALS)
def test_what_an_address_refuses_for_good_is_noted_and_not_tried_again(
    mailing: Flask, box: Postbox, said: str, job: str, fault: str, tries: int
) -> None:
    cast, box.refused = make_cast(mailing.extensions["database"]), {"author@example.org": said}
    write(mailing, cast)
    run_jobs(mailing)
    with mailing.extensions["database"].read() as db:
        mail = db.query(Mail).one()
        found = undelivered(db, ["author@example.org", "officer@example.org"])
    assert (mail.fault, mail.failed_at is not None, mail.sent_at) == (fault, bool(fault), None)
    assert mail.answer == (said if fault else "")
    assert list(found) == (["author@example.org"] if fault else [])
    assert jobs_of(mailing) == [(job, tries)]
    box.refused = {}
    with mailing.extensions["database"].write() as db:
        jobs.enqueue(db, "deliver_mail", mail_id=mail.id)
    run_jobs(mailing)
    assert len(box.letters) == (0 if fault else 1)  # refused for good, it is not sent behind anybody's back


def test_a_letter_that_waits_for_long_is_told_of_and_a_later_one_takes_the_mark_away(
    mailing: Flask, box: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, box.refuses, start = make_cast(mailing.extensions["database"]), True, clock.now()
    write(mailing, cast)
    run_jobs(mailing)

    def told() -> list[str]:
        with mailing.extensions["database"].read() as db:
            return list(undelivered(db, ["author@example.org"]))

    assert told() == []
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=16))
    assert told() == ["author@example.org"]
    box.refuses = False
    with mailing.extensions["database"].write() as db:
        write_again(db, db.query(Mail).one(), "author@example.org")
    assert told() == ["author@example.org"]
    run_jobs(mailing)
    assert told() == []
