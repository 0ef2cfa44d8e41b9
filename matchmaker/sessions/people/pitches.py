"""Pitches: who comes proposes a short talk; an officer chooses, and puts it into the programme."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import LOCALES, _
from matchmaker.core.machine import walk
from matchmaker.core.text import clean
from matchmaker.sessions.models import InnovationSession, ProgrammeItem
from matchmaker.sessions.people import rules
from matchmaker.sessions.people.letters import tell
from matchmaker.sessions.people.models import Pitch, Registration
from matchmaker.sessions.people.states import PITCHES
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.sessions.rules import may_run


def _select(session_id: int) -> Select[Pitch]:
    parts = joinedload(Pitch.registration).joinedload(Registration.organisation)
    return select(Pitch).join(Registration).where(Registration.session_id == session_id).options(parts)


def list_pitches(actor: Actor, db: Session, session_id: int) -> list[Pitch]:
    """Every pitch of a session, for officers, the earliest first."""
    require(may_run(actor))
    return list(db.scalars(_select(session_id).order_by(Pitch.submitted_at, Pitch.id)))


def load_pitch(actor: Actor, db: Session, session_id: int, pitch_id: int) -> Pitch:
    """A pitch of a session, for officers. Raises NotFound when there is none."""
    require(may_run(actor))
    found = db.scalar(_select(session_id).where(Pitch.id == pitch_id))
    if found is None:
        raise NotFound(_("There is no such pitch."))
    return found


def own_pitch(db: Session, registration: Registration | None) -> Pitch | None:
    """The pitch of somebody who comes."""
    return db.scalar(select(Pitch).where(Pitch.registration_id == registration.id)) if registration else None


def submit(actor: Actor, db: Session, session: InnovationSession, own: Registration, values: Values) -> Pitch:
    """Propose a pitch, or change one that is not decided yet; a declined one is considered again."""
    require(rules.may_pitch(actor, session, own) and rules.is_own(actor, own))
    reader = FormReader(values)
    given = {"title": reader.line("title", 200, 5), "abstract": reader.text("abstract", 2000, 40)}
    given["lang"] = reader.choice("lang", LOCALES, actor.locale)
    reader.finish()
    hold(db, own, "state", "version")
    pitch = own_pitch(db, own) or Pitch(registration_id=own.id)
    if pitch.state == "accepted":
        raise Conflict(_("Your pitch is in the programme already. Write to the organiser to change it."))
    for name, value in given.items():
        setattr(pitch, name, value)
    pitch.state, pitch.reason, pitch.submitted_at = "submitted", "", clock.now()
    db.add(pitch)
    db.flush()  # the audit line needs the id
    audit.record(db, actor.user_id, "submit", "pitch", pitch.id)
    return pitch


def judge(
    actor: Actor,
    db: Session,
    session: InnovationSession,
    pitch: Pitch,
    verb: str,
    reason: str = "",
    programme_id: int | None = None,
) -> None:
    """Accept a pitch into a line of the programme, or decline it with a reason; the author is told."""
    if verb == "decline" and not clean(reason):
        raise Invalid({f"reason-{pitch.id}": _("Say why: the author reads it.")})
    if verb == "accept" and programme_id is not None:
        _check_line(db, session, pitch, programme_id)
    walk(db, PITCHES, actor, pitch, verb, **({"note": clean(reason)[:1000]} if reason else {}))
    pitch.reason = clean(reason)[:1000]
    pitch.programme_id = programme_id if verb == "accept" else None
    letter = "pitch_accepted" if verb == "accept" else "pitch_declined"
    tell(db, session, pitch.registration, letter, pitch=pitch.title, note=pitch.reason)


def _check_line(db: Session, session: InnovationSession, pitch: Pitch, programme_id: int) -> None:
    line = db.get(ProgrammeItem, programme_id)
    if line is None or line.session_id != session.id:
        raise Invalid({f"programme-{pitch.id}": _("Choose from the list.")})


def accepted_pitches(db: Session, session_id: int) -> list[Pitch]:
    """The pitches of the programme, as everyone may read them."""
    accepted = _select(session_id).where(Pitch.state == "accepted", Registration.state == "confirmed")
    return list(db.scalars(accepted.order_by(Pitch.programme_id, Pitch.submitted_at)))
