"""Who may see and do what with organisations. Everyone may see every organisation: they are the public face."""

from sqlalchemy import ColumnElement, true

from matchmaker.accounts.actor import Actor
from matchmaker.organisations.models import Organisation


def may_see(actor: Actor, organisation: Organisation) -> bool:
    """Everyone, signed in or not."""
    return True


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    return true()


def may_create(actor: Actor) -> bool:
    """Every account but the analyst's, who only reads."""
    return actor.role not in ("anonymous", "analyst")


def may_edit(actor: Actor, organisation: Organisation) -> bool:
    """Its managers and officers."""
    return actor.is_officer or organisation.id in actor.managed


def may_verify(actor: Actor, organisation: Organisation) -> bool:
    """Officers, for what is not verified yet."""
    return actor.is_officer and organisation.verified_at is None


def may_join(actor: Actor, organisation: Organisation) -> bool:
    """A signed-in person who may belong to organisations and is not in this one."""
    return may_create(actor) and organisation.id not in actor.organisations


def may_see_members(actor: Actor, organisation: Organisation) -> bool:
    """Its own people and officers: names and addresses are not public."""
    return actor.is_officer or organisation.id in actor.organisations
