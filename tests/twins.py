"""Twin worlds: two databases, alike but for what most readers may not see, and what each answers to a reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.core.db import Database
from matchmaker.organisations.actions import create_organisation, verify_organisation
from matchmaker.postings.actions import announce, create_posting, edit_posting, move_posting
from matchmaker.postings.draft import read_draft
from matchmaker.postings.files import attach_file
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import load_posting
from matchmaker.recommendations.actions import answer
from matchmaker.recommendations.models import Interest
from matchmaker.recommendations.records.actions import record_recommendation
from tests.apps import make_app
from tests.cast import Cast, form, make_cast, run_jobs
from tests.conftest import sign_in
from tests.pages import without_tokens
from tests.world import PDF, copy_database

ISSUE = "Copper flotation tailings"
RUSSIAN = {
    "lang": "ru",
    "title": "Флотация меди из хвостов обогащения",
    "summary": "Зюмбрики извлекают медь из хвостов флотации без остановки целый год и не требуют никакого ухода.",
    "description": "Каждый зюмбрик испытан на медной руде и на шламе. Срок службы зюмбрика — десять лет. " * 4,
    "keywords": "зюмбрик, медь, флотация",
}
FATES = {
    "draft": (),
    "in_review": ("submit",),
    "published": ("submit", "publish"),
    "paused": ("submit", "publish", "pause"),
    "withdrawn": ("withdraw",),
}
BACK = {"in_review": ("recall",), "withdrawn": ("reopen",), "published": ("withdraw", "reopen")}
BACK["paused"] = BACK["published"]
SLOTS = 3  # postings that a world may hide, between the visible ones


@dataclass(frozen=True)
class Hidden:
    """What one hidden posting says, how far it has come, for whom it is meant, and what it answered to others."""

    words: str = "nothing yet"
    kind: str = "capability"
    lang: str = "en"
    fate: str = "draft"
    visibility: str = "invited"
    codes: tuple[str, ...] = ("2.5",)
    answer: str = ""

    def values(self, guest: int) -> MultiDict[str, object]:
        """The form that says so."""
        texts = {
            "title": self.words[:150].ljust(12, "."),
            "summary": f"{self.words}. ".ljust(80, "."),
            "keywords": self.words[:400],
        }
        texts["description"] = f"{self.words}. ".ljust(220, ".")
        given = {"lang": self.lang, "visibility": self.visibility, "invited": [str(guest)], "fields": list(self.codes)}
        return form(self.kind, **texts, **given)


@dataclass(frozen=True)
class Secret:
    """All that may differ: the hidden postings, the confidential part of all others, who stands behind the anonymous ones."""

    hidden: tuple[Hidden, ...] = (Hidden(),) * SLOTS
    confidential: str = ""
    owners: tuple[int, ...] = (0, 0)


@dataclass
class Base:
    """What the twins share: the cast, the two organisations that hide things, and every posting's number and form."""

    cast: Cast
    strangers: tuple[int, int]
    slots: list[int] = field(default_factory=list)
    visible: dict[str, int] = field(default_factory=dict)
    forms: dict[int, MultiDict[str, object]] = field(default_factory=dict)
    record: int = 0
    introduction: int = 0


class Twin:
    """One of the two worlds."""

    def __init__(self, app: Flask, base: Base) -> None:
        self.app, self.base = app, base
        self.database: Database = app.extensions["database"]
        self.moment = clock.now() + timedelta(hours=1)
        self._clients: dict[str, FlaskClient] = {"anonymous": app.test_client()}

    def become(self, secret: Secret) -> None:
        """Hide what is to be hidden; what anyone may see stays as it is."""
        with standing_still(self.moment):
            with self.database.write() as db:
                db.execute(delete(Interest).where(Interest.own_id.in_(self.base.slots)))
                for slot, hidden in zip(self.base.slots, secret.hidden, strict=True):
                    self._hide(db, slot, hidden)
                for name, number in self.base.visible.items():
                    values = self.base.forms[number].copy()
                    values["confidential"] = secret.confidential
                    posting = load_posting(SYSTEM, db, number)
                    edit_posting(SYSTEM, db, posting, read_draft(values), posting.version)
                    if name.startswith("anonymous"):
                        posting.organisation_id = self.base.strangers[secret.owners[name.endswith("need")]]
                        announce(db, posting)
            run_jobs(self.app)

    def _hide(self, db: Session, slot: int, hidden: Hidden) -> None:
        posting = load_posting(SYSTEM, db, slot)
        for verb in BACK.get(posting.state, ()):
            move_posting(SYSTEM, db, posting, verb)
        posting.texts = [text for text in posting.texts if text.lang == hidden.lang]
        edit_posting(SYSTEM, db, posting, read_draft(hidden.values(self.base.strangers[1])), posting.version)
        for verb in FATES[hidden.fate]:
            move_posting(SYSTEM, db, posting, verb)
        if hidden.answer:
            side = "company need" if hidden.kind == "capability" else "author offer"
            reason = "other" if hidden.answer == "declined" else ""
            other = self.base.visible[side]
            db.add(Interest(own_id=slot, other_id=other, answer=hidden.answer, reason=reason))

    def client(self, role: str) -> FlaskClient:
        """A browser of that role."""
        if role not in self._clients:
            self._clients[role] = sign_in(self.app, f"{role}@example.org")
        return self._clients[role]

    def answers(self, role: str, calls: dict[str, dict[str, Any]]) -> dict[str, tuple[int, bytes]]:
        """What this world answers, all at one moment; the words in which time has passed are the same."""
        client = self.client(role)
        with standing_still(self.moment):
            found = {name: without_tokens(client.open(name.split(" ")[0], **call)) for name, call in calls.items()}
        return {name: without_states(*one) if name == "/overview" else one for name, one in found.items()}


