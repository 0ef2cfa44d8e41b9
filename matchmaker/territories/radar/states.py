"""The life of a run of the radar as one table (law 7)."""

from datetime import timedelta

from matchmaker.core.machine import Move, Table
from matchmaker.territories.radar.rules import may_read_anew

ACTIVE = ("waiting", "running")
SILENT = timedelta(hours=1)  # after so long without a sign its runner counts as lost, and another run may begin
STATES: Table = {
    ("waiting", "start"): Move("running", may_read_anew),
    ("running", "start"): Move("running", may_read_anew),  # its runner was killed
    ("running", "end"): Move("done", may_read_anew),
    ("running", "fail"): Move("failed", may_read_anew),
}
