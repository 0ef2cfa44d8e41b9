"""How a figure stands, by one stated rule. Pure."""

from collections.abc import Mapping

STATED = ("critical", "at_risk", "on_course", "no_target", "no_value")  # the order of summaries: the worst first


def expected(
    year: int, targets: Mapping[int, float], baseline_year: int | None = None, baseline: float | None = None
) -> float | None:
    """What the plan asks for in a year: its target."""
    return targets.get(year)


def standing(
    value: float | None, wanted: float | None, better: int, baseline: float | None = None, critical: float | None = None
) -> str:
    """A code of the vocabulary standings.

    Without a value: no_value. Worse than the critical level: critical. Without a target: no_target. At least as good as the
    target: on_course, else at_risk. better: 1 when more is better, else -1.
    """
    if value is None:
        return "no_value"
    if critical is not None and value * better < critical * better:
        return "critical"
    if wanted is None:
        return "no_target"
    return "on_course" if value * better >= wanted * better else "at_risk"
