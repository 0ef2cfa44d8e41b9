"""The fixed cast: lab author, company representative, officer, operator, analyst, administrator, outsider."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.actions import create_user
from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.accounts.models import User
from matchmaker.core import clock, jobs
from matchmaker.core.db import Database
from matchmaker.organisations.actions import add_member, create_organisation, verify_organisation
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import actor_of
from matchmaker.postings.actions import create_posting, move_posting
from matchmaker.postings.draft import read_draft
from matchmaker.postings.models import Posting

ROLES = {
    "author": "researcher",
    "company": "company",
    "officer": "officer",
    "operator": "operator",
    "analyst": "analyst",
    "administrator": "administrator",
    "outsider": "researcher",
}
PASSWORD = "long enough"


@dataclass(frozen=True)
class Cast:
    """Actors by name, and the two verified organisations: the author's laboratory and the company's enterprise."""

    actors: dict[str, Actor]
    laboratory: int
    enterprise: int

    def __getitem__(self, name: str) -> Actor:
        return self.actors[name]


def _organisation(db: Session, kind: str, name: str, region: str) -> Organisation:
    made = create_organisation(SYSTEM, db, {"kind": kind, "name_en": name, "region": region})
    verify_organisation(SYSTEM, db, made)
    return made


def make_cast(database: Database) -> Cast:
    """Everybody, and their organisations. The outsider belongs to none."""
    with database.write() as db:
        for name, role in ROLES.items():
            create_user(SYSTEM, db, email=f"{name}@example.org", password=PASSWORD, name=name.title(), role=role)
        laboratory = _organisation(db, "laboratory", "Flotation Laboratory", "KZ-35")
        enterprise = _organisation(db, "enterprise", "Copper Works", "KZ-62")
        add_member(SYSTEM, db, laboratory, "author@example.org", "manager")
        add_member(SYSTEM, db, enterprise, "company@example.org", "manager")
    with database.read() as db:
        users = {user.name.lower(): actor_of(db, user) for user in db.query(User)}
    return Cast(users | {"anonymous": Actor()}, laboratory.id, enterprise.id)


TEXTS = {
    "title": "Flotation reagent for fine copper particles",
    "summary": "A reagent scheme that recovers copper particles finer than ten micrometres from flotation tailings.",
    "description": "The collector binds to sulphide surfaces at a pulp potential of 250 mV. " * 6,
    "advantages": "Recovery of fine copper is 12 % higher than with xanthate alone, at the same reagent cost per tonne.",
    "expectations": "An enterprise that provides tailings samples and a pilot line for one month of trials.",
    "keywords": "flotation, copper, tailings",
    "equipment": "Flotation cell of 3 litres",
}


def form(kind: str = "capability", **changes: object) -> MultiDict[str, object]:
    """The values of a complete posting form; `changes` replace single fields (a list for several values)."""
    values: dict[str, object] = {
        "kind": kind,
        "lang": "en",
        "visibility": "public",
        "trl": "6",
        "ip_status": "patent_granted",
        "fields": ["2.5"],
        "sectors": ["07"],
        "cooperation": ["licence"],
        "partner_kinds": ["enterprise" if kind == "capability" else "laboratory"],
        "deadline_on": (clock.today() + timedelta(days=90)).isoformat(),
        **TEXTS,
    }
    return MultiDict(values | changes)


def draft_posting(
    db: Session, actor: Actor, organisation_id: int, kind: str = "capability", **changes: object
) -> Posting:
    """A saved draft."""
    posting = create_posting(actor, db, organisation_id, read_draft(form(kind, **changes)))
    db.flush()
    return posting


def publish_posting(
    database: Database, cast: Cast, who: str = "author", kind: str = "capability", **changes: object
) -> int:
    """A published posting of the author's laboratory or the company's enterprise; returns its id."""
    organisation_id = cast.laboratory if who == "author" else cast.enterprise
    with database.write() as db:
        posting = draft_posting(db, cast[who], organisation_id, kind, **changes)
        move_posting(cast[who], db, posting, "submit")
        move_posting(cast["officer"], db, posting, "publish")
    return posting.id


def run_jobs(app: object) -> int:
    """Run everything that is due in an application, as the job runner would."""
    return jobs.run_all(app.extensions["database"], app.extensions["tasks"])
