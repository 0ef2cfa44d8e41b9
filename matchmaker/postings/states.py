"""The life of a posting as one table (law 7)."""

from matchmaker.core.machine import Move, Table
from matchmaker.postings.rules import is_own, may_review

STATES: Table = {
    ("draft", "submit"): Move("in_review", is_own),
    ("in_review", "publish"): Move("published", may_review),
    ("in_review", "return"): Move("draft", may_review),
    ("in_review", "recall"): Move("draft", is_own),
    ("published", "renew"): Move("published", is_own),
    ("published", "pause"): Move("paused", is_own),
    ("published", "expire"): Move("expired", may_review),
    ("paused", "resume"): Move("published", is_own),
    ("paused", "expire"): Move("expired", may_review),
    ("expired", "renew"): Move("published", is_own),
    ("draft", "withdraw"): Move("withdrawn", is_own),
    ("in_review", "withdraw"): Move("withdrawn", is_own),
    ("published", "withdraw"): Move("withdrawn", is_own),
    ("paused", "withdraw"): Move("withdrawn", is_own),
    ("expired", "withdraw"): Move("withdrawn", is_own),
    ("withdrawn", "reopen"): Move("draft", is_own),
}
