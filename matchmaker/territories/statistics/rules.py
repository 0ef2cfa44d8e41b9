"""Who may do what with statistics and the potential: everybody reads and tries weights, the ministry changes what is stored."""

from matchmaker.accounts.actor import Actor
from matchmaker.territories.rules import is_ministry


def may_edit(actor: Actor) -> bool:
    """Statistics, values, imports and the published settings."""
    return is_ministry(actor)
