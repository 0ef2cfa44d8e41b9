"""What both measurements of deals stand on: two organisations, an officer and a signatory of each side, and new deals."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from benchmarks.stage import open_organisation
from matchmaker.accounts.actions import create_users
from matchmaker.accounts.actor import SYSTEM
from matchmaker.accounts.models import User
from matchmaker.core.db import Database
from matchmaker.deals.disclosure.models import Nda
from matchmaker.deals.disclosure.text import hash_of, parties
from matchmaker.deals.models import Deal, DealMove, DealPerson
from matchmaker.organisations.actions import add_member
from matchmaker.organisations.models import Organisation

PASSWORD, TEXT = "long enough", "Both sides keep secret what they are shown. " * 60
ROLES = {"officer": "officer", "provider": "researcher", "recipient": "company"}
SIDES = ("provider", "recipient")


@dataclass(frozen=True)
class Cast:
    """Accounts and organisations, as ids by role and by side."""

    users: dict[str, int]
    homes: dict[str, int]


def email_of(role: str) -> str:
    """Where somebody of the cast signs in."""
    return f"{role}@example.org"


def make_cast(database: Database) -> Cast:
    """Everybody, in a new database."""
    homes = {"provider": open_organisation(database), "recipient": open_organisation(database, "enterprise")}
    people = [{"email": email_of(one), "name": one.title(), "role": ROLES[one], "locale": "en"} for one in ROLES]
    with database.write() as db:
        create_users(SYSTEM, db, people, PASSWORD)
        for side, home in homes.items():
            add_member(SYSTEM, db, db.get_one(Organisation, home), email_of(side), "member")
        users = {
            user.email.partition("@")[0]: user.id for user in db.query(User) if user.email.endswith("@example.org")
        }
    return Cast(users, homes)


def new_deal(db: Session, cast: Cast, stage: str) -> Deal:
    """A deal at a stage; both sides have their signatory, the officer leads, and its first step is in the history."""
    homes = {f"{side}_id": home for side, home in cast.homes.items()}
    made = Deal(title="Fine copper flotation", kind="exclusive_licence", stage=stage, region="KZ-62", **homes)
    made.officer_id = cast.users["officer"]
    made.people = [DealPerson(user_id=cast.users[side], side=side, is_signatory=True) for side in SIDES]
    db.add(made)
    db.flush()
    db.add(DealMove(deal_id=made.id, to_stage=stage, verb="open", user_id=made.officer_id))
    return made


def offer(db: Session, deal: Deal, state: str = "offered") -> Nda:
    """The NDA of a deal: offered, or in force already."""
    made = Nda(deal_id=deal.id, state=state, lang="en", text=TEXT, sha256=hash_of(TEXT), **parties(deal))
    db.add(made)
    return made
