"""Who may do what with accounts."""

from matchmaker.accounts.actor import Actor
from matchmaker.core.errors import Forbidden
from matchmaker.core.i18n import _


def may_manage_users(actor: Actor) -> bool:
    """Administrators give and take roles."""
    return actor.role == "administrator"


def require(allowed: bool) -> None:
    """Raises Forbidden unless allowed."""
    if not allowed:
        raise Forbidden(_("Your role does not allow this step."))
