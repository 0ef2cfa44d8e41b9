"""The life of a registration as one table (law 7).

The officer's `approve` leads to the waiting list instead when the session is full: `actions` chooses the verb.
"""

from matchmaker.core.machine import Move, Table
from matchmaker.sessions.people.rules import is_own, may_decide, may_judge

STATES: Table = {
    ("invited", "accept"): Move("confirmed", is_own),
    ("invited", "queue"): Move("waiting", is_own),
    ("invited", "decline"): Move("declined", is_own),
    ("declined", "apply"): Move("applied", is_own),
    ("cancelled", "apply"): Move("applied", is_own),
    ("applied", "approve"): Move("confirmed", may_decide),
    ("applied", "queue"): Move("waiting", may_decide),
    ("applied", "refuse"): Move("refused", may_decide),
    ("waiting", "approve"): Move("confirmed", may_decide),
    ("waiting", "refuse"): Move("refused", may_decide),
    ("refused", "approve"): Move("confirmed", may_decide),
    ("applied", "cancel"): Move("cancelled", is_own),
    ("waiting", "cancel"): Move("cancelled", is_own),
    ("confirmed", "cancel"): Move("cancelled", is_own),
}

PITCHES: Table = {
    ("submitted", "accept"): Move("accepted", may_judge),
    ("submitted", "decline"): Move("declined", may_judge),
    ("declined", "accept"): Move("accepted", may_judge),
    ("accepted", "decline"): Move("declined", may_judge),
}
