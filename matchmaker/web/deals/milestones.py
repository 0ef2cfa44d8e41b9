"""The seam between tasks and money: what a milestone of a deal sets off when it is met, reopened or removed.

Tasks lie below money and know nothing of payments; the page of tasks calls both. `milestone_met` of the money room takes
the place of the first name here: `from matchmaker.deals.money.actions import milestone_met as milestone_met`. The other two
may refuse, raising Invalid or Conflict in words, when a payment hangs on the milestone.
"""

from matchmaker.deals.work.actions import nobody_waits as milestone_met
from matchmaker.deals.work.actions import nobody_waits as milestone_removed
from matchmaker.deals.work.actions import nobody_waits as milestone_undone

__all__ = ["milestone_met", "milestone_removed", "milestone_undone"]
