"""Owners are told once, a month ahead, that a posting expires; after a renewal the count begins anew."""

from datetime import timedelta

from flask import Flask

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.notifications.models import Mail
from matchmaker.postings.actions import move_posting, warn_expiring
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import load_own
from tests.cast import Cast, publish_posting


def test_one_letter_per_term(any_app: Flask, any_cast: Cast) -> None:
    database = any_app.extensions["database"]
    due = publish_posting(database, any_cast)
    publish_posting(database, any_cast, "company", "need")
    told = []
    for renewed in (False, False, True):
        with database.write() as db:
            if renewed:
                move_posting(any_cast["author"], db, load_own(any_cast["author"], db, due), "renew")
            db.get_one(Posting, due).expires_at = clock.now() + timedelta(days=29)
            told.append(warn_expiring(SYSTEM, db))
    with database.read() as db:
        letters = [(mail.address, mail.subject) for mail in db.query(Mail).filter(Mail.subject.startswith("Expires"))]
    assert told == [1, 0, 1]
    assert letters == [("author@example.org", "Expires soon: Flotation reagent for fine copper particles")] * 2
