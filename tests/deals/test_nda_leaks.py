"""Random moves of a deal and visits of everybody: a secret is seen only where the NDA allows, and there it is seen.

What is allowed is worked out here anew, from what the moves did, and not asked of the application.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import cycle
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core.errors import DomainError
from matchmaker.deals.disclosure.queries import nda_in_force
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.documents.rules import may_read_document, readable
from matchmaker.deals.models import Deal, DealPerson
from matchmaker.deals.pipeline.actions import move_deal
from matchmaker.deals.queries import load_deal
from matchmaker.organisations.actions import add_member
from matchmaker.organisations.models import Membership, Organisation
from tests.cast import PASSWORD
from tests.deals.secrets import (
    EVERYONE,
    FIRST,
    HOMES,
    MANAGERS,
    OFFICERS,
    SIDE_OF_HOME,
    Secret,
    Secrets,
    logged,
    make_secrets,
)

SEQUENCES, STEPS = 4, 16
KINDS = {"provider": "capability", "recipient": "need"}
OTHER = {"provider": "recipient", "recipient": "provider"}
BUSY = ("author", "company", "engineer", "officer")  # who acts
AT_RISK = ("company", "engineer", "author")
SEEN_BY_OFFICERS = ("/desk/", "/overview", "/sessions/{session}/people.csv", "/sessions/{session}/proposal")
PAGES = ("/", "/search?text=copper", "/introductions/", "/introductions/{introduction}", "/postings/mine", "/start")


@dataclass
class Model:
    """What the moves have done, in plain words."""

    stage: str = "nda"
    offered: bool = False
    accepted: set[str] = field(default_factory=set)
    ends_with_deal: bool = True
    named: dict[str, str] = field(default_factory=lambda: MANAGERS | {"engineer": "recipient"})
    homes: dict[str, str] = field(default_factory=lambda: dict(HOMES))
    opened: set[tuple[str, str]] = field(default_factory=set)
    secrets: set[Secret] = field(default_factory=lambda: set(FIRST))
    gone: set[Secret] = field(default_factory=set)
    paused: set[str] = field(default_factory=set)

    def home_side(self, name: str) -> str:
        return SIDE_OF_HOME.get(self.homes.get(name, ""), "")

    def in_force(self) -> bool:
        over = self.ends_with_deal and self.stage in ("lost", "terminated", "closed")
        return self.offered and self.accepted == {"provider", "recipient"} and not over

    def under_nda(self, name: str) -> bool:
        """Named on the deal for the side whose organisation they belong to, while the NDA is in force."""
        return self.in_force() and name in self.named and self.named[name] == self.home_side(name)

    def allows(self, name: str, secret: Secret) -> bool:
        if secret in self.gone:
            return False
        if name in OFFICERS:
            return True
        if secret.place == "document":
            side = self.named.get(name, MANAGERS.get(name, ""))
            side = side if side == self.home_side(name) else ""
            return side == secret.side or (self.under_nda(name))
        return self.home_side(name) == secret.side or (self.under_nda(name) and self.named[name] == OTHER[secret.side])

    def shows(self, name: str, secret: Secret) -> bool:
        """Allowed, and where it is the other side's, opened first; the names of documents are listed before that."""
        if secret.place == "document":
            return self.allows(name, secret)
        own = name in OFFICERS or self.home_side(name) == secret.side
        return self.allows(name, secret) and (own or (name, secret.side) in self.opened)


