"""The life of a suggested term as one table (law 7); a term in use can be taken out, and a rejected one be taken up."""

from matchmaker.core.machine import Move, Table
from matchmaker.terminology.rules import may_decide

STATES: Table = {
    ("suggested", "accept"): Move("accepted", may_decide),
    ("suggested", "reject"): Move("rejected", may_decide),
    ("accepted", "reject"): Move("rejected", may_decide),
    ("rejected", "accept"): Move("accepted", may_decide),
}
