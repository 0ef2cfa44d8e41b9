"""The commands `flask --app wsgi session …`: a timetable without a browser."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from matchmaker.accounts.actor import SYSTEM
from matchmaker.cli_parts import plain_faults
from matchmaker.paths import SEEDS
from matchmaker.sessions.queries import load_session
from matchmaker.sessions.seeds.timetable import keep as keep_timetable
from matchmaker.sessions.timetable.clashes import clash_words
from matchmaker.sessions.timetable.desk import load_desk
from matchmaker.sessions.timetable.making import make_timetable
from matchmaker.sessions.timetable.models import TimetableRun
from matchmaker.sessions.timetable.runs import SECONDS_AT_MOST, begin_run
from matchmaker.web import access

session_group = AppGroup("session", help="Scientific-innovation sessions.")


@session_group.command("timetable")
@click.argument("session_id", type=int)
@click.option("--seconds", type=click.IntRange(1, SECONDS_AT_MOST), default=60, help="How long the engine may take.")
@plain_faults
def timetable(session_id: int, seconds: int) -> None:
    """Make a session's timetable, or improve its draft; the result as one JSON object on the last line."""
    with access.database().write() as db:
        run_id = begin_run(SYSTEM, db, load_session(SYSTEM, db, session_id), seconds).id
    make_timetable(access.database(), access.index(), run_id, _tell)
    click.echo(json.dumps(_result(session_id, run_id), ensure_ascii=False))


@session_group.command("keep")
@click.argument("session_id", type=int)
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=SEEDS)
@plain_faults
def keep(session_id: int, folder: Path) -> None:
    """Keep the draft of a session of the demo in the seeds, so that seeding need not make it again."""
    with access.database().read() as db:
        click.echo(f"Kept in {keep_timetable(db, session_id, folder)}.")


def _tell(row: dict[str, Any]) -> None:
    scores, bounds = row["scores"], row["bounds"]
    gap = f"{100 * row['gap']:.1f} %" if row["gap"] is not None else "unknown"
    click.echo(
        f"{row['seconds']:7.1f} s  {row['placed']} placed, value {scores['value']} of at most {bounds['value']} "
        f"(gap {gap}), {scores['under']} under the floor, {scores['idle']} idle slots",
        err=True,
    )


def _result(session_id: int, run_id: int) -> dict[str, Any]:
    with access.database().read() as db:
        desk, run = load_desk(SYSTEM, db, session_id), db.get_one(TimetableRun, run_id)
        wrong = clash_words(desk.known, run.message.get("wrong", []))
        best = run.progress[-1] if run.progress else {}
    return {"session": session_id, "run": run_id, "state": run.state, "best": best, "wrong": wrong}
