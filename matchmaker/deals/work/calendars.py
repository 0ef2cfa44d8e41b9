"""A person's tasks as iCalendar (RFC 5545): one all-day event each, on the day it falls due.

Events, not VTODO: Google's and Outlook's subscriptions drop to-dos. The name of an event stays, its sequence grows with
each change, what was taken off is cancelled. Events leave the day free (TRANSP), for a task is no appointment.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.core.i18n import _, use_locale
from matchmaker.deals.work.models import TaskCalendar
from matchmaker.deals.work.queries import OwnTask


def calendar_token(actor: Actor, db: Session) -> str:
    """The secret part of the address of the actor's calendar, empty when there is none yet."""
    return db.scalar(select(TaskCalendar.token).where(TaskCalendar.user_id == actor.user_id)) or ""


def make_calendar(actor: Actor, db: Session) -> None:
    """Give the actor's calendar a new address; the one before no longer answers."""
    found = db.scalar(select(TaskCalendar).where(TaskCalendar.user_id == actor.user_id).with_for_update())
    token = secrets.token_urlsafe(24)
    if found:
        found.token = token
    else:
        db.add(TaskCalendar(user_id=actor.user_id, token=token))


def owner_of(db: Session, token: str) -> User:
    """Whose calendar it is. Raises NotFound."""
    query = select(User).join(TaskCalendar, TaskCalendar.user_id == User.id).where(TaskCalendar.token == token)
    found = db.scalar(query.where(User.is_active))
    if found is None:
        raise NotFound(_("There is no such calendar. Its address may have been changed."))
    return found


def feed(locale: str, tasks: Iterable[OwnTask], base_url: str) -> bytes:
    """The calendar in a language. The tasks have days."""
    with use_locale(locale):
        calendar = _empty()
        for own in tasks:
            calendar.add_component(_event(own, base_url.rstrip("/")))
    return bytes(calendar.to_ical())


def _empty() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Matchmaker//Deals//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Tasks of deals"))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    return calendar


def _event(own: OwnTask, base_url: str) -> Event:
    task, host = own.task, base_url.partition("://")[2] or base_url
    assert task.due_on is not None  # only tasks with a day come here
    event = Event()
    event.add("uid", f"deal-task-{task.id}@{host}")
    event.add("dtstamp", task.changed_at)
    event.add("last-modified", task.changed_at)
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + timedelta(days=1))
    event.add("summary", _("Done: %(task)s", task=task.title) if task.done_at else task.title)
    event.add("description", own.deal_title)
    event.add("url", f"{base_url}/deals/{own.deal_id}/work")
    event.add("sequence", task.version)
    event.add("status", "CANCELLED" if task.removed_at else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
