"""The people of the demo's sessions: accounts of the seed organisations' representatives, and their registrations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.actions import create_users
from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.i18n import _
from matchmaker.core.tables import Row, read_table
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.postings.models import Posting
from matchmaker.sessions.models import InnovationSession
from matchmaker.sessions.people.models import Registration, new_secret

PEOPLE = ("key", "name", "organisation", "role", "locale", "languages")
REGISTRATIONS = (
    "person", "state", "part", "mode", "absent", "equipment", "most", "open", "postings", "table", "came", "note",
    "reason",
)  # fmt: skip
DEMO = "demo.example"
PEOPLE_AT = "people.example"
Thing = TypeVar("Thing")


@dataclass
class World:
    """What rows of the files name: accounts, organisations and postings by key, people by key."""

    rows: dict[str, Row]
    users: dict[str, User]
    organisations: dict[str, int]
    postings: dict[str, int]
    registrations: dict[str, Registration] = field(default_factory=dict)

    def registration(self, row: Row, column: str) -> Registration:
        """Who stands in a cell. Raises Invalid, naming the place, for somebody unknown."""
        return _named(self.registrations, row, column)

    def posting_ids(self, row: Row, column: str) -> list[int]:
        """The postings that a cell names."""
        found = [self.postings.get(key) for key in row.many(column)]
        if None in found:
            raise row.fault(column, _("“%(value)s” is not a key of a posting.", value=row[column]))
        return [one for one in found if one is not None]


def _named(known: Mapping[str, Thing], row: Row, column: str) -> Thing:
    if row[column] not in known:
        raise row.fault(column, _("“%(value)s” is not a key of this demo.", value=row[column]))
    return known[row[column]]


def email_of(key: str, role: str) -> str:
    """The address of somebody of the demo; a demo account's key is its role."""
    return f"{key}@{DEMO if key == role else PEOPLE_AT}"


def load_world(db: Session, folder: Path, password: str) -> World:
    """The accounts of people.csv, opened where they are missing, and what else rows may name."""
    rows = {row["key"]: row for row in read_table(folder / "people.csv", PEOPLE)}
    organisations = _keys(db.execute(select(Organisation.seed_key, Organisation.id)).all())
    postings = _keys(db.execute(select(Posting.seed_key, Posting.id)).all())
    emails = {key: email_of(key, row["role"]) for key, row in rows.items()}
    there = set(db.scalars(select(User.email).where(User.email.in_(emails.values()))))
    missing = [key for key in rows if emails[key] not in there]
    create_users(SYSTEM, db, [_account(rows[key], emails[key]) for key in missing], password)
    found = {user.email: user for user in db.scalars(select(User).where(User.email.in_(emails.values())))}
    world = World(rows, {key: found[emails[key]] for key in rows}, organisations, postings)
    db.add_all(
        Membership(organisation_id=_named(organisations, rows[key], "organisation"), user_id=world.users[key].id)
        for key in missing
    )
    return world


def _keys(rows: Iterable[Any]) -> dict[str, int]:
    return {key: one for key, one in rows if key is not None}


def _account(row: Row, email: str) -> dict[str, str]:
    return {"email": email, "name": row["name"], "role": row["role"], "locale": row["locale"]}


def seed_registrations(db: Session, folder: Path, session: InnovationSession, world: World) -> None:
    """Everybody who was invited to a session, asked for a place, or has one."""
    begins = session.slots[0].starts_at
    for number, row in enumerate(read_table(folder / "registrations.csv", REGISTRATIONS)):
        made = _registration(session, row, world)
        made.applied_at = min(begins, clock.now()) - timedelta(days=25 - number % 14, hours=number)
        _set_times(made, row, begins)
        world.registrations[row["person"]] = made
        db.add(made)
    db.flush()  # requests name them by id


def _registration(session: InnovationSession, row: Row, world: World) -> Registration:
    person, user = _named(world.rows, row, "person"), _named(world.users, row, "person")
    return Registration(
        session_id=session.id, user_id=user.id, token=new_secret(), name=user.name, email=user.email,
        organisation_id=_named(world.organisations, person, "organisation"), locale=user.locale, timezone=user.timezone,
        languages=person.many("languages"), state=row["state"], part=row["part"], mode=row["mode"],
        absent=[session.slots[number].id for number in _numbers(row, "absent")], equipment=row.many("equipment"),
        most=row.number("most"), is_open_to_others=row["open"] == "1", posting_ids=world.posting_ids(row, "postings"),
        table_id=next((session.tables[number - 1].id for number in _numbers(row, "table")), None),
        note=row["note"], reason=row["reason"],
    )  # fmt: skip


def _numbers(row: Row, column: str) -> Iterator[int]:
    return (int(part) for part in row.many(column))


def _set_times(made: Registration, row: Row, begins: datetime) -> None:
    if made.state == "invited":
        made.invited_at = made.applied_at
    if made.state == "confirmed":
        made.confirmed_at = made.applied_at + timedelta(hours=20)
    if made.state == "cancelled":
        made.left_at = made.applied_at + timedelta(days=6)
    if row["came"]:
        made.checked_in_at = begins - timedelta(minutes=int(row["came"]))
