"""The index of figures in files, as CSV.

`python -m benchmarks.potential INDICATORS.csv VALUES.csv` with the choices of a method prints the score of every unit in
every group; `--draws` adds how its rank in the index is spread when the weights are drawn.
"""

import argparse
import csv
import sys
from pathlib import Path

import numpy as np

from benchmarks.potential_speed import print_speed
from matchmaker.potential.figures import Figures
from matchmaker.potential.framework import Framework, Group, Indicator
from matchmaker.potential.index import reckon
from matchmaker.potential.method import Aggregation, Method, Normalisation, Treatment, variants
from matchmaker.potential.spread import Over, Spread, draws, usable
from matchmaker.potential.unusable import Unusable


def read_framework(path: Path) -> Framework:
    """Columns code, level, direction, weight and parent; level 1 are the indicators."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    low, high = ([row for row in rows if (int(row["level"]) == 1) is one] for one in (True, False))
    indicators = (Indicator(row["code"], row["parent"], float(row["weight"]), int(row["direction"])) for row in low)
    groups = (Group(row["code"], row["parent"] or None, float(row["weight"])) for row in high)
    return Framework(tuple(indicators), tuple(groups))


def read_figures(path: Path, framework: Framework) -> Figures:
    """A column `unit`, and one per indicator in any order; empty cells are missing."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [indicator.code for indicator in framework.indicators]
    values = [[float(row[code] or "nan") for code in codes] for row in rows]
    return Figures(tuple(row["unit"] for row in rows), np.array(values, dtype=float))


def main() -> None:
    """Print what was asked for."""
    asked = _asked()
    if asked.speed:
        print_speed()
    else:
        print_index(asked)


def print_index(asked: argparse.Namespace) -> None:
    """A row per unit: its score in every group, and the spread of its rank if draws are asked for."""
    framework = read_framework(asked.indicators)
    figures = read_figures(asked.values, framework)
    scale = tuple(asked.scale) if asked.scale else None
    method = Method(Normalisation(asked.normalise), Aggregation(asked.aggregate), Treatment(asked.treat), scale)
    columns: dict[str, list[object]] = {"unit": list(figures.units), **_groups(framework, figures, method)}
    if asked.draws:
        methods = usable(framework, figures, variants()) if asked.vary else (method,)
        columns |= _ranks(draws(framework, figures, methods, Over(asked.over), asked.draws, asked.seed))
    _print(columns)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("indicators", type=Path, nargs="?")
    parser.add_argument("values", type=Path, nargs="?")
    parser.add_argument("--normalise", choices=list(Normalisation), default="minmax")
    parser.add_argument("--aggregate", choices=list(Aggregation), default="arithmetic")
    parser.add_argument("--treat", choices=list(Treatment), default="none")
    parser.add_argument("--scale", nargs=2, type=float, help="lowest and highest score; of z-scores mean and deviation")
    parser.add_argument("--draws", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--over", choices=list(Over), default="indicators", help="what is drawn")
    parser.add_argument("--vary", action="store_true", help="draw the method too, from all that the figures allow")
    parser.add_argument("--speed", action="store_true", help="time 10,000 draws beside the bare matrix product")
    asked = parser.parse_args()
    if not asked.speed and asked.values is None:
        parser.error("INDICATORS.csv and VALUES.csv are needed, or --speed")
    return asked


def _groups(framework: Framework, figures: Figures, method: Method) -> dict[str, list[object]]:
    found = reckon(framework, figures, method)
    return {group.code: found.groups[:, place].tolist() for place, group in enumerate(framework.groups)}


def _ranks(spread: Spread) -> dict[str, list[object]]:
    quantiles = {"rank_median": 0.5, "rank_q05": 0.05, "rank_q95": 0.95}
    return {"rank_mean": spread.mean.tolist()} | {
        name: spread.quantile(part).tolist() for name, part in quantiles.items()
    }


def _print(columns: dict[str, list[object]]) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    out.writerows(zip(*columns.values(), strict=True))


if __name__ == "__main__":
    try:
        main()
    except (Unusable, OSError, KeyError, ValueError) as error:
        sys.exit(f"{type(error).__name__}: {error}")
