"""The life of a residency as one table (law 7), from the application to its end."""

from sqlalchemy.orm import Session

from matchmaker.core.errors import Conflict
from matchmaker.core.i18n import _
from matchmaker.core.machine import Move, Table
from matchmaker.territories.models import Territory
from matchmaker.territories.residents.models import Residency
from matchmaker.territories.residents.rules import may_decide, may_speak, takes_applications

LIVE = ("applied", "returned", "admitted")  # of these an organisation has at most one in a territory
OPEN_TO_CHANGE = ("applied", "returned")
WITH_REASON = ("return", "refuse", "end")
DECISIONS = ("admit", "return", "refuse", "end")
OWN_STEPS = ("withdraw", "leave")


def an_open_territory(db: Session, residency: Residency) -> None:
    """Nobody is admitted to, or asks again of, a territory that takes no residents."""
    if not takes_applications(db.get_one(Territory, residency.territory_id)):
        raise Conflict(_("This territory takes no residents now."))


STATES: Table = {
    ("applied", "admit"): Move("admitted", may_decide, an_open_territory),
    ("applied", "return"): Move("returned", may_decide),
    ("applied", "refuse"): Move("refused", may_decide),
    ("applied", "withdraw"): Move("withdrawn", may_speak),
    ("returned", "send"): Move("applied", may_speak, an_open_territory),
    ("returned", "refuse"): Move("refused", may_decide),
    ("returned", "withdraw"): Move("withdrawn", may_speak),
    ("admitted", "end"): Move("ended", may_decide),
    ("admitted", "leave"): Move("ended", may_speak),
}
