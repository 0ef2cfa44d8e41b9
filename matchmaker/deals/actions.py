"""Writes of a deal itself: opening it with its origin, its head, its people."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, object_session

from matchmaker.accounts.actor import OFFICERS, Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Forbidden, Invalid
from matchmaker.core.i18n import _
from matchmaker.deals import rules
from matchmaker.deals.first_people import first_people
from matchmaker.deals.letters import tell_leader, tell_named, tell_opened
from matchmaker.deals.models import Deal, DealMove, DealPerson
from matchmaker.deals.queries import WHOLE
from matchmaker.organisations.models import Organisation
from matchmaker.organisations.queries import people_of
from matchmaker.postings.models import Posting
from matchmaker.sessions.timetable.models import Meeting
from matchmaker.vocabularies import check_codes

CURRENCIES = ("KZT", "USD", "EUR", "RUB", "CNY", "GBP", "TRY", "UZS", "KGS")
ENDED = ("closed", "lost", "terminated")
FIXED = ("kind", "provider_id", "recipient_id")  # set when it is opened; the kind has a step of its own


@dataclass(frozen=True)
class Origin:
    """Where a deal comes from; ids, and the score that the pair was recommended with."""

    need_id: int | None = None
    capability_id: int | None = None
    introduction_id: int | None = None
    record_id: int | None = None
    score: float | None = None
    session_id: int | None = None
    meeting_id: int | None = None


@dataclass(frozen=True)
class Head:
    """What a deal is about, as its form gives it."""

    title: str
    kind: str
    provider_id: int
    recipient_id: int
    summary: str = ""
    region: str = ""
    sector: str = ""
    trl: int | None = None
    currency: str = "KZT"
    value_minor: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


def open_deal(
    actor: Actor,
    db: Session,
    head: Head,
    origin: Origin = Origin(),
    form_token: str | None = None,
    leader_id: int | None = None,
) -> Deal:
    """A new deal at the stage `lead`. Opened twice from one pair, meeting or form, the first one is returned.

    An officer who opens it leads it, else `leader_id`. Raises Invalid, naming the field, and Forbidden.
    """
    require(rules.may_open(actor))
    _wait_for_twins(db, origin)
    if there := _there(db, origin, form_token):
        return _shown(actor, there)
    check_head(head)
    _check_sides(actor, db, head)
    made = Deal(**vars(head), **vars(origin), form_token=form_token)
    made.officer_id = actor.user_id if actor.is_officer else leader_id
    made.people = first_people(
        actor, db, head.provider_id, head.recipient_id, origin.introduction_id, origin.meeting_id
    )
    try:
        with db.begin_nested():
            db.add(made)
            db.flush()
    except IntegrityError as fault:  # the same form, sent at the same moment
        there = _there(db, origin, form_token)
        if there is None:
            raise Conflict(_("Somebody has saved the same thing at the same moment. Look at it again.")) from fault
        return _shown(actor, there)
    db.add(DealMove(deal_id=made.id, to_stage=made.stage, verb="open", user_id=actor.user_id))
    audit.record(db, actor.user_id, "open", "deal", made.id, {}, {"stage": made.stage, "kind": head.kind})
    tell_opened(actor, db, made)
    return made


def _wait_for_twins(db: Session, origin: Origin) -> None:
    """Whoever opens the deal of the same pair or meeting at the same moment waits here, and then finds it."""
    pair = [one for one in (origin.need_id, origin.capability_id) if one]
    if pair:
        db.execute(select(Posting.id).where(Posting.id.in_(pair)).order_by(Posting.id).with_for_update())
    if origin.meeting_id:
        db.execute(select(Meeting.id).where(Meeting.id == origin.meeting_id).with_for_update())


def _there(db: Session, origin: Origin, form_token: str | None) -> Deal | None:
    """The deal that this introduction, meeting, pair or form has opened already; of a pair, one that goes on."""
    ways = [
        Deal.introduction_id == origin.introduction_id if origin.introduction_id else None,
        Deal.meeting_id == origin.meeting_id if origin.meeting_id else None,
        Deal.form_token == form_token if form_token else None,
        (Deal.need_id == origin.need_id) & (Deal.capability_id == origin.capability_id) & Deal.stage.not_in(ENDED)
        if origin.need_id and origin.capability_id
        else None,
    ]
    for way in ways:
        if way is not None and (found := db.scalar(select(Deal).where(way).options(*WHOLE).limit(1))):
            return found
    return None


def _shown(actor: Actor, deal: Deal) -> Deal:
    """The deal that is there, for somebody on it; a colleague learns whom to ask."""
    if not rules.may_see(actor, deal):
        raise Forbidden(_("The deal is open already. Ask a manager of your organisation to name you on it."))
    return deal


def check_head(head: Head) -> None:
    """Raises Invalid with each field that cannot be taken."""
    check_codes("deal_kinds", "kind", [head.kind])
    errors: dict[str, str] = {}
    if not head.title:
        errors["title"] = _("Please fill this in.")
    if head.provider_id == head.recipient_id:
        errors["recipient_id"] = _("The two sides of a deal are two organisations.")
    if head.currency not in CURRENCIES:
        errors["currency"] = _("There is no currency “%(code)s” here. Choose from the list.", code=head.currency[:10])
    if head.starts_on and head.ends_on and head.ends_on < head.starts_on:
        errors["ends_on"] = _("The end is before the start.")
    if errors:
        raise Invalid(errors)


def _check_sides(actor: Actor, db: Session, head: Head) -> None:
    sides = {"provider_id": head.provider_id, "recipient_id": head.recipient_id}
    found = {name: db.get(Organisation, one) for name, one in sides.items()}
    errors = {name: _("Choose from the list.") for name, one in found.items() if one is None}
    if not errors and not actor.is_officer:
        unknown = [name for name, one in found.items() if one and one.verified_at is None]
        errors = dict.fromkeys(unknown, _("An officer has not verified this organisation yet. Ask an officer."))
        if not set(sides.values()) & actor.organisations:
            errors["provider_id"] = _("One of the two sides must be your organisation.")
    if errors:
        raise Invalid(errors)


def edit_deal(actor: Actor, db: Session, deal: Deal, head: Head, version: int) -> Deal:
    """Change the head, except its kind and its sides. Raises Conflict when somebody else has saved since `version`."""
    require(rules.may_work(actor, deal))
    check_head(head)
    hold(db, deal, *vars(head))
    if deal.version != version:
        raise Conflict(_("Somebody has changed this meanwhile. Compare, then save again."))
    changed = {name: value for name, value in vars(head).items() if getattr(deal, name) != value}
    if fixed := [name for name in changed if name in FIXED]:
        raise Invalid(dict.fromkeys(fixed, _("This is not changed here: it has a step of its own.")))
    if not changed:
        return deal
    before = {name: _told(name, getattr(deal, name)) for name in changed}
    for name, value in changed.items():
        setattr(deal, name, value)
    touch(deal)
    audit.record(
        db, actor.user_id, "edit", "deal", deal.id, before, {name: _told(name, changed[name]) for name in changed}
    )
    return deal


def _told(name: str, value: object) -> str:
    """A value as the audit trail keeps it: what people write at length stays out of it."""
    return "" if name == "summary" else str(value)


def touch(deal: Deal) -> None:
    """Something has been done on the deal: it is not idle. Its version stays: a form that is open meanwhile is not stale."""
    db = object_session(deal)
    if db is not None:
        db.execute(update(Deal).where(Deal.id == deal.id).values(touched_at=clock.now()))


def name_officer(actor: Actor, db: Session, deal: Deal, user_id: int) -> None:
    """Say which officer leads the deal."""
    require(rules.may_run(actor, deal))
    chosen = db.get(User, user_id)
    if chosen is None or chosen.role not in OFFICERS or not chosen.is_active:
        raise Invalid({"officer": _("Choose an officer from the list.")})
    hold(db, deal, "officer_id")
    before, deal.officer_id = deal.officer_id, chosen.id
    if before != chosen.id:
        touch(deal)
        audit.record(db, actor.user_id, "lead", "deal", deal.id, {"person": before}, {"person": chosen.id})
        tell_leader(actor, db, deal, chosen)


def name_person(actor: Actor, db: Session, deal: Deal, user: User, side: str, *, is_signatory: bool) -> DealPerson:
    """Put a person on a side, or change whether they sign. Only people of the side's organisation may be named."""
    require(side in rules.PARTIES and rules.may_name_people(actor, deal, side))
    if user.id not in {one.id for one in people_of(db, rules.organisation_of(deal, side))}:
        raise Invalid({"person": _("Only people of the organisation can speak for its side.")})
    there = _place_now(db, deal, user.id)
    if there and there.side != side:
        raise Invalid({"person": _("This person speaks for the other side already.")})
    found = there or DealPerson(deal_id=deal.id, user_id=user.id, side=side)
    is_news = there is None or there.is_signatory != is_signatory
    found.is_signatory = is_signatory
    if there is None:
        deal.people.append(found)
        tell_named(actor, db, deal, user, side)
    if is_news:
        touch(deal)
        audit.record(db, actor.user_id, "name", "deal", deal.id, {}, {"person": user.id, "signs": is_signatory})
    return found


def drop_person(actor: Actor, db: Session, deal: Deal, user_id: int) -> None:
    """Take a person off the deal; what they have signed stays."""
    there = _place_now(db, deal, user_id)
    if there is None:
        return
    require(rules.may_name_people(actor, deal, there.side))
    deal.people.remove(there)
    touch(deal)
    audit.record(db, actor.user_id, "drop", "deal", deal.id, {"person": user_id}, {})


def _place_now(db: Session, deal: Deal, user_id: int) -> DealPerson | None:
    """A person's place, read again while nobody else can change who is on the deal."""
    hold(db, deal, "stage", "people")
    return next((one for one in deal.people if one.user_id == user_id), None)
