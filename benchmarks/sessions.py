"""Made sessions, solved and judged: one line of JSON per row (engine, greedy, lp_bound).

`python -m benchmarks.sessions --people 150 --slots 16 --tables 40 --pairs 1500 [--seed 1] [--seconds 10] [--threads 2]`
`… --compare 20`: so many sessions of this size, the engine against the plain way, and their sums.
`… --repair 100`: a timetable, then so many people who cancel, each on its own.
How a session is made: `benchmarks.generated`. Every timetable is judged by `scheduling.check`.
"""

import argparse
import json
import time
from dataclasses import asdict
from statistics import mean
from typing import Any

from benchmarks.generated import generated
from benchmarks.repairs import rows_of_repair
from matchmaker.scheduling.check import faults_of, idle_slots_of, table_changes_of
from matchmaker.scheduling.greedy import greedy
from matchmaker.scheduling.problem import Kind, Problem, Timetable
from matchmaker.scheduling.relaxation import Levels, Relaxation
from matchmaker.scheduling.solve import Solution, solve
from matchmaker.scheduling.walls import read_walls


def judged(problem: Problem, timetable: Timetable) -> dict[str, Any]:
    """What the checker and plain counting say of a timetable."""
    placed = [problem.meetings[one.meeting] for one in timetable]
    counts = [0] * len(problem.people)
    for meeting in placed:
        for person in meeting.people:
            counts[person] += 1
    return {
        "meetings": len(placed),
        "must": sum(meeting.kind is Kind.MUST for meeting in placed),
        "mutual": sum(meeting.kind is Kind.MUTUAL for meeting in placed),
        "value": sum(meeting.value for meeting in placed),
        "under_floor": sum(count < problem.floor for count in counts),
        "idle": sum(idle_slots_of(problem, timetable)),
        "table_changes": sum(table_changes_of(problem, timetable)),
        "faults": len(faults_of(problem, timetable)),
    }


def row_of_engine(problem: Problem, solution: Solution, seconds_to: dict[str, float]) -> dict[str, Any]:
    """The engine's row."""
    return {
        "row": "engine",
        "status": solution.status,
        **judged(problem, solution.timetable),
        "bounds": asdict(solution.bounds),
        "gap": solution.gap,
        "first_feasible_seconds": _round(solution.first_seconds),
        **{name: _round(seconds) for name, seconds in seconds_to.items()},
        "seconds": _round(solution.seconds),
    }


def run_engine(problem: Problem, args: argparse.Namespace) -> tuple[Solution, dict[str, float]]:
    """The solution, and the seconds until it was proved best, or within 1, 2 and 5 % of its bound."""
    seconds_to: dict[str, float] = {}

    def told(solution: Solution) -> None:
        if solution.status == "optimal":
            seconds_to.setdefault("optimal_seconds", solution.seconds)
        for percent in (1, 2, 5):
            if solution.gap is not None and solution.gap <= percent / 100:
                seconds_to.setdefault(f"gap_{percent}_seconds", solution.seconds)

    return solve(problem, args.seconds, args.threads, on_better=told, seed=args.seed), seconds_to


def row_of_greedy(problem: Problem) -> dict[str, Any]:
    """The plain way's row."""
    started = time.perf_counter()
    timetable = greedy(problem)
    return {"row": "greedy", **judged(problem, timetable), "seconds": _round(time.perf_counter() - started)}


def row_of_bound(problem: Problem, seconds: float) -> dict[str, Any]:
    """The linear relaxation by itself: each goal on its own."""
    started, relaxation = time.perf_counter(), Relaxation(read_walls(problem))
    answers = {goal: relaxation.ask(goal, Levels(), seconds) for goal in ("must", "mutual", "shortfall", "value")}
    found = {goal: None if answer is None else round(answer.bound, 3) for goal, answer in answers.items()}
    return {"row": "lp_bound", **found, "seconds": _round(time.perf_counter() - started)}


def _round(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def one_session(args: argparse.Namespace) -> None:
    """The three rows of one session."""
    problem = made(args, args.seed)
    head = {"session": name(args), "seed": args.seed}
    print(json.dumps({**head, **row_of_engine(problem, *run_engine(problem, args))}))
    print(json.dumps({**head, **row_of_greedy(problem)}))
    print(json.dumps({**head, **row_of_bound(problem, args.seconds)}))


def compare(args: argparse.Namespace) -> None:
    """Engine and plain way over several sessions, then the means, and how much value any timetable could have.

    `value_ceiling` is the linear relaxation's bound of value alone, with nothing put before it, beside the plain way's.
    """
    rows, ceilings = [], []
    for seed in range(args.seed, args.seed + args.compare):
        problem = made(args, seed)
        engine, plain = row_of_engine(problem, *run_engine(problem, args)), row_of_greedy(problem)
        rows.append((engine, plain))
        ceilings.append(row_of_bound(problem, args.seconds)["value"])
        print(json.dumps({"session": name(args), "seed": seed, **engine}))
        print(json.dumps({"session": name(args), "seed": seed, **plain}), flush=True)
    keys = ("must", "mutual", "value", "under_floor", "idle", "table_changes", "faults")
    means = {key: _means(rows, key) for key in keys}
    ceiling = round(mean(ceilings) / means["value"]["greedy"], 4)
    print(json.dumps({"row": "compare", "sessions": len(rows), **means, "value_ceiling": ceiling}))


def losses(args: argparse.Namespace) -> None:
    """A timetable, then people who cancel or are late and tables that fail."""
    problem = made(args, args.seed)
    timetable = solve(problem, args.seconds, args.threads, seed=args.seed).timetable
    for row in rows_of_repair(problem, timetable, args.repair, args.seed):
        print(json.dumps({"session": name(args), "seed": args.seed, **row}), flush=True)


def _means(rows: list[tuple[dict[str, Any], dict[str, Any]]], key: str) -> dict[str, float]:
    engine, plain = (mean(float(pair[which][key]) for pair in rows) for which in (0, 1))
    return {"engine": round(engine, 2), "greedy": round(plain, 2), "ratio": round(engine / plain, 4) if plain else 0.0}


def made(args: argparse.Namespace, seed: int) -> Problem:
    """The session of these sizes."""
    return generated(args.people, args.slots, args.tables, args.pairs, seed)


def name(args: argparse.Namespace) -> str:
    """The sizes in short."""
    return f"{args.people}/{args.slots}/{args.tables}/{args.pairs}"


def main() -> None:
    """What the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option, default in (("people", 150), ("slots", 16), ("tables", 40), ("pairs", 1500), ("seed", 1)):
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--compare", type=int, default=0, metavar="SESSIONS")
    parser.add_argument("--repair", type=int, default=0, metavar="CANCELLATIONS")
    args = parser.parse_args()
    (compare if args.compare else losses if args.repair else one_session)(args)


if __name__ == "__main__":
    main()
