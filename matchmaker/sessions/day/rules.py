"""Who may do what on the day of a session."""

from datetime import timedelta

from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.sessions.day.models import SlotOffer
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.rules import is_own
from matchmaker.sessions.requests.voice import Voice
from matchmaker.sessions.rules import may_run
from matchmaker.sessions.timetable.agenda import Entry

SOON = timedelta(hours=3)


def may_check_in(actor: Actor, registration: Registration | None = None) -> bool:
    """Whoever stands at the door: officers and operators."""
    return may_run(actor) or actor.role == "operator"


def may_speak_for(actor: Actor, registration: Registration) -> bool:
    """The person, and officers who act for them."""
    return is_own(actor, registration)


def may_run_late(upcoming: Entry | None) -> bool:
    """Nobody is late for a meeting of next week: it is said shortly before."""
    return upcoming is not None and upcoming.slot.starts_at - clock.now() <= SOON


def is_side(voice: Voice, offer: SlotOffer) -> bool:
    """The two to whom a slot is offered, and officers who act for them."""
    own = voice.own is not None and voice.own.id in (offer.one_id, offer.two_id)
    return own or may_run(voice.actor)


def may_judge(actor: Actor, absence: object) -> bool:
    """Officers judge appeals."""
    return may_run(actor)


def is_absent_one(voice: Voice, absence: object) -> bool:
    """Whoever is said to have been absent."""
    return voice.own is not None and voice.own.id == getattr(absence, "registration_id", None)
