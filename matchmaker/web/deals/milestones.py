"""The seam between tasks and money: what a milestone of a deal sets off when it is met, opened again or removed.

Tasks lie below money and know nothing of payments; the page of tasks calls both. Each of the three is called with the
database and the task, after the change and in its transaction, and may refuse by raising Invalid or Conflict in words.
Where there is a money room, its `milestone_met` takes the place of the first two, and a refusal for a milestone that
carries a payment the place of the third.
"""

from matchmaker.deals.work.actions import nobody_waits as milestone_met
from matchmaker.deals.work.actions import nobody_waits as milestone_removed
from matchmaker.deals.work.actions import nobody_waits as milestone_undone

__all__ = ["milestone_met", "milestone_removed", "milestone_undone"]
