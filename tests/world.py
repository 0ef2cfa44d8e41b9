"""One of everything that a page can show, for tests that visit every page."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from matchmaker.accounts import tokens
from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.core.db import Database
from matchmaker.organisations.actions import ask_to_join, create_organisation
from matchmaker.organisations.models import Organisation
from matchmaker.postings.actions import move_posting
from matchmaker.postings.files import attach_file
from matchmaker.postings.queries import load_posting
from matchmaker.recommendations.actions import answer, move_introduction
from matchmaker.recommendations.records.actions import record_recommendation
from matchmaker.terminology.actions import suggest_term
from tests.cast import Cast, draft_posting, make_cast, publish_posting, run_jobs
from tests.deals.world_deals import make_deals_world
from tests.deals.world_documents import make_documents_world
from tests.deals.world_money import make_money_world
from tests.deals.world_nda import make_ndas
from tests.deals.world_work import make_work_world
from tests.indicators.worlds import make_indicators
from tests.sessions.world_day import make_day_world
from tests.sessions.world_people import session_ids
from tests.sessions.world_requests import make_requests
from tests.sessions.world_timetable import make_timetable_world
from tests.territories.worlds import make_territories
from tests.weights import store_set

PDF = b"%PDF-1.4 one page"
LIMIT = 2**20


@dataclass(frozen=True)
class World:
    """An application with one of everything; `ids` fill the addresses of CALLS."""

    app: Flask
    cast: Cast
    ids: dict[str, int | str]

    @property
    def database(self) -> Database:
        """The database of the application."""
        return self.app.extensions["database"]


def make_world(app: Flask, **texts: object) -> World:
    """Postings in several states, an introduction, files, requests. `texts` replace texts of every posting."""
    database: Database = app.extensions["database"]
    cast = make_cast(database)
    ids = _postings(database, cast, texts) | _people(database, cast)
    ids |= _introduction(database, cast, ids) | _files(database, cast, ids) | _terms(database, cast)
    ids |= make_requests(database, cast, ids)
    ids |= make_timetable_world(database, cast)
    ids |= session_ids(database, cast)
    ids |= make_day_world(database, cast, ids)
    ids |= make_work_world(database, cast)
    ids |= make_documents_world(database, cast)
    ids |= make_deals_world(database, cast)
    ids |= make_money_world(database, cast)
    ids |= make_ndas(database, cast, ids)
    ids |= make_territories(database, cast, ids)
    ids |= make_indicators(database, cast, ids)
    run_jobs(app)
    return World(app, cast, ids | _record(app, cast, ids))


def _postings(database: Database, cast: Cast, texts: dict[str, object]) -> dict[str, int | str]:
    ids: dict[str, int | str] = {}
    for name, who, kind in (("offer", "author", "capability"), ("need", "company", "need")):
        ids[name] = publish_posting(database, cast, who, kind, **texts)
        ids[f"{name}2"] = publish_posting(database, cast, who, kind, **texts)
    with database.write() as db:
        ids["draft"] = draft_posting(db, cast["author"], cast.laboratory, **texts).id
        submitted = draft_posting(db, cast["author"], cast.laboratory, **{"confidential": "secret", **texts})
        move_posting(cast["author"], db, submitted, "submit")
        ids["submitted"] = submitted.id
    return ids


def _people(database: Database, cast: Cast) -> dict[str, int | str]:
    with database.write() as db:
        newcomer = {"kind": "bank", "name_en": "Newcomer Bank", "region": "KZ-75"}
        ids: dict[str, int | str] = {"unverified": create_organisation(SYSTEM, db, newcomer).id}
        ask_to_join(cast["outsider"], db, db.get_one(Organisation, cast.laboratory))
        outsider = db.scalars(select(User).where(User.email == "outsider@example.org")).one()
        ids |= {"laboratory": cast.laboratory, "enterprise": cast.enterprise, "outsider": outsider.id}
        ids |= {purpose: tokens.issue(db, outsider, purpose) for purpose in ("confirm", "reset")}
    return ids


def _introduction(database: Database, cast: Cast, ids: dict[str, int | str]) -> dict[str, int | str]:
    with database.write() as db:
        offer, need = (load_posting(cast["officer"], db, int(ids[name])) for name in ("offer", "need"))
        answer(cast["author"], db, offer, need, "interested")
        made = answer(cast["company"], db, need, offer, "interested")
        assert made is not None
        move_introduction(cast["officer"], db, made, "broker", "Talk on Monday")
        return {"introduction": made.id}


def _record(app: Flask, cast: Cast, ids: dict[str, int | str]) -> dict[str, int | str]:
    with app.extensions["database"].write() as db:
        offer, need = (load_posting(cast["officer"], db, int(ids[name])) for name in ("offer", "need"))
        made = record_recommendation(cast["author"], db, app.extensions["index"], offer, need, "interested")
        assert made is not None
        store_set(db, "learned", "in_use")
        return {"record": made.id}


def _files(database: Database, cast: Cast, ids: dict[str, int | str]) -> dict[str, int | str]:
    with database.write() as db:
        offer = load_posting(cast["author"], db, int(ids["offer"]))
        plain = attach_file(cast["author"], db, offer, "open.pdf", PDF, confidential=False, limit=LIMIT)
        secret = attach_file(cast["author"], db, offer, "closed.pdf", PDF + b"!", confidential=True, limit=LIMIT)
        db.flush()
        return {"file": plain.id, "secret": secret.id}


def _terms(database: Database, cast: Cast) -> dict[str, int | str]:
    """A term that waits for a decision, with a note."""
    values = {"kk": "шлам тұндырғышы", "ru": "шламонакопитель", "en": "slimes dam", "domain": "mining", "pos": "noun"}
    with database.write() as db:
        return {"term": suggest_term(cast["officer"], db, values | {"note": "From a need."}).id}


def copy_database(source: Path | str, target: Path | str) -> None:
    """Make an SQLite database hold what another holds, also while it is open."""
    with sqlite3.connect(source) as taken, sqlite3.connect(target) as put:
        taken.backup(put)
    taken.close()
    put.close()


def contents(path: Path | str) -> list[str]:
    """Every row of an SQLite database, as SQL."""
    reading = sqlite3.connect(path)
    found = list(reading.iterdump())
    reading.close()
    return found
