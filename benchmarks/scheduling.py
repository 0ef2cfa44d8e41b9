"""The public instances of business-to-business meeting scheduling: fewest breaks, proved, each answer judged.

`python -m benchmarks.scheduling FILE.dzn… [--seconds N] [--threads N]` prints a line of JSON per instance. Breaks of any
two participants differ by at most 2. Seconds are wall time from the text of the file to the proof.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from benchmarks.dzn import Malformed, read_file
from matchmaker.scheduling.check import breaks_of, faults_of
from matchmaker.scheduling.placing import Placement, place_all
from matchmaker.scheduling.problem import Problem


def judge(problem: Problem, found: Placement) -> None:
    """Raise when the answer is not what it is said to be."""
    if found.breaks is None:
        return
    if faults := faults_of(problem, found.timetable):
        raise RuntimeError(f"faults: {faults}")
    if sum(breaks_of(problem, found.timetable)) != found.breaks:
        raise RuntimeError(f"breaks: {sum(breaks_of(problem, found.timetable))}, said to be {found.breaks}")


def measure(path: Path, seconds: float, threads: int) -> dict[str, object]:
    """One instance, read, solved and judged."""
    start = time.perf_counter()
    problem = read_file(path)
    found = place_all(problem, seconds, threads)
    passed = time.perf_counter() - start
    judge(problem, found)
    bound = None if found.status == "infeasible" else found.bound
    return {
        "name": path.stem,
        "status": found.status,
        "objective": found.breaks,
        "bound": bound,
        "seconds": round(passed, 3),
    }


def main() -> None:
    """Solve every file named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--threads", type=int, default=2)
    asked = parser.parse_args()
    for path in asked.files:
        try:
            print(json.dumps(measure(path, asked.seconds, asked.threads)), flush=True)
        except (Malformed, OSError) as error:
            sys.exit(f"{path}: {error}")


if __name__ == "__main__":
    main()
