"""How an indicator stands, by the rule of docs/indicators.md. Pure: plain numbers in, a code of the vocabulary standings out."""

from collections.abc import Mapping

SLACK = 0.1  # of the change planned since the baseline


def expected(
    year: int, targets: Mapping[int, float], baseline_year: int | None = None, baseline: float | None = None
) -> float | None:
    """What the plan asks for in a year: its target, else the straight line between the years known before and after it.

    After the last target that one holds; before everything known nothing is asked.
    """
    known = dict(targets)
    if baseline is not None and baseline_year is not None:
        known.setdefault(baseline_year, baseline)
    if not targets or year in known or year < min(known):
        return known.get(year) if targets else None
    before = max(one for one in known if one < year)
    after = min((one for one in known if one > year), default=None)
    if after is None:
        return known[before]
    return known[before] + (known[after] - known[before]) * (year - before) / (after - before)


def slack(wanted: float, baseline: float | None) -> float:
    """How far a value may fall short and still be on course: a tenth of the planned change (without a baseline: of the target)."""
    return SLACK * abs(wanted - (baseline or 0))


def is_worse(value: float, than: float, better: int) -> bool:
    """Whether a value is worse than another; better: 1 when more is better, else -1."""
    return (than - value) * better > 0


def standing(
    value: float | None, wanted: float | None, better: int, baseline: float | None = None, critical: float | None = None
) -> str:
    """no_value, critical, no_target, on_course or at_risk, tried in this order."""
    if value is None:
        return "no_value"
    if critical is not None and is_worse(value, critical, better):
        return "critical"
    if wanted is None:
        return "no_target"
    return "at_risk" if is_worse(value, wanted - better * slack(wanted, baseline), better) else "on_course"
