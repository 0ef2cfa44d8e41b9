"""A run of the engine while it works: each better timetable is in the draft within a second, and a word stops it.

Nothing is held open while the engine searches: every look and every writing is a short transaction of its own. A run
whose runner is killed comes back by its job's lease and goes on from the draft, for the seconds that are left.
"""

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import jobs
from matchmaker.core.db import Database, hold
from matchmaker.core.jobs import Task
from matchmaker.core.machine import walk
from matchmaker.recommendations.live import LiveIndex
from matchmaker.scheduling.check import faults_of
from matchmaker.scheduling.conflicts import Requirement, conflict_of
from matchmaker.scheduling.contradictions import contradictions
from matchmaker.scheduling.problem import Timetable
from matchmaker.scheduling.solve import Solution, solve
from matchmaker.sessions.timetable.drafts import Place, hold_draft, places_of, rewrite, touch
from matchmaker.sessions.timetable.models import DraftStep, TimetableRun, TimetableVersion
from matchmaker.sessions.timetable.problem import Posed, to_solve
from matchmaker.sessions.timetable.reading import Known, load_frame, read_known
from matchmaker.sessions.timetable.runs import end_run
from matchmaker.sessions.timetable.states import ACTIVE, STATES

EVERY = 1.0  # seconds between two writings, and between two looks at whether to stop
CLASH = 20.0  # seconds for naming what clashes, less than a lease
RENEW = 10.0  # seconds after which the lease of the job is renewed
Tell = Callable[[dict[str, Any]], None]


def _quiet(row: dict[str, Any]) -> None:
    return None


def making_task(database: Database, index: LiveIndex) -> Task:
    """The task `make_timetable`."""

    def prepare(db: Session, run_id: int) -> None:
        make_timetable(database, index, run_id)

    return Task(lambda db, prepared, run_id: None, prepare)


def make_timetable(database: Database, index: LiveIndex, run_id: int, tell: Tell = _quiet) -> None:
    """Carry out a run to its end. A fault of the engine itself fails the run, and is raised."""
    work = _Work(database, index, run_id, tell)
    if not work.start():
        return
    try:
        work.search()
    except Exception as fault:
        work.end("fail", {"error": repr(fault)})
        raise


