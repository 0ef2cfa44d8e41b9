"""Who may see and do what with indicators. What is published is public; directions and indicators are the ministry's to edit."""

from sqlalchemy import ColumnElement, true

from matchmaker.accounts.actor import Actor
from matchmaker.indicators.models import Indicator
from matchmaker.territories.rules import is_ministry


def may_see(actor: Actor, indicator: Indicator) -> bool:
    """Everyone, as long as it is in use; the ministry and its owner also afterwards."""
    return indicator.is_active or is_keeper(actor, indicator)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`."""
    if is_ministry(actor):
        return true()
    return Indicator.is_active | Indicator.owner_id.in_(actor.organisations)


def is_owner(actor: Actor, indicator: Indicator) -> bool:
    """People of the organisation that answers for it."""
    return indicator.owner_id is not None and indicator.owner_id in actor.organisations


def is_keeper(actor: Actor, indicator: Indicator) -> bool:
    """The ministry and the owner: they enter values, and see drafts and how the platform's number comes about."""
    return is_ministry(actor) or is_owner(actor, indicator)


def kept_by(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `is_keeper`."""
    return true() if is_ministry(actor) else Indicator.owner_id.in_(actor.organisations)


def may_edit(actor: Actor) -> bool:
    """The ministry edits directions, indicators and targets."""
    return is_ministry(actor)
