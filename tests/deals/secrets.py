"""A deal with secrets in every place that can hold one, and everybody who may come by: for the property test of disclosure.

A secret is a pair of made-up words: people search for the first, and the second must not be seen. The world is made once and
each sequence of moves begins with a copy of it.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from matchmaker.accounts.actions import create_user
from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.core.models import Audit, Job
from matchmaker.deals.documents.models import DealDocument, DocumentVersion
from matchmaker.notifications.models import Mail
from matchmaker.organisations.actions import add_member, create_organisation, verify_organisation
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import actor_of
from matchmaker.postings.files import attach_file
from matchmaker.postings.models import Confidential
from matchmaker.postings.queries import load_posting
from matchmaker.recommendations.actions import answer, move_introduction
from matchmaker.recommendations.models import IndexEntry
from matchmaker.web.access import access
from matchmaker.web.access import db as here
from tests.apps import make_app
from tests.cast import PASSWORD, Cast, make_cast, publish_posting, run_jobs
from tests.conftest import sign_in
from tests.deals.making import make_deal
from tests.deals.ndas import Room
from tests.sessions.making import make_person, make_session
from tests.world import copy_database

HOMES = {"author": "laboratory", "technician": "laboratory", "company": "enterprise", "engineer": "enterprise",
         "clerk": "enterprise", "rival": "third"}  # fmt: skip
MANAGERS = {"author": "provider", "company": "recipient"}
OFFICERS = ("officer", "administrator")
EVERYONE = (*HOMES, *OFFICERS, "operator", "analyst", "outsider", "anonymous")
SIDE_OF_HOME = {"laboratory": "provider", "enterprise": "recipient"}


@dataclass(frozen=True)
class Secret:
    """One secret: where it lies, whose it is, and its two words. posting, file: of the capability or the need; document."""

    place: str
    side: str
    number: int

    @property
    def sought(self) -> str:
        """The word that people search for."""
        return f"zolto{self.place}{self.side}{self.number}"

    @property
    def hidden(self) -> str:
        """The word that must not be seen."""
        return f"quvix{self.place}{self.side}{self.number}"

    @property
    def text(self) -> str:
        """What lies there."""
        return f"The {self.sought} copper flotation collector is {self.hidden}."


@dataclass
class Secrets:
    """The application with its deal, a signed-in browser for each, and what was logged."""

    app: Flask
    room: Room
    folder: Path
    log: io.StringIO
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    introduction_id: int = 0
    session_id: int = 0

    def keep(self) -> None:
        """What each sequence of moves begins with."""
        copy_database(self.folder / "live.sqlite", self.folder / "kept.sqlite")

    def restore(self) -> None:
        """Everything as it was kept."""
        copy_database(self.folder / "kept.sqlite", self.folder / "live.sqlite")
        self.log.truncate(0)

    def put(self, secret: Secret) -> None:
        """Put a secret into its place: a text anew, a file or a version of the document beside the others."""
        posting_id = self.room.postings["capability" if secret.side == "provider" else "need"]
        with self.room.database.write() as db:
            if secret.place == "posting":
                db.execute(update(Confidential).where(Confidential.posting_id == posting_id).values(text=secret.text))
            elif secret.place == "file":
                owner = self.room.cast["author" if secret.side == "provider" else "company"]
                posting, name = load_posting(self.room.cast["officer"], db, posting_id), f"{secret.hidden}.txt"
                attach_file(owner, db, posting, name, secret.text.encode(), confidential=True, limit=2**20)
            else:
                put_document(db, self.room.deal_id, secret)

    def stored(self) -> str:
        """Everything that leaves the house or outlives a page: letters, jobs, the audit trail, the index, the log."""
        run_jobs(self.app)
        with self.room.database.read() as db:
            rows = [
                *db.execute(select(Mail.subject, Mail.body)),
                *db.execute(select(Job.args, Job.error)),
                *db.execute(select(Audit.verb, Audit.before, Audit.after)),
                *db.execute(select(IndexEntry.terms, IndexEntry.sentences)),
            ]
        return "\n".join(map(str, rows)) + self.log.getvalue()


def put_document(db: Session, deal_id: int, secret: Secret) -> None:
    """A confidential document of a side, or one more version of it."""
    found = db.scalar(select(DealDocument).where(DealDocument.deal_id == deal_id, DealDocument.side == secret.side))
    if found is None:
        name = f"{secret.hidden} of the {secret.side}"
        found = DealDocument(deal_id=deal_id, kind="other", name=name, side=secret.side)
        db.add(found)
        db.flush()
    made = DocumentVersion(document_id=found.id, number=secret.number + 1, filename=f"{secret.hidden}.txt", size=9)
    made.media_type, made.sha256, made.content = "text/plain", "", secret.text.encode()
    db.add(made)


FIRST = tuple(Secret(place, side, 0) for place in ("posting", "file", "document") for side in ("provider", "recipient"))


def make_secrets(template: Path, folder: Path) -> Secrets:
    """The whole world, with everybody signed in."""
    copy_database(template, folder / "live.sqlite")
    app = make_app(f"sqlite:///{folder / 'live.sqlite'}", folder, log_level="DEBUG", demo="")
    app.config["PROPAGATE_EXCEPTIONS"] = False  # an error page is shown, as in service
    app.add_url_rule("/broken/<int:posting_id>", "broken", access("public")(broken), methods=["GET"])
    cast = make_cast(app.extensions["database"])
    cast = _more_people(app, cast)
    made = Secrets(app, _room(app, cast), folder, io.StringIO())
    for secret in FIRST[2:]:
        made.put(secret)
    made.introduction_id, made.session_id = _introduction(made), _session(made)
    run_jobs(app)
    made.clients = {name: sign_in(app, f"{name}@example.org") for name in EVERYONE if name != "anonymous"}
    made.clients["anonymous"] = app.test_client()
    made.keep()
    return made


def broken(posting_id: int) -> str:
    """A page that fails in the database with a secret in its hands."""
    secret = here().scalar(select(Confidential.text).where(Confidential.posting_id == posting_id))
    return str(here().execute(text("SELECT :secret FROM nowhere"), {"secret": secret}))


def _more_people(app: Flask, cast: Cast) -> Cast:
    database = app.extensions["database"]
    with database.write() as db:
        third = create_organisation(SYSTEM, db, {"kind": "enterprise", "name_en": "Rival Works", "region": "KZ-75"})
        verify_organisation(SYSTEM, db, third)
        homes = {"laboratory": cast.laboratory, "enterprise": cast.enterprise, "third": third.id}
        for name in HOMES.keys() - cast.actors.keys():
            create_user(SYSTEM, db, email=f"{name}@example.org", password=PASSWORD, name=name.title(), role="company")
            add_member(SYSTEM, db, db.get_one(Organisation, homes[HOMES[name]]), f"{name}@example.org", "member")
    with database.read() as db:
        actors = {user.name.lower(): actor_of(db, user) for user in db.query(User)}
    return Cast(cast.actors | actors, cast.laboratory, cast.enterprise)


def _room(app: Flask, cast: Cast) -> Room:
    database = app.extensions["database"]
    capability = publish_posting(database, cast, "author", confidential=FIRST[0].text)
    need = publish_posting(database, cast, "company", "need", confidential=FIRST[1].text)
    with database.write() as db:
        deal = make_deal(db, cast, need_id=need, capability_id=capability)
    room = Room(database, cast, deal.id, {"capability": capability, "need": need})
    room.name("engineer", "recipient", join=False)
    return room


def _introduction(made: Secrets) -> int:
    cast = made.room.cast
    with made.room.database.write() as db:
        offer, need = (load_posting(cast["officer"], db, made.room.postings[one]) for one in ("capability", "need"))
        answer(cast["author"], db, offer, need, "interested")
        found = answer(cast["company"], db, need, offer, "interested")
        assert found is not None
        move_introduction(cast["officer"], db, found, "broker", "Talk on Monday")
        return found.id


def _session(made: Secrets) -> int:
    with made.room.database.write() as db:
        session = make_session(db)
        make_person(db, session, "guest", made.room.cast.enterprise, posting_ids=list(made.room.postings.values()))
        return session.id


@contextmanager
def logged(into: io.StringIO) -> Iterator[None]:
    """Keep every line of both kinds of logs."""
    handler, root, before = logging.StreamHandler(into), logging.getLogger(), structlog.get_config()
    root.addHandler(handler)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(into))
    yield
    structlog.configure(**before)
    root.removeHandler(handler)
