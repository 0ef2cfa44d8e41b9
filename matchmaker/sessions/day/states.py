"""The lives of offered slots and of absences as tables (law 7)."""

from matchmaker.core.machine import Move, Table
from matchmaker.sessions.day.rules import is_absent_one, is_side, may_judge

OFFERS: Table = {
    ("open", "confirm"): Move("confirmed", is_side),  # with the second of the two words
    ("open", "decline"): Move("declined", is_side),
    ("open", "expire"): Move("expired", is_side),
    ("open", "lose"): Move("lost", is_side),
}

ABSENCES: Table = {
    ("counted", "appeal"): Move("appealed", is_absent_one),
    ("appealed", "excuse"): Move("excused", may_judge),
    ("appealed", "uphold"): Move("upheld", may_judge),
    ("counted", "excuse"): Move("excused", may_judge),
}
