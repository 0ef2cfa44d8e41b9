"""The seam between tasks and money: tasks lie below money and know nothing of payments; the page of tasks calls both.

Met or opened again, `money.receivables.milestone_met` counts anew what is due.
"""

from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.deals.money.queries import carries_payment
from matchmaker.deals.work.models import DealTask


def milestone_removed(db: Session, task: DealTask) -> None:
    """Raises Invalid for a milestone that a payment hangs on."""
    if carries_payment(db, task.id):
        words = _("A payment hangs on this milestone. Remove the term of payment first, or change its milestone.")
        raise Invalid({"": words})