class _Work:
    """One run: what it was started with, and what it has stored."""

    def __init__(self, database: Database, index: LiveIndex, run_id: int, tell: Tell) -> None:
        self.database, self.index, self.run_id, self.tell = database, index, run_id, tell
        self.looked_at = self.renewed_at = time.monotonic()
        self.stored_at = self.looked_at - EVERY
        self.is_stopped, self.before = False, 0.0
        self.pending: Solution | None = None

    def start(self) -> bool:
        """Take the run up; False when it was ended meanwhile."""
        with self.database.write() as db:
            run = db.get_one(TimetableRun, self.run_id)
            if run.state not in ACTIVE:
                return False
            is_first = run.state == "waiting"
            walk(db, STATES, SYSTEM, run, "start")
            self.before = float(run.progress[-1]["seconds"]) if run.progress else 0.0
            self.seconds = max(1.0, run.seconds - self.before)
            self.session_id = run.session_id
            draft = hold_draft(db, load_frame(SYSTEM, db, run.session_id))  # whoever adjusts it now is waited for
            known = read_known(SYSTEM, db, run.session_id, self.index)
            if is_first:
                keep_whole_draft(db, known, draft, run)
        self.posed = to_solve(known)
        self.first = usable_start(self.posed, known)
        return True

    def search(self) -> None:
        """Search until the time is up or somebody says stop, then say how it went."""
        wrong = contradictions(self.posed.problem)
        if wrong:
            self.end("fail", {"wrong": [named(self.posed, asdict(one)) for one in wrong]})
            return
        found = solve(self.posed.problem, self.seconds, stop=self.stop, on_better=self.better, start=self.first)
        if found.scores is None:
            self.end("fail", {"wrong": self.clash(), "status": found.status})
            return
        self.store(found)
        self.end("halt" if self.is_stopped else "end", {"status": found.status})

    def clash(self) -> list[dict[str, Any]]:
        """The smallest set of requirements that cannot all be met; empty when time was too short to prove a clash."""
        with self.database.write() as db:
            jobs.renew(db)
        found = conflict_of(self.posed.problem, CLASH)
        return [named_requirement(self.posed, one) for one in found.requirements] if found else []

    def stop(self) -> bool:
        """Whether to stop: asked often, looked up each second. A better timetable that had to wait is stored meanwhile."""
        now = time.monotonic()
        if self.is_stopped or now - self.looked_at < EVERY:
            return self.is_stopped
        self.looked_at = now
        with self.database.read() as db:
            run = db.get_one(TimetableRun, self.run_id)
            self.is_stopped = run.is_stop_wanted or run.state not in ACTIVE
        if self.pending and not self.is_stopped:
            self.store(self.pending)
        elif now - self.renewed_at > RENEW:
            self.renew()
        return self.is_stopped

    def better(self, found: Solution) -> None:
        """Store a better timetable now, or with the next look when one was stored within the second."""
        self.pending = found
        if time.monotonic() - self.stored_at >= EVERY:
            self.store(found)

    def renew(self) -> None:
        """Keep the job."""
        self.renewed_at = time.monotonic()
        with self.database.write() as db:
            jobs.renew(db)

    def store(self, found: Solution) -> None:
        """Put a timetable into the draft with its scores, unless the run was ended meanwhile."""
        if faults_of(self.posed.problem, found.timetable):  # law 6: what the checker refuses is not stored
            raise ValueError("the engine has proposed a timetable that breaks a wall")
        row = progress_row(found, self.before)
        with self.database.write() as db:
            jobs.renew(db)
            run = db.get_one(TimetableRun, self.run_id)
            hold(db, run, "state", "progress")
            if run.state not in ACTIVE:
                return
            draft = hold_draft(db, load_frame(SYSTEM, db, self.session_id))
            rewrite(db, draft, places_of(db, self.posed, found.timetable))
            draft.scores = row | {"candidates": len(self.posed.candidates)}
            touch(draft)
            run.progress = [*run.progress, row]
        self.pending, self.stored_at = None, time.monotonic()
        self.renewed_at = self.stored_at
        self.tell(row)

    def end(self, verb: str, message: dict[str, Any]) -> None:
        """Write the run's end, unless somebody has given it up."""
        with self.database.write() as db:
            run = db.get_one(TimetableRun, self.run_id)
            if run.state in ACTIVE:
                run.message = message
                end_run(SYSTEM, db, run, verb)


def keep_whole_draft(db: Session, known: Known, draft: TimetableVersion, run: TimetableRun) -> None:
    """Make the run one step of the draft, which can be undone."""
    rows = [Place.of(one).as_row() for one in known.placements]
    db.add(
        DraftStep(version_id=draft.id, made_by=run.asked_by, verb="run", undo={"whole": rows, "scores": draft.scores})
    )


def usable_start(posed: Posed, known: Known) -> Timetable | None:
    """The draft to go on from, when it breaks no wall of the problem as it is now."""
    placed = posed.placed(known.placements)
    if not placed or contradictions(posed.problem) or faults_of(posed.problem, placed):
        return None
    return placed


def progress_row(found: Solution, before: float) -> dict[str, Any]:
    """A better timetable as a line of the run's progress."""
    scores, bounds = found.scores, found.bounds
    row = {"seconds": round(before + found.seconds, 2), "placed": len(found.timetable), "status": found.status}
    return row | {"scores": asdict(scores) if scores else {}, "bounds": asdict(bounds), "gap": found.gap}


def named(posed: Posed, wrong: dict[str, Any]) -> dict[str, Any]:
    """What is wrong with the input, by stored ids instead of positions."""
    pairs = [list(posed.candidates[number].pair) for number in wrong.get("meetings", ())]
    people = [posed.people[number].id for number in wrong.get("people", ())]
    slots = [posed.slots[number].id for number in wrong.get("slots", ())]
    tables = [posed.tables[number].id for number in wrong.get("tables", ())]
    return {"code": wrong["code"], "pairs": pairs, "people": people, "slots": slots, "tables": tables}


def named_requirement(posed: Posed, one: Requirement) -> dict[str, Any]:
    """A requirement that clashes with others, by stored ids."""
    is_meeting = one.code in ("required", "order")
    concerned = {"meetings": one.positions} if is_meeting else {"people": one.positions}
    slots = posed.problem.meetings[one.positions[0]].slots if one.code == "required" else None
    return named(posed, {"code": one.code, "slots": tuple(sorted(slots or ())), **concerned})
