"""Writes of interests and introductions."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.accounts.queries import users_with_role
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean
from matchmaker.notifications.actions import send_mail
from matchmaker.organisations.queries import people_of
from matchmaker.postings import rules as posting_rules
from matchmaker.postings.models import Posting
from matchmaker.recommendations import rules
from matchmaker.recommendations.models import Interest, Introduction
from matchmaker.recommendations.states import STATES
from matchmaker.vocabularies import check_codes


def answer(
    actor: Actor, db: Session, own: Posting, other: Posting, given: str, reason: str = "", note: str = ""
) -> Introduction | None:
    """Answer a recommendation: `interested`, or `declined` with a reason code.

    When both sides are interested an introduction is made and returned. Answering again changes the answer until
    there is an introduction; then it raises Conflict.
    """
    require(rules.may_answer(actor, own, other))
    _check_answer(given, reason)
    _lock(db, own, other)
    if _introduction(db, own, other):
        raise Conflict(_("Both sides are interested already. Go on in the introduction."))
    row = db.get(Interest, (own.id, other.id))
    is_news = given == "interested" and (row is None or row.answer != given)
    row = row or Interest(own_id=own.id, other_id=other.id)
    row.answer, row.reason, row.note = given, reason if given == "declined" else "", clean(note)[:2000]
    row.user_id, row.answered_at = actor.user_id, clock.now()
    db.add(row)
    audit.record(db, actor.user_id, given, "posting", own.id, {}, {"other": other.id, "reason": row.reason})
    back = db.get(Interest, (other.id, own.id))
    if given == "interested" and back and back.answer == "interested":
        return _introduce(db, actor, own, other)
    if is_news and _sees(db, other, own):
        _tell(db, other, own, "interest", f"/postings/{other.id}/recommendations")
    return None


def _sees(db: Session, one: Posting, other: Posting) -> bool:
    """Whether the people of one posting may see the other: else no letter tells them of it."""
    found = posting_rules.ids_found_by(rules.beholder(one)).where(Posting.id == other.id)
    return db.scalar(found) is not None


def _check_answer(given: str, reason: str) -> None:
    if given not in ("interested", "declined"):
        raise Invalid({"answer": _("Choose interested or not interested.")})
    if given == "declined":
        if not reason:
            raise Invalid({"reason": _("Choose why it does not fit: it teaches the recommendations.")})
        check_codes("decline_reasons", "reason", [reason])


def _lock(db: Session, own: Posting, other: Posting) -> None:
    """Two sides that answer at the same moment must see each other's answer: the second waits here."""
    both = select(Posting.id).where(Posting.id.in_((own.id, other.id))).order_by(Posting.id)
    db.execute(both.with_for_update())


def _sides(one: Posting, two: Posting) -> tuple[Posting, Posting]:
    return (one, two) if one.kind == "need" else (two, one)


def _introduction(db: Session, one: Posting, two: Posting) -> Introduction | None:
    need, capability = _sides(one, two)
    query = select(Introduction).where(Introduction.need_id == need.id, Introduction.capability_id == capability.id)
    return db.scalar(query)


def _introduce(db: Session, actor: Actor, one: Posting, two: Posting) -> Introduction:
    need, capability = _sides(one, two)
    made = Introduction(need_id=need.id, capability_id=capability.id, state="awaiting_officer")
    made.need, made.capability = need, capability
    db.add(made)
    db.flush()  # letters and audit need the id
    audit.record(
        db, actor.user_id, "create", "introduction", made.id, {}, {"need": need.id, "capability": capability.id}
    )
    link = f"/introductions/{made.id}"
    _tell(db, need, capability, "introduction", link)
    _tell(db, capability, need, "introduction", link)
    for officer in users_with_role(db, "officer"):
        _write(db, officer, need, capability, "introduction", link)
    return made


def _tell(db: Session, posting: Posting, other: Posting, kind: str, link: str, **values: str) -> None:
    for user in people_of(db, posting.organisation_id):
        _write(db, user, posting, other, kind, link, **values)


def _write(db: Session, user: User, posting: Posting, other: Posting, kind: str, link: str, **values: str) -> None:
    title, theirs = posting.text(user.locale).title, other.text(user.locale).title
    send_mail(db, user, kind, title=title, other=theirs, link=link, **values)


def move_introduction(actor: Actor, db: Session, introduction: Introduction, verb: str, note: str = "") -> Introduction:
    """Take one step: broker, decline, close. Brokering writes to both sides with each other's contacts."""
    walk(db, STATES, actor, introduction, verb, **({"note": note} if note else {}))
    introduction.moved_at, introduction.note = clock.now(), clean(note)[:4000] or introduction.note
    if verb == "broker":
        introduction.officer_id = actor.user_id
        need, capability = introduction.need, introduction.capability
        for own, other in ((need, capability), (capability, need)):
            names, addresses = contact_line(db, other)
            link = f"/introductions/{introduction.id}"
            _tell(db, own, other, "introduced", link, partner=names, contact=addresses, note=introduction.note)
    return introduction


def contact_line(db: Session, posting: Posting) -> tuple[str, str]:
    """The organisation's name and the people to write to."""
    people = people_of(db, posting.organisation_id)
    return posting.organisation.name, ", ".join(f"{user.name} <{user.email}>" for user in people)
