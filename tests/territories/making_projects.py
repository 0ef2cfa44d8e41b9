"""Infrastructure projects and investors made directly, for tests that start where they stand already."""

from datetime import date

from sqlalchemy.orm import Session

from matchmaker.accounts.actions import create_user
from matchmaker.accounts.actor import SYSTEM
from matchmaker.core import clock
from matchmaker.organisations.models import Membership, Organisation
from matchmaker.territories.projects.models import Project, ProjectFunding, ProjectStep
from tests.cast import PASSWORD

TENGE = 100  # minor units


def make_project(db: Session, territory_id: int, **values: object) -> Project:
    """A laboratory building that costs 1000 tenge: 400 committed by a bank, 300 of it negotiated with the budget."""
    columns: dict[str, object] = {"kind": "laboratory", "stage": "design", "currency": "KZT", "sector": "72"}
    columns |= {"names": {"en": "Laboratory"}, "descriptions": {"en": "A building."}, "cost_minor": 1000 * TENGE}
    columns |= {"starts_on": date(2030, 1, 1), "ends_on": date(2032, 1, 1), "is_open": True}
    lines = values.pop("lines", (("bank", 400, "committed"), ("budget", 300, "negotiated")))
    made = Project(territory_id=territory_id, **(columns | values))
    db.add(made)
    db.flush()
    for source, amount, state in lines:  # type: ignore[attr-defined]
        db.add(add_line(made.id, source, amount, state))
    db.add(ProjectStep(project_id=made.id, number=1, names={"en": "Design"}, planned_on=date(2020, 1, 1)))
    db.flush()
    return made


def add_line(project_id: int, source: str, amount: int, state: str, on: date = date(2026, 3, 1)) -> ProjectFunding:
    """A line of funding in whole tenge."""
    day = on if state == "committed" else None
    return ProjectFunding(
        project_id=project_id, source=source, amount_minor=amount * TENGE, state=state, committed_on=day
    )


def make_investor(
    db: Session, name: str = "investor", kind: str = "investor", *, verified: bool = True
) -> Organisation:
    """A fund with one member, `name@example.org`."""
    made = Organisation(kind=kind, name_kk="", name_ru="", name_en=f"{name.title()} Fund", region="KZ-75")
    made.verified_at = clock.now() if verified else None
    user = create_user(SYSTEM, db, email=f"{name}@example.org", password=PASSWORD, name=name.title(), role="company")
    db.add(made)
    db.flush()
    db.add(Membership(organisation_id=made.id, user_id=user.id, role="member"))
    db.flush()
    return made
