"""Who comes without a registration is taken in at the door: four fields, a place if one is free, and noted as here.

Somebody whom the list knows already (invited, waiting, cancelled) keeps what their own registration says.
"""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matchmaker.accounts.actions import check_email
from matchmaker.accounts.actor import Actor
from matchmaker.accounts.queries import find_by_email
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import walk
from matchmaker.sessions.day.arrivals import OPEN, check_in
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.actions import add_person
from matchmaker.sessions.people.draft import Entry
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.people.places import has_place, hold_session, settle
from matchmaker.sessions.people.queries import postings_to_bring
from matchmaker.sessions.people.states import STATES
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.sessions.rules import may_run
from matchmaker.vocabularies import terms

TO_A_PLACE = {
    "confirmed": (),
    "invited": ("accept",),
    "applied": ("approve",),
    "waiting": ("approve",),
    "declined": ("apply", "approve"),
    "cancelled": ("apply", "approve"),
}


def take_in(actor: Actor, db: Session, session: InnovationSession, values: Values) -> Registration:
    """Give somebody at the door a place, or put them on the waiting list when all are taken, and note that they are here.

    They come with every posting their organisation has published, so that freed times can be offered to them.
    """
    require(may_run(actor, session))
    if session.state not in OPEN:
        raise Conflict(_("Announce the session first; nobody can be added to one that is over."))
    hold_session(db, session)
    reader = FormReader(values)
    name, email, locale = reader.line("name", 120), check_email(reader.raw("email")), reader.raw("locale")
    found = _known(db, session, email)
    if found is None:
        found = add_person(actor, db, session, _entry(db, session, reader), name, email, locale, "confirm")
    else:
        _to_a_place(actor, db, session, found)
    _note_arrival(actor, db, session, found)
    return found


def _known(db: Session, session: InnovationSession, email: str) -> Registration | None:
    user = find_by_email(db, email)
    same = or_(Registration.email == email, Registration.user_id == (user.id if user else 0))
    return db.scalar(select(Registration).where(Registration.session_id == session.id, same).limit(1))


def _entry(db: Session, session: InnovationSession, reader: FormReader) -> Entry:
    home = next(iter(reader.ids("organisation_id")), 0)
    languages = reader.choices("languages", terms("langs"))
    if not languages:
        reader.errors.setdefault("languages", _("Choose at least one language that you can talk in."))
    reader.finish()
    postings = [posting.id for posting in postings_to_bring(db, [home])]
    mode = "online" if session.mode == "online" else "on_site"
    return Entry(home, mode, languages, postings, [], [], None, is_open_to_others=True, note="")


def _to_a_place(actor: Actor, db: Session, session: InnovationSession, found: Registration) -> None:
    if found.state not in TO_A_PLACE:
        raise Invalid({"email": _("This person was refused. Give them a place on their own page first.")})
    for verb in TO_A_PLACE[found.state]:
        if verb == "apply":
            walk(db, STATES, actor, found, verb)
            found.applied_at, found.left_at = clock.now(), None
        elif found.state != "waiting" or has_place(db, session):
            settle(actor, db, session, found, verb)


def _note_arrival(actor: Actor, db: Session, session: InnovationSession, found: Registration) -> None:
    """Who waits is noted too: moving up, they are there."""
    if found.state == "confirmed":
        check_in(actor, db, session, found)
    elif found.checked_in_at is None:
        found.checked_in_at = clock.now()
        audit.record(db, actor.user_id, "check_in", "registration", found.id)
