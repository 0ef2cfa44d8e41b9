"""The life of a session as one table (law 7): people ask while it is open, the timetable is made when it is closed."""

from matchmaker.core.machine import Move, Table
from matchmaker.sessions.rules import may_run

STATES: Table = {
    ("draft", "announce"): Move("open", may_run),
    ("open", "close"): Move("closed", may_run),
    ("closed", "reopen"): Move("open", may_run),
    ("closed", "release"): Move("released", may_run),
    ("released", "release"): Move("released", may_run),
    ("released", "finish"): Move("finished", may_run),
    ("draft", "cancel"): Move("cancelled", may_run),
    ("open", "cancel"): Move("cancelled", may_run),
    ("closed", "cancel"): Move("cancelled", may_run),
    ("released", "cancel"): Move("cancelled", may_run),
}
