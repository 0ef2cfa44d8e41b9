"""Who may change what a territory consists of. Everyone sees it."""

from matchmaker.accounts.actor import Actor
from matchmaker.territories.models import Territory
from matchmaker.territories.rules import may_edit


def may_build(actor: Actor, territory: Territory) -> bool:
    """Whoever runs the territory, and the ministry."""
    return may_edit(actor, territory)
