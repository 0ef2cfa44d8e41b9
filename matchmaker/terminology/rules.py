"""Who may see and do what with the glossary's own terms."""

from sqlalchemy import ColumnElement, false, true

from matchmaker.accounts.actor import Actor
from matchmaker.terminology.models import GlossaryEntry

READERS = frozenset({"officer", "operator", "administrator"})
KEEPERS = frozenset({"operator", "administrator"})


def may_see(actor: Actor, entry: GlossaryEntry) -> bool:
    """Officers, operators and administrators see every term, suggested, in use or rejected."""
    return actor.role in READERS


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    return true() if actor.role in READERS else false()


def may_suggest(actor: Actor) -> bool:
    """Whoever reads the glossary: an officer meets the missing words."""
    return actor.role in READERS


def may_decide(actor: Actor, entry: GlossaryEntry) -> bool:
    """Operators and administrators: what they accept changes the recommendations of everyone."""
    return actor.role in KEEPERS


def may_import(actor: Actor) -> bool:
    """Those who may decide."""
    return actor.role in KEEPERS
