"""A stored session as the values of its form, and what the forms begin with."""

from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from matchmaker.core.i18n import LOCALES
from matchmaker.sessions.fields import TEXT_FIELDS, TEXTS
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.times import wall
from matchmaker.vocabularies import terms

PLAIN = ("region", "mode", "online_url", "timezone", "starts_on", "capacity", "request_days", "floor", "most", "wanted",
         "organiser_id")  # fmt: skip
TICKS = ("needs_approval", "calls_for_pitches")
MOMENTS = ("registration_until", "requests_until")
FIELDS = (*TEXT_FIELDS, "sectors", *PLAIN, *TICKS, *MOMENTS)


def new_values() -> MultiDict[str, Any]:
    """What an empty form begins with."""
    return MultiDict(
        {"mode": "on_site", "timezone": "Asia/Almaty", "needs_approval": "1", "floor": "2", "wanted": "3",
         "request_days": "5", "first_at": "10:00", "minutes": "20", "between": "5", "slot_count": "12",
         "pauses": "13:00-14:00", "more_tables": "10"}
    )  # fmt: skip


def asked_values(asked: MultiDict[str, str]) -> MultiDict[str, Any]:
    """The same, with texts, branches and region that a link to the form brings along; unknown codes are left out."""
    values = new_values()
    for name, most in TEXTS.values():
        texts = {f"{name}_{lang}": asked.get(f"{name}_{lang}", "")[:most] for lang in LOCALES}
        values.update({field: text for field, text in texts.items() if text})
    values["region"] = code if (code := asked.get("region", "")) in terms("regions") else ""
    values.setlist("sectors", [code for code in asked.getlist("sectors") if code in terms("oked")])
    return values


def stored_values(session: InnovationSession) -> MultiDict[str, Any]:
    """What the form shows of a session, every value as text."""
    values: MultiDict[str, Any] = MultiDict({name: _written(getattr(session, name)) for name in PLAIN})
    for column, (name, _most) in TEXTS.items():
        values.update({f"{name}_{lang}": getattr(session, column).get(lang, "") for lang in LOCALES})
    values.setlist("sectors", session.sectors)
    values.update({name: "1" for name in TICKS if getattr(session, name)})
    values.update({name: _moment(getattr(session, name), session.timezone) for name in MOMENTS})
    return values


def _written(value: object) -> str:
    return "" if value is None else str(value)


def _moment(value: datetime | None, zone: str) -> str:
    return wall(value, zone).strftime("%Y-%m-%dT%H:%M") if value else ""


def plan_values(session: InnovationSession) -> MultiDict[str, Any]:
    """What the plan page shows of a whole session."""
    values: MultiDict[str, Any] = MultiDict()
    for slot in session.slots:
        values.update(_span(f"slot-{slot.id}", slot.starts_at, slot.ends_at, session.timezone))
        values.update({f"slot-{slot.id}-pause": "1"} if slot.pause_after else {})
    for table in session.tables:
        values.update({f"table-{table.id}-number": str(table.number), f"table-{table.id}-room": table.room})
        values.setlist(f"table-{table.id}-equipment", table.equipment)
        values.setlist(f"table-{table.id}-closed", [str(one) for one in table.closed])
    for one in session.interpreters:
        values[f"interpreters-{one.languages}"] = str(one.number)
        values.setlist(f"away-{one.languages}", [str(slot) for slot in one.away])
    for item in session.programme:
        values.update(_span(f"item-{item.id}", item.starts_at, item.ends_at, session.timezone))
        values.update({f"item-{item.id}-kind": item.kind, f"item-{item.id}-place": item.place})
        values.update({f"item-{item.id}-title_{lang}": item.titles.get(lang, "") for lang in LOCALES})
    return values


def _span(name: str, begins: datetime, ends: datetime, zone: str) -> dict[str, str]:
    return {f"{name}-from": f"{wall(begins, zone):%H:%M}", f"{name}-to": f"{wall(ends, zone):%H:%M}"}
