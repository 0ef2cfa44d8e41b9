"""How long 10,000 draws of weights take beside the product of matrices that they cannot do without.

Both are timed many times, for other work on the machine slows either now and then: the best and the median of each are
printed, and their ratios. The draws are whole: weights drawn, scores, ranks, and their mean and quantiles. Rounds of the
product come first, with a pause after them, because its threads keep a processor busy for a while.
"""

import json
import time
from collections.abc import Callable

import numpy as np

from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework, Group, Indicator
from matchmaker.potential.spread import draws

UNITS, INDICATORS, DRAWS, ROUNDS = 200, 40, 10_000, 41
GOAL = 3.0
PAUSE = 0.5  # seconds


def print_speed() -> None:
    """A line of JSON: milliseconds of the product and of the draws, and the ratio."""
    numbers = np.random.default_rng(0)
    values = numbers.random((UNITS, INDICATORS))
    weights = np.ascontiguousarray(numbers.dirichlet(np.ones(INDICATORS), DRAWS).T)
    framework = Framework(tuple(Indicator(f"i{one}", "index") for one in range(INDICATORS)), (Group("index"),))
    figures = Figures(tuple(map(str, range(UNITS))), values)
    print(json.dumps(_beside(lambda: values @ weights, lambda: _statistics(framework, figures))))


def _statistics(framework: Framework, figures: Figures) -> None:
    spread = draws(framework, figures, count=DRAWS)
    spread.mean, *(spread.quantile(part) for part in (0.05, 0.5, 0.95))


def _beside(product: Callable[[], object], drawing: Callable[[], object]) -> dict[str, float]:
    rounds = []
    for work in (product, drawing):
        rounds.append([_milliseconds(work) for _ in range(ROUNDS)])
        time.sleep(PAUSE)
    best, median = np.min(rounds, axis=1), np.median(rounds, axis=1)
    figures = {
        "product_best_ms": best[0],
        "draws_best_ms": best[1],
        "ratio_best": best[1] / best[0],
        "product_median_ms": median[0],
        "draws_median_ms": median[1],
        "ratio_median": median[1] / median[0],
        "goal": GOAL,
    }
    return {name: round(float(figure), 2) for name, figure in figures.items()}


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