def without_states(status: int, page: bytes) -> tuple[int, bytes]:
    """The overview but for how many postings are in each state: it is made to tell that of all, drafts too."""
    parsed = BeautifulSoup(page, "html.parser")
    for section in parsed.select("[aria-labelledby=states-title]"):
        section.decompose()
    return status, parsed.encode()


@contextmanager
def standing_still(moment: Any) -> Iterator[None]:
    """A clock that shows this moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: moment)
        yield


def make_twins(template: Path, home: Path) -> tuple[Twin, Twin]:
    """Two worlds with the same base; only the second has confidential files."""
    for name in ("one", "two"):
        (home / name).mkdir()
    copy_database(template, home / "one" / "world.sqlite")
    one = _open(home / "one")
    base = _base(one)
    copy_database(home / "one" / "world.sqlite", home / "two" / "world.sqlite")
    twins = Twin(one, base), Twin(_open(home / "two"), base)
    twins[1].moment = twins[0].moment
    with twins[1].database.write() as db:
        for number in base.visible.values():
            attach_file(SYSTEM, db, load_posting(SYSTEM, db, number), "x.pdf", PDF, confidential=True, limit=2**20)
    return twins


def _open(home: Path) -> Flask:
    return make_app(f"sqlite:///{home / 'world.sqlite'}", home)


def _base(app: Flask) -> Base:
    database: Database = app.extensions["database"]
    cast = make_cast(database)
    with database.write() as db:
        found = []
        for kind, name, region in (("university", "Steppe Institute", "KZ-39"), ("bank", "Hidden Bank", "KZ-75")):
            made = create_organisation(SYSTEM, db, {"kind": kind, "name_en": name, "region": region})
            verify_organisation(SYSTEM, db, made)
            found.append(made.id)
        base = Base(cast, (found[0], found[1]))
        for name, (owner, kind, values) in _postings(base).items():
            if name in ("author offer", "stranger need", "anonymous capability"):
                base.slots.append(create_posting(SYSTEM, db, found[1], read_draft(Hidden().values(found[1]))).id)
            base.visible[name] = _publish(db, base, owner, form(kind, **values))
    run_jobs(app)
    _meet(app, base)
    return base


def _postings(base: Base) -> dict[str, tuple[int, str, dict[str, object]]]:
    """The visible postings: whose, of which kind, with which texts."""
    lab, works, (institute, bank) = base.cast.laboratory, base.cast.enterprise, base.strangers
    return {
        "author offer": (lab, "capability", {"title": f"{ISSUE}: a reagent"}),
        "author need": (lab, "need", {"title": "Ore samples for flotation tests"}),
        "company need": (works, "need", {"title": f"{ISSUE}: losses of copper", "partner_kinds": ["bank"]}),
        "company offer": (works, "capability", {"title": "Pilot line for flotation", "sectors": ["24"]}),
        "stranger offer": (institute, "capability", RUSSIAN),
        "stranger need": (bank, "need", {"title": "Copper from slimes", "fields": ["1.4"], "regions": ["KZ-75"]}),
        "anonymous capability": (institute, "capability", {"title": "Froth sensor", "visibility": "anonymous"}),
        "anonymous need": (institute, "need", RUSSIAN | {"visibility": "anonymous"}),
    }


def _publish(db: Session, base: Base, owner: int, values: MultiDict[str, object]) -> int:
    made: Posting = create_posting(SYSTEM, db, owner, read_draft(values))
    for verb in FATES["published"]:
        move_posting(SYSTEM, db, made, verb)
    base.forms[made.id] = values
    return made.id


def _meet(app: Flask, base: Base) -> None:
    """The author's offer and the company's need: a record, an introduction. An anonymous side is interested."""
    with app.extensions["database"].write() as db:
        offer, need, nameless = (
            load_posting(SYSTEM, db, base.visible[name]) for name in ("author offer", "company need", "anonymous need")
        )
        record = record_recommendation(base.cast["author"], db, app.extensions["index"], offer, need, "interested")
        answer(base.cast["author"], db, offer, need, "interested")
        made = answer(base.cast["company"], db, need, offer, "interested")
        answer(SYSTEM, db, nameless, offer, "interested")
        assert record is not None
        assert made is not None
        base.record, base.introduction = record.id, made.id
