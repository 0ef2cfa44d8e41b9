"""The life of learned weights as one table (law 7). What the guard has rejected is kept, but leads nowhere."""

from matchmaker.core.machine import Move, Table
from matchmaker.recommendations.weights.rules import may_choose

STATES: Table = {
    ("in_use", "retire"): Move("retired", may_choose),
    ("retired", "adopt"): Move("in_use", may_choose),
}