class Moves:
    """Moves through actions and pages, visits through pages; each visit is judged by the model."""

    def __init__(self, world: Secrets, seed: int) -> None:
        self.world, self.room, self.chance = world, world.room, Random(seed)
        self.model, self.history = Model(), [f"seed {seed}"]
        self.at_risk = cycle(AT_RISK)
        world.restore()
        self.room.set(stage="nda")

    def step(self) -> None:
        """One move of those below, likely ones more often, then a visit of somebody to whom it may matter."""
        weights = {self.offer: 2, self.both_accept: 4, self.accept: 1, self.end: 1, self.move: 3, self.jump: 2,
                   self.name_or_drop: 2, self.leave_or_join: 1, self.upload_or_replace: 3, self.pause_or_resume: 1,
                   self.open: 5}  # fmt: skip
        move = self.chance.choices(list(weights), list(weights.values()))[0]
        self.history.append(move.__name__)
        move()
        self.visit(next(self.at_risk), whole=False)

    def tried(self, name: str, address: str, sent: dict[str, str]) -> bool:
        answer = self.world.clients[name].post(f"/deals/{self.room.deal_id}/nda{address}", data=sent)
        assert answer.status_code in (302, 403, 404, 409, 422), answer.text
        self.judge(name, answer.get_data(as_text=True))
        return answer.status_code == 302

    def judge(self, name: str, said: str) -> set[Secret]:
        """Which secrets stand in an answer; none that this reader may not have now."""
        found = {one for one in self.model.secrets | self.model.gone if one.hidden in said}
        leaked = {one for one in found if not self.model.shows(name, one)}
        assert not leaked, (name, leaked, self.model, self.history)
        return found

    def offer(self) -> None:
        name, ends, before = self.chance.choice(BUSY), self.chance.random() < 0.6, self.room.hash()
        sent = {"lang": self.chance.choice(("kk", "ru", "en")), "years": "5", "seen": before}
        if self.tried(name, "/offer", sent | ({"ends_with_deal": "1"} if ends else {})) and self.room.hash() != before:
            self.model.offered, self.model.accepted, self.model.ends_with_deal = True, set(), ends

    def accept(self, name: str = "", seen: str = "") -> None:
        name, seen = name or self.chance.choice(AT_RISK), seen or self.chance.choice(("0" * 64, self.room.hash()))
        if self.tried(name, "/accept", {"seen": seen, "password": PASSWORD}):
            assert name in MANAGERS and self.model.offered and seen == self.room.hash()
            self.model.accepted.add(self.model.named[name])

    def both_accept(self) -> None:
        if not self.model.offered:
            self.offer()
        for name in MANAGERS:
            self.accept(name, self.room.hash())

    def end(self) -> None:
        if self.tried(self.chance.choice(BUSY), "/end", {"seen": self.room.hash()}):
            self.model.offered, self.model.accepted = False, set()

    def move(self) -> None:
        verb = self.chance.choice(("advance", "advance", "return", "lose", "terminate", "reopen"))

        def step(actor: object, db: object, deal: Deal) -> str:
            move_deal(self.room.cast["officer"], db, deal, verb, seen=deal.stage, reason="price")  # type: ignore[arg-type]
            return deal.stage

        try:
            self.model.stage = self.room.act("officer", step)
        except DomainError as fault:
            self.history.append(str(fault))

    def jump(self) -> None:
        """To stages that the pipeline reaches by way of money and documents."""
        self.model.stage = self.chance.choice(("closed", "terminated", "lost", "evaluation", "evaluation"))
        self.room.set(stage=self.model.stage)

    def name_or_drop(self) -> None:
        name = self.chance.choice(("engineer", "engineer", "rival"))
        user_id = self.room.cast[name].user_id
        with self.room.database.write() as db:
            if self.model.named.pop(name, None):
                db.execute(delete(DealPerson).where(DealPerson.user_id == user_id))
            else:
                db.add(DealPerson(deal_id=self.room.deal_id, user_id=user_id, side="recipient"))
                self.model.named[name] = "recipient"
        self.visit(name, whole=False)

    def leave_or_join(self) -> None:
        user_id = self.room.cast["engineer"].user_id
        with self.room.database.write() as db:
            if self.model.homes.pop("engineer", None):
                db.execute(delete(Membership).where(Membership.user_id == user_id))
            else:
                home = db.get_one(Organisation, self.room.cast.enterprise)
                add_member(SYSTEM, db, home, "engineer@example.org", "member")
                self.model.homes["engineer"] = "enterprise"
        self.visit("engineer", whole=False)

    def upload_or_replace(self) -> None:
        place, side = self.chance.choice(("posting", "file", "document")), self.chance.choice(list(KINDS))
        here = {one for one in self.model.secrets | self.model.gone if (one.place, one.side) == (place, side)}
        if place == "posting":
            self.model.gone |= here
        self.model.secrets.add(secret := Secret(place, side, len(here)))
        self.world.put(secret)

    def pause_or_resume(self) -> None:
        side = self.chance.choice(list(KINDS))
        verb, owner = "resume" if side in self.model.paused else "pause", "author" if side == "provider" else "company"
        answer = self.world.clients[owner].post(f"/postings/{self.room.postings[KINDS[side]]}/{verb}")
        assert answer.status_code == 302
        self.model.paused ^= {side}

    def open(self, name: str = "") -> None:
        name = name or self.chance.choice((*EVERYONE, *self.model.named) * 2 + AT_RISK * 3)
        across = OTHER.get(self.model.home_side(name), "provider")
        side = across if self.chance.random() < 0.7 else OTHER[across]
        secret = next(one for one in self.model.secrets - self.model.gone if (one.place, one.side) == ("posting", side))
        address = f"/deals/{self.room.deal_id}/nda/postings/{self.room.postings[KINDS[side]]}/open"
        answer = self.world.clients[name].post(address)
        self.judge(name, answer.text)
        on_deal = name in OFFICERS or name in self.model.named
        has_opened = answer.status_code == 302 and not answer.location.startswith("/sign-in")
        assert has_opened == (on_deal and self.model.allows(name, secret)), (name, side, self.model, self.history)
        if has_opened:
            self.model.opened.add((name, side))
            assert secret in self.visit(name, whole=False)

    def look(self, name: str) -> None:
        """Everything that somebody can ask for, and everything that is kept or sent away."""
        self.visit(name, whole=True)
        said = self.world.stored()
        assert [one for one in self.model.secrets | self.model.gone if one.hidden in said] == [], self.history

    def visit(self, name: str, *, whole: bool) -> set[Secret]:
        """Every page where a secret lies, and with `whole` whatever else can be asked; which secrets were seen."""
        client, seen = self.world.clients[name], set[Secret]()
        for address in self.near() + (self.far(name) if whole else []):
            seen |= self.judge(name, said_in(client.get(address)))
        if whole:
            for said in self.asked(name):
                seen |= self.judge(name, said)
        self.judge_documents(name)
        must = {one for one in self.model.secrets if one.place == "posting" and self.model.shows(name, one)}
        on_deal = name in OFFICERS or name in self.model.named
        assert seen >= (must if on_deal else set()), (name, must - seen, self.model, self.history)
        return seen

    def near(self) -> list[str]:
        """The pages where secrets lie."""
        deal, found = f"/deals/{self.room.deal_id}", list[str]()
        for number, posting_id in enumerate(self.room.postings.values(), 1):
            found += [f"/postings/{posting_id}", f"{deal}/nda/postings/{posting_id}", f"/postings/files/{number}"]
        return [*found, f"{deal}/nda"]

    def far(self, name: str) -> list[str]:
        """Everything else that can be asked of the deal, lists, searches, files that were added, exports, error pages."""
        ids = {"deal_id": self.room.deal_id, "posting_id": self.room.postings["capability"], "number": 1}
        ids["document_id"] = self.chance.choice((1, 2))
        rules = [one for one in self.world.app.url_map.iter_rules() if one.rule.startswith(("/deals", "/api/v1/deals"))]
        rules = [one for one in rules if one.arguments <= ids.keys() and "GET" in (one.methods or ())]
        adapter = self.world.app.url_map.bind("localhost")
        chosen = self.chance.sample(rules, len(rules) * 2 // 3)
        found = [adapter.build(one.endpoint, {key: ids[key] for key in one.arguments}) for one in chosen]
        found += [f"/postings/files/{number}" for number in range(3, 6)] + [f"/broken/{self.room.postings['need']}"]
        found += [
            f"/postings/{one}/{page}" for one in self.room.postings.values() for page in ("edit", "recommendations")
        ]
        found += [f"/api/v1/postings/{one}" for one in self.room.postings.values()]
        found += ["/search?text=" + "+".join(one.sought for one in self.model.secrets)]
        values = {"introduction": self.world.introduction_id, "session": self.world.session_id}
        pages = PAGES + (SEEN_BY_OFFICERS if name in (*OFFICERS, "analyst") else ())
        return found + [page.format(**values) for page in pages] + ["/postings/999999", "/nowhere"]

    def asked(self, name: str) -> Iterator[str]:
        """The JSON interface, and forms that come back with an error."""
        client, text = self.world.clients[name], " ".join(one.sought for one in self.model.secrets)
        for kind in ("need", "capability"):
            yield client.post("/api/v1/recommend", json={"text": f"copper {text}", "kind": kind, "limit": 50}).text
        yield client.get(f"/api/v1/postings?text={text}").text
        for document_id in (1, 2):
            yield client.post(f"/deals/{self.room.deal_id}/documents/{document_id}/versions/1").text
        yield client.post(
            f"/deals/{self.room.deal_id}/nda/accept", data={"seen": self.room.hash(), "password": "no"}
        ).text
        yield client.post(f"/deals/{self.room.deal_id}/nda/offer", data={"lang": "", "years": "x", "seen": "?"}).text
        yield client.post(f"/postings/{self.room.postings['capability']}/edit", data={"title": ""}).text

    def judge_documents(self, name: str) -> None:
        """Both readings of the rule on documents; pages of documents are among `far` where they exist."""
        actor = self.room.actor(name)
        with self.room.database.read() as db:
            deal = load_deal(self.room.cast["officer"], db, self.room.deal_id)
            every = list(db.scalars(select(DealDocument).order_by(DealDocument.id)))
            in_force = nda_in_force(db, deal)
            listed = set(db.scalars(select(DealDocument.id).where(readable(actor, deal, in_force))))
            read = {one.id for one in every if may_read_document(actor, deal, one, in_force)}
        expected = {one.id for one in every if self.model.allows(name, Secret("document", one.side, 0))}
        assert listed == read == expected, (name, self.model)


def said_in(answer: TestResponse) -> str:
    """An answer as text, a workbook or a Word file unpacked."""
    if not answer.data.startswith(b"PK"):
        return answer.data.decode(errors="replace")
    with ZipFile(BytesIO(answer.data)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secrets]:
    made = make_secrets(sqlite_template, tmp_path_factory.mktemp("secrets"))
    yield made
    made.room.database.engine.dispose()


def test_a_secret_is_seen_only_where_the_nda_allows(world: Secrets) -> None:
    visitors = cycle(EVERYONE)
    with logged(world.log):
        for seed in range(SEQUENCES):
            moves = Moves(world, seed)
            for number in range(STEPS):
                moves.step()
                if number % 5 == 3:
                    moves.look(next(visitors))


def test_the_named_do_see_the_secrets_once_the_nda_is_in_force(world: Secrets) -> None:
    """Else the test above could pass because nothing ever opens."""
    moves = Moves(world, SEQUENCES)
    moves.both_accept()
    assert moves.model.in_force()
    for name in AT_RISK:
        while moves.model.home_side(name) and (name, OTHER[moves.model.home_side(name)]) not in moves.model.opened:
            moves.open(name)
        places = {(one.place, one.side) for one in moves.visit(name, whole=False)}
        assert places >= {(place, side) for place in ("posting", "file") for side in KINDS}, name
    moves.model.offered, answer = False, moves.room.end("author")
    assert answer.state == "ended"
    for name in AT_RISK:
        own = {moves.model.home_side(name)}
        assert {one.side for one in moves.visit(name, whole=False)} == own
