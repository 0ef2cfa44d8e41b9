"""Sessions, deals, payments, postings, territories and projects of three years, made by chance with a fixed seed."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.core.db import Database
from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Funding, Payment, Receivable, Term
from matchmaker.organisations.models import Organisation
from matchmaker.postings.models import Posting
from matchmaker.recommendations.models import Introduction
from matchmaker.sessions.day.models import Outcome
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.territories.facilities.models import BookedHour, Booking, Facility
from matchmaker.territories.models import Territory
from matchmaker.territories.projects.models import Project, ProjectFunding
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.structure.models import Site
from tests.cast import Cast
from tests.deals.figure_rows import fill_figures
from tests.sessions.making import make_person, make_session
from tests.territories.making import make_manager, make_territory

YEARS = (2024, 2025, 2026)
REGIONS = ("KZ-62", "KZ-75", "KZ-19")
NAMES = {"en": "Something"}


def fill_counted(database: Database, cast: Cast) -> None:
    """Everything that the platform's queries count, with rows beside them that they must not count."""
    fill_figures(database, cast)
    chance = Random(7)
    with database.write() as db:
        _mix_postings(db, chance)
        for number in range(8):
            _session(db, cast, chance, number)
        _licences(db, chance)
        _funding(db, chance)
        manager = make_manager(db, cast)
        for number in range(3):
            state = ("designated", "designated", "candidate")[number]
            decided = date(2025 + number, 5, 1)
            territory = make_territory(
                db, cast, state, manager_id=manager, region=REGIONS[number % 2], decided_on=decided
            )
            _territory(db, cast, chance, territory, manager)


def _moment(chance: Random) -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(3 * 365 * 24))


def _day(chance: Random) -> date:
    return _moment(chance).date()


def _mix_postings(db: Session, chance: Random) -> None:
    """Some owners are not named; introductions and verifications lie in all three years."""
    for posting in db.scalars(select(Posting)):
        posting.visibility = chance.choice(("public", "anonymous", "invited"))
    for one in db.scalars(select(Introduction)):
        one.created_at = _moment(chance)
    for organisation in db.scalars(select(Organisation)):
        organisation.verified_at = chance.choice((None, _moment(chance)))


def _session(db: Session, cast: Cast, chance: Random, number: int) -> None:
    state = chance.choice(("finished", "finished", "released", "cancelled"))
    region = chance.choice((*REGIONS, ""))
    session = make_session(db, state=state, starts_on=_day(chance), region=region)
    homes = (cast.laboratory, cast.enterprise)
    states = ("confirmed", "confirmed", "confirmed", "cancelled")
    people = [
        make_person(
            db, session, f"met{number}-{one}", homes[one % 2], chance.choice(states), token=f"t{number}-{one}"
        ).id
        for one in range(5)
    ]
    for one, two in pairwise(people):
        met = Meeting(session_id=session.id, one_id=one, two_id=two, source="officer")
        met.state = chance.choice(("held", "held", "missed", "cancelled"))
        db.add(met)
        db.flush()
        for side in chance.sample((one, two), chance.randrange(3)):
            outcome = chance.choice(("none", "insight", "follow_up", "cooperation", "absent"))
            db.add(Outcome(meeting_id=met.id, registration_id=side, outcome=outcome))


def _licences(db: Session, chance: Random) -> None:
    """All licences and options are signed and paid for, sometimes by the wrong side, in another currency, or undone."""
    for deal in db.scalars(select(Deal).where(Deal.kind.in_(("exclusive_licence", "non_exclusive_licence", "option")))):
        deal.signed_at = _moment(chance)
        payer, currency = chance.choice(("recipient", "recipient", "provider")), chance.choice(("KZT", "KZT", "USD"))
        term = Term(deal_id=deal.id, kind="upfront", currency=currency, amount_minor=1, payer=payer)
        db.add(term)
        db.flush()
        due = Receivable(
            deal_id=deal.id, term_id=term.id, key="more", kind="upfront", currency=currency, amount_minor=1
        )
        db.add(due)
        db.flush()
        for amount in (chance.randrange(1, 10**9), -chance.randrange(1, 10**8)):
            db.add(Payment(receivable_id=due.id, amount_minor=amount, paid_on=_day(chance)))


def _funding(db: Session, chance: Random) -> None:
    for deal in db.scalars(select(Deal)):
        for _number in range(chance.randrange(3)):
            source, currency = (
                chance.choice(("own", "bank", "state_grant", "ppp")),
                chance.choice(("KZT", "KZT", "USD")),
            )
            amount = chance.randrange(1, 10**9)
            db.add(Funding(deal_id=deal.id, source=source, currency=currency, amount_minor=amount, share_bp=1))


def _territory(db: Session, cast: Cast, chance: Random, territory: Territory, manager: int) -> None:
    for _number in range(6):
        site = Site(territory_id=territory.id, kind="technopark", names=NAMES, is_planned=chance.random() < 0.3)
        site.opened_year = chance.choice((None, 2020, *YEARS))
        db.add(site)
        _resident(db, cast, chance, territory)
        _project(db, chance, territory)
    facility = Facility(territory_id=territory.id, organisation_id=manager, kind="equipment", names=NAMES, units=2)
    db.add(facility)
    db.flush()
    for _number in range(5):
        _booking(db, cast, chance, facility)


def _resident(db: Session, cast: Cast, chance: Random, territory: Territory) -> None:
    made = Residency(territory_id=territory.id, organisation_id=cast.laboratory, activity="R&D")
    if chance.random() < 0.7:
        made.state, made.admitted_on = "admitted", _day(chance)
        if chance.random() < 0.5:
            made.state, made.ended_on = "ended", made.admitted_on + timedelta(days=chance.randrange(500))
    db.add(made)


def _project(db: Session, chance: Random, territory: Territory) -> None:
    made = Project(territory_id=territory.id, kind="laboratory", names=NAMES, cost_minor=10**12)
    made.currency, made.created_at = chance.choice(("KZT", "KZT", "USD")), _moment(chance)
    made.starts_on = chance.choice((None, _day(chance)))
    made.stage = chance.choice(("idea", "construction", "commissioned", "stopped"))
    made.ends_on = chance.choice((None, _day(chance)))
    db.add(made)
    db.flush()
    for _number in range(chance.randrange(4)):
        part = ProjectFunding(project_id=made.id, amount_minor=chance.randrange(1, 10**12))
        part.source = chance.choice(("private_investor", "ppp", "bank", "ifi", "budget", "state_grant"))
        part.state = chance.choice(("negotiated", "committed", "committed"))
        part.committed_on = _day(chance) if part.state == "committed" else None
        db.add(part)


def _booking(db: Session, cast: Cast, chance: Random, facility: Facility) -> None:
    starts = _moment(chance)
    made = Booking(facility_id=facility.id, organisation_id=cast.enterprise, starts_at=starts)
    made.ends_at, made.state = starts + timedelta(hours=3), chance.choice(("asked", "confirmed", "confirmed"))
    db.add(made)
    db.flush()
    for hour in range(3):
        for unit in range(chance.randrange(1, 3)):
            one = BookedHour(
                facility_id=facility.id, hour=starts + timedelta(hours=hour), unit=unit, booking_id=made.id
            )
            db.add(one)
