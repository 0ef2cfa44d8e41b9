"""One deal of the demo in the making: who and what its files name, and the deeds that fill it, each on its day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from matchmaker.accounts.actor import Actor
from matchmaker.accounts.models import User
from matchmaker.core.errors import DomainError, Invalid
from matchmaker.core.i18n import _
from matchmaker.core.tables import Placed, Row
from matchmaker.deals.documents.models import DealDocument
from matchmaker.deals.models import Deal
from matchmaker.deals.money.models import Term
from matchmaker.deals.seeds.records import Kept
from matchmaker.deals.work.models import DealTask
from matchmaker.organisations.queries import actor_of

Thing = TypeVar("Thing")


def named(known: Mapping[str, Thing], row: Row, column: str, key: str | None = None) -> Thing:
    """What a key in a cell names. Raises Invalid, naming the place."""
    key = row[column] if key is None else key
    if key not in known:
        raise row.fault(column, _("“%(value)s” is not a key of this demo.", value=key))
    return known[key]


@dataclass
class Cast:
    """Everybody and everything that rows may name, by key; `officer` is a person among the others."""

    users: dict[str, User]
    organisations: dict[str, int]
    postings: dict[str, int]
    records: Kept
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, db: Session, row: Row, column: str, key: str | None = None) -> Actor:
        """Who acts, by the key in a cell."""
        return self.of_user(db, named(self.users, row, column, key))

    def of_user(self, db: Session, user: User) -> Actor:
        """The actor of somebody, read once."""
        if user.email not in self.actors:
            self.actors[user.email] = actor_of(db, user)
        return self.actors[user.email]


@dataclass
class Story:
    """A deal that is open, and what has been made on it so far, by the keys of the files."""

    db: Session
    cast: Cast
    deal: Deal
    tasks: dict[str, DealTask] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    documents: dict[str, DealDocument] = field(default_factory=dict)
    people: dict[int, User] = field(default_factory=dict)

    def actor(self, row: Row, column: str = "who") -> Actor:
        """Who acts in a row."""
        return self.cast.actor(self.db, row, column)

    def know_people(self) -> None:
        """A deed that holds the deal reads its people again, without their accounts, which the next one may want."""
        for one in self.deal.people:
            user = self.people.setdefault(
                one.user_id, self.people.get(one.user_id) or self.db.get_one(User, one.user_id)
            )
            set_committed_value(one, "user", user)

    def signatory(self, row: Row, side: str) -> Actor:
        """Who signs for a side. Raises Invalid when nobody does."""
        signs = next((one.user for one in self.deal.people if one.side == side and one.is_signatory), None)
        if signs is None:
            raise row.fault("deal", _("Each side needs a person who signs. Name the signatories of both sides first."))
        return self.cast.of_user(self.db, signs)


@dataclass(frozen=True)
class Deed:
    """Something that is done on a day. rank: what comes first of the deeds of one day."""

    on: date
    rank: int
    row: Row
    do: Callable[[Story, Row], object]

    def play(self, story: Story) -> None:
        """Do it. A fault names the row that it came from."""
        story.know_people()
        try:
            self.do(story, self.row)
        except DomainError as fault:
            raise placed(self.row, fault) from fault


def placed(row: Row, fault: DomainError) -> Invalid:
    """A fault of an action as one of the row that asked for it."""
    if isinstance(fault, Placed):
        return fault
    column, message = next(iter(fault.errors.items())) if isinstance(fault, Invalid) else ("on", fault.message)
    return row.fault(column, message)


@dataclass(frozen=True)
class Form:
    """Values of a row as a form sends them, so that they are checked as a form is."""

    values: dict[str, str]

    def get(self, key: str, default: str) -> str:
        """One value."""
        return self.values.get(key, default)

    def getlist(self, key: str) -> list[str]:
        """Several values, parted by semicolons."""
        return [one for one in self.values.get(key, "").split(";") if one]
