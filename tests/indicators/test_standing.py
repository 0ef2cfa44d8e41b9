"""The rule of how an indicator stands: worked examples, and what holds for any numbers."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from matchmaker.indicators.standing import SLACK, expected, is_worse, slack, standing
from matchmaker.indicators.values.periods import Period, last_period

NUMBERS = some.integers(-(10**6), 10**6).map(lambda one: one / 8)
MAYBE = some.none() | NUMBERS
WAYS = some.sampled_from((1, -1))
TARGETS = some.dictionaries(some.integers(2026, 2035), NUMBERS, min_size=1)


@pytest.mark.parametrize(
    ("value", "wanted", "better", "baseline", "critical", "found"),
    [
        (None, 10, 1, 0, None, "no_value"),
        (10, None, 1, 0, None, "no_target"),
        (10, 10, 1, 0, None, "on_course"),
        (9, 10, 1, 0, None, "on_course"),  # a tenth of the way from 0 to 10 is missing
        (8.9, 10, 1, 0, None, "at_risk"),
        (119, 120, 1, 100, None, "on_course"),
        (117, 120, 1, 100, None, "at_risk"),
        (9, 10, 1, None, None, "on_course"),
        (81, 77.5, -1, 78, 85, "at_risk"),
        (86, 77.5, -1, 78, 85, "critical"),
        (85, 77.5, -1, 78, 85, "at_risk"),
        (77, 77.5, -1, 78, 85, "on_course"),
        (5, None, 1, None, 6, "critical"),
    ],
)
def test_worked_examples(
    value: float | None, wanted: float | None, better: int, baseline: float | None, critical: float | None, found: str
) -> None:
    assert standing(value, wanted, better, baseline, critical) == found


@pytest.mark.parametrize(
    ("year", "found"), [(2023, None), (2024, 10), (2025, 15), (2026, 20), (2027, 30), (2028, 40), (2035, 40)]
)
def test_the_plan_is_a_straight_line_between_what_is_known(year: int, found: float | None) -> None:
    assert expected(year, {2026: 20, 2028: 40}, 2024, 10) == found


def test_without_targets_nothing_is_planned() -> None:
    assert [expected(year, {}, 2024, 10) for year in (2023, 2024, 2026)] == [None, None, None]
    assert expected(2025, {2026: 20}) is None


@given(NUMBERS, MAYBE, WAYS, MAYBE, MAYBE)
def test_a_value_that_reaches_the_plan_is_never_at_risk(
    wanted: float, baseline: float | None, better: int, critical: float | None, more: float | None
) -> None:
    value = wanted + better * abs(more or 0)
    assert standing(value, wanted, better, baseline, critical) in ("on_course", "critical")


@given(NUMBERS, NUMBERS, MAYBE, WAYS, MAYBE, MAYBE)
def test_a_better_value_never_stands_worse(
    value: float, step: float, wanted: float | None, better: int, baseline: float | None, critical: float | None
) -> None:
    order = ("critical", "at_risk", "no_target", "on_course")
    one = standing(value, wanted, better, baseline, critical)
    other = standing(value + better * abs(step), wanted, better, baseline, critical)
    assert order.index(other) >= order.index(one)


@given(NUMBERS, NUMBERS, WAYS, MAYBE, MAYBE, some.integers(-3, 6))
def test_the_unit_does_not_matter(
    value: float, wanted: float, better: int, baseline: float | None, critical: float | None, power: int
) -> None:
    factor = 2.0**power  # exact in floating point
    scaled = [None if one is None else one * factor for one in (value, wanted, baseline, critical)]
    found = standing(scaled[0], scaled[1], better, scaled[2], scaled[3])
    assert found == standing(value, wanted, better, baseline, critical)


@given(NUMBERS, NUMBERS, WAYS, MAYBE, MAYBE)
def test_less_is_better_is_the_mirror(
    value: float, wanted: float, better: int, baseline: float | None, critical: float | None
) -> None:
    mirrored = [None if one is None else -one for one in (value, wanted, baseline, critical)]
    found = standing(mirrored[0], mirrored[1], -better, mirrored[2], mirrored[3])
    assert found == standing(value, wanted, better, baseline, critical)


@given(NUMBERS, NUMBERS, WAYS)
def test_critical_comes_before_everything(value: float, critical: float, better: int) -> None:
    assume(is_worse(value, critical, better))
    assert standing(value, value, better, None, critical) == "critical"


@given(TARGETS, some.none() | some.integers(2000, 2025), NUMBERS, some.integers(2000, 2040))
def test_the_plan_keeps_between_its_neighbours(
    targets: dict[int, float], baseline_year: int | None, baseline: float, year: int
) -> None:
    found = expected(year, targets, baseline_year, baseline if baseline_year else None)
    known = targets | ({baseline_year: baseline} if baseline_year else {})
    if year < min(known):
        assert found is None
        return
    before = known[max(one for one in known if one <= year)]
    after = known[min((one for one in known if one >= year), default=max(known))]
    assert found is not None and min(before, after) - 1e-6 <= found <= max(before, after) + 1e-6
    assert found == known.get(year, found)


@given(NUMBERS, MAYBE)
def test_the_slack_is_a_tenth_of_the_planned_change(wanted: float, baseline: float | None) -> None:
    assert slack(wanted, baseline) == SLACK * abs(wanted - (baseline or 0)) >= 0


@pytest.mark.parametrize(
    ("frequency", "today", "found"),
    [
        ("year", date(2026, 1, 1), Period(date(2025, 12, 31), date(2026, 4, 1))),
        ("year", date(2026, 12, 31), Period(date(2025, 12, 31), date(2026, 4, 1))),
        ("half_year", date(2026, 6, 30), Period(date(2025, 12, 31), date(2026, 1, 31))),
        ("half_year", date(2026, 7, 1), Period(date(2026, 6, 30), date(2026, 7, 31))),
        ("quarter", date(2026, 5, 10), Period(date(2026, 3, 31), date(2026, 4, 30))),
        ("quarter", date(2026, 10, 1), Period(date(2026, 9, 30), date(2026, 10, 31))),
        ("quarter", date(2026, 12, 31), Period(date(2026, 9, 30), date(2026, 10, 31))),
    ],
)
def test_the_last_period_that_is_over(frequency: str, today: date, found: Period) -> None:
    assert last_period(frequency, today) == found
