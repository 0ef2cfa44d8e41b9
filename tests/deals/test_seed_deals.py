"""The demo's deals: every stage and kind, told through their actions, with something for everyone who signs in."""

import shutil
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.queries import find_by_email
from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.models import Audit
from matchmaker.deals.disclosure.models import Acceptance, Nda, Opening
from matchmaker.deals.documents.models import DealDocument, DocumentSignature, DocumentVersion
from matchmaker.deals.models import Deal, DealMove
from matchmaker.deals.money.models import Funding, Payment, Receivable, SalesReport, Term
from matchmaker.deals.money.payments import owed_of
from matchmaker.deals.money.standing import today
from matchmaker.deals.pipeline.stages import PIPELINES
from matchmaker.deals.queries import idle_deals, list_deals
from matchmaker.deals.room.models import DealMessage
from matchmaker.deals.room.queries import unread_by_deal
from matchmaker.deals.seeds.dates import moments
from matchmaker.deals.work.models import DealTask
from matchmaker.deals.work.queries import own_tasks
from matchmaker.matching.language import detect
from matchmaker.notifications.models import Mail
from matchmaker.organisations.queries import actor_of
from matchmaker.paths import SEEDS
from matchmaker.postings.models import Confidential
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.seeding import seed_all
from matchmaker.vocabularies import terms

STAGES = {
    "lead": 2, "qualified": 1, "nda": 2, "evaluation": 2, "term_sheet": 2, "negotiation": 2, "signed": 3, "performing": 4,
    "closed": 3, "lost": 2, "terminated": 2,
}  # fmt: skip
KINDS = {
    "exclusive_licence": 4, "non_exclusive_licence": 4, "option": 2, "assignment": 2, "sponsored_research": 3,
    "joint_development": 3, "service_contract": 3, "mta": 2, "spin_off": 2,
}  # fmt: skip


class Undone(Exception):
    """Takes back what a test has written into the demo."""


def tally(db: Session, *columns: Any) -> dict[Any, int]:
    """How many rows there are of each value."""
    rows = db.execute(select(*columns, func.count()).group_by(*columns)).all()
    return {row[0] if len(columns) == 1 else tuple(row[:-1]): row[-1] for row in rows}


def demo_actor(db: Session, role: str) -> Actor:
    """Somebody of the demo."""
    user = find_by_email(db, f"{role}@demo.example")
    assert user is not None
    return actor_of(db, user)


