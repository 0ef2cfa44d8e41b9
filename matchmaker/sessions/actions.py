"""Writes of sessions: the only place where a session, its plan and its state change."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.rules import require
from matchmaker.core import audit, clock
from matchmaker.core.db import hold
from matchmaker.core.errors import Conflict, Invalid, NotFound
from matchmaker.core.i18n import _, current_locale
from matchmaker.core.machine import walk
from matchmaker.core.text import clean
from matchmaker.organisations.models import Organisation
from matchmaker.sessions import queries, rules
from matchmaker.sessions.draft import SessionDraft, read_fields
from matchmaker.sessions.models import InnovationSession, Interpreters, ProgrammeItem, SessionSlot, SessionTable
from matchmaker.sessions.plan import Plan, SlotRow, read_new_plan, slots_again
from matchmaker.sessions.reading import FormReader, Values
from matchmaker.sessions.states import STATES
from matchmaker.sessions.times import same_wall

CENTURIES = 400  # after so many years the calendar repeats: where slots wait while they change places
FIXED = ("released", "finished", "cancelled")  # states in which slots stay as people have them in their calendars


def create_session(
    actor: Actor, db: Session, values: Values, form_token: str | None = None, seed_key: str | None = None
) -> InnovationSession:
    """Save a new session as a draft with its slots and tables. The same form sent twice gives the same session."""
    require(rules.may_run(actor))
    if form_token and (twin := queries.by_form_token(db, form_token)):
        return twin
    reader = FormReader(values)
    draft = read_fields(reader)
    made = InnovationSession(**vars(draft), officer_id=actor.user_id, form_token=form_token, seed_key=seed_key)
    made.slots, made.tables, made.interpreters, made.programme = [], [], [], []
    plan = read_new_plan(reader, made)
    reader.finish()
    _check_organiser(db, draft)
    _put_rows(made, plan)
    db.add(made)
    db.flush()  # the audit line needs the id
    audit.record(db, actor.user_id, "create", "innovationsession", made.id)
    return made


def _check_organiser(db: Session, draft: SessionDraft) -> None:
    if draft.organiser_id is not None and db.get(Organisation, draft.organiser_id) is None:
        raise Invalid({"organiser_id": _("Choose from the list.")})


def edit_session(
    actor: Actor, db: Session, session: InnovationSession, draft: SessionDraft, version: int
) -> InnovationSession:
    """Change a whole session. Slots and programme move with its day and zone, at the same time of day.

    Raises Conflict when it was changed after `version` was shown.
    """
    require(rules.may_run(actor, session))
    _hold(db, session, version)
    _check_organiser(db, draft)
    changed = {name: value for name, value in vars(draft).items() if getattr(session, name) != value}
    if {"starts_on", "timezone"} & set(changed):
        _check_free(session, _("The timetable is released: the day of the session can no longer be moved."))
        _shift(db, session, draft)
    before = {name: str(getattr(session, name)) for name in changed}
    for name, value in changed.items():
        setattr(session, name, value)
    after = {name: str(value) for name, value in changed.items()}
    audit.record(db, actor.user_id, "edit", "innovationsession", session.id, before, after)
    return session


def _hold(db: Session, session: InnovationSession, version: int) -> None:
    hold(db, session, "version", "state")
    if version != session.version:
        raise Conflict(_("Somebody has changed this meanwhile. Compare, then save again."))


def _check_free(session: InnovationSession, words: str) -> None:
    if session.state in FIXED:
        raise Conflict(words)


def _shift(db: Session, session: InnovationSession, draft: SessionDraft) -> None:
    days = (draft.starts_on - session.starts_on).days

    def moved(at: datetime) -> datetime:
        return same_wall(at, session.timezone, days, draft.timezone)

    times = [(moved(slot.starts_at), moved(slot.ends_at)) for slot in session.slots]
    _set_slots_aside(session)
    db.flush()
    for slot, (begins, ends) in zip(session.slots, times, strict=True):
        slot.starts_at, slot.ends_at = begins, ends
    for item in session.programme:
        item.starts_at, item.ends_at = moved(item.starts_at), moved(item.ends_at)


def save_plan(actor: Actor, db: Session, session: InnovationSession, plan: Plan, version: int) -> None:
    """Make slots, tables, interpreters and programme of a whole session what its plan page says.

    Raises Conflict when it was changed meanwhile, or when the timetable uses what was taken out.
    """
    require(rules.may_run(actor, session))
    _hold(db, session, version)
    if _slots_differ(session, plan.slots):
        _check_free(session, _("The timetable is released: its slots can no longer be changed."))
    try:
        with db.begin_nested():
            _drop_rows(session, plan)
            _set_aside(db, session)
            _put_rows(session, plan)
            flag_modified(session, "reason")  # the version grows, so that another open form learns of it
            db.flush()
    except IntegrityError as fault:
        raise Conflict(
            _("The timetable uses a slot or a table that you have taken out. Move its meetings first.")
        ) from fault
    audit.record(db, actor.user_id, "plan", "innovationsession", session.id)


def _slots_differ(session: InnovationSession, rows: list[SlotRow]) -> bool:
    there = {(slot.id, slot.starts_at, slot.ends_at) for slot in session.slots}
    return there != {(row.id, row.starts_at, row.ends_at) for row in rows}


def _drop_rows(session: InnovationSession, plan: Plan) -> None:
    """Take out what the plan no longer holds."""
    parts: list[tuple[list[Any], list[Any]]] = [
        (session.slots, plan.slots),
        (session.tables, plan.tables),
        (session.programme, plan.items),
    ]
    for rows, kept in parts:
        staying = {row.id for row in kept}
        for gone in [row for row in rows if row.id not in staying]:
            rows.remove(gone)
    pairs = {row.languages for row in plan.interpreters}
    for interpreters in [one for one in session.interpreters if one.languages not in pairs]:
        session.interpreters.remove(interpreters)


def _set_aside(db: Session, session: InnovationSession) -> None:
    """Free the numbers of tables and the times of slots, before anything is put in: rows may exchange theirs."""
    for number, table in enumerate(session.tables):
        table.number = -1 - number
    _set_slots_aside(session)
    db.flush()


def _set_slots_aside(session: InnovationSession) -> None:
    for slot in session.slots:
        slot.starts_at = slot.starts_at.replace(year=slot.starts_at.year + CENTURIES)


def _put_rows(session: InnovationSession, plan: Plan) -> None:
    _put(session.slots, SessionSlot, plan.slots)
    _put(session.tables, SessionTable, plan.tables)
    _put(session.programme, ProgrammeItem, plan.items)
    by_pair = {one.languages: one for one in session.interpreters}
    for row in plan.interpreters:
        if row.languages in by_pair:
            by_pair[row.languages].number, by_pair[row.languages].away = row.number, row.away
        else:
            session.interpreters.append(Interpreters(**vars(row)))


def _put(there: list[Any], kind: type[Any], rows: list[Any]) -> None:
    by_id = {thing.id: thing for thing in there}
    for row in rows:
        values = {name: value for name, value in vars(row).items() if name != "id"}
        if row.id is None:
            there.append(kind(**values))
        else:
            for name, value in values.items():
                setattr(by_id[row.id], name, value)


def make_slots_anew(actor: Actor, db: Session, session: InnovationSession, values: Values, version: int) -> None:
    """Replace every slot by those that the generator's fields describe."""
    reader = FormReader(values)
    rows = slots_again(reader, session)
    reader.finish()
    require(rules.may_run(actor, session))
    _hold(db, session, version)
    _check_free(session, _("The timetable is released: its slots can no longer be changed."))
    try:
        with db.begin_nested():
            db.execute(delete(SessionSlot).where(SessionSlot.session_id == session.id))
            db.add_all(SessionSlot(session_id=session.id, **_without_id(row)) for row in rows)
            flag_modified(session, "reason")
            db.flush()
    except IntegrityError as fault:
        raise Conflict(_("The timetable uses these slots. Take its meetings out first.")) from fault
    audit.record(db, actor.user_id, "slots", "innovationsession", session.id, {}, {"number": len(rows)})


