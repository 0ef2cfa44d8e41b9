"""The life of a run of the engine as one table (law 7)."""

from matchmaker.core.machine import Move, Table
from matchmaker.sessions.rules import may_run

ACTIVE = ("waiting", "running")
STATES: Table = {
    ("waiting", "start"): Move("running", may_run),
    ("running", "start"): Move("running", may_run),  # its runner was killed
    ("running", "end"): Move("done", may_run),
    ("running", "halt"): Move("stopped", may_run),
    ("waiting", "halt"): Move("stopped", may_run),
    ("running", "fail"): Move("failed", may_run),
}