def test_every_stage_and_kind_is_there(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        assert tally(db, Deal.stage) == STAGES
        assert tally(db, Deal.kind) == KINDS
        ends = select(Deal.seed_key, Deal.reason).where(Deal.reason != "").order_by(Deal.seed_key)
        reasons = [tuple(row) for row in db.execute(ends)]
    assert set(STAGES) == set(terms("deal_stages")) and set(KINDS) == set(terms("deal_kinds"))
    assert reasons == [
        ("gate-meter", "price"), ("pump-cards", "breach"), ("slag-binder", "chose_other"), ("wind-forecast", "agreement"),
    ]  # fmt: skip


def test_origins_are_mixed_and_of_the_deals_own_sides(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        deals = db.scalars(select(Deal).options(joinedload(Deal.need), joinedload(Deal.capability))).all()
        scores = {one.id: one.score for one in db.scalars(select(RecommendationRecord))}
    with_pair = [one for one in deals if one.need and one.capability]
    assert Counter((bool(one.need_id), bool(one.introduction_id), bool(one.meeting_id)) for one in deals) == {
        (False, False, False): 6, (True, False, False): 3, (True, True, False): 12, (True, False, True): 3,
        (True, True, True): 1,
    }  # fmt: skip
    assert [(one.capability.organisation_id, one.need.organisation_id) for one in with_pair] == [
        (one.provider_id, one.recipient_id) for one in with_pair
    ]
    assert [scores.get(one.record_id) for one in with_pair] == [one.score for one in with_pair]
    assert [
        one.capability.seed_key for one in with_pair if (one.capability.published_at or one.created_at) > one.created_at
    ] == []
    assert len({one.region for one in deals}) >= 10 and len({one.sector for one in deals}) >= 10


def test_each_deal_has_gone_the_way_of_its_kind(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        deals = {one.id: one for one in db.scalars(select(Deal).options(joinedload(Deal.people))).unique()}
        moves = db.scalars(select(DealMove).order_by(DealMove.deal_id, DealMove.id)).all()
    wrong = [
        (before.deal_id, after.verb)
        for before, after in pairwise(moves)
        if before.deal_id == after.deal_id
        and (
            PIPELINES[deals[after.deal_id].kind][before.to_stage, after.verb].to != after.to_stage
            or before.at >= after.at
        )
    ]
    assert wrong == []
    assert {one.deal_id: one.to_stage for one in moves} == {one.id: one.stage for one in deals.values()}
    assert Counter(one.verb for one in moves) == {"open": 25, "advance": 106, "lose": 3, "terminate": 2, "reopen": 1}
    sides = {one.seed_key: {person.side for person in one.people if person.is_signatory} for one in deals.values()}
    assert [key for key, found in sides.items() if found != {"provider", "recipient"}] == []


def test_ndas_protect_what_is_confidential(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        assert tally(db, Nda.state) == {"offered": 2, "in_force": 15, "ended": 1}
        assert tally(db, Nda.lang) == {"ru": 13, "kk": 2, "en": 3}
        assert db.scalar(select(func.count()).select_from(Acceptance)) == 33
        assert tally(db, Opening.what) == {"posting": 20, "document": 11}
        hidden = select(Confidential.posting_id)
        pairs = select(Deal.id).where(Deal.need_id.in_(hidden) | Deal.capability_id.in_(hidden))
        assert len(db.scalars(pairs).all()) >= 10
        opened = select(Opening.what_id).where(Opening.what == "posting", Opening.what_id.not_in(hidden))
        assert db.scalars(opened).all() == []


def test_documents_are_drafted_uploaded_and_signed(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        found = (
            tally(db, DealDocument.kind), tally(db, DocumentVersion.source, DocumentVersion.media_type),
            tally(db, DocumentSignature.side), db.scalar(select(func.max(DocumentVersion.size))) or 0,
        )  # fmt: skip
    assert found[0] == {
        "agreement": 11, "evidence": 16, "licence": 3, "mta": 2, "nda": 2, "other": 2, "term_sheet": 15,
    }  # fmt: skip
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert found[1] == {
        ("generated", word): 3, ("generated", "application/pdf"): 22, ("uploaded", "application/pdf"): 20,
        ("uploaded", "text/csv"): 14,
    }  # fmt: skip
    assert found[2] == {"provider": 24, "recipient": 23}
    assert found[3] < 2**17


def test_money_is_agreed_paid_late_and_to_come(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        assert tally(db, Term.kind) == {"upfront": 10, "stage": 20, "milestone": 7, "royalty": 6, "equity": 2}
        assert set(tally(db, Term.currency)) == {"KZT", "USD"}
        loads = joinedload(Receivable.term), joinedload(Receivable.payments)
        rows = db.scalars(select(Receivable).options(*loads)).unique().all()
        late = [one for one in rows if owed_of(one).standing(today()) == "late"]
        keys = dict(db.execute(select(Deal.id, Deal.seed_key)).all())
        soon = [
            one
            for one in rows
            if one.due_on and today() <= one.due_on <= today() + timedelta(days=20) and not one.payments
        ]
        assert tally(db, SalesReport.user_id).keys() and db.scalar(select(func.count()).select_from(Payment)) == 21
    assert sorted((keys[one.deal_id], one.kind) for one in late) == [
        ("froth-vision", "royalty"), ("leachate-plant", "stage"), ("pump-cards", "minimum"), ("pump-cards", "royalty"),
    ]  # fmt: skip
    assert {keys[one.deal_id] for one in soon} == {"fly-ash-blocks", "kiln-burner", "whey-membranes"}


def test_the_sources_of_money_add_up(demo: Flask) -> None:
    sums: dict[tuple[int, str], list[int]] = {}
    with demo.extensions["database"].read() as db:
        costs = {(one.id, code): cost for one in db.scalars(select(Deal)) for code, cost in one.cost_minor.items()}
        for one in db.scalars(select(Funding)):
            total = sums.setdefault((one.deal_id, one.currency), [0, 0])
            total[0], total[1] = total[0] + one.amount_minor, total[1] + one.share_bp
        sources = tally(db, Funding.source)
    assert sums == {key: [cost, 10_000] for key, cost in costs.items()} and len(sums) == 16
    assert set(sources) == set(terms("funding_sources")) - {"budget"}  # which pays for infrastructure


def test_work_goes_on(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        tasks = db.scalars(select(DealTask)).all()
        texts = db.scalars(select(DealMessage.text)).all()
    open_ones = [one for one in tasks if one.done_at is None]
    assert Counter((one.is_milestone, one.done_at is not None) for one in tasks) == {
        (False, True): 21, (False, False): 22, (True, True): 7, (True, False): 6,
    }  # fmt: skip
    assert len([one for one in open_ones if one.due_on and one.due_on < today()]) == 8
    assert len(texts) == 94 and set(map(detect, texts)) == {"kk", "ru", "en"}


def test_each_role_finds_something_on_the_first_day(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        own = {role: demo_actor(db, role) for role in ("researcher", "company", "operator", "officer", "analyst")}
        deals = {role: len(list_deals(actor, db)) for role, actor in own.items()}
        tasks = {role: len(own_tasks(actor, db)) for role, actor in own.items()}
        unread = {role: len(db.execute(unread_by_deal(actor)).all()) for role, actor in own.items()}
        idle = {one.seed_key for one in idle_deals(own["officer"], db, 21)}
    assert deals == {"researcher": 3, "company": 3, "operator": 2, "officer": 25, "analyst": 0}
    assert tasks == {"researcher": 1, "company": 3, "operator": 1, "officer": 2, "analyst": 0}
    assert unread["researcher"] and unread["company"] and unread["officer"] >= 5
    assert idle == {"cotton-camera-option", "crop-maps", "motor-diagnostics", "mycotoxin-option"}


def test_nothing_has_happened_in_the_future_or_is_written_about(demo: Flask) -> None:
    with demo.extensions["database"].read() as db:
        first, last = db.execute(select(func.min(DealMove.at), func.max(DealMove.at))).one()
        trail = select(func.max(Audit.at)).where(Audit.subject == "deal")
        assert timedelta(days=500) < last - first < timedelta(days=560) and last < clock.now()
        assert (db.scalar(trail) or last) < clock.now() - timedelta(hours=6)
        letters = db.scalars(select(Mail.body).where(Mail.body.contains("/deals/"))).all()
    assert letters == []


def test_moments_are_working_hours_in_order() -> None:
    friday = clock.today() - timedelta(days=clock.today().weekday() + 3)
    days = [friday, friday + timedelta(days=1), friday + timedelta(days=2), friday + timedelta(days=3)]
    found = list(moments(days, 0))
    assert [one.date() for one in found] == [friday, friday, friday, days[-1]]
    assert sorted(set(found)) == found and {one.hour for one in found} <= {4, 5, 6, 7}


def test_a_deal_that_is_missing_comes_back_alone(demo: Flask) -> None:
    with pytest.raises(Undone), demo.extensions["database"].write() as db:
        before = tally(db, DealMessage.deal_id)
        gone = db.scalars(select(Deal.id).where(Deal.seed_key == "motor-diagnostics")).one()
        db.execute(delete(Deal).where(Deal.id == gone))
        seed_all(db, SEEDS)
        new = db.scalars(select(Deal.id).where(Deal.seed_key == "motor-diagnostics")).one()
        assert tally(db, DealMessage.deal_id) == {new if one == gone else one: number for one, number in before.items()}
        assert tally(db, Deal.stage) == STAGES
        raise Undone


def broken(tmp_path: Path, name: str, old: str, new: str) -> Path:
    """The seeds with something else in a file of the deals."""
    folder = tmp_path / "seeds"
    shutil.copytree(SEEDS, folder)
    path = folder / "deals" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


FAULTS = [
    ("moves.csv", "-495,officer", "soon,officer", 2, "on", "“soon” is not a day, as -40, m-3 or e-3+12."),
    ("messages.csv", "v.kim", "nobody", 2, "mentions", "“nobody” is not a key of this demo."),
    ("terms.csv", "18000000", "-18", 2, "amount", "An amount cannot be negative. Write it without the minus sign."),
    ("tasks.csv", "froth-vision", "nothing", 2, "deal", "“nothing” is not a key of this demo."),
]


@pytest.mark.parametrize(("name", "old", "new", "line", "column", "message"), FAULTS, ids=[one[0] for one in FAULTS])
def test_a_fault_is_named_with_its_line(
    demo: Flask, tmp_path: Path, name: str, old: str, new: str, line: int, column: str, message: str
) -> None:
    folder = broken(tmp_path, name, old, new)
    database = demo.extensions["database"]
    with pytest.raises(Invalid) as caught, database.write() as db:
        for deal in db.scalars(select(Deal).where(Deal.seed_key == "froth-vision")):
            deal.seed_key = None
            deal.introduction_id = deal.need_id = deal.capability_id = None
        seed_all(db, folder)
    assert caught.value.errors == {f"{name}, line {line}, column {column}": message}
