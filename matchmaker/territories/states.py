"""The way to the status of a science city as one table (law 7). Each step rests on a decision with its date."""

from sqlalchemy.orm import Session

from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.core.machine import Move, Table
from matchmaker.territories.models import Territory
from matchmaker.territories.rules import may_decide

STATE_NAMES = ("candidate", "assessment", "designated", "suspended")


def a_manager(db: Session, territory: Territory) -> None:
    """A science city is run by a managing company."""
    if territory.manager_id is None:
        raise Invalid({"": _("Name the managing company first: edit the territory.")})


STATES: Table = {
    ("candidate", "assess"): Move("assessment", may_decide),
    ("assessment", "designate"): Move("designated", may_decide, a_manager),
    ("assessment", "turn_down"): Move("candidate", may_decide),
    ("designated", "suspend"): Move("suspended", may_decide),
    ("suspended", "restore"): Move("designated", may_decide, a_manager),
    ("suspended", "revoke"): Move("candidate", may_decide),
}