def _without_id(row: SlotRow) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name != "id"}


def missing(session: InnovationSession) -> dict[str, str]:
    """What a whole session lacks before it can be announced: field → what to do."""
    lang = current_locale()
    faults = {
        f"theme_{lang}": (
            not session.themes,
            _("Describe the theme in at least one language: invitations follow from it."),
        ),
        "starts_on": (session.starts_on < clock.today(), _("This day has passed already. Choose a day from today on.")),
        f"venue_{lang}": (session.mode != "online" and not session.venues, _("Say where people meet.")),
        "online_url": (session.mode != "on_site" and not session.online_url, _("Give the address of the online room.")),
        "slots": (not session.slots, _("Without a single slot nobody can meet. Keep or add one.")),
        "more_tables": (
            session.mode != "online" and not session.tables,
            _("People who meet on site need tables. Add at least one."),
        ),
    }
    return {name: words for name, (lacks, words) in faults.items() if lacks}


def move_session(actor: Actor, db: Session, session: InnovationSession, verb: str, reason: str = "") -> None:
    """Take one step of a whole session's life: announce, close, reopen, finish, cancel.

    Raises Invalid when what is to be announced lacks something, or a cancellation its reason.
    """
    if verb == "release":
        raise NotFound(_("There is no such step here."))  # it belongs to the timetable
    require(rules.may_run(actor, session))
    if verb == "announce" and (faults := missing(session)):
        raise Invalid(faults)
    if verb == "cancel" and not clean(reason):
        raise Invalid({"reason": _("Say why: everyone who wanted to come is told.")})
    hold(db, session, "version", "state")
    walk(db, STATES, actor, session, verb, **({"note": clean(reason)} if reason else {}))
    if verb == "announce":
        session.announced_at = session.announced_at or clock.now()
    if verb == "cancel":
        session.reason = clean(reason)[:2000]
