"""Who may see and do what with values. Published ones are public; drafts are for the ministry and the indicator's owner."""

from sqlalchemy import ColumnElement

from matchmaker.accounts.actor import Actor
from matchmaker.indicators import rules
from matchmaker.indicators.models import Indicator
from matchmaker.indicators.values.models import IndicatorValue
from matchmaker.territories.rules import is_ministry


def may_see(actor: Actor, value: IndicatorValue) -> bool:
    """Published values, whoever sees the indicator; the rest those who keep it. The value is loaded with its indicator."""
    if not rules.may_see(actor, value.indicator):
        return False
    return value.state == "published" or rules.is_keeper(actor, value.indicator)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of `may_see`, over IndicatorValue joined with Indicator."""
    return rules.visible_to(actor) & ((IndicatorValue.state == "published") | rules.kept_by(actor))


def may_enter(actor: Actor, indicator: Indicator) -> bool:
    """The owner and the ministry enter values, and take them from the platform."""
    return rules.is_keeper(actor, indicator)


def may_publish(actor: Actor, value: IndicatorValue) -> bool:
    """The ministry."""
    return is_ministry(actor)


def may_withdraw(actor: Actor, value: IndicatorValue) -> bool:
    """The ministry, and the owner for the own drafts."""
    return rules.is_keeper(actor, value.indicator)
