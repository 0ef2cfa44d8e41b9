"""How an indicator stands, as a sentence that says by which numbers."""

from matchmaker.core.i18n import _
from matchmaker.indicators.numbers import shown
from matchmaker.indicators.standing import slack
from matchmaker.indicators.values.overview import Line


def better_words(better: int) -> str:
    """In which direction an indicator should go."""
    return _("More is better") if better > 0 else _("Less is better")


def why(line: Line) -> str:
    """Why the last value stands as it does: the rule of docs/indicators.md with the numbers of the line."""
    value = line.value
    if value is None:
        return _("No value is published yet.")
    digits, wanted = line.indicator.decimals, line.expected(value.year)
    words = {"year": value.year, "value": shown(value.value, digits)}
    if line.standing == "critical":
        return _("%(value)s in %(year)s is worse than the critical level of %(critical)s.", **words,
                 critical=shown(line.critical, digits))  # fmt: skip
    if wanted is None:
        return _("%(value)s in %(year)s: the plan asks for nothing in this year yet.", **words)
    words |= {"wanted": shown(wanted, digits), "slack": shown(slack(wanted, line.baseline), max(digits, 1))}
    if line.standing == "on_course":
        return _(
            "%(value)s in %(year)s; the plan asks for %(wanted)s, and a shortfall of %(slack)s is allowed.", **words
        )
    return _("%(value)s in %(year)s; the plan asks for %(wanted)s, and the shortfall is more than the %(slack)s allowed.",
             **words)  # fmt: skip
