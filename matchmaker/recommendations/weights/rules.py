"""Who may see and choose weights."""

from matchmaker.accounts.actor import Actor


def may_choose(actor: Actor, weights: object = None) -> bool:
    """Operators and administrators: they answer for how the house recommends."""
    return actor.role in ("operator", "administrator")
