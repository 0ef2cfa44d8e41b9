"""Writes of a deal itself: opening it with its origin, its head, its people."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.deals import rules
from matchmaker.deals.models import Deal, DealMove, DealPerson
from matchmaker.organisations.queries import people_of
from matchmaker.vocabularies import check_codes


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


def open_deal(actor: Actor, db: Session, head: Head, origin: Origin = Origin(), form_token: str | None = None) -> Deal:
    """A new deal at the stage `lead`. Opened twice from one introduction or meeting, the first one is returned.

    The opener is named for their side, an officer leads it. Raises Invalid, naming the field, and Forbidden.
    """
    require(rules.may_open(actor))
    if there := _there(db, origin, form_token):
        return there
    check_head(head)
    if not actor.is_officer and not {head.provider_id, head.recipient_id} & actor.organisations:
        raise Invalid({"provider": _("One of the two sides must be your organisation.")})
    made = Deal(**vars(head), **vars(origin), form_token=form_token, stage="lead")
    made.officer_id = actor.user_id if actor.is_officer else None
    made.people = _first_people(db, head)
    db.add(made)
    db.flush()  # the history needs the id
    db.add(DealMove(deal_id=made.id, to_stage="lead", verb="open", user_id=actor.user_id))
    audit.record(db, actor.user_id, "open", "deal", made.id, {}, {"kind": head.kind})
    return made


def _there(db: Session, origin: Origin, form_token: str | None) -> Deal | None:
    """The deal that this introduction, meeting or form has opened already."""
    for column, value in (
        (Deal.introduction_id, origin.introduction_id),
        (Deal.meeting_id, origin.meeting_id),
        (Deal.form_token, form_token),
    ):
        if value and (found := db.scalar(select(Deal).where(column == value))):
            return found
    return None


def check_head(head: Head) -> None:
    """Raises Invalid with each field that cannot be taken."""
    check_codes("deal_kinds", "kind", [head.kind])
    errors: dict[str, str] = {}
    if not head.title:
        errors["title"] = _("Please fill this in.")
    if head.provider_id == head.recipient_id:
        errors["recipient"] = _("The two sides of a deal are two organisations.")
    if head.starts_on and head.ends_on and head.ends_on < head.starts_on:
        errors["ends_on"] = _("The end is before the start.")
    if errors:
        raise Invalid(errors)


def _first_people(db: Session, head: Head) -> list[DealPerson]:
    """The people of both sides; who signs is named later."""
    sides = {"provider": head.provider_id, "recipient": head.recipient_id}
    return [
        DealPerson(user_id=user.id, side=side, is_signatory=False)
        for side, organisation_id in sides.items()
        for user in people_of(db, organisation_id)
    ]


def edit_deal(actor: Actor, db: Session, deal: Deal, head: Head, version: int) -> Deal:
    """Change the head: what `Head` holds. Raises Conflict when somebody else has saved since `version`."""
    require(rules.may_work(actor, deal))
    check_head(head)
    if deal.version != version:
        raise Conflict(_("Somebody else has changed this meanwhile. Compare, and save again."))
    before = {name: str(getattr(deal, name)) for name, value in vars(head).items() if getattr(deal, name) != value}
    for name, value in vars(head).items():
        setattr(deal, name, value)
    touch(deal)
    audit.record(db, actor.user_id, "edit", "deal", deal.id, before, {name: str(vars(head)[name]) for name in before})
    return deal


def touch(deal: Deal) -> None:
    """Something has been done on the deal: it is not idle."""
    deal.touched_at = clock.now()


def name_person(actor: Actor, db: Session, deal: Deal, user: User, side: str, *, is_signatory: bool) -> DealPerson:
    """Put a person on a side, or change whether they sign. Only people of the side's organisation may be named."""
    require(rules.may_name_people(actor, deal, side))
    organisation_id = deal.provider_id if side == "provider" else deal.recipient_id
    if user.id not in {one.id for one in people_of(db, organisation_id)}:
        raise Invalid({"person": _("Only people of the organisation can speak for its side.")})
    there = next((one for one in deal.people if one.user_id == user.id), None)
    found = there or DealPerson(deal_id=deal.id, user_id=user.id)
    found.side, found.is_signatory = side, is_signatory
    if there is None:
        deal.people.append(found)
    audit.record(db, actor.user_id, "name", "deal", deal.id, {}, {"person": user.id, "signs": is_signatory})
    return found


def drop_person(actor: Actor, db: Session, deal: Deal, user_id: int) -> None:
    """Take a person off the deal; what they have signed stays."""
    there = next((one for one in deal.people if one.user_id == user_id), None)
    if there is None:
        return
    require(rules.may_name_people(actor, deal, there.side))
    deal.people.remove(there)
    audit.record(db, actor.user_id, "drop", "deal", deal.id, {"person": user_id}, {})
