"""What keeps a timetable empty or one-sided though nothing is wrong with it, in words, with what to do."""

from collections.abc import Callable

from matchmaker.core import clock
from matchmaker.core.i18n import _
from matchmaker.sessions.timetable.desk import Desk
from matchmaker.sessions.timetable.problem import is_there
from matchmaker.sessions.timetable.runs import WITH_TIMETABLE
from matchmaker.sessions.timetable.words import name_of


def warnings(desk: Desk) -> list[str]:
    """One sentence for each, while the timetable can still be made."""
    looks: tuple[Callable[[Desk], str], ...] = (_too_few, _nothing_wanted, _never_there, _no_table, _over)
    return [words for look in looks if (words := look(desk))] if desk.session.state in WITH_TIMETABLE else []


def _too_few(desk: Desk) -> str:
    there = [one for one in desk.known.people if one.state == "confirmed"]
    if len(there) < 2:
        return _("Fewer than two people take part: there is nobody to meet. Invite, approve or add more.")
    if len({one.organisation_id for one in there}) < 2:
        return _("Everyone who takes part is of one organisation: meetings are for people of two. Invite others.")
    return ""


def _nothing_wanted(desk: Desk) -> str:
    scores = desk.draft.scores if desk.draft else {}
    if scores.get("candidates") != 0 or desk.known.placements or _too_few(desk):
        return ""
    return _("Nobody has asked for a meeting, and nobody fits by their postings: there is nothing to place.")


def _never_there(desk: Desk) -> str:
    slots = desk.session.slots
    people = [one for one in desk.known.people if one.state == "confirmed"]
    away = [name_of(one) for one in people if slots and not any(is_there(one, slot) for slot in slots)]
    words = _("There at none of the times, so without a meeting: %(people)s. Ask when they can come, or take them out.",
              people=", ".join(away))  # fmt: skip
    return words if away else ""


def _no_table(desk: Desk) -> str:
    slots = {slot.id for slot in desk.session.slots}
    if desk.session.mode == "online" or any(slots - set(table.closed) for table in desk.session.tables):
        return ""
    return _("No table can be used at any time: nobody can meet on site. Open tables again, or add some.")


def _over(desk: Desk) -> str:
    if desk.session.state != "closed" or any(slot.ends_at > clock.now() for slot in desk.session.slots):
        return ""
    return _("All times of this session have passed already. Move its day before you release a timetable.")
