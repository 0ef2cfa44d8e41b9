"""Opening a deal: from an introduction, from a meeting, by form; its origin, its first people, and opening it again."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM, Actor
from matchmaker.core import audit
from matchmaker.core.db import Database
from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.deals.actions import Head, Origin, open_deal
from matchmaker.deals.models import Deal
from matchmaker.deals.origins import open_from_introduction, open_from_meeting
from matchmaker.deals.queries import load_deal, moves_of
from matchmaker.organisations.actions import create_organisation
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import actor_of
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import load_posting
from matchmaker.recommendations.actions import answer, move_introduction
from matchmaker.recommendations.introductions import load_introduction
from matchmaker.recommendations.records.actions import record_recommendation
from matchmaker.sessions.timetable.models import Meeting
from tests.cast import TEXTS, Cast, publish_posting, run_jobs
from tests.deals.making import add_colleague, say
from tests.sessions.making import make_session
from tests.sessions.world_requests import join

ORIGIN = ("need_id", "capability_id", "introduction_id", "record_id", "session_id", "meeting_id")


class Pair:
    """A capability and a need whose owners are interested in each other."""

    def __init__(self, app: Flask, cast: Cast, *, is_read: bool = False) -> None:
        self.database: Database = app.extensions["database"]
        self.cast = cast
        self.offer = publish_posting(self.database, cast)
        self.need = publish_posting(self.database, cast, "company", "need")
        if is_read:
            run_jobs(app)  # the engine has read both, so that a record is kept
        with self.database.write() as db:
            offer, need = (load_posting(cast["officer"], db, one) for one in (self.offer, self.need))
            answer(cast["author"], db, offer, need, "interested")
            self.record = record_recommendation(cast["author"], db, app.extensions["index"], offer, need, "interested")
            made = answer(cast["company"], db, need, offer, "interested")
            assert made is not None
            self.introduction = made.id

    def introduce(self) -> None:
        with self.database.write() as db:
            found = load_introduction(self.cast["officer"], db, self.introduction)
            move_introduction(self.cast["officer"], db, found, "broker")

    def open(self, actor: Actor) -> int:
        with self.database.write() as db:
            return open_from_introduction(actor, db, load_introduction(actor, db, self.introduction)).id

    def meet(self, state: str = "held", **values: object) -> int:
        with self.database.write() as db:
            session = make_session(db, officer_id=self.cast["administrator"].user_id)
            sides = [join(db, self.cast, session, name, home) for name, home in self.homes().items()]
            made = Meeting(
                session_id=session.id, one_id=sides[0], two_id=sides[1], source="request", state=state, **values
            )
            db.add(made)
            db.flush()
            return made.id

    def homes(self) -> dict[str, int]:
        return {"author": self.cast.laboratory, "company": self.cast.enterprise}

    def open_met(self, actor: Actor, meeting_id: int) -> int:
        with self.database.write() as db:
            return open_from_meeting(actor, db, meeting_id).id

    def deal(self, deal_id: int) -> Deal:
        with self.database.read() as db:
            return load_deal(SYSTEM, db, deal_id)

    def count(self) -> int:
        with self.database.read() as db:
            return db.scalar(select(func.count()).select_from(Deal)) or 0


def origin(deal: Deal) -> dict[str, object]:
    return {name: getattr(deal, name) for name in ORIGIN if getattr(deal, name) is not None}


def people(deal: Deal) -> list[tuple[str, str, bool]]:
    return [(one.user.name, one.side, one.is_signatory) for one in deal.people]


BOTH = [("Author", "provider", False), ("Company", "recipient", False)]


def test_an_introduction_becomes_a_deal_with_its_origin(any_app: Flask, any_cast: Cast) -> None:
    pair = Pair(any_app, any_cast, is_read=True)
    pair.introduce()
    deal = pair.deal(pair.open(any_cast["company"]))
    record = pair.record
    assert record is not None
    expected = {"need_id": pair.need, "capability_id": pair.offer, "introduction_id": pair.introduction}
    assert origin(deal) == expected | {"record_id": record.id}
    assert deal.score == record.score
    head = (deal.title, deal.kind, deal.stage, deal.region, deal.sector, deal.trl, deal.officer_id)
    officer = any_cast["officer"].user_id
    assert head == (
        TEXTS["title"],
        "non_exclusive_licence",
        "lead",
        "KZ-62",
        "07",
        6,
        officer,
    )  # who introduced them leads
    assert (deal.provider_id, deal.recipient_id) == (any_cast.laboratory, any_cast.enterprise)
    assert people(deal) == BOTH
    with pair.database.read() as db:
        assert [(one.from_stage, one.to_stage, one.verb) for one in moves_of(db, deal.id)] == [("", "lead", "open")]
        line = audit.trail(db, "deal", deal.id)
        assert [(one.verb, one.after) for one in line] == [("open", {"stage": "lead", "kind": "non_exclusive_licence"})]


def test_opening_again_is_going_there(any_app: Flask, any_cast: Cast) -> None:
    pair = Pair(any_app, any_cast, is_read=True)
    pair.introduce()
    met = pair.meet(need_id=pair.need, capability_id=pair.offer)
    found = {pair.open(any_cast[name]) for name in ("author", "company", "officer", "author")}
    found |= {pair.open_met(any_cast[name], met) for name in ("author", "company", "officer")}
    assert (len(found), pair.count()) == (1, 1)
    deal = pair.deal(found.pop())
    assert {name for name in origin(deal) if origin(deal)[name]} == set(ORIGIN)


def test_a_meeting_becomes_a_deal_that_knows_the_introduction(any_app: Flask, any_cast: Cast) -> None:
    pair = Pair(any_app, any_cast)
    met = pair.meet(need_id=pair.need, capability_id=pair.offer)
    deal = pair.deal(pair.open_met(any_cast["author"], met))
    assert (deal.meeting_id, deal.introduction_id, deal.score) == (
        met,
        pair.introduction,
        None,
    )  # nothing was recommended
    assert deal.officer_id == any_cast["administrator"].user_id  # who runs the session
    assert people(deal) == BOTH
    pair.introduce()
    assert pair.open(any_cast["company"]) == deal.id


def test_a_meeting_about_nothing_in_particular(any_app: Flask, any_cast: Cast) -> None:
    pair = Pair(any_app, any_cast)
    met = pair.meet()
    deal = pair.deal(pair.open_met(any_cast["company"], met))
    assert set(origin(deal)) == {"session_id", "meeting_id"}
    assert (deal.title, deal.provider_id) == (
        "Flotation Laboratory — Copper Works",
        any_cast.laboratory,
    )  # science offers
    assert pair.open_met(any_cast["author"], met) == deal.id


@pytest.mark.parametrize(("state", "fault"), [("planned", "Conflict"), ("missed", "Conflict"), ("held", "1")])
def test_only_a_held_meeting_leads_to_a_deal(app: Flask, cast: Cast, state: str, fault: str) -> None:
    pair = Pair(app, cast)
    met = pair.meet(state)
    assert say(lambda: pair.open_met(cast["author"], met)) == fault
    for name in ("outsider", "operator", "analyst", "anonymous"):
        with pytest.raises(NotFound):
            pair.open_met(cast[name], met)


def test_nobody_opens_before_the_introduction_or_after_its_end(app: Flask, cast: Cast) -> None:
    pair = Pair(app, cast)
    for name in ("author", "officer"):
        with pytest.raises(Conflict, match="A deal begins when an officer has introduced both sides"):
            pair.open(cast[name])
    for name in ("outsider", "operator", "analyst", "anonymous"):
        assert say(lambda who=name: pair.open(cast[who])) == "NotFound"
    pair.introduce()
    with pair.database.write() as db:
        move_introduction(cast["officer"], db, load_introduction(cast["officer"], db, pair.introduction), "close")
    assert say(lambda: pair.open(cast["author"])) == "Conflict"
    assert pair.count() == 0


def test_the_first_people_are_those_concerned_and_the_managers(any_app: Flask, any_cast: Cast) -> None:
    pair = Pair(any_app, any_cast)
    with pair.database.write() as db:
        for name, home, role in (
            ("writer", any_cast.laboratory, "member"), ("head", any_cast.enterprise, "manager"),
            ("bystander", any_cast.laboratory, "member"), ("opener", any_cast.enterprise, "member"),
        ):  # fmt: skip
            made = add_colleague(db, any_cast, name, home, role)
            if name == "writer":
                db.get_one(Posting, pair.offer).author_id = made.id
            if name == "opener":
                opener = made
        opening = actor_of(db, opener)
    pair.introduce()
    deal = pair.deal(pair.open(opening))
    names = {"provider": ["Author", "Writer"], "recipient": ["Company", "Head", "Opener"]}
    assert {side: sorted(who for who, own, _signs in people(deal) if own == side) for side in names} == names
    with pair.database.write() as db:
        bystander = add_colleague(db, any_cast, "another", any_cast.laboratory)
        outside = actor_of(db, bystander)
    with pytest.raises(Forbidden, match="Ask a manager of your organisation to name you on it"):
        pair.open(outside)


def test_whoever_has_left_the_organisation_stays_out(app: Flask, cast: Cast) -> None:
    pair = Pair(app, cast)
    with pair.database.write() as db:
        db.get_one(Posting, pair.offer).author_id = cast["outsider"].user_id
    pair.introduce()
    assert people(pair.deal(pair.open(cast["officer"]))) == BOTH


@pytest.mark.parametrize(
    ("cooperation", "kind"),
    [
        (["licence"], "non_exclusive_licence"), (["services", "licence"], "non_exclusive_licence"), (["services"], "service_contract"),
        (["material_transfer"], "mta"), (["pilot"], "non_exclusive_licence"), ([], "non_exclusive_licence"),
    ],
)  # fmt: skip
def test_the_kind_follows_from_what_both_look_for(app: Flask, cast: Cast, cooperation: list[str], kind: str) -> None:
    pair = Pair(app, cast)
    with pair.database.write() as db:
        db.get_one(Posting, pair.offer).codes = {"cooperation": cooperation}
        if cooperation != ["services", "licence"]:
            db.get_one(Posting, pair.need).codes = {}
    pair.introduce()
    assert pair.deal(pair.open(cast["officer"])).kind == kind


def heads(cast: Cast, db: Session) -> dict[str, tuple[Head, dict[str, str]]]:
    bank = create_organisation(SYSTEM, db, {"kind": "bank", "name_en": "Bank", "region": "KZ-75"}).id
    sides = {"provider_id": cast.laboratory, "recipient_id": cast.enterprise}
    whole = {"title": "Copper", "kind": "option", **sides}
    choose = "Choose from the list."
    unverified = "An officer has not verified this organisation yet. Ask an officer."
    return {
        "no title": (Head(**whole | {"title": ""}), {"title": "Please fill this in."}),
        "one side": (
            Head(**whole | {"recipient_id": cast.laboratory}),
            {"recipient_id": "The two sides of a deal are two organisations."},
        ),
        "no such side": (Head(**whole | {"recipient_id": 999}), {"recipient_id": choose}),
        "unverified": (Head(**whole | {"recipient_id": bank}), {"recipient_id": unverified}),
        "kind": (Head(**whole | {"kind": "gift"}), {"kind": "“gift” is not in the list. Choose from the list."}),
        "currency": (
            Head(**whole | {"currency": "XXX"}),
            {"currency": "There is no currency “XXX” here. Choose from the list."},
        ),
    }


def test_what_cannot_be_opened_is_told_by_field(app: Flask, cast: Cast) -> None:
    with app.extensions["database"].write() as db:
        found, expected = {}, {}
        for name, (head, errors) in heads(cast, db).items():
            with pytest.raises(Invalid) as fault:
                open_deal(cast["author"], db, head)
            found[name], expected[name] = fault.value.errors, errors
        assert found == expected
        strange = Head("Copper", "option", cast.laboratory, cast.enterprise)
        with pytest.raises(Forbidden):
            open_deal(cast["outsider"], db, strange)
        bank = db.scalars(select(Organisation.id).where(Organisation.name_en == "Bank")).one()
        other = actor_of(db, add_colleague(db, cast, "third", bank, "manager"))
        with pytest.raises(Invalid) as fault:
            open_deal(other, db, strange)
        assert fault.value.errors == {"provider_id": "One of the two sides must be your organisation."}
        assert db.query(Deal).count() == 0


def test_the_same_form_sent_twice_opens_one(any_app: Flask, any_cast: Cast) -> None:
    head = Head("Copper", "option", any_cast.laboratory, any_cast.enterprise)
    ids = set()
    for _time in range(3):
        with any_app.extensions["database"].write() as db:
            ids.add(open_deal(any_cast["author"], db, head, Origin(), "once").id)
    assert len(ids) == 1
