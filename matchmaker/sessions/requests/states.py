"""The life of a request as one table (law 7).

Who declined may ask back; after a withdrawal or an expiry either side may. Nobody asks again after a no of the other.
An officer's `require` makes a must-meet of anything, and `release` undoes one that nobody had agreed to.
"""

from matchmaker.core.machine import Move, Table
from matchmaker.sessions.requests.rules import is_asked, is_asking, may_call_off, may_require, may_see

WAITING = ("open", "countered")
ALL = ("open", "countered", "accepted", "declined", "withdrawn", "expired")

STATES: Table = {
    ("open", "accept"): Move("accepted", is_asked),
    ("open", "counter"): Move("countered", is_asked),
    ("open", "decline"): Move("declined", is_asked),
    ("open", "withdraw"): Move("withdrawn", is_asking),
    ("countered", "accept_counter"): Move("accepted", is_asking),
    ("countered", "decline_counter"): Move("declined", is_asking),
    ("countered", "withdraw"): Move("withdrawn", is_asking),
    ("accepted", "call_off"): Move("withdrawn", may_call_off),
    ("declined", "ask_again"): Move("open", is_asked),
    ("withdrawn", "ask_again"): Move("open", may_see),
    ("expired", "ask_again"): Move("open", may_see),
    **{(state, "expire"): Move("expired", may_require) for state in WAITING},
    **{(state, "require"): Move("accepted", may_require) for state in ALL},
    ("accepted", "release"): Move("withdrawn", may_require),
}
