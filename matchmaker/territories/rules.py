"""Who may see and do what with territories. Everyone sees every territory: they are public."""

from sqlalchemy import ColumnElement, true

from matchmaker.accounts.actor import Actor
from matchmaker.territories.models import Territory

MINISTRY = frozenset({"analyst", "administrator"})


def is_ministry(actor: Actor) -> bool:
    """Ministry analysts and administrators: they decide on the status of territories and consolidate the report."""
    return actor.role in MINISTRY


def may_see(actor: Actor, territory: Territory) -> bool:
    """Everyone, signed in or not."""
    return True


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    return true()


def may_create(actor: Actor) -> bool:
    """The ministry puts candidates on the list."""
    return is_ministry(actor)


def may_run(actor: Actor, territory: Territory) -> bool:
    """Operators of its managing company, and administrators."""
    is_manager = actor.role == "operator" and territory.manager_id in actor.organisations
    return is_manager or actor.role == "administrator"


def may_edit(actor: Actor, territory: Territory) -> bool:
    """Whoever runs it, and the ministry."""
    return may_run(actor, territory) or is_ministry(actor)


def may_decide(actor: Actor, territory: Territory) -> bool:
    """The ministry: its status."""
    return is_ministry(actor)
