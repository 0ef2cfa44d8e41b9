"""`python -m benchmarks.crowd`: 50 clients at four servers; one line of JSON for each database, code 1 for any fault.

The servers are the product's own (`flask serve`), each a process. The encoder is the quick stand-in: what is measured
is what people do at once, not what is read. Each client signs in by the form and then acts without pause, drawn by a
seed; a few accounts are shared by two clients. What each was told is compared with the database afterwards.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.crowd.browser import Browser, Wire
from benchmarks.crowd.client import Client
from benchmarks.crowd.judge import judge
from benchmarks.crowd.ledger import Ledger
from benchmarks.crowd.officer import Officer
from benchmarks.crowd.participant import Participant
from benchmarks.crowd.stage import PASSWORD, Stage, build
from benchmarks.stage import environment, free_port, open_app, postgres_config, sqlite_config
from matchmaker.config import Config

PEOPLE, SHARED, ENGINE_SECONDS, PATIENCE = 60, 8, 3, 120.0
FAULTS = ("errors_500", "unexpected", "findings", "double_bookings", "overfull", "lost", "not_told")


def cast(stage: Stage, clients: int) -> list[tuple[str, type[Client]]]:
    """Who acts: one officer in five, then people; the last few share accounts with the first."""
    officers, people = [*stage.officers], [*stage.people]
    few = max(2, clients // 5)
    own = min(len(people), clients - few - clients // SHARED)
    return [(officers[at % len(officers)], Officer) for at in range(few)] + [
        (people[at % own], Participant) for at in range(clients - few)
    ]


def crowd(stage: Stage, clients: int, seed: int, open_browser: Callable[[int, str], Browser]) -> list[Client]:
    """The clients with their browsers, signed in; `open_browser` is given the client's number and address."""
    accounts, found = stage.officers | stage.people, []
    for number, (email, kind) in enumerate(cast(stage, clients)):
        found.append(kind(stage, open_browser(number, email), accounts[email], Random(f"{seed}/{number}")))
    return found


def let_loose(clients: list[Client], until: Callable[[], bool]) -> Ledger:
    """Let all act at once; returns what they were told."""
    threads = [threading.Thread(target=client.act, args=(until,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger = Ledger()
    for client in clients:
        ledger.add(client.ledger)
    return ledger


@contextmanager
def servers(config: Config, count: int) -> Iterator[list[int]]:
    """So many server processes on one database; yields their ports when all are ready. What they say of errors is kept."""
    ports, started = [free_port() for _one in range(count)], []
    for port in ports:
        more = {"PORT": str(port), "MATCHMAKER_ENCODER": config.encoder, "MATCHMAKER_RATE_LIMIT": ""}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
        with Path(config.home, f"server-{port}.log").open("wb") as log:
            started.append(subprocess.Popen(command, env=environment(config) | more, stdout=log, stderr=log))
    try:
        for port in ports:
            _wait_for(port)
        yield ports
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if Wire(port).get("/ready").status == 200:
                return
        except OSError:
            if time.monotonic() > end:
                raise
        time.sleep(0.2)


def summary(ledger: Ledger) -> dict[str, Any]:
    """The answers in figures."""
    by_verb: dict[str, dict[int, int]] = {}
    statuses: Counter[int] = Counter()
    for (verb, status), number in sorted(ledger.calls.items()):
        by_verb.setdefault(verb, {})[status] = number
        statuses[status] += number
    times = sorted(ledger.seconds) or [0.0]
    return {
        "calls": statuses.total(),
        "by_status": dict(sorted(statuses.items())),
        "by_verb": by_verb,
        "errors_500": sum(number for status, number in statuses.items() if status >= 500),
        "conflicts": statuses[409],
        "walls_of_the_database": ledger.walls,
        "median_ms": round(1000 * times[len(times) // 2]),
        "p99_ms": round(1000 * times[len(times) * 99 // 100]),
        "unexpected": ledger.odd,
    }


def measure(config: Config, args: argparse.Namespace) -> dict[str, Any]:
    """One database: stage, servers, crowd, verdict."""
    app = open_app(config)
    database = app.extensions["database"]
    stage = build(database, app.extensions["index"], PEOPLE, ENGINE_SECONDS, Random(args.seed))
    with servers(config, args.servers) as ports:
        clients = crowd(
            stage, args.clients, args.seed, lambda number, email: signed_in(ports[number % len(ports)], email)
        )
        end = time.monotonic() + args.seconds
        ledger = let_loose(clients, lambda: time.monotonic() > end)
    with database.read() as db:
        found = summary(ledger) | judge(db, stage, ledger)
    if any(found[name] for name in FAULTS):
        for log in sorted(Path(config.home).glob("server-*.log")):
            print(log.read_text()[-args.log :], file=sys.stderr)
    return found


def signed_in(port: int, email: str) -> Wire:
    """A browser that is signed in."""
    browser = Wire(port)
    answer = browser.sign_in(email, PASSWORD)
    if answer.status != 302:
        raise RuntimeError(f"{email} cannot sign in: {answer.status}")
    return browser


def main() -> None:
    """Both databases, unless one is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option, default in (("clients", 50), ("servers", 4), ("seconds", 60), ("seed", 2026), ("log", 6000)):
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    args, is_sound = parser.parse_args(), True
    for name, opened in (("sqlite", sqlite_config), ("postgresql", postgres_config)):
        with opened() if args.database in (name, "both") else nullcontext() as config:
            if config is None:
                continue
            found = measure(replace(config, encoder="hashing", rate_limit=""), args)
            head = {"database": name, "clients": args.clients, "servers": args.servers, "seconds": args.seconds}
            print(json.dumps(head | found, default=str), flush=True)
            is_sound = is_sound and not any(found[fault] for fault in FAULTS)
    if not is_sound:
        sys.exit(1)
