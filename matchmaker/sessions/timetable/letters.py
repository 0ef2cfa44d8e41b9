"""Letters after a release: to each person only what has changed for them, in their language, with their agenda's link."""

from sqlalchemy.orm import Session

from matchmaker.core.i18n import _, use_locale
from matchmaker.notifications.actions import write_letter
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration
from matchmaker.sessions.times import zone_of
from matchmaker.sessions.timetable.models import Placement
from matchmaker.sessions.timetable.reading import Known
from matchmaker.sessions.timetable.versions import Change
from matchmaker.sessions.timetable.words import full_name, name_of, offset_of, span, when, where


def write_letters(db: Session, known: Known, changes: list[Change]) -> int:
    """One letter to each person concerned; returns how many."""
    concerned: dict[int, list[Change]] = {}
    for change in changes:
        for side in change.people:
            concerned.setdefault(side, []).append(change)
    people = {one.id: one for one in known.people}
    reached = [(people[one], own) for one, own in concerned.items() if people[one].state == "confirmed"]
    for person, own in reached:
        _write(db, known, person, people, own)
    return len(reached)


def _write(db: Session, known: Known, person: Registration, people: dict[int, Registration], own: list[Change]) -> None:
    session = known.session
    locale = person.user.locale if person.user else person.locale
    address = person.email or (person.user.email if person.user else "")
    if not address:
        return
    kind = "timetable_first" if all(change.what == "new" for change in own) else "timetable_changed"
    path = f"/sessions/{session.id}/agenda" if person.user_id else f"/sessions/calendar/{person.calendar_token}.ics"
    with use_locale(locale):
        lines = [_line(known, person, people, change) for change in _by_time(known, own)]
        values = {"title": session.title, "name": name_of(person), "zone": zone_of(session), "link": path}
    write_letter(db, person.user_id, address, locale, kind, changes="\n".join(lines), **values)


def _by_time(known: Known, own: list[Change]) -> list[Change]:
    order = {slot.id: number for number, slot in enumerate(known.session.slots)}
    placed = [
        (order[shown.slot_id], at, own[at]) for at, change in enumerate(own) if (shown := change.after or change.before)
    ]
    return [change for _slot, _at, change in sorted(placed, key=lambda one: one[:2])]


def _line(known: Known, person: Registration, people: dict[int, Registration], change: Change) -> str:
    other = people[next(one for one in change.people if one != person.id)]
    values = {"person": full_name(other)}
    if change.after:
        values["place"] = place_words(known.session, person, change.after)
    if change.before:
        values["before"] = place_words(known.session, person, change.before)
    if change.what == "cancelled":
        return _("– cancelled: %(person)s, was %(before)s", **values)
    if change.what == "moved":
        return _("– moved: %(person)s, now %(place)s, was %(before)s", **values)
    return _("– %(place)s: %(person)s", **values)


def place_words(session: InnovationSession, person: Registration, placement: Placement) -> str:
    """When and where for someone: in the session's zone, with their own beside it where clocks differ."""
    slot = next(one for one in session.slots if one.id == placement.slot_id)
    table = next((one for one in session.tables if one.id == placement.table_id), None)
    words = f"{when(session, slot.starts_at, slot.ends_at)}, {where(table)}"
    own = person.timezone
    if offset_of(slot.starts_at, own) == offset_of(slot.starts_at, session.timezone):
        return words
    return _("%(words)s (%(time)s in your zone)", words=words, time=span(slot.starts_at, slot.ends_at, own))
