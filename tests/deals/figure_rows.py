"""Sixty deals of every kind and stage with what led to them and what was paid, made by chance with a fixed seed."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

from sqlalchemy.orm import Session

from matchmaker.core.db import Database
from matchmaker.deals.disclosure.models import Acceptance, Nda
from matchmaker.deals.disclosure.text import parties
from matchmaker.deals.models import Deal, DealMove
from matchmaker.deals.money.models import Payment, Receivable, Term
from matchmaker.deals.pipeline.stages import BEFORE_SIGNING, STAGES, stages_of
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.recommendations.models import Interest, Introduction
from matchmaker.recommendations.records.models import RecommendationRecord
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.vocabularies import terms
from tests.cast import Cast
from tests.sessions.making import make_person, make_session

BEGIN = datetime(2024, 1, 10, 9, tzinfo=UTC)
COUNT = 60


def fill_figures(database: Database, cast: Cast) -> None:
    """Everything that figures are counted from."""
    chance = Random(11)
    with database.write() as db:
        homes = [cast.laboratory, cast.enterprise, *_organisations(db)]
        pairs = _pairs(db, chance, homes)
        introductions = _answers(db, chance, pairs)
        meetings = _meetings(db, chance, homes)
        for number in range(COUNT):
            _deal(db, chance, homes, pairs, introductions, meetings, number)


def _organisations(db: Session) -> list[int]:
    made = [
        Organisation(kind="enterprise", name_kk="", name_ru="", name_en=f"Works {one}", region="KZ-75")
        for one in range(2)
    ]
    db.add_all(made)
    db.flush()
    return [one.id for one in made]


def _pairs(db: Session, chance: Random, homes: list[int]) -> list[tuple[Posting, Posting]]:
    """Needs and capabilities, some of them never published."""
    made = []
    for number in range(24):
        pair = tuple(
            Posting(kind=kind, lang="en", state="published", organisation_id=chance.choice(homes),
                    ip_status=chance.choice(("application_filed", "none")),
                    published_at=BEGIN + timedelta(days=40 * number) if chance.random() < 0.8 else None)
            for kind in ("need", "capability")
        )  # fmt: skip
        made.append(pair)
        db.add_all(pair)
    db.flush()
    return made  # type: ignore[return-value]


def _answers(db: Session, chance: Random, pairs: list[tuple[Posting, Posting]]) -> list[int]:
    """Records, interests from either side, introductions of some."""
    introductions = []
    for need, capability in pairs:
        for own, other in ((need, capability), (capability, need)):
            if chance.random() < 0.7:
                _record(db, own.id, other.id)
                answer = chance.choice(("interested", "declined"))
                db.add(Interest(own_id=own.id, other_id=other.id, answer=answer))
        if chance.random() < 0.5:
            introductions.append(Introduction(need_id=need.id, capability_id=capability.id))
    db.add_all(introductions)
    db.flush()
    return [one.id for one in introductions]


def _record(db: Session, own_id: int, other_id: int) -> None:
    empty: dict[str, object] = {
        "contributions": {},
        "bridges": {},
        "pair": {},
        "reasons": {},
        "heads": {},
        "engine": {},
    }
    db.add(RecommendationRecord(own_id=own_id, other_id=other_id, answer="interested", score=50.0, rank=1, **empty))


def _meetings(db: Session, chance: Random, homes: list[int]) -> list[int]:
    session = make_session(db)
    people = [make_person(db, session, f"person{number}", chance.choice(homes)).id for number in range(7)]
    made = [
        Meeting(
            session_id=session.id, one_id=one, two_id=two, source="officer", state=chance.choice(("held", "missed"))
        )
        for one, two in pairwise(people)
    ]
    db.add_all(made)
    db.flush()
    return [one.id for one in made]


def _deal(
    db: Session, chance: Random, homes: list[int], pairs: list[tuple[Posting, Posting]], introductions: list[int],
    meetings: list[int], number: int,
) -> None:  # fmt: skip
    kind = list(terms("deal_kinds"))[number % 9]
    provider, recipient = chance.sample(homes, 2)
    at = BEGIN + timedelta(days=chance.randrange(900), hours=chance.randrange(24))
    need, capability = chance.choice(pairs)
    made = Deal(
        title=f"Deal {number}", kind=kind, provider_id=provider, recipient_id=recipient, created_at=at,
        region=chance.choice(("KZ-62", "KZ-75", "")), sector=chance.choice(("07", "24", "")),
        currency=chance.choice(("KZT", "USD")), value_minor=chance.choice((None, 1_234_567_89, 50_00)),
        need_id=need.id, capability_id=capability.id,
        introduction_id=introductions.pop() if introductions and chance.random() < 0.5 else None,
        meeting_id=meetings.pop() if meetings and chance.random() < 0.3 else None,
    )  # fmt: skip
    record = db.query(RecommendationRecord.id).filter_by(own_id=need.id, other_id=capability.id).first()
    made.record_id = record[0] if record else None
    db.add(made)
    db.flush()
    _way(db, chance, made, at)
    _nda(db, chance, made)
    if made.signed_at:
        _money(db, chance, made)


def _way(db: Session, chance: Random, deal: Deal, at: datetime) -> None:
    """Stage by stage, once back and forth, sometimes to an end before its time."""
    way = list(stages_of(deal.kind))[: chance.randrange(1, len(STAGES) + 1)]
    if len(way) > 3 and chance.random() < 0.3:
        way[2:2] = [way[2], way[1]]
    if chance.random() < 0.4 and way[-1] != "closed":
        way.append("lost" if way[-1] in BEFORE_SIGNING else "terminated")
    for before, after in zip(["", *way], way, strict=False):
        db.add(DealMove(deal_id=deal.id, from_stage=before, to_stage=after, verb="advance", at=at))
        deal.stage, deal.moved_at = after, at
        deal.signed_at = at if after == "signed" else deal.signed_at
        at += timedelta(minutes=chance.randrange(1, 200_000))
    if deal.stage in ("lost", "terminated"):
        deal.reason = chance.choice(("price", "no_budget", "terms"))
    elif chance.random() < 0.2:  # something noted within the stage, which is no step
        db.add(DealMove(deal_id=deal.id, from_stage=deal.stage, to_stage=deal.stage, verb="change_kind", at=at))


def _nda(db: Session, chance: Random, deal: Deal) -> None:
    """None, offered, accepted by one, by both, sometimes by both twice."""
    for _text in range(chance.randrange(3)):
        nda = Nda(
            **parties(deal),
            deal_id=deal.id,
            lang="en",
            text="NDA",
            sha256="",
            state=chance.choice(("in_force", "ended", "replaced")),
        )
        db.add(nda)
        db.flush()
        for side in chance.sample(("provider", "recipient"), chance.randrange(3)):
            at = deal.created_at + timedelta(days=chance.randrange(400))
            db.add(Acceptance(nda_id=nda.id, side=side, name="Signatory", sha256="", accepted_at=at))


def _money(db: Session, chance: Random, deal: Deal) -> None:
    for number in range(chance.randrange(4)):
        payer, kind = (
            chance.choice(("recipient", "recipient", "provider")),
            chance.choice(("upfront", "royalty", "milestone")),
        )
        term = Term(
            deal_id=deal.id, kind=kind, currency=chance.choice(("KZT", "USD")), amount_minor=10_000_00, payer=payer
        )
        db.add(term)
        db.flush()
        due = Receivable(
            deal_id=deal.id, term_id=term.id, key=f"{number}", kind=kind, currency=term.currency, amount_minor=100
        )
        db.add(due)
        db.flush()
        paid = date(2025, 1, 1) + timedelta(days=chance.randrange(700))
        amount = chance.randrange(1, 10_000_000)
        db.add(Payment(receivable_id=due.id, amount_minor=amount, paid_on=paid))
        if chance.random() < 0.3:  # entered by mistake, and undone
            db.add(Payment(receivable_id=due.id, amount_minor=-amount, paid_on=paid))
