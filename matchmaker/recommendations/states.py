"""The life of an introduction as one table (law 7); contacts open at `introduced`, confidential parts under a deal's NDA."""

from matchmaker.core.machine import Move, Table
from matchmaker.recommendations.rules import may_broker, may_end

STATES: Table = {
    ("awaiting_officer", "broker"): Move("introduced", may_broker),
    ("awaiting_officer", "decline"): Move("declined", may_end),
    ("introduced", "close"): Move("closed", may_end),
}
